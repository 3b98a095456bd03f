using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Passages.Anchors;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Plans;

/// <summary>Carries a comment's passage from the revision it spoke of to the text that is shown.</summary>
public static class Places
{
    /// <returns>Null for a comment on a whole section or the whole plan.</returns>
    public static Place? Find(Comment comment, PlanTemplate template, IReadOnlyDictionary<long, Dictionary<string, string>> frozen,
        IReadOnlyDictionary<string, string> shown)
    {
        if (comment.SectionKey is not { } key || comment.Selector is not { } json || Selector.FromJson(json) is not { } selector
            || template.Find(key) is not { } section)
            return null;
        var before = TextOf(section, frozen.GetValueOrDefault(comment.RevisionId)?.GetValueOrDefault(key), comment.Part);
        var after = TextOf(section, shown.GetValueOrDefault(key), comment.Part);
        var place = Carry(before, after, selector.Position.Start, selector.Position.End);
        // A cell that was commented as a whole is still that cell when all of it was written anew.
        return place.Kind == PlaceKind.Deleted && comment.Part.Length > 0 && !string.IsNullOrWhiteSpace(after) && place.OldPassage.Trim() == before.Trim()
            ? place with { Kind = PlaceKind.Changed, Start = 0, End = new CodePointText(after).Length, NewPassage = after }
            : place;
    }

    /// <summary>A passage of one text in a later one, both the canonical texts of one part.</summary>
    public static Place Carry(string before, string after, int start, int end)
    {
        var old = new CodePointText(before).Slice(start, end);
        var script = new Anchoring(before, after);
        var carried = script.Carry(start, end);
        // Text from outside (a Word file, another system) of which no sentence is the old one: no script tells what became of the passage.
        if (carried.Kind == AnchorKind.Deleted && !script.KeepsASentence && end > start
            && ForeignText.CarryForeign(Selectors.From(before, start, end), after) is { Kind: AnchorKind.Changed } found)
            carried = found;
        return new Place(
            carried.Kind switch
            {
                AnchorKind.Unmoved => PlaceKind.Unmoved,
                AnchorKind.Moved => PlaceKind.Moved,
                AnchorKind.Changed => PlaceKind.Changed,
                _ => PlaceKind.Deleted,
            },
            carried.Start, carried.End, old, new CodePointText(after).Slice(carried.Start, carried.End))
        {
            Around = carried.Stands && SentencesAt(before, start, end) is var then && SentencesAt(after, carried.Start, carried.End) is var now && then != now ? (then, now) : null,
        };
    }

    static string SentencesAt(string text, int start, int end)
    {
        var segments = TextSegments.Of(text);
        var (first, last) = (TextSegments.At(segments, start), TextSegments.At(segments, Math.Max(start, end - 1)));
        return first < 0 ? "" : new CodePointText(text).Slice(segments[first].Start, segments[last].End);
    }

    static string TextOf(SectionDeclaration section, string? content, string part) =>
        section.Kind.Parts(section, content ?? "").FirstOrDefault(p => p.Key == part)?.Text ?? "";
}
