using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Imports;

/// <summary>A line of a draft: its words without marks, and how deep it stands.</summary>
/// <param name="Indent">Blanks before it; a heading stands before everything.</param>
sealed record OutlineLine(string Text, int Indent, bool IsItem);

/// <summary>Running text as lines, for those who read lists out of it.</summary>
static partial class DraftLines
{
    const int Tab = 4;
    const int HeadingIndent = -10;

    /// <summary>A line without a bullet goes on with the item above it, as Markdown has it.</summary>
    public static IReadOnlyList<OutlineLine> Of(string markdown, Func<string, bool>? beginsAnew = null)
    {
        var lines = new List<OutlineLine>();
        var goesOn = false;
        foreach (var raw in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (raw.Trim().Length == 0)
            {
                goesOn = false;
                continue;
            }
            if (Heading().Match(raw) is { Success: true } heading)
            {
                lines.Add(new OutlineLine(Words(heading.Groups[2].Value), HeadingIndent + heading.Groups[1].Length, false));
                goesOn = false;
                continue;
            }
            var item = Item().Match(raw);
            var text = Words(item.Success ? item.Groups[2].Value : raw);
            if (text.Length == 0)
                continue;
            if (!item.Success && goesOn && beginsAnew?.Invoke(text) != true)
            {
                lines[^1] = lines[^1] with { Text = $"{lines[^1].Text} {text}" };
                continue;
            }
            lines.Add(new OutlineLine(text, Width(item.Success ? item.Groups[1].Value : raw[..(raw.Length - raw.TrimStart().Length)]), item.Success));
            goesOn = item.Success;
        }
        return lines;
    }

    /// <summary>Level by level, whatever the indents are: each line stands below the nearest one above that is indented less.</summary>
    public static IEnumerable<(OutlineLine Line, int Level)> Levels(IEnumerable<OutlineLine> lines)
    {
        var above = new Stack<int>();
        foreach (var line in lines)
        {
            while (above.Count > 0 && above.Peek() >= line.Indent)
                above.Pop();
            yield return (line, above.Count);
            above.Push(line.Indent);
        }
    }

    static string Words(string marked) => CanonicalText.Of(marked.Trim()).ReplaceLineEndings(" ").Trim();

    static int Width(string blanks) => blanks.Sum(c => c == '\t' ? Tab : 1);

    [GeneratedRegex(@"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$", RegexOptions.None, 500)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^([ \t]*)(?:[-*+•–]|\d{1,3}[.)])[ \t]+(.+)$", RegexOptions.None, 500)]
    private static partial Regex Item();
}
