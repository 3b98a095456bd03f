using System.Globalization;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Imports;

/// <summary>Rows out of a draft: its tables by the titles of their columns; its lists item by item, the lines below an item by the title before their colon.</summary>
sealed class TableDraft(SectionDeclaration section, Func<ColumnDeclaration, string, string?> rowOf)
{
    readonly List<Dictionary<string, string>> rows = [];
    readonly List<string> left = [];

    /// <param name="kept">What stands in the section and stays.</param>
    /// <param name="replaced">What gives way. A row that comes in under the title of one of them is that row: comments and other sections name it by its id.</param>
    /// <param name="next">Other ids of replaced rows are not given again.</param>
    public FittedDraft Of(IReadOnlyList<ImportedPart> parts, IReadOnlyList<ContentRow> kept, IReadOnlyList<ContentRow> replaced, int next)
    {
        foreach (var block in parts.SelectMany(p => p.Blocks))
        {
            if (block.IsTable ? !Table(block.Rows) : !List(block.Markdown))
                left.Add(block.Markdown);
        }
        return rows.Count == 0
            ? new FittedDraft(null, left)
            : new FittedDraft(new TableContent([.. kept, .. Identified(replaced, ref next)], next).Write(), left);
    }

    List<ContentRow> Identified(IReadOnlyList<ContentRow> replaced, ref int next)
    {
        string TitleOf(string? text) => HeadingMatch.Plain(text ?? "");
        var title = section.Columns.FirstOrDefault(c => c.IsRowTitle)?.Key ?? "";
        var known = replaced.ToLookup(r => TitleOf(r[title]));
        var coming = rows.ToLookup(cells => TitleOf(cells.GetValueOrDefault(title)));
        var made = new List<ContentRow>();
        foreach (var cells in rows)
        {
            var name = TitleOf(cells.GetValueOrDefault(title));
            made.Add(new ContentRow(name.Length > 0 && coming[name].Count() == 1 && known[name].ToList() is [var same] ? same.Id : $"r{next++}", cells));
        }
        return made;
    }

    bool Table(IReadOnlyList<IReadOnlyList<string>> table)
    {
        var columns = table[0].Select(ColumnOf).ToList();
        if (columns.Count(c => c is not null) * 2 < Math.Min(section.Columns.Count, columns.Count) || columns.All(c => c is null))
            return false;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i] is null && table.Skip(1).Any(r => i < r.Count && r[i].Trim().Length > 0))
                left.Add(string.Join(" · ", table.Where(r => i < r.Count && r[i].Trim().Length > 0).Select(r => r[i].Trim())));
        }
        foreach (var row in table.Skip(1))
        {
            var cells = new Dictionary<string, string>();
            for (var i = 0; i < Math.Min(columns.Count, row.Count); i++)
            {
                if (columns[i] is { } column)
                    Put(cells, column, row[i].Trim());
            }
            if (cells.Count > 0)
                rows.Add(cells);
        }
        return true;
    }

    bool List(string markdown)
    {
        var lines = DraftLines.Levels(DraftLines.Of(markdown)).ToList();
        if (lines.Count == 0 || !lines.TrueForAll(l => l.Line.IsItem) || section.Columns.FirstOrDefault(c => c.IsRowTitle) is not { } title)
            return false;
        foreach (var (line, level) in lines)
        {
            if (level == 0)
            {
                var cells = new Dictionary<string, string>();
                Put(cells, title, line.Text);
                rows.Add(cells);
            }
            else if (line.Text.IndexOfAny([':', '：']) is > 0 and var colon && ColumnOf(line.Text[..colon]) is { } column && !rows[^1].ContainsKey(column.Key))
            {
                Put(rows[^1], column, line.Text[(colon + 1)..].Trim());
            }
            else
            {
                left.Add(line.Text);
            }
        }
        rows.RemoveAll(r => r.Count == 0);
        return true;
    }

    void Put(Dictionary<string, string> cells, ColumnDeclaration column, string text)
    {
        if (text.Length == 0)
            return;
        if (Cell(column, text) is { } value)
            cells[column.Key] = value;
        else
            left.Add($"{column.Title.In(CultureInfo.CurrentUICulture)}: {text}");
    }

    ColumnDeclaration? ColumnOf(string title)
    {
        var wanted = HeadingMatch.Plain(title);
        return wanted.Length == 0 ? null : section.Columns.FirstOrDefault(c =>
            new[] { c.Title.Es, c.Title.Ko, c.Title.En, c.Key }.Any(t => HeadingMatch.Plain(t) == wanted));
    }

    /// <summary>As the kind of the column keeps it; what it cannot read is kept as typed, so that the checks show it to the author.</summary>
    string? Cell(ColumnDeclaration column, string text) => column.Kind switch
    {
        LinkColumn => rowOf(column, text),
        ChoiceColumn => SectionDraft.OptionOf(column.Options, text)?.Code ?? text,
        DateColumn => Day(text) is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text,
        MoneyColumn => Figures.Split(text) is null ? Figures.MoneyOf(text) ?? text : text,
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
