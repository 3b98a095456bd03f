using System.Text;

namespace LogodiConsult.Consulting.Passages;

/// <summary>A place in a canonical text with what surrounds it, for the reader to choose from.</summary>
public sealed record Passage(int Start, int End, string Exact, string Before, string After);

/// <summary>What a selector or a quote found: one place, several to choose from, or none.</summary>
public sealed record Located(IReadOnlyList<Passage> Candidates)
{
    public Passage? Exact => Candidates.Count == 1 ? Candidates[0] : null;

    public bool IsAmbiguous => Candidates.Count > 1;

    public bool IsNone => Candidates.Count == 0;
}

public static class Selectors
{
    /// <summary>Code points of context that a selector keeps on each side.</summary>
    public const int ContextLength = 32;

    public const int MostCandidates = 20;

    public static Selector From(string text, int start, int end)
    {
        var passage = PassageAt(new CodePointText(text), start, end);
        return new Selector(new TextQuote(passage.Exact, passage.Before, passage.After), new TextPosition(start, end));
    }

    /// <summary>
    /// The position counts only where the quote stands there; otherwise the quote is searched, and its prefix and suffix must single one place out.
    /// </summary>
    public static Located Locate(string text, Selector selector)
    {
        var points = new CodePointText(text);
        var (start, end) = selector.Position;
        if (end <= points.Length && selector.Quote.Exact.Length > 0 && points.Slice(start, end) == selector.Quote.Exact)
            return new Located([PassageAt(points, start, end)]);
        var found = Occurrences(points, selector.Quote.Exact);
        if (found.Count < 2)
            return new Located(found);
        var whole = found.FindAll(p => Fits(points, p, selector.Quote));
        return new Located(whole.Count == 1 ? whole : found);
    }

    /// <summary>
    /// For the form without JavaScript: white space in the quote is tolerant, letters and accents are exact. Of many places the first are offered;
    /// <paramref name="start"/> is the one that the reader selected, which is among them wherever it stands.
    /// </summary>
    public static Located FindQuote(string text, string quote, int? start = null)
    {
        var points = new CodePointText(text);
        var wanted = Squeeze(PlainText.Clean(quote), out _).Trim();
        if (wanted.Length == 0)
            return new Located([]);
        var squeezed = Squeeze(text, out var origin);
        var found = new List<Passage>();
        for (var at = squeezed.IndexOf(wanted, StringComparison.Ordinal);
            at >= 0 && (found.Count < MostCandidates || points.CodePoint(origin[at]) <= start);
            at = squeezed.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            var from = points.CodePoint(origin[at]);
            if (found.Count < MostCandidates || from == start)
                found.Add(PassageAt(points, from, points.CodePoint(origin[at + wanted.Length - 1]) + 1));
        }
        return new Located(found);
    }

    static List<Passage> Occurrences(CodePointText points, string exact)
    {
        var found = new List<Passage>();
        if (exact.Length == 0)
            return found;
        for (var at = points.Text.IndexOf(exact, StringComparison.Ordinal);
            at >= 0 && found.Count < MostCandidates;
            at = points.Text.IndexOf(exact, at + 1, StringComparison.Ordinal))
        {
            found.Add(PassageAt(points, points.CodePoint(at), points.CodePoint(at + exact.Length)));
        }
        return found;
    }

    static bool Fits(CodePointText points, Passage passage, TextQuote quote) =>
        points.Slice(0, passage.Start).EndsWith(quote.Prefix, StringComparison.Ordinal)
        && points.Slice(passage.End, points.Length).StartsWith(quote.Suffix, StringComparison.Ordinal);

    static Passage PassageAt(CodePointText points, int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, points.Length);
        return new Passage(
            start,
            end,
            points.Slice(start, end),
            points.Slice(Math.Max(0, start - ContextLength), start),
            points.Slice(end, Math.Min(points.Length, end + ContextLength)));
    }

    /// <summary>Runs of white space become one blank; <paramref name="origin"/> tells for each char where it came from.</summary>
    static string Squeeze(string text, out int[] origin)
    {
        var result = new StringBuilder(text.Length);
        var map = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var space = char.IsWhiteSpace(text[i]);
            if (space && result.Length > 0 && result[^1] == ' ')
                continue;
            result.Append(space ? ' ' : text[i]);
            map.Add(i);
        }
        origin = [.. map];
        return result.ToString();
    }
}
