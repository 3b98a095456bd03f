namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>What stands where a passage stood that is no more as it was: the range in the later text, empty if nothing does.</summary>
sealed class Replacement(TextAlignment text)
{
    // Of the words of a passage so many must be left for what is left to be called the changed passage.
    const float LeastKept = 0.2f;
    const float LeastLikeness = 0.25f;
    const float LeastLikenessInPlace = 0.15f;

    // What stayed in its place is where people look first, unless much more of the passage went elsewhere.
    const int StayedCounts = 2;

    // Of a sentence that was split off, at least two words and half of it must be what the old one lost.
    const float LeastSplitOff = 3.5f;
    const float LeastShareSplitOff = 0.5f;

    static readonly (char Open, char Close)[] Brackets = [('(', ')'), ('[', ']'), ('«', '»'), ('“', '”'), ('「', '」'), ('『', '』')];

    readonly string a = text.A.Text;
    readonly string b = text.B.Text;

    public (AnchorKind Kind, int Start, int End) Of(int start, int end)
    {
        var first = text.SentenceAt(start);
        var last = end > start ? text.SentenceAt(end - 1) : first;
        var home = Enumerable.Range(first, last - first + 1).Select(text.PairingOf).OfType<Pairing>().Distinct()
            .MaxBy(p => Kept(start, end, p) * (p.Moved ? 1 : StayedCounts));
        if (Reordered(first, last, start, end) is { } reordered)
            return (AnchorKind.Changed, reordered.Start, reordered.End);
        home = Together(first, last, start, end) ?? home;
        if (end > start && home is not null && Inside(start, end, home) is { } range)
            return (AnchorKind.Changed, range.Start, range.End);
        var (from, to) = Gap(first, last, start, end, home);
        return end > start && Likeliest(first, last, from, to) is { } sentence
            && WithoutFrame(first, last, start, end, sentence) is var place
            ? (AnchorKind.Changed, place.Start, place.End)
            : (AnchorKind.Deleted, from, from);
    }

    /// <summary>Sentences that kept their order are one place, whatever was put between them; unless more of the passage went elsewhere.</summary>
    Pairing? Together(int first, int last, int start, int end)
    {
        var all = Enumerable.Range(first, last - first + 1).Select(text.PairingOf).OfType<Pairing>().Distinct().ToList();
        var stayed = all.FindAll(p => !p.Moved);
        return stayed.Count > 1 && stayed.Sum(p => Kept(start, end, p)) >= all.Except(stayed).Select(p => Kept(start, end, p)).DefaultIfEmpty(0).Max()
            ? new Pairing(stayed[0].FromA, stayed[^1].ToA, stayed[0].FromB, stayed[^1].ToB, Exact: false)
            : null;
    }

    /// <summary>Sentences that changed places among themselves still stand in one block.</summary>
    (int Start, int End)? Reordered(int first, int last, int start, int end)
    {
        var all = Enumerable.Range(first, last - first + 1).Select(text.PairingOf).ToList();
        if (all.Count < 2 || all.Contains(null) || all.Zip(all.Skip(1)).All(p => p.First!.ToB <= p.Second!.FromB))
            return null;
        var block = all.OfType<Pairing>().Distinct().ToList();
        var (from, to) = (block.Min(p => p.FromB), block.Max(p => p.ToB));
        if (block.Sum(p => p.ToB - p.FromB) != to - from)
            return null;
        var (low, high) = (int.MaxValue, -1);
        for (var i = start; i < end; i++)
        {
            if (text.Late[i] >= 0)
                (low, high) = (Math.Min(low, text.Late[i]), Math.Max(high, text.Late[i] + 1));
        }
        (low, high) = high < 0 ? (0, 0) : Trimmed(low, high);
        return low < high ? WholeWords(start, end, low, high) : null;
    }

    int Kept(int start, int end, Pairing pairing)
    {
        var (from, to) = Bounds(pairing);
        var kept = 0;
        for (var i = Math.Max(start, from); i < Math.Min(end, to); i++)
        {
            if (text.Late[i] >= 0 && char.IsLetterOrDigit(a[i]))
                kept++;
        }
        return kept;
    }

