using System.Buffers;

namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>Carries an anchor into text that came from outside (a DOCX, another system), where no edit script tells what became of it.</summary>
public static class ForeignText
{
    /// <summary>Share of the passage that must be found again, and how much better the best place must be than the next one.</summary>
    public const double LeastScore = 0.75;
    public const double LeastMargin = 0.1;

    // A longer passage is searched by its beginning and end; the comparison costs length × length.
    const int LongestQuote = 2_000;
    const int ContextShare = 4;

    /// <summary>A passage so long does not stand by chance. Of the sentence around a shorter one this share must stand with it.</summary>
    const int SaysEnough = 24;
    const double LeastSupport = 0.6;
    const int SaysNothing = 4;
    static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?\n。！？");

    /// <summary>
    /// Unmoved or moved if the very passage stands at one place only or its context singles it out; changed if something like it stands at one place
    /// clearly better than all others; else deleted. The later text is the imported section.
    /// </summary>
    public static Carried CarryForeign(Selector selector, string text, double leastScore = LeastScore, double leastMargin = LeastMargin)
    {
        var exact = Selectors.Locate(text, selector);
        if (exact.Exact is { } same && IsByChance(selector, text, same))
            exact = Selectors.Locate(text, selector with { Position = new TextPosition(0, int.MaxValue) });
        var nowhere = new Carried(AnchorKind.Deleted, Math.Min(selector.Position.Start, new CodePointText(text).Length), Math.Min(selector.Position.Start, new CodePointText(text).Length));
        if (exact.Exact is { } place && EdgesHold(text, place))
        {
            return IsSupported(selector.Quote, text, place)
                ? new Carried(place.Start == selector.Position.Start ? AnchorKind.Unmoved : AnchorKind.Moved, place.Start, place.End)
                : nowhere;
        }
        // Several equal places that context cannot tell apart, or a word too short to be like another.
        if (exact.IsAmbiguous || selector.Quote.Exact.Length is < 8 or > LongestQuote || text.Length == 0)
            return nowhere;
        var points = new CodePointText(text);
        var found = Search(new CodePointText(selector.Quote.Exact).ToArray(), points.ToArray());
        var ranked = found.Select(f => (f.Start, f.End, Score: f.Score + Context(selector.Quote, points, f.Start, f.End) / ContextShare))
            .OrderByDescending(f => f.Score).ToList();
        if (ranked.Count == 0 || found.Max(f => f.Score) < leastScore)
            return nowhere;
        var best = ranked[0];
        return ranked.Skip(1).Any(f => (f.End <= best.Start || f.Start >= best.End) && f.Score > best.Score - leastMargin)
            ? nowhere
            : new Carried(AnchorKind.Changed, best.Start, best.End);
    }

    /// <summary>The offset is the old one, but the words stand elsewhere too, where their context is kept as well or better.</summary>
    static bool IsByChance(Selector selector, string text, Passage place)
    {
        var all = Selectors.FindQuote(text, selector.Quote.Exact).Candidates;
        if (all.Count < 2)
            return false;
        var points = new CodePointText(text);
        var own = Context(selector.Quote, points, place.Start, place.End);
        return all.Any(other => other.Start != place.Start && Context(selector.Quote, points, other.Start, other.End) >= own);
    }

    /// <summary>"12" of "el plazo es de 12 días" is not the one of "12 oficinas": what the sentence says around a few words must be found with them.</summary>
    static bool IsSupported(TextQuote quote, string text, Passage place)
    {
        var own = new CodePointText(quote.Exact).Length;
        if (own >= SaysEnough)
            return true;
        var sentence = new CodePointText(SentenceAround(quote.Prefix, quote.Exact, quote.Suffix));
        // A whole sentence or cell of few words is not the same words inside a longer one.
        return sentence.Length < own + SaysNothing
            ? own >= LeastSupport * new CodePointText(SentenceAround(place.Before, place.Exact, place.After)).Length
            : Search(sentence.ToArray(), new CodePointText(text).ToArray()).Exists(f => f.Score >= LeastSupport && f.Start <= place.Start && place.End <= f.End);
    }

    static string SentenceAround(string before, string words, string after)
    {
        var end = after.AsSpan().IndexOfAny(SentenceEnds);
        return before[(before.AsSpan().LastIndexOfAny(SentenceEnds) + 1)..].TrimStart() + words + (end < 0 ? after : after[..end]);
    }

    static bool EdgesHold(string text, Passage place)
    {
        var points = new CodePointText(text);
        var (start, end) = (points.Index(place.Start), points.Index(place.End));
        return !Scripts.Joined(text, start) && (!Scripts.Joined(text, end) || Scripts.IsHangul(text[end]));
    }

    /// <summary>Sellers' algorithm: for each end in the text the fewest edits of the quote; the local best of them with their starts.</summary>
    static List<(int Start, int End, double Score)> Search(int[] quote, int[] text)
    {
        var (rows, previous, starts, previousStarts) = (new int[quote.Length + 1], new int[quote.Length + 1], new int[quote.Length + 1], new int[quote.Length + 1]);
        for (var i = 0; i <= quote.Length; i++)
            previous[i] = i;
        var all = new List<(int Start, int End, double Score)>();
        for (var j = 1; j <= text.Length; j++)
        {
            (rows[0], starts[0]) = (0, j);
            for (var i = 1; i <= quote.Length; i++)
            {
                (rows[i], starts[i]) = (previous[i - 1] + (quote[i - 1] == text[j - 1] ? 0 : 1), i == 1 ? j - 1 : previousStarts[i - 1]);
                if (rows[i - 1] + 1 < rows[i])
                    (rows[i], starts[i]) = (rows[i - 1] + 1, starts[i - 1]);
                if (previous[i] + 1 < rows[i])
                    (rows[i], starts[i]) = (previous[i] + 1, previousStarts[i]);
            }
            var score = 1 - (double)rows[quote.Length] / quote.Length;
            if (score > 0.4 && starts[quote.Length] < j)
                Keep(all, (starts[quote.Length], j, score));
            (rows, previous, starts, previousStarts) = (previous, rows, previousStarts, starts);
        }
        return all;
    }

    /// <summary>Of places that overlap only the best stays.</summary>
    static void Keep(List<(int Start, int End, double Score)> all, (int Start, int End, double Score) place)
    {
        if (all.Count > 0 && all[^1].End > place.Start)
        {
            if (all[^1].Score < place.Score)
                all[^1] = place;
            return;
        }
        all.Add(place);
    }

    /// <summary>How much of prefix and suffix stands around a place, 0 to 1.</summary>
    static double Context(TextQuote quote, CodePointText text, int start, int end)
    {
        var before = text.Text.AsSpan(0, text.Index(start));
        var behind = text.Text.AsSpan(text.Index(end));
        var shared = 0;
        while (shared < Math.Min(before.Length, quote.Prefix.Length) && before[^(shared + 1)] == quote.Prefix[^(shared + 1)])
            shared++;
        shared += behind.CommonPrefixLength(quote.Suffix);
        var length = quote.Prefix.Length + quote.Suffix.Length;
        return length == 0 ? 0 : (double)shared / length;
    }
}
