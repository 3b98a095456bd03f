using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Imports;

/// <summary>Reads a draft written in Word: headings by their styles, running text with bold, italic and lists, tables. Pictures, drawings and
/// comments stay behind; text that changes tracking has deleted does too.</summary>
static partial class WordDraft
{
    const long LargestPart = 30_000_000;
    const int LongestGuess = 120;

    /// <returns>Null when the file is no document that can be read.</returns>
    public static IReadOnlyList<DraftLine>? Read(Stream file)
    {
        try
        {
            using var package = WordprocessingDocument.Open(file, isEditable: false, new OpenSettings { MaxCharactersInPart = LargestPart });
            if (package.MainDocumentPart?.Document?.Body is not { } body)
                return null;
            var levels = HeadingStyles(package.MainDocumentPart);
            return [.. Blocks(body).SelectMany(b => Lines(b, levels))];
        }
        catch (Exception e) when (e is OpenXmlPackageException or XmlException or InvalidDataException or FileFormatException or FormatException or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    /// <summary>Level by style, through the styles that it is based on. Word writes "heading 1" into the file whatever language it speaks.</summary>
    static Dictionary<string, int> HeadingStyles(MainDocumentPart main)
    {
        var styles = main.StyleDefinitionsPart?.Styles?.Elements<Style>().Where(s => s.StyleId?.Value is not null).DistinctBy(s => s.StyleId!.Value).ToDictionary(s => s.StyleId!.Value!) ?? [];
        var levels = new Dictionary<string, int>();
        foreach (var id in styles.Keys)
        {
            var style = styles[id];
            for (var depth = 0; depth < 10 && style is not null; depth++)
            {
                if (HeadingName().Match(style.StyleName?.Val?.Value ?? "") is { Success: true } named)
                {
                    levels[id] = named.Groups[1].Value[0] - '0';
                    break;
                }
                if (style.StyleParagraphProperties?.OutlineLevel?.Val?.Value is { } outline and < 9)
                {
                    levels[id] = outline + 1;
                    break;
                }
                style = style.BasedOn?.Val?.Value is { } below ? styles.GetValueOrDefault(below) : null;
            }
        }
        return levels;
    }

    /// <summary>Paragraphs and tables in their order, out of the boxes (content controls) that templates put them in.</summary>
    static IEnumerable<OpenXmlElement> Blocks(OpenXmlElement parent) =>
        parent.ChildElements.SelectMany(e => e switch
        {
            Paragraph or Table => [e],
            SdtBlock box => box.SdtContentBlock is { } inside ? Blocks(inside) : [],
            _ => Array.Empty<OpenXmlElement>(),
        });

    static IEnumerable<DraftLine> Lines(OpenXmlElement block, Dictionary<string, int> levels)
    {
        if (block is Table table)
        {
            var rows = table.Elements<TableRow>().Select(r => (IReadOnlyList<string>)[.. r.Elements<TableCell>().Select(PlainCell)]).Where(r => r.Any(c => c.Length > 0)).ToList();
            if (rows.Count > 0)
                yield return new DraftLine(0, new ImportedBlock(Pipes(rows), rows));
            yield break;
        }
        var paragraph = (Paragraph)block;
        var plain = Plain(paragraph);
        if (plain.Length == 0)
            yield break;
        var properties = paragraph.ParagraphProperties;
        var level = properties?.OutlineLevel?.Val?.Value is { } outline and < 9
            ? outline + 1
            : levels.GetValueOrDefault(properties?.ParagraphStyleId?.Val?.Value ?? "", 0);
        if (level > 0)
        {
            yield return new DraftLine(level, new ImportedBlock(plain, []));
            yield break;
        }
        var isItem = properties?.NumberingProperties?.NumberingId?.Val?.Value > 0;
        var indent = new string(' ', 2 * Math.Clamp(properties?.NumberingProperties?.NumberingLevelReference?.Val?.Value ?? 0, 0, 8));
        var isGuess = !isItem && plain.Length <= LongestGuess && !plain.Contains('\n') && paragraph.Descendants<Run>().Where(r => r.InnerText.Trim().Length > 0).All(r => IsOn(r.RunProperties?.Bold));
        yield return new DraftLine(0, new ImportedBlock(isItem ? $"{indent}- {Marked(paragraph)}" : Marked(paragraph), []), isGuess);
    }

    static string PlainCell(TableCell cell) => string.Join('\n', cell.Descendants<Paragraph>().Select(Plain).Where(p => p.Length > 0));

    static string Plain(Paragraph paragraph) => string.Concat(Runs(paragraph).Select(Text)).Trim();

    // Deleted text has its own element (w:delText), so it is left out by itself.
    static IEnumerable<Run> Runs(Paragraph paragraph) => paragraph.Descendants<Run>().Where(r => r.Ancestors<Paragraph>().First() == paragraph);

    static string Text(Run run) => string.Concat(run.ChildElements.Select(e => e switch
    {
        Text text => text.Text,
        TabChar => " ",
        Break or CarriageReturn => "\n",
        NoBreakHyphen => "-",
        _ => "",
    }));

    static string Marked(Paragraph paragraph)
    {
        var marked = new StringBuilder();
        foreach (var stretch in Runs(paragraph).Select(r => (Text: Text(r), Mark: (IsOn(r.RunProperties?.Bold) ? "**" : "") + (IsOn(r.RunProperties?.Italic) ? "*" : "")))
            .Where(r => r.Text.Length > 0).Aggregate(new List<(string Text, string Mark)>(), Join))
        {
            var inner = stretch.Text.Trim();
            var escaped = Special().Replace(stretch.Text, @"\$0").Replace("\n", "  \n");
            marked.Append(stretch.Mark.Length == 0 || inner.Length == 0
                ? escaped
                : escaped[..(escaped.Length - escaped.TrimStart().Length)] + stretch.Mark + escaped.Trim() + Reversed(stretch.Mark) + escaped[escaped.TrimEnd().Length..]);
        }
        var text = marked.ToString().Trim();
        // What would begin a list or a heading in Markdown was only a sign in Word.
        return LineStart().Replace(text, @"\$0");
    }

    static List<(string Text, string Mark)> Join(List<(string Text, string Mark)> all, (string Text, string Mark) next)
    {
        if (all.Count > 0 && all[^1].Mark == next.Mark)
            all[^1] = (all[^1].Text + next.Text, next.Mark);
        else
            all.Add(next);
        return all;
    }

    static string Reversed(string mark) => string.Concat(mark.Reverse());

    static bool IsOn(OnOffType? mark) => mark is not null && (mark.Val is null || mark.Val.Value);

    static string Pipes(List<IReadOnlyList<string>> rows)
    {
        var columns = rows.Max(r => r.Count);
        string Line(IReadOnlyList<string> row) =>
            "| " + string.Join(" | ", Enumerable.Range(0, columns).Select(i => i < row.Count ? Special().Replace(row[i], @"\$0").Replace("|", "\\|").Replace("\n", " ") : "")) + " |";
        return string.Join('\n', rows.Skip(1).Select(Line).Prepend("|" + string.Concat(Enumerable.Repeat("---|", columns))).Prepend(Line(rows[0])));
    }

    [GeneratedRegex("^heading ([1-9])$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex HeadingName();

    [GeneratedRegex(@"[\\*_`\[\]<]", RegexOptions.NonBacktracking)]
    private static partial Regex Special();

    [GeneratedRegex(@"^[#>+\-](?=\s)", RegexOptions.None, 500)]
    private static partial Regex LineStart();
}
