using System.Text;

namespace LogodiConsult.Consulting.Passages;

/// <summary>Puts other words at a passage of a source text. What is given back was proved: its canonical text is the old one with exactly that
/// passage replaced, and nothing else.</summary>
public static class Rewording
{
    // Each try is a walk of the section; whoever marks a passage that stands in a hundred places of a text marks no passage.
    const int MostTries = 80;

    const int Edge = 12;

    const string Special = "\\`*_{}[]()#+-.!|~<>&";

    public static string OfPlain(string source, int start, int end, string wording)
    {
        var points = new CodePointText(CanonicalText.OfPlain(source));
        return points.Slice(0, start) + PlainText.Clean(wording) + points.Slice(end, points.Length);
    }

    /// <returns>Null where no piece of the Markdown stands for the passage alone.</returns>
    public static string? OfMarkdown(string markdown, int start, int end, string wording)
    {
        var source = PlainText.Clean(markdown.ReplaceLineEndings("\n"));
        var points = new CodePointText(CanonicalText.Of(source));
        if (start < 0 || end > points.Length || start >= end)
            return null;
        var words = PlainText.Clean(wording.ReplaceLineEndings("\n")).Trim();
        var wanted = points.Slice(0, start) + words + points.Slice(end, points.Length);
        var tries = 0;
        foreach (var (from, to) in Places(source, points.Slice(start, end)))
        {
            foreach (var text in (string[])[words, Escaped(words)])
            {
                if (tries++ == MostTries)
                    return null;
                var tried = source[..from] + text + source[to..];
                if (CanonicalText.Of(tried) == wanted)
                    return tried;
            }
        }
        return null;
    }

    /// <summary>Pieces of the source that may stand for the passage: its very words, then from its first words to its last, with the marks of
    /// emphasis or of a link around or between them.</summary>
    static IEnumerable<(int From, int To)> Places(string source, string passage)
    {
        for (var at = source.IndexOf(passage, StringComparison.Ordinal); at >= 0; at = source.IndexOf(passage, at + 1, StringComparison.Ordinal))
            yield return (at, at + passage.Length);
        var (head, tail) = (Head(passage), Tail(passage));
        for (var from = source.IndexOf(head, StringComparison.Ordinal); from >= 0; from = source.IndexOf(head, from + 1, StringComparison.Ordinal))
        {
            // Marks make the source longer than what is read, seldom by more than half.
            var reach = Math.Min(source.Length, from + passage.Length + Math.Max(40, passage.Length / 2));
            for (var at = source.IndexOf(tail, from, StringComparison.Ordinal); at >= 0 && at + tail.Length <= reach; at = source.IndexOf(tail, at + 1, StringComparison.Ordinal))
            {
                yield return (from, at + tail.Length);
                foreach (var mark in (string[])["**", "*", "_", "~~", "`"])
                {
                    var opens = from >= mark.Length && source.AsSpan(from - mark.Length, mark.Length).SequenceEqual(mark);
                    var closes = source.AsSpan(at + tail.Length).StartsWith(mark);
                    if (opens)
                        yield return (from - mark.Length, at + tail.Length);
                    if (closes)
                        yield return (from, at + tail.Length + mark.Length);
                }
            }
        }
    }

    static string Head(string passage)
    {
        var end = 0;
        while (end < passage.Length && end < Edge && char.IsLetterOrDigit(passage[end]))
            end++;
        return end == 0 ? passage[..1] : passage[..end];
    }

    static string Tail(string passage)
    {
        var start = passage.Length;
        while (start > 0 && passage.Length - start < Edge && char.IsLetterOrDigit(passage[start - 1]))
            start--;
        return start == passage.Length ? passage[^1..] : passage[start..];
    }

    static string Escaped(string words)
    {
        var result = new StringBuilder(words.Length + 8);
        foreach (var c in words)
        {
            if (Special.Contains(c, StringComparison.Ordinal))
                result.Append('\\');
            result.Append(c);
        }
        return result.ToString();
    }
}
