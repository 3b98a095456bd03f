using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Translations;

/// <summary>How much the translation of a segment is worth.</summary>
public enum SegmentState
{
    None,
    Machine,
    Checked,

    /// <summary>The original was changed after it was translated; the words are those of the earlier sentence.</summary>
    Outdated,
}

/// <param name="Text">Null while there is none.</param>
/// <param name="OutdatedSince">Number of the revision in which the original changed.</param>
/// <param name="EarlierSource">How the original read when it was translated.</param>
public sealed record TranslatedSegment(Segment Segment, SegmentState State, string? Text, int? OutdatedSince = null, string? EarlierSource = null);

/// <summary>A section beside its original, segment by segment.</summary>
public sealed record TranslatedSection(string SourceLanguage, string Language, IReadOnlyList<TranslatedSegment> Segments)
{
    public bool HasAny => Segments.Any(s => s.State != SegmentState.None);

    public int Count(SegmentState state) => Segments.Count(s => s.State == state);

    /// <summary>Nothing is left for a person to do.</summary>
    public bool IsDone => Segments.All(s => s.State == SegmentState.Checked);
}

/// <summary>The translations of one plan's segments into one language, by the digest of what they translate.</summary>
public sealed class TranslationMemory(string language, IEnumerable<StoredSegment> stored)
{
    readonly Dictionary<string, StoredSegment> byDigest = stored.ToDictionary(s => s.SourceDigest);

    public string Language => language;

    public bool IsEmpty => byDigest.Count == 0;

    public StoredSegment? Find(string digest) => byDigest.GetValueOrDefault(digest);

    /// <summary>A comment, an answer or a summary: translated as a whole, or paragraph by paragraph.</summary>
    public IReadOnlyList<TranslatedSegment> OfPlain(string text)
    {
        if (Find(Trail.Digest(text)) is { } whole)
            return [new TranslatedSegment(new Segment("", 0, new CodePointText(text).Length, text), StateOf(whole), whole.Text)];
        return [.. Segments.OfPlain(text).Select(Known)];
    }

    /// <summary>A part with every segment in the words that a person wrote or confirmed; null where one is missing, or nothing in it needs translating.</summary>
    public string? CheckedText(Part part)
    {
        var points = new CodePointText(part.Text);
        var (text, at) = (new System.Text.StringBuilder(), 0);
        foreach (var segment in Segments.OfPart(part))
        {
            if (Find(segment.Digest) is not { State: StoredState.Checked } stored)
                return null;
            text.Append(points.Slice(at, segment.Start)).Append(stored.Text);
            at = segment.End;
        }
        return at == 0 ? null : text.Append(points.Slice(at, points.Length)).ToString();
    }

    /// <param name="section">How the content is cut.</param>
    /// <param name="revisions">The section's content by revision, the shown one last; numbers grow.</param>
    /// <param name="sourceLanguage">Of the section.</param>
    public TranslatedSection OfSection(SectionDeclaration section, IReadOnlyList<(int Number, string Content)> revisions, string sourceLanguage)
    {
        var current = Segments.Of(section, revisions[^1].Content).Select(Known).ToList();
        if (!IsEmpty && current.Any(s => s.State == SegmentState.None))
        {
            foreach (var part in current.GroupBy(s => s.Segment.Part).Where(g => g.Any(s => s.State == SegmentState.None)).Select(g => g.Key).ToList())
                Outdate(current, section, revisions, part);
        }
        return new TranslatedSection(sourceLanguage, language, current);
    }

    /// <summary>Looks for the forerunners of what has no translation, in the newest earlier revision that has one.</summary>
    void Outdate(List<TranslatedSegment> current, SectionDeclaration section, IReadOnlyList<(int Number, string Content)> revisions, string part)
    {
        var now = TextOf(section, revisions[^1].Content, part);
        var places = Places(now);
        var later = now;
        for (var k = revisions.Count - 2; k >= 0 && current.Any(s => s.Segment.Part == part && s.State == SegmentState.None); k--)
        {
            var before = TextOf(section, revisions[k].Content, part);
            if (before == later || before.Length == 0)
                continue;
            later = before;
            var old = Places(before);
            var pairs = SegmentPairs.Of(before, now);
            for (var i = 0; i < current.Count; i++)
            {
                if (current[i].Segment.Part != part || current[i].State != SegmentState.None || places.FindIndex(p => p.Start == current[i].Segment.Start) is not (>= 0 and var at))
                    continue;
                var forerunners = pairs[at].Select(f => Find(Trail.Digest(old[f].Source))).OfType<StoredSegment>().ToList();
                if (forerunners.Count == 0)
                    continue;
                current[i] = new TranslatedSegment(
                    current[i].Segment, SegmentState.Outdated, string.Join(' ', forerunners.Select(f => f.Text)),
                    ChangedIn(section, revisions, k, part, forerunners[0].Source), string.Join(' ', pairs[at].Select(f => old[f].Source)));
            }
        }
    }

    /// <summary>The first revision after <paramref name="k"/> in which the sentence does not stand any more.</summary>
    static int ChangedIn(SectionDeclaration section, IReadOnlyList<(int Number, string Content)> revisions, int k, string part, string source) =>
        revisions.Skip(k + 1).First(r => !Places(TextOf(section, r.Content, part)).Exists(p => p.Source == source)).Number;

    static List<(int Start, string Source)> Places(string text)
    {
        var points = new CodePointText(text);
        return [.. TextSegments.Of(text).Select(s => (s.Start, points.Slice(s.Start, s.End)))];
    }

    static string TextOf(SectionDeclaration section, string content, string part) =>
        section.Kind.Parts(section, content).FirstOrDefault(p => p.Key == part)?.Text ?? "";

    TranslatedSegment Known(Segment segment) =>
        Find(segment.Digest) is { } stored ? new TranslatedSegment(segment, StateOf(stored), stored.Text) : new TranslatedSegment(segment, SegmentState.None, null);

    static SegmentState StateOf(StoredSegment stored) => stored.State == StoredState.Machine ? SegmentState.Machine : SegmentState.Checked;
}