    (int From, int To) Bounds(Pairing pairing) => (text.SentencesA[pairing.FromA].Start, text.SentencesA[pairing.ToA - 1].End);

    /// <summary>Within the sentence that its own became: from the kept char before it to the kept char behind it.</summary>
    (int Start, int End)? Inside(int start, int end, Pairing home)
    {
        var (from, to) = Bounds(home);
        var (first, last) = (Math.Max(start, from), Math.Min(end, to));
        var letters = 0;
        for (var i = start; i < end; i++)
            letters += char.IsLetterOrDigit(a[i]) ? 1 : 0;
        var kept = Kept(start, end, home);
        // The passage reaches far beyond this sentence, of which next to nothing is left.
        var stands = home is { Exact: true } && start <= from && end >= to - Blanks(text.SentencesA[home.ToA - 1]);
        if ((start < from || end > to) && kept < LeastKept * letters && !stands)
            return null;
        var low = start < from || text.Late[first] >= 0 ? FirstKept(first, last) : KeptBefore(first, from) + 1;
        var high = end > to || text.Late[last - 1] >= 0 ? LastKept(first, last) + 1 : KeptBehind(last, to, home);
        if (low == int.MaxValue)
            low = text.SentencesB[home.FromB].Start;
        (low, high) = Trimmed(low, high);
        if (low >= high)
            return null;
        if (IsNeighbours(first, last, from, to, b[low..high]))
            return InAnotherCase(start, end, home);
        (low, high) = WithoutWordsForSigns(first, last, low, high);
        (low, high) = WholeWords(start, end, low, WithoutRestOfWord(end, low, high));
        if (low >= high)
            return null;
        (low, high) = WithBrackets(low, high);
        return WithWhatWasSplitOff(start, end, home, low, high);
    }

    /// <summary>"Es largo." became "es largo y …": the words are kept to their end, and what came for the full stop is not theirs.</summary>
    (int Low, int High) WithoutWordsForSigns(int first, int last, int low, int high)
    {
        var (begin, end) = (first, last);
        while (end > begin && text.Late[end - 1] < 0)
            end--;
        while (begin < end && text.Late[begin] < 0)
            begin++;
        if (begin == end)
            return (low, high);
        if (!HasLetters(a, end, last) && text.Late[end - 1] + 1 is var to && to < high && HasLetters(b, to, high))
        {
            while (to < high && b[to] is '.' or '!' or '?' or '…' or '。')
                to++;
            high = to;
        }
        if (!HasLetters(a, first, begin) && text.Late[begin] > low && HasLetters(b, low, text.Late[begin]))
            low = text.Late[begin];
        return (low, high);
    }

