using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Consulting.Passages;

/// <summary>Which segments of an earlier text a segment of a later one came from. Both are cut as <see cref="TextSegments"/> cuts them.</summary>
public static class SegmentPairs
{
    /// <returns>For each segment of the later text the indices of its forerunners; empty where it is new.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(string before, string after)
    {
        var vocabulary = new Vocabulary();
        var a = Visible(before, vocabulary);
        var b = Visible(after, vocabulary);
        var forerunners = new IReadOnlyList<int>[b.Count];
        Array.Fill(forerunners, []);
        foreach (var pair in SentenceAlignment.Align(a, b))
        {
            for (var i = pair.FromB; i < pair.ToB; i++)
                forerunners[i] = [.. Enumerable.Range(pair.FromA, pair.ToA - pair.FromA)];
        }
        return forerunners;
    }

    // White space alone is no segment.
    static List<Sentence> Visible(string text, Vocabulary vocabulary) =>
        Sentences.Read(text, Tokens.Read(text, vocabulary), vocabulary).FindAll(s => !text.AsSpan(s.Start, s.End - s.Start).IsWhiteSpace());
}
