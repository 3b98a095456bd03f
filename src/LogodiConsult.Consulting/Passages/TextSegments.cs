using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Consulting.Passages;

/// <summary>The sentences, headings and rows of a canonical text, as translators see them side by side. Code points, end exclusive, without the white space around.</summary>
public static class TextSegments
{
    public static IReadOnlyList<(int Start, int End)> Of(string canonical)
    {
        var points = new CodePointText(canonical);
        var vocabulary = new Vocabulary();
        var tokens = Tokens.Read(canonical, vocabulary);
        var segments = new List<(int, int)>();
        foreach (var sentence in Sentences.Read(canonical, tokens, vocabulary))
        {
            var text = canonical.AsSpan(sentence.Start, sentence.End - sentence.Start);
            var start = sentence.Start + text.Length - text.TrimStart().Length;
            var end = sentence.Start + text.TrimEnd().Length;
            if (end > start)
                segments.Add((points.CodePoint(start), points.CodePoint(end)));
        }
        return segments;
    }

    /// <summary>The segment that holds a place; a place between two belongs to the one before. −1 for a text without segments.</summary>
    public static int At(IReadOnlyList<(int Start, int End)> segments, int codePoint)
    {
        var found = -1;
        for (var i = 0; i < segments.Count && (segments[i].Start <= codePoint || found < 0); i++)
            found = i;
        return found;
    }
}
