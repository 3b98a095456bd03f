using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Imports;

/// <param name="SectionKey">Null: the part is left out.</param>
/// <param name="Replace">What stands in the section gives way to the part; otherwise the part comes behind it.</param>
public sealed record ImportChoice(ImportedPart Part, string? SectionKey, bool Replace);

/// <param name="BaseVersions">Versions of the sections when the preview was shown; a section that is not named had none.</param>
public sealed record ImportDraft(long PlanId, IReadOnlyList<ImportChoice> Choices, IReadOnlyDictionary<string, long> BaseVersions)
{
    public FormPost? Form { get; init; }
}

/// <summary>Takes a draft from Word or Markdown into the sections: first a look at what would go where, then one act.</summary>
public sealed class ImportService(Database database, TemplateLibrary templates)
{
    /// <summary>What is in the file and where it seems to belong; nothing is stored.</summary>
    public async Task<Result<IReadOnlyList<ImportedMatch>>> ReadAsync(long planId, Stream file, Actor actor, CancellationToken ct = default)
    {
        var facts = await database.ReadAsync(session => PlanSql.FactsAsync(session, planId), ct);
        if (facts is null)
            return Refusal.Hidden();
        return PlanAccess.Why(PlanAct.Write, facts, actor) is { } refusal
            ? refusal
            : DraftReading.Read(file, templates.Get(facts.Plan.TemplateId, facts.Plan.TemplateVersion));
    }

    /// <summary>All chosen parts or none: a section that somebody saved since the preview stops the act.</summary>
    /// <returns>How many sections were written.</returns>
    public Task<Result<int>> ApplyAsync(ImportDraft import, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, import.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, import.PlanId, PlanAct.Write, actor);
            if (begun.IsRefused)
                return (Result<int>)begun.Refusal!;
            var plan = begun.Value.Plan;
            var template = templates.Get(plan.TemplateId, plan.TemplateVersion);
            var stored = (await PlanSql.SectionsAsync(work, plan.Id)).ToDictionary(s => s.Key);
            if (import.Choices.FirstOrDefault(c => c.SectionKey is { } key && (template.Find(key) is not { } section || !SectionDraft.Takes(section))) is { } stray)
                return Refusal.Invalid("section.unknown", stray.SectionKey);
            var texts = new List<SectionText>();
            foreach (var outcome in ImportOutcome.Of(template, stored, import.Choices))
            {
                var section = outcome.Section;
                if (outcome.Version != import.BaseVersions.GetValueOrDefault(section.Key))
                    return Refusal.OutOfTime("section.changedMeanwhile").With("sections", section.Title);
                if (outcome.Fitted.Content is not { } content)
                    return Refusal.Invalid("import.doesNotFit", section.Key).With("section", section.Title);
                texts.Add(new SectionText(section.Key, content, outcome.Version) { IsImported = outcome.Replaces });
            }
            if (texts.Count == 0)
                return Refusal.Invalid("import.nothingChosen");
            if (PlanRules.MaySave(null, texts, template) is { } refusal)
                return refusal;
            foreach (var text in texts)
            {
                if (!await PlanSql.SaveSectionAsync(work, plan.Id, text, plan.Language, actor.PersonId))
                    return Refusal.OutOfTime("section.changedMeanwhile").With("sections", template[text.Key].Title);
            }
            await Trail.AddAsync(work, "plan.imported", actor, plan.Id, plan.RoundId, "plan", plan.Id, new JsonObject { ["sections"] = texts.Count });
            return texts.Count;
        }), ct);
}
