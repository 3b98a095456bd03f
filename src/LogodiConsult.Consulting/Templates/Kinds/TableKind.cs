using System.Text;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>Rows of declared columns: stakeholders, log-frame, schedule, budget, risks. Kept as JSON, see <see cref="TableContent"/>.</summary>
public sealed class TableKind : SectionKind
{
    public override string Name => "table";

    public override string? Fault(SectionDeclaration section, string content)
    {
        try
        {
            TableContent.Read(content);
            return null;
        }
        catch (FormatException problem)
        {
            return problem.Message;
        }
    }

    public override bool IsEmpty(SectionDeclaration section, string content) => TableContent.Read(content).Rows.All(r => r.IsBlank);

    /// <summary>Only cells that hold something; keys are "row/column".</summary>
    public override IReadOnlyList<Part> Parts(SectionDeclaration section, string content) =>
        [.. from row in TableContent.Read(content).Rows
            from column in section.Columns
            where !string.IsNullOrWhiteSpace(row[column.Key])
            select new Part($"{row.Id}/{column.Key}", CanonicalText.OfPlain(row[column.Key]), column.Kind.Selectable)];

    public override string? Rewrite(SectionDeclaration section, string content, string part, int start, int end, string wording)
    {
        var table = TableContent.Read(content);
        if (part.Split('/') is not [var id, var key] || table.Find(id) is not { } row || section.Columns.FirstOrDefault(c => c.Key == key) is not { Kind.Selectable: true })
            return null;
        var cells = new Dictionary<string, string>(row.Cells) { [key] = Rewording.OfPlain(row[key], start, end, wording) };
        return (table with { Rows = [.. table.Rows.Select(r => r == row ? new ContentRow(id, cells) : r)] }).Write();
    }

    public override string Render(SectionDeclaration section, string content, Reading reading)
    {
        var table = TableContent.Read(content);
        var html = new StringBuilder($"<div class=\"table rows\" tabindex=\"0\" role=\"group\" aria-label=\"{RichText.Encode(section.Title.In(reading.Culture))}\"><table><thead><tr>");
        foreach (var column in section.Columns)
            html.Append($"<th scope=\"col\">{RichText.Encode(column.Title.In(reading.Culture))}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows)
        {
            html.Append($"<tr data-part=\"{row.Id}\">");
            foreach (var column in section.Columns)
                html.Append(Cell(row, column, reading));
            html.Append("</tr>");
        }
        html.Append("</tbody>").Append(Totals(section, table, reading)).Append("</table></div>");
        if (section.Gantt is not null && reading.Renditions is null)
            html.Append(Gantt.Draw(section, table, reading));
        return html.ToString();
    }

    static string Cell(ContentRow row, ColumnDeclaration column, Reading reading)
    {
        var part = $"{row.Id}/{column.Key}";
        var value = row[column.Key];
        var inner = column.Kind.Selectable
            ? reading.Html(part, RichText.FromPlain(value))
            : RichText.Encode(column.Kind.Display(column, value, reading));
        var number = column.Kind is NumberColumn or MoneyColumn ? " class=\"number\"" : column.Kind is DateColumn ? " class=\"date\"" : "";
        // On a phone each row is a card: the cell carries its heading.
        var label = value.Length > 0 ? $" data-label=\"{RichText.Encode(column.Title.In(reading.Culture))}\"" : "";
        return column.IsRowTitle ? $"<th scope=\"row\" data-part=\"{part}\">{inner}</th>" : $"<td{number} data-part=\"{part}\"{label}>{inner}</td>";
    }

    /// <summary>Sums of each money column, one figure for each currency.</summary>
    static string Totals(SectionDeclaration section, TableContent table, Reading reading)
    {
        if (!section.Columns.Any(c => c.Kind is MoneyColumn && c.IsSummed))
            return "";
        var html = new StringBuilder("<tfoot><tr>");
        for (var i = 0; i < section.Columns.Count; i++)
        {
            var column = section.Columns[i];
            var inner = column is { Kind: MoneyColumn, IsSummed: true }
                ? string.Join("<br>", Sums(table, column.Key).Select(s => RichText.Encode($"{Figures.Show(s.Value, reading.Culture)} {s.Key}")))
                : "";
            html.Append(i == 0 ? $"<th scope=\"row\">{RichText.Encode(TemplateTexts.Of("table.total", reading.Culture))}</th>" : inner.Length > 0
                ? $"<td class=\"number\" data-label=\"{RichText.Encode(column.Title.In(reading.Culture))}\">{inner}</td>"
                : "<td></td>");
        }
        return html.Append("</tr></tfoot>").ToString();
    }

    public static IReadOnlyDictionary<string, decimal> Sums(TableContent table, string column) =>
        table.Rows.Select(r => Figures.Money(r[column])).OfType<(decimal Amount, string Currency)>()
            .GroupBy(m => m.Currency)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Sum(m => m.Amount));

