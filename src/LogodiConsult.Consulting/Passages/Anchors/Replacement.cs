namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>What stands where a passage stood that is no more as it was: the range in the later text, empty if nothing does.</summary>
sealed class Replacement(TextAlignment text)
{
    // Of the words of a passage so many must be left for what is left to be called the changed passage.
    const float LeastKept = 0.2f;
    const float LeastLikeness = 0.25f;

    readonly string a = text.A.Text;
    readonly string b = text.B.Text;

    public (AnchorKind Kind, int Start, int End) Of(int start, int end)
    {
        var first = text.SentenceAt(start);
        var last = end > start ? text.SentenceAt(end - 1) : first;
        var home = Enumerable.Range(first, last - first + 1).Select(text.PairingOf).OfType<Pairing>().Distinct()
            .MaxBy(p => Kept(start, end, p));
        home = Together(first, last, start, end) ?? home;
        if (end > start && home is not null && Inside(start, end, home) is { } range)
            return (AnchorKind.Changed, range.Start, range.End);
        var (from, to) = Gap(first, last, start, end, home);
        return end > start && Likeliest(first, last, from, to) is { } sentence
            ? (AnchorKind.Changed, sentence.Start, sentence.End)
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
        if ((start < from || end > to) && kept < LeastKept * letters)
            return null;
        var low = start < from || text.Late[first] >= 0 ? FirstKept(first, last) : KeptBefore(first, from) + 1;
        var high = end > to || text.Late[last - 1] >= 0 ? LastKept(first, last) + 1 : KeptBehind(last, to, home);
        if (low == int.MaxValue)
            low = text.SentencesB[home.FromB].Start;
        (low, high) = Trimmed(low, high);
        if (low >= high)
            return null;
        return IsNeighbours(first, last, from, to, b[low..high]) ? InAnotherCase(start, end, home) : WholeWords(start, end, low, high);
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
        if (best.Sentence is null || best.Like < LeastLikeness || weight <= 0)
            return null;
        var range = Trimmed(best.Sentence.Start, best.Sentence.End);
        return range.Low < range.High ? range : null;
    }
}
