using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Translations;

/// <summary>What is translated at once: a sentence, heading or cell of a section, or a paragraph of a comment. Code points of the part's canonical text.</summary>
public sealed record Segment(string Part, int Start, int End, string Source)
{
    public string Digest { get; } = Trail.Digest(Source);
}

public static class Segments
{
    public const int LongestText = 10_000;

    /// <summary>Figures, dates and choices say the same in every language and are left out, as is what holds no letter.</summary>
    public static IReadOnlyList<Segment> Of(SectionDeclaration section, string content) =>
        [.. section.Kind.Parts(section, content).Where(p => p.Selectable).SelectMany(OfPart)];

    public static IEnumerable<Segment> OfPart(Part part)
    {
        var points = new CodePointText(part.Text);
        return TextSegments.Of(part.Text).Select(s => new Segment(part.Key, s.Start, s.End, points.Slice(s.Start, s.End))).Where(s => s.Source.Any(char.IsLetter));
    }

    /// <summary>Of a comment, an answer or a summary: its paragraphs.</summary>
    public static IReadOnlyList<Segment> OfPlain(string text)
    {
        var points = new CodePointText(PlainText.Clean(text));
        var segments = new List<Segment>();
        var at = 0;
        foreach (var line in points.Text.Split('\n'))
        {
            var start = at + line.Length - line.TrimStart().Length;
            var source = line.Trim();
            if (source.Any(char.IsLetter))
                segments.Add(new Segment("", points.CodePoint(start), points.CodePoint(start + source.Length - 1) + 1, source));
            at += line.Length + 1;
        }
        return segments;
    }
}
