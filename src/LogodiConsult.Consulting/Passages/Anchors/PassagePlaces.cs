namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>Finds the one place where a passage stands in the later text, or none. Indexes in the normalised texts.</summary>
sealed class PassagePlaces(TextAlignment text)
{
    // Share of a passage that the edit script must itself have put at a place before the rest is believed to stand there too.
    const float LeastSupport = 0.6f;

    // Letters (a Hangul syllable counts two) that make a quote unmistakable where its sentence was torn apart.
    const int LongQuote = 30;
    const int QuoteInItsSentence = 10;

    // Enough where it stands once in both texts, and in the very place of its sentence.
    const int QuoteInItsPlace = 12;
    const int SmallestItem = 4;
    const int MostOccurrences = 200;
    const string Dividers = ",;、·";
    static readonly HashSet<string> Conjunctions = ["y", "e", "o", "u", "and", "or", "및"];

    readonly string a = text.A.Text;
    readonly string b = text.B.Text;

    public int? Find(int start, int end)
    {
        if (start == end)
            return Caret(start);
        return ByScript(start, end) ?? ByQuote(start, end) ?? InPlaceOfItsSentence(start, end) ?? AsItem(start, end);
    }

    /// <summary>A place between two chars stands if both still stand side by side.</summary>
    int? Caret(int at)
    {
        Ask(Math.Max(0, at - 1), Math.Min(a.Length, at + 1));
        var left = at > 0 ? text.Late[at - 1] : -1;
        var right = at < a.Length ? text.Late[at] : b.Length;
        return left + 1 == right && (at == 0 || left >= 0) ? right : null;
    }

    void Ask(int start, int end)
    {
        for (var i = text.SentenceAt(start); i < text.SentencesA.Count && text.SentencesA[i].Start < end; i++)
            text.PairingOf(i);
    }

    int? ByScript(int start, int end)
    {
        Ask(start, end);
        var late = Supported(start, end, text.Late);
        var early = Supported(start, end, text.Early);
        if (late == early)
            return late;
        // Both copies stand, or one of two survived: only the one that nothing before it changed is beyond doubt.
        if (end <= b.Length && a.AsSpan(0, end).SequenceEqual(b.AsSpan(0, end)) && Holds(start, end, start))
            return start;
        return late is not null && early is not null ? Math.Min(late.Value, early.Value) : null;
    }

    /// <summary>The place where most of the passage was put by the script and all of it stands.</summary>
    int? Supported(int start, int end, ReadOnlySpan<int> map)
    {
        var votes = new Dictionary<int, int>();
        var total = 0;
        for (var i = start; i < end; i++)
        {
            if (char.IsWhiteSpace(a[i]))
                continue;
            total++;
            if (map[i] >= 0)
                votes[map[i] - i] = votes.GetValueOrDefault(map[i] - i) + 1;
        }
        foreach (var (shift, count) in votes.OrderByDescending(v => v.Value).Take(2))
        {
            if (count >= LeastSupport * total && Holds(start, end, start + shift))
                return start + shift;
        }
        return total == 0 ? Blank(start, end, map) : null;
    }

    static int? Blank(int start, int end, ReadOnlySpan<int> map)
    {
        for (var i = start; i < end; i++)
        {
            if (map[i] < 0 || map[i] != map[start] + i - start)
                return null;
        }
        return map[start];
    }

    bool Holds(int start, int end, int at) =>
        at >= 0 && at + end - start <= b.Length
        && a.AsSpan(start, end - start).SequenceEqual(b.AsSpan(at, end - start))
        && Scripts.EdgesHold(a, start, end, b, at);

    /// <summary>
    /// A clause that was lifted out of its sentence: the passage occurs once where no other copy of the earlier text stands,
    /// and it is long, or it is still in the sentence that its own became.
    /// </summary>
    int? ByQuote(int start, int end)
    {
        var size = Size(start, end);
        if (size < QuoteInItsSentence || !IsSeveralWords(start, end) || text.PairingOf(text.SentenceAt(start)) is { HasCopy: true })
            return null;
        var others = Occurrences(a, start, end).Where(p => p != start).ToList();
        var taken = new HashSet<int>();
        var homeless = 0;
        foreach (var other in others)
        {
            if (ByScript(other, other + end - start) is { } place)
                taken.Add(place);
            else
                homeless++;
        }
        var free = Occurrences(b, start, end).Where(o => !taken.Contains(o) && Scripts.EdgesHold(a, start, end, b, o)).ToList();
        if (size >= LongQuote && free.Count == 1 && homeless == 0)
            return free[0];
        var near = free.FindAll(o => InItsSentence(start, end, o));
        return near.Count == 1 && !others.Exists(p => text.SentenceAt(p) == text.SentenceAt(start)) ? near[0] : null;
    }

    /// <summary>Its sentence was written anew beyond likeness; what stands between the same neighbours has these words, and nothing else has or had them.</summary>
    int? InPlaceOfItsSentence(int start, int end)
    {
        var own = text.SentenceAt(start);
        if (Size(start, end) < QuoteInItsPlace || text.SentencesA[own].End < end || text.PairingOf(own) is not null
            || Occurrences(a, start, end).Count > 1 || Occurrences(b, start, end) is not [var at] || !Scripts.EdgesHold(a, start, end, b, at))
            return null;
        var (from, to) = text.GapOf(own, own);
        return at >= from && at + end - start <= to && !text.InOrder.Concat(text.Moved).Any(p => text.SentencesB[p.FromB].Start < at + end - start && text.SentencesB[p.ToB - 1].End > at)
            ? at
            : null;
    }

    /// <summary>An item of an enumeration that changed places within its sentence, and stands there once in each text.</summary>
    int? AsItem(int start, int end) =>
        Size(start, end) >= SmallestItem && IsItem(a, start, end)
        && Occurrences(a, start, end).Count == 1 && Occurrences(b, start, end) is [var at] && IsItem(b, at, at + end - start)
        && Scripts.EdgesHold(a, start, end, b, at) && InItsSentence(start, end, at)
            ? at
            : null;

    static bool IsItem(string where, int start, int end)
    {
        var before = where.AsSpan(0, start).TrimEnd();
        var behind = where.AsSpan(end).TrimStart();
        return (before.Length > 0 && Dividers.Contains(before[^1])) || (behind.Length > 0 && Dividers.Contains(behind[0]))
            || Conjunctions.Contains(before[(before.LastIndexOfAny(' ', '\n') + 1)..].ToString());
    }

    bool InItsSentence(int start, int end, int at)
    {
        var sentence = text.SentenceAt(start);
        if (text.SentencesA[sentence].End < end || text.PairingOf(sentence) is not { Certain: true } pairing)
            return false;
        return at >= text.SentencesB[pairing.FromB].Start && at + end - start <= text.SentencesB[pairing.ToB - 1].End;
    }

    List<int> Occurrences(string where, int start, int end)
    {
        var quote = a[start..end];
        var found = new List<int>();
        for (var at = where.IndexOf(quote, StringComparison.Ordinal); at >= 0 && found.Count < MostOccurrences; at = where.IndexOf(quote, at + 1, StringComparison.Ordinal))
            found.Add(at);
        return found;
    }

    int Size(int start, int end)
    {
        var size = 0;
        for (var i = start; i < end; i++)
            size += Scripts.IsHangul(a[i]) ? 2 : char.IsLetterOrDigit(a[i]) ? 1 : 0;
        return size;
    }

    bool IsSeveralWords(int start, int end) => a.AsSpan(start, end - start).Trim().IndexOfAny(' ', '\n', '\t') > 0;
}
