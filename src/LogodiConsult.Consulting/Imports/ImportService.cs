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
            var texts = new List<SectionText>();
            foreach (var chosen in import.Choices.Where(c => c.SectionKey is not null).GroupBy(c => c.SectionKey!))
            {
                if (template.Find(chosen.Key) is not { } section || !SectionDraft.Takes(section))
                    return Refusal.Invalid("section.unknown", chosen.Key);
                var there = stored.GetValueOrDefault(chosen.Key);
                if ((there?.Version ?? 0) != import.BaseVersions.GetValueOrDefault(chosen.Key))
                    return Refusal.OutOfTime("section.changedMeanwhile").With("sections", section.Title);
                if (SectionDraft.Of(section, [.. chosen.Select(c => c.Part)], there?.Content ?? "", chosen.Any(c => c.Replace)) is not { } content)
                    return Refusal.Invalid("import.doesNotFit", chosen.Key).With("section", section.Title);
                texts.Add(new SectionText(chosen.Key, content, there?.Version ?? 0));
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
