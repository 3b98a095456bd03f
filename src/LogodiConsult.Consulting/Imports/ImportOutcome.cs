using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Imports;

/// <summary>What one section would become.</summary>
/// <param name="Now">What stands there.</param>
/// <param name="Version">Of what stands there; 0 where nothing was ever saved.</param>
/// <param name="Replaces">What stands there gives way; otherwise the parts come behind it.</param>
public sealed record ImportOutcome(SectionDeclaration Section, string Now, long Version, bool Replaces, FittedDraft Fitted)
{
    /// <summary>All sections that something is sent to, in the order of the template. The preview and the act itself are made by this.</summary>
    public static IReadOnlyList<ImportOutcome> Of(PlanTemplate template, IReadOnlyDictionary<string, Section> stored, IReadOnlyList<ImportChoice> choices)
    {
        var sent = choices.Where(c => c.SectionKey is not null).ToLookup(c => c.SectionKey!);
        var contents = stored.ToDictionary(s => s.Key, s => s.Value.Content);
        var made = new Dictionary<string, ImportOutcome>();
        // Sections that others link to come first: a link may lead to a row of the same import.
        foreach (var section in template.Sections.Where(s => sent.Contains(s.Key) && SectionDraft.Takes(s)).OrderBy(s => s.Columns.Count(c => c.Link is not null)))
        {
            var there = stored.GetValueOrDefault(section.Key);
            var replaces = sent[section.Key].Any(c => c.Replace);
            var fitted = SectionDraft.Of(
                section, [.. sent[section.Key].Select(c => c.Part)], there?.Content ?? "", replaces,
                (column, text) => RowOf(new PlanContents(template, contents), column, text));
            made[section.Key] = new ImportOutcome(section, there?.Content ?? "", there?.Version ?? 0, replaces, fitted);
            if (fitted.Content is { } content)
                contents[section.Key] = content;
        }
        return [.. template.Sections.Where(s => made.ContainsKey(s.Key)).Select(s => made[s.Key])];
    }

    /// <summary>The one row with this title; null where none has it, or several.</summary>
    static string? RowOf(PlanContents plan, ColumnDeclaration column, string text)
    {
        if (column.Link is not { } link)
            return null;
        var wanted = HeadingMatch.Plain(text);
        var found = plan.Rows(link.Section, link.Where).Where(r => HeadingMatch.Plain(plan.RowTitle(link.Section, r.Id) ?? "") == wanted).Take(2).ToList();
        return found is [var row] ? row.Id : null;
    }
}
