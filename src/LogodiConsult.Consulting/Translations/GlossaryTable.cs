using System.Data;
using System.Text;
using LogodiConsult.Consulting.Documents;
using MiniExcelLibs;

namespace LogodiConsult.Consulting.Translations;

/// <param name="Number">Of the line in the file, as a spreadsheet counts it.</param>
public sealed record GlossaryLine(int Number, string Es, string Ko, string En, string Note);

/// <summary>A glossary as a table for spreadsheets: CSV (RFC 4180, UTF-8; commas, semicolons or tabs) and XLSX, both ways.</summary>
public static class GlossaryTable
{
    public const int MostBytes = 1_000_000;

    static readonly string[] Columns = ["es", "ko", "en", "note"];

    /// <summary>How people head the columns; without a head their order is that of <see cref="Columns"/>.</summary>
    static readonly Dictionary<string, string> Heads = new (string Column, string[] Names)[]
    {
        ("es", ["es", "español", "espanol", "spanish", "스페인어"]),
        ("ko", ["ko", "한국어", "coreano", "korean"]),
        ("en", ["en", "english", "inglés", "ingles", "영어"]),
        ("note", ["note", "notes", "nota", "notas", "참고", "비고"]),
    }.SelectMany(c => c.Names.Select(n => (Name: n, c.Column))).ToDictionary(n => n.Name, n => n.Column, StringComparer.OrdinalIgnoreCase);

    /// <summary>The lines of a file that hold anything; XLSX is known by its beginning, everything else is read as text.</summary>
    public static async Task<Result<IReadOnlyList<GlossaryLine>>> ReadAsync(Stream file, CancellationToken ct = default)
    {
        var copy = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await file.ReadAsync(buffer, ct)) > 0)
        {
            if (copy.Length + read > MostBytes)
                return Refusal.Invalid("glossary.fileTooLarge", "file").With("megabytes", MostBytes / 1_000_000);
            copy.Write(buffer, 0, read);
        }
        var bytes = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        if (bytes.StartsWith("PK"u8))
            return Workbook(copy);
        try
        {
            return ReadText(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return Refusal.Invalid("glossary.fileUnreadable", "file");
        }
    }

    public static Result<IReadOnlyList<GlossaryLine>> ReadText(string text)
    {
        text = text.TrimStart('\uFEFF');
        if (text.Length > MostBytes)
            return Refusal.Invalid("glossary.fileTooLarge", "table").With("megabytes", MostBytes / 1_000_000);
        return text.Contains('\0') ? Refusal.Invalid("glossary.fileUnreadable", "file") : Lines(Cells(text, Divider(text)));
    }

    public static byte[] Csv(IEnumerable<GlossaryLine> lines) =>
        CsvLines.Write(lines.Select(l => new[] { l.Es, l.Ko, l.En, l.Note }).Prepend(Columns));

    public static async Task XlsxAsync(IEnumerable<GlossaryLine> lines, Stream to, CancellationToken ct = default)
    {
        using var table = new DataTable();
        foreach (var column in Columns)
            table.Columns.Add(column, typeof(string));
        foreach (var line in lines)
            table.Rows.Add(line.Es, line.Ko, line.En, line.Note);
        await MiniExcel.SaveAsAsync(to, table, sheetName: "glossary", cancellationToken: ct);
    }

    static Result<IReadOnlyList<GlossaryLine>> Workbook(MemoryStream file)
    {
        if (SafeZip.FaultOf(file) is { } fault)
            return Refusal.Invalid(fault == ZipFault.Bomb ? "file.bomb" : "file.broken", "file");
        try
        {
            var rows = file.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()
                .Take(GlossaryService.MostTerms + 2)
                .Select((row, i) => (i + 1, row.Values.Select(v => Convert.ToString(v, System.Globalization.CultureInfo.InvariantCulture) ?? "").ToArray()));
            return Lines(rows);
        }
        catch (Exception e) when (e is InvalidDataException or System.Xml.XmlException or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            return Refusal.Invalid("file.broken", "file");
        }
    }

    static Result<IReadOnlyList<GlossaryLine>> Lines(IEnumerable<(int Number, string[] Cells)> rows)
    {
        var lines = new List<GlossaryLine>();
        var order = Columns;
        foreach (var (number, cells) in rows)
        {
            var squeezed = cells.Select(Squeezed).ToArray();
            if (squeezed.All(c => c.Length == 0))
                continue;
            if (lines.Count == 0 && ReferenceEquals(order, Columns) && squeezed.Count(Heads.ContainsKey) > 1)
            {
                order = [.. squeezed.Select(c => Heads.GetValueOrDefault(c, ""))];
                continue;
            }
            string Of(string column) => Array.IndexOf(order, column) is >= 0 and var at && at < squeezed.Length ? squeezed[at] : "";
            lines.Add(new GlossaryLine(number, Of("es"), Of("ko"), Of("en"), Of("note")));
            if (lines.Count > GlossaryService.MostTerms)
                return Refusal.Invalid("glossary.full", "file").With("limit", GlossaryService.MostTerms);
        }
        return lines.Count == 0 ? Refusal.Invalid("glossary.fileEmpty", "file") : Result.Of<IReadOnlyList<GlossaryLine>>(lines);
    }

    /// <summary>Spreadsheets write what their country divides by: the sign that stands most often outside quotes in the first line.</summary>
    static char Divider(string text)
    {
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 };
        var quoted = false;
        foreach (var c in text)
        {
            quoted ^= c == '"';
            if (!quoted && c is '\n' or '\r')
                break;
            if (!quoted && counts.TryGetValue(c, out var count))
                counts[c] = count + 1;
        }
        return counts.MaxBy(c => c.Value).Key;
    }

    /// <summary>Rows with the number of the line on which they begin.</summary>
    static IEnumerable<(int Number, string[] Cells)> Cells(string text, char divider)
    {
        var (line, began, at) = (1, 1, 0);
        var cells = new List<string>();
        var cell = new StringBuilder();
        while (at < text.Length)
        {
            if (cell.Length == 0 && text[at] == '"')
            {
                for (at++; at < text.Length; at++)
                {
                    if (text[at] == '"' && at + 1 < text.Length && text[at + 1] == '"')
                        at++;
                    else if (text[at] == '"')
                        break;
                    line += text[at] == '\n' ? 1 : 0;
                    cell.Append(text[at]);
                }
                at++;
                continue;
            }
            var c = text[at++];
            if (c == divider || c == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == divider)
                    continue;
                yield return (began, [.. cells]);
                cells.Clear();
                began = ++line;
            }
            else
            {
                cell.Append(c);
            }
        }
        cells.Add(cell.ToString());
        yield return (began, [.. cells]);
    }

    static string Squeezed(string cell) =>
        CsvLines.Read(string.Join(' ', Storage.Texts.Clean(cell).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
