namespace LogodiConsult.Consulting.Passages.Anchors;

public enum AnchorKind
{
    /// <summary>The passage stands with the same text at the same offset.</summary>
    Unmoved,

    /// <summary>The passage stands with the same text at another offset: something before it changed, or it was moved.</summary>
    Moved,

    /// <summary>Something else stands in its place; the range says what.</summary>
    Changed,

    /// <summary>Nothing is left of it; the empty range says where it stood.</summary>
    Deleted,
}

/// <summary>Where a passage is in the next revision. Code points, end exclusive.</summary>
public sealed record Carried(AnchorKind Kind, int Start, int End)
{
    public bool Stands => Kind is AnchorKind.Unmoved or AnchorKind.Moved;
}

/// <summary>
/// Carries anchors from one revision of a text to the next by its edit script. A passage stands if the same text (canonically equivalent) stands
/// in the place that the script gives it, or if its sentence was moved as a whole and only one place can be meant. It never stands as part of a
/// longer word or number, nor at a copy that was there before. In doubt it does not stand: a guess must not look like a fact.
/// </summary>
public sealed class Anchoring(string before, string after)
{
    readonly TextAlignment text = new(before, after);

    /// <summary>Whether any sentence stands word for word in the later text: without one there is no script to go by.</summary>
    public bool KeepsASentence => text.InOrder.Exists(p => p.Exact) || text.Moved.Exists(p => p.Exact);

    public static Carried Carry(string before, string after, int start, int end) => new Anchoring(before, after).Carry(start, end);

    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in the earlier text.</exception>
    public Carried Carry(int start, int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, text.A.Length);
        var (from, to) = (text.A.Floor(start), text.A.Ceiling(end));
        if (text.B.Text.Length == 0 || text.A.Text.Length == 0)
            return text.A.Length == 0 ? new Carried(AnchorKind.Unmoved, 0, 0) : new Carried(AnchorKind.Deleted, 0, 0);
        var places = new PassagePlaces(text);
        if (places.Find(from, to) is { } place)
            return Standing(start, end, from, to, place);
        var (kind, first, last) = new Replacement(text).Of(from, to);
        return new Carried(kind, text.B.ToCodePoint(first), text.B.ToCodePoint(last));
    }

    Carried Standing(int start, int end, int from, int to, int place)
    {
        var (newStart, newEnd) = (text.B.ToCodePoint(place), text.B.ToCodePoint(place + to - from));
        if (text.A.ToCodePoint(from) != start || text.A.ToCodePoint(to) != end)
        {
            // It begins or ends inside a grapheme that NFC changed and was widened to it: it stands only where that is written in the same way.
            var inside = newStart + start - text.A.ToCodePoint(from);
            if (inside + end - start <= text.B.Length && text.B.Slice(inside, inside + end - start) == text.A.Slice(start, end))
                (newStart, newEnd) = (inside, inside + end - start);
        }
        if (PlainText.Clean(text.A.Slice(start, end)) != PlainText.Clean(text.B.Slice(newStart, newEnd)))
            return new Carried(AnchorKind.Changed, newStart, newEnd);
        return new Carried(newStart == start ? AnchorKind.Unmoved : AnchorKind.Moved, newStart, newEnd);
    }
}
