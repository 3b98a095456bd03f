using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Documents;

/// <summary>A table as Word wants it: a grid of known widths, header rows that repeat, rows that do not break across pages where they are short.</summary>
sealed class WordTable(WordDocument document)
{
    const string HeaderShade = "E8EDF4";
    const int LongRow = 900;

    public Table Draw(DocumentTable table)
    {
        var headers = table.Headers.Count == 0 ? [] : new[] { (IReadOnlyList<DocumentCell>)[.. table.Headers.Select(h => DocumentCell.Plain(h, isHeader: true))] };
        return Draw(headers, table.Rows, table.Weights);
    }

    /// <param name="headers">Rows that are repeated on each page.</param>
    /// <param name="rows">The others.</param>
    /// <param name="weights">Empty: as the texts want.</param>
    public Table Draw(IReadOnlyList<IReadOnlyList<DocumentCell>> headers, IReadOnlyList<IReadOnlyList<DocumentCell>> rows, IReadOnlyList<int> weights)
    {
        var all = headers.Concat(rows).ToList();
        var columns = Math.Max(1, all.Select(r => r.Count).DefaultIfEmpty(1).Max());
        var widths = weights.Count == columns ? Widths(weights) : Roomy(Widths(Wanted(all, columns)), all);
        var drawn = new Table(
            new TableProperties
            {
                TableStyle = new TableStyle { Val = WordStyles.Grid },
                TableWidth = new TableWidth { Width = $"{widths.Sum()}", Type = TableWidthUnitValues.Dxa },
                TableLayout = new TableLayout { Type = TableLayoutValues.Fixed },
                TableLook = new TableLook { Val = "04A0", FirstRow = headers.Count > 0, LastRow = false, FirstColumn = true, LastColumn = false, NoHorizontalBand = false, NoVerticalBand = true },
            },
            new TableGrid(widths.Select(w => new GridColumn { Width = $"{w}" })));
        foreach (var row in headers)
            drawn.Append(Row(row, widths, isHeader: true));
        foreach (var row in rows)
            drawn.Append(Row(row, widths, isHeader: false));
        return drawn;
    }

    TableRow Row(IReadOnlyList<DocumentCell> cells, IReadOnlyList<int> widths, bool isHeader)
    {
        var row = new TableRow();
        var properties = new TableRowProperties();
        if (cells.Sum(c => c.Html.Length) < LongRow)
            properties.Append(new CantSplit());
        if (isHeader)
            properties.Append(new TableHeader());
        row.Append(properties);
        for (var i = 0; i < widths.Count; i++)
            row.Append(Cell(i < cells.Count ? cells[i] : new DocumentCell(""), widths[i], isHeader));
        return row;
    }

    TableCell Cell(DocumentCell cell, int width, bool inHeader)
    {
        var properties = new TableCellProperties { TableCellWidth = new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa } };
        if ((cell.Shade ?? (inHeader ? HeaderShade : null)) is { } shade)
            properties.Shading = new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = shade };
        var drawn = new TableCell(properties);
        new WordHtml(document) { ParagraphStyle = inHeader || cell.IsHeader ? WordStyles.CellHeader : WordStyles.Cell }.Write(cell.Html, drawn, cell.Language);
        if (drawn.LastChild is not Paragraph)
            drawn.Append(WordDocument.Small());
        return drawn;
    }

    /// <summary>Long texts want width, but not in proportion: the root of their length serves well.</summary>
    static int[] Wanted(List<IReadOnlyList<DocumentCell>> rows, int columns) =>
        [.. Enumerable.Range(0, columns).Select(i => Math.Clamp(
            (int)(10 * Math.Sqrt(rows.Max(r => i < r.Count ? WordHtml.TextLength(r[i].Html) : 0))), 30, 150))];

    /// <summary>No column is narrower than its longest word, as long as the others can give what it lacks.</summary>
    List<int> Roomy(List<int> widths, List<IReadOnlyList<DocumentCell>> rows)
    {
        const int Margins = 240;
        const int Letter = 105;
        var least = widths.Select((_, i) => Margins + (Letter * rows.Max(r => i < r.Count ? WordHtml.LongestWord(r[i].Html) : 0))).ToList();
        var spare = widths.Select((w, i) => Math.Max(0, w - least[i])).ToList();
        var lacks = widths.Select((w, i) => Math.Max(0, least[i] - w)).ToList();
        return lacks.Sum() > spare.Sum() || lacks.Sum() == 0
            ? widths
            : [.. widths.Select((w, i) => w + lacks[i] - (int)((long)lacks.Sum() * spare[i] / spare.Sum()))];
    }

    List<int> Widths(IReadOnlyList<int> weights)
    {
        var whole = weights.Sum();
        return [.. weights.Select(w => document.LineWidth * w / whole)];
    }
}
