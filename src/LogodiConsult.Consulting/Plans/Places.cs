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
        return Carry(before, after, selector.Position.Start, selector.Position.End);
    }

    /// <summary>A passage of one text in a later one, both the canonical texts of one part.</summary>
    public static Place Carry(string before, string after, int start, int end)
    {
        var old = new CodePointText(before).Slice(start, end);
        var carried = Anchoring.Carry(before, after, start, end);
        return new Place(
            carried.Kind switch
            {
                AnchorKind.Unmoved => PlaceKind.Unmoved,
                AnchorKind.Moved => PlaceKind.Moved,
                AnchorKind.Changed => PlaceKind.Changed,
                _ => PlaceKind.Deleted,
            },
            carried.Start, carried.End, old, new CodePointText(after).Slice(carried.Start, carried.End));
    }

    static string TextOf(SectionDeclaration section, string? content, string part) =>
        section.Kind.Parts(section, content ?? "").FirstOrDefault(p => p.Key == part)?.Text ?? "";
}
