using System.Globalization;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What people call a part of a section: a cell by its row and column, a line of a tree by its words.</summary>
public static class PartNames
{
    const int LongestName = 70;

    public static string Of(PlanPage page, SectionDeclaration section, string part)
    {
        var content = page.View.Contents.GetValueOrDefault(section.Key, "");
        return section.Kind switch
        {
            TableKind => Cell(page, section, part),
            TreeKind when part == "core" => TemplateTexts.Of("tree.core", page.Culture),
            TreeKind => Short(section.Kind.Parts(section, content).FirstOrDefault(p => p.Key == part)?.Text ?? part),
            _ => part,
        };
    }

    /// <summary>The row of a cell, which heads its group in lists.</summary>
    public static string RowOf(PlanPage page, SectionDeclaration section, string part) =>
        Short(new PlanContents(page.View.Template, page.View.Contents).RowTitle(section.Key, part.Split('/')[0]) is { Length: > 0 } title ? title : part.Split('/')[0]);

    public static string ColumnOf(SectionDeclaration section, string part, CultureInfo culture) =>
        section.Columns.FirstOrDefault(c => part.EndsWith("/" + c.Key, StringComparison.Ordinal))?.Title.In(culture) ?? "";

    static string Cell(PlanPage page, SectionDeclaration section, string part)
    {
        var row = RowOf(page, section, part);
        var column = ColumnOf(section, part, page.Culture);
        return Lists.Dotted(row, column);
    }

    static string Short(string name)
    {
        var text = new StringInfo(name);
        return text.LengthInTextElements > LongestName ? text.SubstringByTextElements(0, LongestName - 1) + "…" : name;
    }
}
