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
            yield return (row.Id, TemplateTexts.Said(plan.NameOf(link.Section, row.Id), CultureInfo.CurrentUICulture)!.ToString()!);
    }

    /// <summary>The rows of other sections that speak of this row, each with what they say of it: when, who, how much.</summary>
    public static IEnumerable<(SectionDeclaration Section, string Said)> UsedIn(
        PlanTemplate template, IReadOnlyDictionary<string, string> contents, string section, string row, CultureInfo culture)
    {
        var plan = new PlanContents(template, contents);
        var reading = ReadingOf(template, contents, culture);
        return from other in template.Sections
               let link = other.Columns.FirstOrDefault(c => c.Link?.Section == section)
               where link is not null
               from use in plan.Table(other.Key).Rows
               where use[link.Key] == row
               select (other, string.Join(" · ", other.Columns.Where(c => c != link && use[c.Key].Length is > 0 and <= 80).Select(c => c.Kind.Display(c, use[c.Key], reading))));
    }
}
