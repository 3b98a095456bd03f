using LogodiConsult.Consulting.Documents;

namespace LogodiConsult.Consulting.Translations;

/// <param name="Number">Of the line in the file, as a spreadsheet counts it.</param>
public sealed record GlossaryLine(int Number, string Es, string Ko, string En, string Note);

/// <summary>A glossary as a table for spreadsheets.</summary>
public static class GlossaryTable
{
    static readonly TableFile Table = new(
        [
            new FileColumn("es", "español", "espanol", "spanish", "스페인어"),
            new FileColumn("ko", "한국어", "coreano", "korean"),
            new FileColumn("en", "english", "inglés", "ingles", "영어"),
            new FileColumn("note", "notes", "nota", "notas", "참고", "비고"),
        ],
        GlossaryService.MostTerms);

    public static async Task<Result<IReadOnlyList<GlossaryLine>>> ReadAsync(Stream file, CancellationToken ct = default) => Lines(await Table.ReadAsync(file, ct));

    public static Result<IReadOnlyList<GlossaryLine>> ReadText(string text) => Lines(Table.ReadText(text));

    public static byte[] Csv(IEnumerable<GlossaryLine> lines) => Table.Csv(lines.Select(Cells));

    public static Task XlsxAsync(IEnumerable<GlossaryLine> lines, Stream to, CancellationToken ct = default) =>
        Table.XlsxAsync(lines.Select(Cells), "glossary", to, ct);

    static IReadOnlyList<string> Cells(GlossaryLine line) => [line.Es, line.Ko, line.En, line.Note];

    static Result<IReadOnlyList<GlossaryLine>> Lines(Result<IReadOnlyList<FileRow>> rows)
    {
        if (rows.IsRefused)
            return rows.Refusal!;
        return rows.Value.Count > GlossaryService.MostTerms
            ? Refusal.Invalid("glossary.full", "file").With("limit", GlossaryService.MostTerms)
            : Result.Of<IReadOnlyList<GlossaryLine>>([.. rows.Value.Select(r => new GlossaryLine(r.Number, r["es"], r["ko"], r["en"], r["note"]))]);
    }
}
