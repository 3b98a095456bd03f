using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates;

public enum PartChange
{
    Same,
    Changed,
    Added,
    Removed,
}

/// <summary>One part of a section in two revisions. Parts are paired by their stable keys, so a row that only moved is the same row.</summary>
public sealed record PartComparison(string Key, PartChange Change, Comparison Text)
{
    public static IReadOnlyList<PartComparison> Of(IReadOnlyList<Part> before, IReadOnlyList<Part> after)
    {
        var old = before.ToDictionary(p => p.Key, p => p.Text);
        var now = after.Select(p => p.Key).ToHashSet();
        var result = after.Select(p => !old.TryGetValue(p.Key, out var text)
            ? new PartComparison(p.Key, PartChange.Added, Comparison.Of("", p.Text))
            : new PartComparison(p.Key, text == p.Text ? PartChange.Same : PartChange.Changed, Comparison.Of(text, p.Text))).ToList();
        // A removed part is shown behind the one that stood before it.
        for (var i = 0; i < before.Count; i++)
        {
            if (now.Contains(before[i].Key))
                continue;
            var at = i == 0 ? 0 : result.FindIndex(p => p.Key == before[i - 1].Key) + 1;
            result.Insert(at, new PartComparison(before[i].Key, PartChange.Removed, Comparison.Of(before[i].Text, "")));
        }
        return result;
    }
}
