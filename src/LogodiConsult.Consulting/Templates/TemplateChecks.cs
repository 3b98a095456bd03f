using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Templates;

public static class TemplateChecks
{
    /// <summary>Everything that the plan lacks, in the order of its sections: what each section says of itself, links that lead nowhere, the declared checks.</summary>
    public static IReadOnlyList<Problem> Run(PlanTemplate template, IReadOnlyDictionary<string, string> contents, PlanFacts facts)
    {
        var plan = new PlanContents(template, contents);
        var problems = template.Sections.SelectMany(s => s.Kind.Problems(s, plan[s.Key]))
            .Concat(template.Sections.SelectMany(s => Links(s, plan)))
            .Concat(template.Checks.SelectMany(c => c.Kind.Run(c, plan, facts)))
            .ToLookup(p => p.Section);
        return [.. template.Sections.SelectMany(s => problems[s.Key])];
    }

    static IEnumerable<Problem> Links(SectionDeclaration section, PlanContents plan) =>
        from column in section.Columns
        where column.Link is not null
        from row in plan.Table(section.Key).Rows
        where row[column.Key].Length > 0
        let target = plan.Table(column.Link!.Section).Find(row[column.Key])
        where target is null || !target.Matches(column.Link!.Where)
        select new Problem("cell.linkGone", Severity.Error, section.Key, row.Id, column.Key).With("column", column.Title);
}
