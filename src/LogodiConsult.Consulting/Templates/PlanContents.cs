using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Templates;

/// <summary>What is written in a plan, section by section, read through its template.</summary>
public sealed class PlanContents(PlanTemplate template, IReadOnlyDictionary<string, string> contents)
{
    readonly Dictionary<string, TableContent> tables = [];

    public PlanTemplate Template => template;

    /// <summary>The empty string for a section that nobody has written in yet.</summary>
    public string this[string section] => contents.GetValueOrDefault(section, "");

    public TableContent Table(string section)
    {
        if (!tables.TryGetValue(section, out var table))
            tables[section] = table = TableContent.Read(this[section]);
        return table;
    }

    /// <summary>Rows that hold something and match.</summary>
    public IEnumerable<ContentRow> Rows(string section, IReadOnlyDictionary<string, string> where) =>
        Table(section).Rows.Where(r => !r.IsBlank && r.Matches(where));

    /// <summary>What a link to the row shows; null where the row is gone. Fits <see cref="Reading.RowTitle"/>.</summary>
    public string? RowTitle(string section, string row)
    {
        if (template.Find(section) is not { Kind: TableKind } declaration || Table(section).Find(row) is not { } found)
            return null;
        var title = declaration.Columns.FirstOrDefault(c => c.IsRowTitle) ?? declaration.Columns[0];
        // A row may be titled by its link: the budget line by the activity it pays for.
        return title is { Kind: LinkColumn, Link: { } link } && link.Section != section
            ? RowTitle(link.Section, found[title.Key])
            : CanonicalText.OfPlain(found[title.Key]);
    }

    /// <summary>What people call the row in a sentence: its title or, while it has none, the place where it stands.</summary>
    public object NameOf(string section, string row) =>
        RowTitle(section, row) is { } title && !string.IsNullOrWhiteSpace(title)
            ? title
            : new RowPlace(1 + Table(section).Rows.TakeWhile(r => r.Id != row).Count());

    public int Words => template.Sections.Sum(s => s.Kind.Words(s, this[s.Key]));
}

/// <param name="Number">From 1, as the editor numbers rows.</param>
public sealed record RowPlace(int Number);
