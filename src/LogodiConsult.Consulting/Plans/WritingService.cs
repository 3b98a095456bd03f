using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Plans;

/// <summary>One change of a text, in UTF-16 units as browsers count: what is cut out where, what is put in, and how long the text is afterwards.</summary>
public sealed record Splice(int From, int Delete, string Insert, int Length)
{
    /// <returns>Null when it was not made against this text: nothing is guessed, the whole text is asked for.</returns>
    public string? ApplyTo(string text)
    {
        if (From < 0 || Delete < 0 || From > text.Length || Delete > text.Length - From || text.Length - Delete + Insert.Length != Length)
            return null;
        var cutsPair = SplitsPair(text, From) || SplitsPair(text, From + Delete);
        return cutsPair ? null : string.Concat(text.AsSpan(0, From), Insert, text.AsSpan(From + Delete));
    }

    static bool SplitsPair(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
}

/// <summary>What the editor sends by itself while somebody writes: a splice against the version it was told, or the whole text.</summary>
/// <param name="BaseVersion">Version of the section that the writer has before them; 0 for one that was never saved.</param>
/// <param name="PatchKey">The same key is the same patch: sent again after a lost answer it is confirmed, not made twice.</param>
public sealed record PatchSection(long PlanId, string Key, long BaseVersion, Splice? Splice, string? Content, string PatchKey);

/// <param name="Stored">What stands there now.</param>
/// <param name="IsConflict">Somebody else saved meanwhile and nothing was changed: <paramref name="Stored"/> is their text.</param>
/// <param name="Problems">What the checks say of this section.</param>
/// <param name="Elsewhere">Other sections that are begun and still have errors, in their order: a row removed here may be missed there.</param>
public sealed record WrittenSection(
    SectionDeclaration Declaration, Section Stored, bool IsConflict, IReadOnlyList<Problem> Problems, IReadOnlyList<SectionDeclaration> Elsewhere);

/// <summary>Saves a section while it is being written. One write for each patch; the checks are run after it, outside the transaction.</summary>
public sealed class WritingService(Database database, TemplateLibrary templates)
{
    public async Task<Result<WrittenSection>> PatchAsync(PatchSection patch, Actor actor, CancellationToken ct = default)
    {
        var written = await database.WriteAsync(work => StoreAsync(work, patch, actor), ct);
        return written.IsRefused ? written.Refusal! : Checked(written.Value, patch.Key);
    }

    /// <summary>The section as it stands now.</summary>
    public async Task<Result<WrittenSection>> ReadAsync(long planId, string key, Actor actor, CancellationToken ct = default)
    {
        var read = await database.ReadAsync<Result<Written>>(
            async session =>
            {
                if (await PlanSql.FactsAsync(session, planId) is not { } facts)
                    return Refusal.Hidden();
                if (PlanAccess.Why(PlanAct.Write, facts, actor) is { } refusal)
                    return refusal;
                var sections = (await PlanSql.SectionsAsync(session, planId)).ToDictionary(s => s.Key);
                return Template(facts.Plan).Find(key) is null ? Refusal.Hidden() : new Written(facts.Plan, sections, false);
            },
            ct);
        return read.IsRefused ? read.Refusal! : Checked(read.Value, key);
    }

    async Task<Result<Written>> StoreAsync(UnitOfWork work, PatchSection patch, Actor actor)
    {
        var facts = await PlanActs.BeginAsync(work, patch.PlanId, PlanAct.Write, actor);
        if (facts.IsRefused)
            return facts.Refusal!;
        var plan = facts.Value.Plan;
        if (Template(plan).Find(patch.Key) is not { } declared)
            return Refusal.Invalid("section.unknown", patch.Key);
        if (!declared.Kind.IsTyped)
            return Refusal.Invalid("section.notTyped", patch.Key);
        var sections = (await PlanSql.SectionsAsync(work, plan.Id)).ToDictionary(s => s.Key);
        var stored = sections.GetValueOrDefault(patch.Key) ?? new Section { Key = patch.Key, Language = plan.Language };
        var isRepeated = stored.PatchKey == patch.PatchKey && stored.Version == patch.BaseVersion + 1;
        var isWhole = patch.Content is { } whole && Texts.Clean(whole) == stored.Content;
        if (isRepeated || isWhole)
            return new Written(plan, sections, false);
        if (stored.Version != patch.BaseVersion)
            return new Written(plan, sections, true);
        if ((patch.Content ?? patch.Splice?.ApplyTo(stored.Content)) is not { } wanted)
            return Refusal.Invalid("section.patchDoesNotFit", patch.Key);
        var text = new SectionText(patch.Key, Texts.Clean(wanted), patch.BaseVersion) { PatchKey = patch.PatchKey };
        if (PlanRules.MaySave(null, [text], Template(plan)) is { } refusal)
            return refusal;
        if (text.Content == stored.Content)
            return new Written(plan, sections, false);
        if (!await PlanSql.SaveSectionAsync(work, plan.Id, text, stored.Language, actor.PersonId, stored.UpdatedBy))
            return Refusal.OutOfTime("plan.changedMeanwhile");
        sections[patch.Key] = new Section
        {
            Key = patch.Key,
            Content = text.Content,
            Language = stored.Language,
            Version = stored.Version + 1,
            UpdatedAt = work.Now,
            UpdatedBy = actor.PersonId,
            PatchKey = patch.PatchKey,
        };
        return new Written(plan, sections, false);
    }

    WrittenSection Checked(Written written, string key)
    {
        var template = Template(written.Plan);
        var contents = written.Sections.ToDictionary(s => s.Key, s => s.Value.Content);
        var problems = TemplateChecks.Run(template, contents, PlanRules.Horizon(written.Plan));
        var elsewhere = problems.Where(p => p.Severity == Severity.Error && p.Section != key).Select(p => p.Section).Distinct()
            .Select(k => template[k]).Where(d => !d.Kind.IsEmpty(d, contents.GetValueOrDefault(d.Key, "")));
        return new WrittenSection(
            template[key],
            written.Sections.GetValueOrDefault(key) ?? new Section { Key = key, Language = written.Plan.Language },
            written.IsConflict,
            [.. problems.Where(p => p.Section == key)],
            [.. elsewhere]);
    }

    PlanTemplate Template(Plan plan) => templates.Get(plan.TemplateId, plan.TemplateVersion);

    sealed record Written(Plan Plan, Dictionary<string, Section> Sections, bool IsConflict);
}
