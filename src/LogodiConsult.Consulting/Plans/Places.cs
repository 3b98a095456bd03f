using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Passages.Anchors;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Plans;

/// <summary>Carries a comment's passage from the revision it spoke of to the text that is shown.</summary>
public static class Places
{
    /// <param name="then">The section as it was commented on; null where it was never written.</param>
    /// <param name="now">The section that is shown.</param>
    /// <returns>Null for a comment on a whole section or the whole plan.</returns>
    public static Place? Find(Comment comment, PlanTemplate template, TextAtATime? then, TextAtATime? now)
    {
        if (comment.SectionKey is not { } key || comment.Selector is not { } json || Selector.FromJson(json) is not { } selector
            || template.Find(key) is not { } section)
            return null;
        return Find(section, comment.Part, then, now, selector.Position.Start, selector.Position.End);
    }

    /// <summary>The same for the passage of a part, from <paramref name="start"/> to <paramref name="end"/> as the section was then.</summary>
    public static Place Find(SectionDeclaration section, string part, TextAtATime? then, TextAtATime? now, int start, int end)
    {
        var old = section.Kind.Parts(section, then?.Content ?? "");
        var before = old.FirstOrDefault(p => p.Key == part)?.Text ?? "";
        var parts = section.Kind.Parts(section, now?.Content ?? "");
        var after = parts.FirstOrDefault(p => p.Key == part)?.Text ?? "";
        if ((now?.Imports ?? 0) != (then?.Imports ?? 0))
            return FindImported(before, start, end, part, old, after, parts);
        var place = Carry(before, after, start, end) with { Part = part };
        // A cell that was commented as a whole is still that cell when all of it was written anew.
        return place.Kind == PlaceKind.Deleted && part.Length > 0 && !string.IsNullOrWhiteSpace(after) && place.OldPassage.Trim() == before.Trim()
            ? place with { Kind = PlaceKind.Changed, Start = 0, End = new CodePointText(after).Length, NewPassage = after }
            : place;
    }

    /// <summary>A passage of one text in a later one, both the canonical texts of one part.</summary>
    public static Place Carry(string before, string after, int start, int end)
    {
        var script = new Anchoring(before, after);
        var carried = script.Carry(start, end);
        // Text that was typed or pasted over the old one, of which no sentence stands: no script tells what became of the passage.
        if (carried.Kind == AnchorKind.Deleted && !script.KeepsASentence && end > start
            && ForeignText.CarryForeign(Selectors.From(before, start, end), after) is { Kind: AnchorKind.Changed } found)
            carried = found;
        return Of(carried, before, start, end, after);
    }

    /// <summary>A passage in text from outside: searched by likeness. Rows and lines that came in have parts of their own: where the old part is not, or says
    /// something else, all of the section is searched: what stood at one place alone must be found at one place alone.</summary>
    static Place FindImported(string before, int start, int end, string part, IReadOnlyList<Part> old, string after, IReadOnlyList<Part> parts)
    {
        var selector = Selectors.From(before, start, end);
        var own = before == after ? new Carried(AnchorKind.Unmoved, start, end) : ForeignText.CarryForeign(selector, after);
        // Words that stood in several parts already do not tell which of them is meant.
        if (own.Kind != AnchorKind.Deleted || old.Any(p => p.Key != part && p.Text.Contains(selector.Quote.Exact, StringComparison.Ordinal)))
            return Of(own, before, start, end, after) with { Part = part };
        var found = parts.Where(p => p.Key != part && p.Selectable).Select(p => (Part: p, At: ForeignText.CarryForeign(selector, p.Text)))
            .Where(f => f.At.Kind != AnchorKind.Deleted).ToList();
        if (found.Count > 1 && found.Exists(f => f.At.Stands))
            found.RemoveAll(f => !f.At.Stands);
        return found is [var (other, at)]
            ? Of(at with { Kind = at.Stands ? AnchorKind.Moved : at.Kind }, before, start, end, other.Text) with { Part = other.Key }
            : Of(own, before, start, end, after) with { Part = part };
    }

    static Place Of(Carried carried, string before, int start, int end, string after) =>
        new(
            carried.Kind switch
            {
                AnchorKind.Unmoved => PlaceKind.Unmoved,
                AnchorKind.Moved => PlaceKind.Moved,
                AnchorKind.Changed => PlaceKind.Changed,
                _ => PlaceKind.Deleted,
            },
            carried.Start, carried.End, new CodePointText(before).Slice(start, end), new CodePointText(after).Slice(carried.Start, carried.End))
        {
            Around = carried.Stands && SentencesAt(before, start, end) is var then && SentencesAt(after, carried.Start, carried.End) is var now && then != now ? (then, now) : null,
        };

    static string SentencesAt(string text, int start, int end)
    {
        var segments = TextSegments.Of(text);
        var (first, last) = (TextSegments.At(segments, start), TextSegments.At(segments, Math.Max(start, end - 1)));
        return first < 0 ? "" : new CodePointText(text).Slice(segments[first].Start, segments[last].End);
    }
}