    static bool HasLetters(string where, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (char.IsLetterOrDigit(where[i]))
                return true;
        }
        return false;
    }

    /// <summary>What stood behind the passage in its last word (a particle) and stands there again is not of the passage.</summary>
    int WithoutRestOfWord(int end, int low, int high)
    {
        if (!Scripts.Joined(a, end) || end >= a.Length || !Scripts.IsHangul(a[end]))
            return high;
        var rest = Scripts.Rest(a, end);
        return high - low > rest.Length && b.AsSpan(low, high - low).EndsWith(rest) && !Scripts.Joined(b, high) ? high - rest.Length : high;
    }

    /// <summary>Of a sentence that was split, a part may stand behind or before something new: free sentences of the gap that are mostly made of what its own lost.</summary>
    (int Start, int End) WithWhatWasSplitOff(int start, int end, Pairing home, int low, int high)
    {
        var (from, to) = (text.SentencesA[home.FromA], text.SentencesA[home.ToA - 1]);
        if (home.Moved || home.ToA - home.FromA != 1 || start > from.Start || end < to.End - Blanks(to))
            return (low, high);
        var lost = Sentences.Without(from, text.SentencesB.GetRange(home.FromB, home.ToB - home.FromB));
        var (least, most) = (text.InOrder.FindLast(p => p.ToB <= home.FromB)?.ToB ?? 0, text.InOrder.Find(p => p.FromB >= home.ToB)?.FromB ?? text.SentencesB.Count);
        for (var j = least; j < most; j++)
        {
            var sentence = text.SentencesB[j];
            if ((j >= home.FromB && j < home.ToB) || text.Moved.Exists(p => p.FromB <= j && j < p.ToB)
                || Sentences.Overlap(sentence, lost) is var shared && (shared < LeastSplitOff || shared < LeastShareSplitOff * Sentences.StemWeight(sentence)))
                continue;
            var part = Trimmed(sentence.Start, sentence.End);
            (low, high) = (Math.Min(low, part.Low), Math.Max(high, part.High));
        }
        return (low, high);
    }

    int Blanks(Sentence sentence)
    {
        var count = 0;
        while (count < sentence.End - sentence.Start && char.IsWhiteSpace(a[sentence.End - 1 - count]))
            count++;
        return count;
    }

    /// <summary>"En 2022 crece" became "Crece en 2022": the same words once in the sentence, only written with another case.</summary>
    (int Start, int End)? InAnotherCase(int start, int end, Pairing home)
    {
        var (from, to) = (text.SentencesB[home.FromB].Start, text.SentencesB[home.ToB - 1].End);
        var words = a[start..end];
        var at = b.IndexOf(words, from, to - from, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || Scripts.Joined(b, at) || Scripts.Joined(b, at + words.Length))
            return null;
        var again = b.IndexOf(words, at + 1, to - at - 1, StringComparison.OrdinalIgnoreCase);
        return again < 0 && !text.Late[text.SentencesA[home.FromA].Start..text.SentencesA[home.ToA - 1].End].Contains(at) ? (at, at + words.Length) : null;
    }

    /// <summary>"El plan es claro" became "Es claro": what stands there is the word behind, only written with another case; nothing is left of "plan".</summary>
    bool IsNeighbours(int first, int last, int from, int to, string found)
    {
        var (low, high) = (first, last);
        while (low > from && text.Late[low - 1] < 0)
            low--;
        while (high < to && text.Late[high] < 0)
            high++;
        return Same(a[low..first]) || Same(a[last..high]);

        bool Same(string words) => string.Equals(words.Trim(), found, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>"plan" became "planes", not "plan": where the edge of the passage was the edge of a word, so is the edge of what replaced it.</summary>
    (int Low, int High) WholeWords(int start, int end, int low, int high)
    {
        if (!Scripts.Joined(a, start))
        {
            while (Scripts.Joined(b, low))
                low--;
        }
        if (!Scripts.EndHolds(a, end, b, high))
        {
            while (Scripts.Joined(b, high))
                high++;
        }
        return (low, high);
    }

    /// <summary>"técnico (y financiero)": a bracket that is opened in the range and closed right behind it is of it.</summary>
    (int Low, int High) WithBrackets(int low, int high)
    {
        foreach (var (open, close) in Brackets)
        {
            var within = b.AsSpan(low, high - low);
            var missing = within.Count(open) - within.Count(close);
            if (missing == 1 && high < b.Length && b[high] == close)
                high++;
            else if (missing == -1 && low > 0 && b[low - 1] == open)
                low--;
        }
        return (low, high);
    }

    int FirstKept(int first, int last)
    {
        for (var i = first; i < last; i++)
        {
            if (text.Late[i] >= 0)
                return text.Late[i];
        }
        return int.MaxValue;
    }

    int LastKept(int first, int last)
    {
        for (var i = last - 1; i >= first; i--)
        {
            if (text.Late[i] >= 0)
                return text.Late[i];
        }
        return -1;
    }

    int KeptBefore(int at, int from)
    {
        for (var i = at - 1; i >= from; i--)
        {
            if (text.Late[i] >= 0)
                return text.Late[i];
        }
        var sentence = text.SentenceAt(at);
        return text.PairingOf(sentence) is { } pairing ? text.SentencesB[pairing.FromB].Start - 1 : -1;
    }

    int KeptBehind(int at, int to, Pairing home)
    {
        for (var i = at; i < to; i++)
        {
            if (text.Late[i] >= 0)
                return text.Late[i];
        }
        return text.SentencesB[home.ToB - 1].End;
    }

    (int Low, int High) Trimmed(int low, int high)
    {
        while (low < high && char.IsWhiteSpace(b[low]))
            low++;
        while (high > low && char.IsWhiteSpace(b[high - 1]))
            high--;
        return (low, high);
    }

    /// <summary>What lies in the later text between the neighbours that kept their order.</summary>
    (int From, int To) Gap(int first, int last, int start, int end, Pairing? home)
    {
        if (home is { Moved: false } && first == last)
        {
            var at = KeptBefore(start, Bounds(home).From) + 1;
            return (at, at);
        }
        var before = text.InOrder.FindLast(p => p.FromA <= first - (home is { Moved: false } && home.FromA == first ? 0 : 1));
        var behind = text.InOrder.Find(p => p.FromA > last);
        var from = before is null ? 0 : text.SentencesB[before.ToB - 1].End;
        var to = behind is null ? b.Length : text.SentencesB[behind.FromB].Start;
        return (from, Math.Max(from, to));
    }

    /// <summary>A new sentence in the gap that is like the passage's own: not alike enough to be paired, but what took its place.</summary>
    (int Start, int End)? Likeliest(int first, int last, int from, int to)
    {
        var own = text.SentencesA.GetRange(first, last - first + 1);
        var weight = own.Sum(Sentences.StemWeight);
        var best = text.SentencesB
            .Where(s => s.Start >= from && s.End <= to)
            .Select(s => (Sentence: s, Like: own.Max(o => Sentences.Likeness(Sentences.Overlap(o, s), Sentences.StemWeight(o), Sentences.StemWeight(s)))))
            .OrderByDescending(s => s.Like)
            .FirstOrDefault();
        if (best.Sentence is null || weight <= 0 || (best.Like < LeastLikeness && !TookItsPlace(first, last, from, to, best.Sentence)))
            return null;
        var range = Trimmed(best.Sentence.Start, best.Sentence.End);
        return range.Low < range.High ? range : null;
    }

    /// <summary>
    /// One sentence or cell for one between the same neighbours, of which a word of weight is left, or a part of the only word, or all but the figures.
    /// </summary>
    bool TookItsPlace(int first, int last, int from, int to, Sentence other)
    {
        var (before, behind) = (text.InOrder.FindLast(p => p.ToA <= first), text.InOrder.Find(p => p.FromA > last));
        var alone = first == last && (before?.ToA ?? 0) == first && (behind?.FromA ?? text.SentencesA.Count) == last + 1 && other.Start == from && other.End == to;
        if (!alone)
            return false;
        var own = text.SentencesA[first];
        var (left, right) = (a[own.Start..own.End].Trim(), b[other.Start..other.End].Trim());
        if (left.Any(char.IsDigit) && right.Any(char.IsDigit) && left.Where(char.IsLetter).SequenceEqual(right.Where(char.IsLetter)))
            return true;
        if (!left.Contains(' ') && !right.Contains(' '))
        {
            var prefix = left.AsSpan().CommonPrefixLength(right);
            var suffix = 0;
            while (suffix < Math.Min(left.Length, right.Length) - prefix && left[^(suffix + 1)] == right[^(suffix + 1)])
                suffix++;
            return 2 * (prefix + suffix) >= Math.Max(left.Length, right.Length);
        }
        var shared = Sentences.SharedWords(own, other);
        return shared > 0 && Sentences.Likeness(shared, Sentences.StemWeight(own), Sentences.StemWeight(other)) >= LeastLikenessInPlace;
    }

    /// <summary>What stands around the passage in its sentence and again in the one that replaced it, a label say, is not of the passage.</summary>
    (int Start, int End) WithoutFrame(int first, int last, int start, int end, (int Start, int End) found)
    {
        var before = a.AsSpan(text.SentencesA[first].Start, start - text.SentencesA[first].Start).TrimEnd();
        var behind = a.AsSpan(end, text.SentencesA[last].End - end).Trim();
        var (low, high) = found;
        if (before.Length > 0 && b.AsSpan(low, high - low).StartsWith(before) && !Scripts.Joined(b, low + before.Length))
            low += before.Length;
        if (behind.Length > 0 && high - behind.Length > low && b.AsSpan(low, high - low).EndsWith(behind) && !Scripts.Joined(b, high - behind.Length))
            high -= behind.Length;
        (low, high) = Trimmed(low, high);
        return low < high ? (low, high) : found;
    }
}
