using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Translations;

/// <summary>Anchors between original and translation go by segment: what was selected in the translation stands for the whole segment of the original.</summary>
public static class TranslatedPassages
{
    /// <summary>Where a passage of the translation comes from.</summary>
    /// <param name="part">Only in this part; empty: anywhere in the section.</param>
    /// <param name="texts">The parts of the original.</param>
    /// <returns>Part and passage of the original, one for each place at which the quote stands in the translation.</returns>
    public static IReadOnlyList<(string Part, Passage Passage)> Find(TranslatedSection section, IReadOnlyList<Templates.Part> texts, string part, string quote)
    {
        var found = new List<(string, Passage)>();
        foreach (var segments in section.Segments.Where(s => s.Text is not null && (part.Length == 0 || s.Segment.Part == part)).GroupBy(s => s.Segment.Part))
        {
            var joined = string.Join(' ', segments.Select(s => PlainText.Clean(s.Text!)));
            var original = new CodePointText(texts.First(t => t.Key == segments.Key).Text);
            foreach (var candidate in Selectors.FindQuote(joined, quote).Candidates)
            {
                var hit = Hit([.. segments], candidate).ToList();
                var (start, end) = (hit[0].Segment.Start, hit[^1].Segment.End);
                if (found.Exists(f => f.Item1 == segments.Key && f.Item2.Start == start && f.Item2.End == end))
                    continue;
                found.Add((segments.Key, new Passage(start, end, original.Slice(start, end),
                    original.Slice(Math.Max(0, start - Selectors.ContextLength), start), original.Slice(end, Math.Min(original.Length, end + Selectors.ContextLength)))));
            }
        }
        return found;
    }

    /// <summary>Numbers of comments by segment: a passage is marked at every segment of the translation that it touches.</summary>
    public static IReadOnlyList<int> NumbersAt(Segment segment, IReadOnlyList<Highlight> highlights) =>
        [.. highlights.Where(h => h.Start < segment.End && h.End > segment.Start).Select(h => h.Number).Distinct().Order()];

    static IEnumerable<TranslatedSegment> Hit(List<TranslatedSegment> segments, Passage candidate)
    {
        var at = 0;
        foreach (var segment in segments)
        {
            var length = new CodePointText(PlainText.Clean(segment.Text!)).Length;
            if (candidate.Start < at + length && candidate.End > at)
                yield return segment;
            at += length + 1;
        }
    }
}
