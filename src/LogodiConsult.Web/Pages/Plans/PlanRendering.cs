using System.Globalization;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What a section needs of the other sections of its plan when it is drawn or edited.</summary>
public static class PlanRendering
{
    public static Reading ReadingOf(PlanTemplate template, IReadOnlyDictionary<string, string> contents, CultureInfo culture) =>
        new(culture) { RowTitle = new PlanContents(template, contents).RowTitle };

    /// <summary>The rows that a cell of this column may point to, with what names them.</summary>
    public static IEnumerable<(string Id, string Title)> LinkTargets(PlanTemplate template, IReadOnlyDictionary<string, string> contents, ColumnDeclaration column)
    {
        if (column.Link is not { } link)
            yield break;
        var plan = new PlanContents(template, contents);
        foreach (var row in plan.Rows(link.Section, link.Where))
            yield return (row.Id, plan.RowTitle(link.Section, row.Id) ?? row.Id);
    }
}
