using System.Globalization;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Imports;

/// <summary>Parts of a draft as the content of a section: text as Markdown, tables by the titles of their columns.</summary>
public static class SectionDraft
{
    /// <summary>Whether an import can write into the section at all; problem trees and files have their own editors.</summary>
    public static bool Takes(SectionDeclaration section) => section.Kind is TextKind or LineKind or TableKind;

    /// <summary>The section's new content; null when nothing of the parts fits into it.</summary>
    /// <param name="replace">False: what stands in the section stays, the parts come behind it.</param>
    public static string? Of(SectionDeclaration section, IReadOnlyList<ImportedPart> parts, string existing, bool replace)
    {
        var kept = replace || section.Kind.IsEmpty(section, existing) ? "" : existing;
        return section.Kind switch
        {
            TextKind => Joined(kept, parts.Select(p => p.Markdown)),
            LineKind => CanonicalText.Of(Joined(kept, parts.Select(p => p.Markdown)) ?? "").ReplaceLineEndings(" ") is { Length: > 0 } line ? line : null,
            TableKind => Table(section, parts, existing, kept),
            _ => null,
        };
    }

    static string? Joined(string kept, IEnumerable<string> texts) =>
        string.Join("\n\n", texts.Prepend(kept).Where(t => t.Trim().Length > 0)) is { Length: > 0 } all ? all : null;

    static string? Table(SectionDeclaration section, IReadOnlyList<ImportedPart> parts, string existing, string kept)
    {
        var old = TableContent.Read(existing);
        // Ids of rows that are replaced are not given again: comments may still name them.
        var next = old.Next;
        var rows = kept.Length > 0 ? old.Rows.ToList() : [];
        var found = 0;
        foreach (var table in parts.SelectMany(p => p.Blocks).Where(b => b.IsTable))
        {
            var columns = table.Rows[0].Select(title => ColumnOf(section, title)).ToList();
            if (columns.Count(c => c is not null) * 2 < Math.Min(section.Columns.Count, columns.Count) || columns.All(c => c is null))
                continue;
            foreach (var row in table.Rows.Skip(1))
            {
                var cells = new Dictionary<string, string>();
                for (var i = 0; i < Math.Min(columns.Count, row.Count); i++)
                {
                    if (columns[i] is { } column && row[i].Trim().Length > 0 && Cell(column, row[i].Trim()) is { } value)
                        cells[column.Key] = value;
                }
                if (cells.Count == 0)
                    continue;
                rows.Add(new ContentRow($"r{next++}", cells));
                found++;
            }
        }
        return found > 0 ? new TableContent(rows, next).Write() : null;
    }

    static ColumnDeclaration? ColumnOf(SectionDeclaration section, string title)
    {
        var wanted = HeadingMatch.Plain(title);
        return wanted.Length == 0 ? null : section.Columns.FirstOrDefault(c =>
            new[] { c.Title.Es, c.Title.Ko, c.Title.En, c.Key }.Any(t => HeadingMatch.Plain(t) == wanted));
    }

    /// <summary>As the kind of the column keeps it; what it cannot read is kept as typed, so that the checks show it to the author. Links are chosen
    /// afterwards: the rows they lead to may come with the same import.</summary>
    static string? Cell(ColumnDeclaration column, string text) => column.Kind switch
    {
        LinkColumn => null,
        ChoiceColumn => column.Options.FirstOrDefault(o => new[] { o.Code, o.Title.Es, o.Title.Ko, o.Title.En }.Any(t => HeadingMatch.Plain(t) == HeadingMatch.Plain(text)))?.Code ?? text,
        DateColumn => Day(text) is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text,
        _ => text,
    };

    static DateOnly? Day(string text)
    {
        if (Figures.Date(text) is { } iso)
            return iso;
        foreach (var language in Languages.All)
        {
            if (DateOnly.TryParse(text, Languages.CultureOf(language), DateTimeStyles.None, out var day))
                return day;
        }
        return null;
    }
}
