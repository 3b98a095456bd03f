using System.Text.RegularExpressions;

namespace LogodiConsult.Consulting.Imports;

/// <summary>Reads a draft written in Markdown: its headings, its tables, the rest as it stands.</summary>
static partial class MarkdownDraft
{
    public static IReadOnlyList<DraftLine> Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var read = new List<DraftLine>();
        var running = new List<string>();
        var fenced = false;
        void Flush()
        {
            var joined = string.Join('\n', running).Trim('\n');
            if (joined.Trim().Length > 0)
                read.Add(new DraftLine(0, new ImportedBlock(joined, [])));
            running.Clear();
        }
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            if (!fenced && Heading().Match(lines[i]) is { Success: true } heading)
            {
                Flush();
                read.Add(new DraftLine(heading.Groups[1].Length, new ImportedBlock(heading.Groups[2].Value.Trim(), [])));
            }
            else if (!fenced && i + 1 < lines.Length && lines[i].Trim().Length > 0 && Begins(running) && Underline().IsMatch(lines[i + 1]))
            {
                Flush();
                read.Add(new DraftLine(lines[i + 1].TrimStart()[0] == '=' ? 1 : 2, new ImportedBlock(lines[i].Trim(), [])));
                i++;
            }
            else if (!fenced && i + 1 < lines.Length && lines[i].Contains('|') && Rule().IsMatch(lines[i + 1]))
            {
                Flush();
                var end = i + 2;
                while (end < lines.Length && lines[end].Contains('|'))
                    end++;
                read.Add(new DraftLine(0, new ImportedBlock(string.Join('\n', lines[i..end]), [Cells(lines[i]), .. lines[(i + 2)..end].Select(Cells)])));
                i = end - 1;
            }
            else
            {
                running.Add(lines[i]);
            }
        }
        Flush();
        return read;
    }

    // An underlined line is a heading only where no paragraph runs on into it.
    static bool Begins(List<string> running) =>
        running.Count == 0 || running[^1].Trim().Length == 0 || running[^1].TrimStart().StartsWith("```", StringComparison.Ordinal);

    static IReadOnlyList<string> Cells(string line)
    {
        var inner = line.Trim();
        inner = inner.StartsWith('|') ? inner[1..] : inner;
        inner = inner.EndsWith('|') && !inner.EndsWith("\\|", StringComparison.Ordinal) ? inner[..^1] : inner;
        return [.. Bars().Split(inner).Select(c => c.Trim().Replace("\\|", "|").Replace("<br>", "\n"))];
    }

    [GeneratedRegex(@"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$", RegexOptions.None, 500)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^ {0,3}(=+|-{3,})\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 500)]
    private static partial Regex Bars();
}