    public override IEnumerable<Problem> Problems(SectionDeclaration section, string content)
    {
        var table = TableContent.Read(content);
        var filled = table.Rows.Count(r => !r.IsBlank);
        foreach (var problem in CommonProblems(section, content))
            yield return problem;
        if (section.Limits.MinRows is { } least && filled > 0 && filled < least)
            yield return Error(section, "table.tooFewRows").With("min", least).With("actual", filled);
        if (section.Limits.MaxRows is { } most && filled > most)
            yield return Error(section, "table.tooManyRows").With("max", most).With("actual", filled);
        foreach (var row in table.Rows.Where(r => !r.IsBlank))
        {
            foreach (var column in section.Columns)
            {
                if (CellProblem(section, column, row) is { } problem)
                    yield return problem;
            }
        }
    }

    static Problem? CellProblem(SectionDeclaration section, ColumnDeclaration column, ContentRow row)
    {
        var value = row[column.Key];
        var problem = new Problem("", Severity.Error, section.Key, row.Id, column.Key).With("column", column.Title);
        if (string.IsNullOrWhiteSpace(value))
            return column.Required ? problem with { Code = "cell.required" } : null;
        if (column.Kind.Wrong(column, value) is { } code)
            return (problem with { Code = code }).With("value", value);
        return column.MaxCharacters is { } most && new CodePointText(value).Length is var length && length > most
            ? (problem with { Code = "cell.tooLong" }).With("max", most).With("actual", length)
            : null;
    }

    public override string FromForm(SectionDeclaration section, IReadOnlyDictionary<string, string> fields, string previous)
    {
        var old = Fault(section, previous) is null ? TableContent.Read(previous) : TableContent.Empty;
        var ids = new FormRows.Ids("r", Math.Max(old.Next, FormRows.PostedNext(fields)));
        var rows = new List<ContentRow>();
        foreach (var prefix in FormRows.Prefixes(fields, "rows"))
        {
            var posted = fields.GetValueOrDefault(prefix + ".id", "");
            // Columns that the form did not show keep what they had.
            var cells = new Dictionary<string, string>(old.Find(posted)?.Cells ?? new Dictionary<string, string>());
            foreach (var column in section.Columns.Where(c => fields.ContainsKey($"{prefix}.{c.Key}")))
                cells[column.Key] = column.Kind.FromForm(fields, $"{prefix}.{column.Key}").ReplaceLineEndings("\n");
            if (posted.Length > 0 || cells.Values.Any(v => !string.IsNullOrWhiteSpace(v)))
                rows.Add(new ContentRow(ids.Take(posted), cells));
        }
        return new TableContent(rows, ids.Next).Write();
    }

    public override IEnumerable<string> DeclarationFaults(SectionDeclaration section)
    {
        if (section.Columns.Count == 0)
            yield return "a table needs columns";
        if (section.Columns.Count(c => c.IsRowTitle) > 1)
            yield return "only one column can be the row's title";
        if (section.Gantt is { } gantt)
        {
            foreach (var key in new[] { gantt.Label, gantt.Start, gantt.End, gantt.Milestone }.OfType<string>())
            {
                if (section.Columns.All(c => c.Key != key))
                    yield return $"the time axis names the column '{key}', which is not declared";
            }
        }
    }
}
