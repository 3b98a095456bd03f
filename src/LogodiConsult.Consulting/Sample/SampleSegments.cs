using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;

namespace LogodiConsult.Consulting.Sample;

/// <summary>
/// The sample's translations were written as whole texts; an interpreter at the desk fills one box for each sentence of the original. Here the
/// sentences of both are laid to each other within their paragraph, by length (W. A. Gale and K. W. Church, 1993): one sentence of the original
/// may have become several.
/// </summary>
static class SampleSegments
{
    /// <returns>Each segment of the original with its words; those of parts that were not translated are left out.</returns>
    /// <exception cref="InvalidOperationException">A paragraph has fewer sentences than the original.</exception>
    public static IReadOnlyList<(Segment Of, string Text)> Pair(SectionDeclaration section, string original, string translation)
    {
        var pairs = new List<(Segment, string)>();
        var words = Paragraphs(section, translation).ToDictionary(p => p.Key, p => p.Segments);
        foreach (var (key, segments) in Paragraphs(section, original))
        {
            if (words.TryGetValue(key, out var said))
                pairs.AddRange(Pair(segments, said));
        }
        return pairs;
    }

    static IEnumerable<(Segment, string)> Pair(IReadOnlyList<Segment> from, IReadOnlyList<Segment> to)
    {
        if (to.Count < from.Count)
            throw new InvalidOperationException($"{to.Count} sentences stand for {from.Count}: {to[0].Source}");
        double ratio = (double)from.Sum(s => s.Source.Length) / to.Sum(s => s.Source.Length);
        // best[i, j]: the first i sentences of the original took the first j of the translation.
        var best = new double[from.Count + 1, to.Count + 1];
        var took = new int[from.Count + 1, to.Count + 1];
        for (var i = 0; i <= from.Count; i++)
        {
            for (var j = 0; j <= to.Count; j++)
                best[i, j] = i == 0 && j == 0 ? 0 : double.MaxValue;
        }
        for (var i = 1; i <= from.Count; i++)
        {
            for (var j = i; j <= to.Count; j++)
            {
                var length = 0;
                for (var n = 1; n <= j - i + 1; n++)
                {
                    length += to[j - n].Source.Length;
                    if (best[i - 1, j - n] == double.MaxValue)
                        continue;
                    var cost = best[i - 1, j - n] + Math.Abs(from[i - 1].Source.Length - (ratio * length));
                    if (cost < best[i, j])
                        (best[i, j], took[i, j]) = (cost, n);
                }
            }
        }
        var result = new List<(Segment, string)>();
        for (var (i, j) = (from.Count, to.Count); i > 0; j -= took[i, j], i--)
            result.Add((from[i - 1], string.Join(' ', to.Skip(j - took[i, j]).Take(took[i, j]).Select(s => s.Source))));
        result.Reverse();
        return result;
    }

    static IEnumerable<((string Part, int Paragraph) Key, IReadOnlyList<Segment> Segments)> Paragraphs(SectionDeclaration section, string content) =>
        from part in section.Kind.Parts(section, content)
        where part.Selectable
        let text = new CodePointText(part.Text)
        from paragraph in Segments.OfPart(part).GroupBy(s => text.Slice(0, s.Start).Count(c => c == '\n'))
        select ((part.Key, paragraph.Key), (IReadOnlyList<Segment>)[.. paragraph]);
}
