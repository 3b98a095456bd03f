using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Plans;

/// <param name="By">Who added or removed it; nobody for what stayed.</param>
public sealed record AuthoredSegment(SegmentKind Kind, string Text, IReadOnlyList<long> By);

/// <summary>Who wrote what of a section between two texts: each change goes to the step in which it was made.</summary>
public sealed class SectionAuthors
{
    readonly IReadOnlyList<WritingStep> steps;
    readonly IReadOnlyList<IReadOnlyDictionary<string, string>> texts;

    public SectionAuthors(SectionDeclaration section, string before, IReadOnlyList<WritingStep> steps)
    {
        this.steps = steps;
        texts = [.. steps.Select(s => s.Content).Prepend(before).Select(c => (IReadOnlyDictionary<string, string>)(section.Kind.Fault(section, c) is null
            ? section.Kind.Parts(section, c).ToDictionary(p => p.Key, p => p.Text)
            : new Dictionary<string, string>()))];
    }

    /// <summary>Everybody who changed the part, each with their last moment, the first to write first.</summary>
    public IReadOnlyList<Contribution> Of(string part) => Merged(Changing(part).SelectMany(i => steps[i].By));

    public IReadOnlyList<Contribution> OfParts(IEnumerable<string> parts) => Merged(parts.SelectMany(Of));

    /// <summary>The comparison of the part's first and last text, its changes cut where another author begins.</summary>
    public IReadOnlyList<AuthoredSegment> Segments(string part, Comparison comparison)
    {
        var everybody = Of(part).Select(c => c.PersonId).ToList();
        if (everybody.Count < 2)
            return [.. comparison.Segments.Select(s => new AuthoredSegment(s.Kind, s.Text, s.Kind == SegmentKind.Same ? [] : everybody))];
        var (madeIn, goneIn) = Trace(part);
        var result = new List<AuthoredSegment>();
        var (old, now) = (0, 0);
        foreach (var segment in comparison.Segments)
        {
            var length = segment.Text.Length;
            if (segment.Kind == SegmentKind.Same)
                result.Add(new AuthoredSegment(SegmentKind.Same, segment.Text, []));
            else
                result.AddRange(Cut(segment, segment.Kind == SegmentKind.Added ? madeIn.AsSpan(now, length) : goneIn.AsSpan(old, length), everybody));
            old += segment.Kind == SegmentKind.Added ? 0 : length;
            now += segment.Kind == SegmentKind.Removed ? 0 : length;
        }
        return result;
    }

    string Text(int at, string part) => texts[at].GetValueOrDefault(part, "");

    IEnumerable<int> Changing(string part) => Enumerable.Range(0, steps.Count).Where(i => Text(i, part) != Text(i + 1, part));

    static IReadOnlyList<Contribution> Merged(IEnumerable<Contribution> all) =>
        [.. all.GroupBy(c => c.PersonId).Select(g => (First: g.Min(c => c.At), Last: g.MaxBy(c => c.At)!)).OrderBy(g => g.First).ThenBy(g => g.Last.PersonId).Select(g => g.Last)];

    /// <summary>For each character of the last text the step that put it there, for each of the first the step that took it away; −1: none, it stayed.</summary>
    (int[] MadeIn, int[] GoneIn) Trace(string part)
    {
        var before = Text(0, part);
        var gone = new int[before.Length];
        Array.Fill(gone, -1);
        // A place in the first text, or the complement of the step that added it.
        var origins = Enumerable.Range(0, before.Length).ToList();
        foreach (var step in Changing(part))
        {
            var next = new List<int>();
            var at = 0;
            foreach (var segment in Comparison.Of(Text(step, part), Text(step + 1, part)).Segments)
            {
                var length = segment.Text.Length;
                if (segment.Kind == SegmentKind.Added)
                {
                    next.AddRange(Enumerable.Repeat(~step, length));
                    continue;
                }
                if (segment.Kind == SegmentKind.Same)
                    next.AddRange(origins.GetRange(at, length));
                else
                    origins.GetRange(at, length).Where(o => o >= 0).ToList().ForEach(o => gone[o] = step);
                at += length;
            }
            origins = next;
        }
        return ([.. origins.Select(o => o < 0 ? ~o : -1)], gone);
    }

    /// <summary>Blanks, and words that only seem to have moved, go with their neighbours.</summary>
    IEnumerable<AuthoredSegment> Cut(ComparedSegment segment, ReadOnlySpan<int> madeIn, IReadOnlyList<long> everybody)
    {
        var pieces = new List<AuthoredSegment>();
        var start = 0;
        IReadOnlyList<long>? by = null;
        for (var i = 0; i < madeIn.Length; i++)
        {
            if (madeIn[i] < 0 || char.IsWhiteSpace(segment.Text[i]))
                continue;
            IReadOnlyList<long> here = [.. steps[madeIn[i]].By.Select(c => c.PersonId)];
            if (by is not null && !here.SequenceEqual(by))
            {
                pieces.Add(new AuthoredSegment(segment.Kind, segment.Text[start..i], by));
                start = i;
            }
            by = here;
        }
        pieces.Add(new AuthoredSegment(segment.Kind, segment.Text[start..], by ?? everybody));
        return pieces;
    }
}
