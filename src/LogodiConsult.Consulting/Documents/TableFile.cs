using System.Data;
using System.Globalization;
using System.Text;
using MiniExcelLibs;

namespace LogodiConsult.Consulting.Documents;

/// <param name="Name">Of the column, as the file is written and as cells are asked for.</param>
/// <param name="Heads">How people head it, in any of the three languages.</param>
public sealed record FileColumn(string Name, params string[] Heads);

/// <summary>A row that holds anything.</summary>
/// <param name="Number">Of its first line in the file, as a spreadsheet counts.</param>
public sealed record FileRow(int Number, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>Empty where the file has no such column; white space squeezed to one line.</summary>
    public string this[string column] => Cells.GetValueOrDefault(column, "");
}

/// <summary>A small table that people keep in a spreadsheet: CSV (RFC 4180, UTF-8; commas, semicolons or tabs) and XLSX, both ways.</summary>
/// <param name="columns">In the order in which a file without a head has them.</param>
/// <param name="mostRows">Rows beyond the first one too many are not read.</param>
public sealed class TableFile(IReadOnlyList<FileColumn> columns, int mostRows)
{
    public const int MostBytes = 1_000_000;

    readonly string[] order = [.. columns.Select(c => c.Name)];

    readonly Dictionary<string, string> heads =
        columns.SelectMany(c => c.Heads.Append(c.Name).Select(h => (Head: h, c.Name))).ToDictionary(h => h.Head, h => h.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rows of a file, at least one; XLSX is known by its beginning, everything else is read as text.</summary>
    public async Task<Result<IReadOnlyList<FileRow>>> ReadAsync(Stream file, CancellationToken ct = default)
    {
        var copy = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = await file.ReadAsync(buffer, ct)) > 0)
        {
            if (copy.Length + read > MostBytes)
                return TooLarge("file");
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
            return Refusal.Invalid("table.unreadable", "file");
        }
    }

    public Result<IReadOnlyList<FileRow>> ReadText(string text)
    {
        text = text.TrimStart('\uFEFF');
        if (text.Length > MostBytes)
            return TooLarge("table");
        return text.Contains('\0') ? Refusal.Invalid("table.unreadable", "file") : Rows(Cells(text, Divider(text)));
    }

    public byte[] Csv(IEnumerable<IReadOnlyList<string>> rows) => CsvLines.Write(rows.Prepend(order));

    public async Task XlsxAsync(IEnumerable<IReadOnlyList<string>> rows, string sheet, Stream to, CancellationToken ct = default)
    {
        using var table = new DataTable();
        foreach (var column in order)
            table.Columns.Add(column, typeof(string));
        foreach (var row in rows)
            table.Rows.Add([.. row]);
        await MiniExcel.SaveAsAsync(to, table, sheetName: sheet, cancellationToken: ct);
    }

    static Refusal TooLarge(string field) => Refusal.Invalid("table.tooLarge", field).With("megabytes", MostBytes / 1_000_000);

    Result<IReadOnlyList<FileRow>> Workbook(MemoryStream file)
    {
        if (SafeZip.FaultOf(file) is { } fault)
            return Refusal.Invalid(fault == ZipFault.Bomb ? "file.bomb" : "file.broken", "file");
        try
        {
            return Rows(file.Query(useHeaderRow: false, excelType: ExcelType.XLSX).Cast<IDictionary<string, object?>>()
                .Take(mostRows + 2)
                .Select((row, i) => (i + 1, row.Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "").ToArray())));
        }
        catch (Exception e) when (e is InvalidDataException or System.Xml.XmlException or FormatException or ArgumentException or InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            return Refusal.Invalid("file.broken", "file");
        }
    }

    Result<IReadOnlyList<FileRow>> Rows(IEnumerable<(int Number, string[] Cells)> lines)
    {
        var rows = new List<FileRow>();
        string[]? head = null;
        foreach (var (number, cells) in lines)
        {
            var squeezed = cells.Select(Squeezed).ToArray();
            if (squeezed.All(c => c.Length == 0))
                continue;
            if (head is null)
            {
                var named = squeezed.Count(heads.ContainsKey) > 1;
                head = named ? [.. squeezed.Select(c => heads.GetValueOrDefault(c, ""))] : order;
                if (named)
                    continue;
            }
            rows.Add(new FileRow(number, head.Zip(squeezed).Where(c => c.First.Length > 0).DistinctBy(c => c.First).ToDictionary(c => c.First, c => c.Second)));
            if (rows.Count > mostRows)
                break;
        }
        return rows.Count == 0 ? Refusal.Invalid("table.empty", "file") : Result.Of<IReadOnlyList<FileRow>>(rows);
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
