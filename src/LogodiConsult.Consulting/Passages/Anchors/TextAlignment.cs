namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>The edit script of a text: which char of the one revision is which char of the other. Worked out sentence by sentence, and within one only when asked for.</summary>
sealed class TextAlignment
{
    public const int None = -1;

    // A word of the same stem stands near, if it does; without a limit the search costs length × length.
    const int MostSiblings = 200;

    readonly List<Token> tokensA;
    readonly List<Token> tokensB;
    readonly Pairing?[] pairingOf;
    readonly HashSet<Pairing> mapped = [];
    readonly int[] late;
    readonly int[] early;

    public TextAlignment(string before, string after)
    {
        (A, B) = (new NormalText(before), new NormalText(after));
        var vocabulary = new Vocabulary();
        tokensA = Tokens.Read(A.Text, vocabulary);
        tokensB = Tokens.Read(B.Text, vocabulary);
        SentencesA = Sentences.Read(A.Text, tokensA, vocabulary);
        SentencesB = Sentences.Read(B.Text, tokensB, vocabulary);
        Rows.KeepUnmistakable(SentencesA, SentencesB);
        bool EndsA(Sentence s) => tokensA[s.To - 1].Weight == Tokens.BreakWeight;
        bool EndsB(Sentence s) => tokensB[s.To - 1].Weight == Tokens.BreakWeight;
        (InOrder, var paragraphs) = Paragraphs.Align(SentencesA, SentencesB, EndsA, EndsB);
        var settled = Copies.Settle(SentencesA, SentencesB, [.. InOrder, .. paragraphs, .. MovedSentences.Find(SentencesA, SentencesB, [.. InOrder, .. paragraphs])]);
        settled = CopiesSideBySide.Settle(SentencesA, SentencesB, settled, EndsA, EndsB);
        settled = EditedBesideACopy.Settle(SentencesA, SentencesB, settled);
        InOrder = [.. settled.Where(p => !p.Moved).OrderBy(p => p.FromA)];
        Moved = settled.FindAll(p => p.Moved);
        pairingOf = new Pairing?[SentencesA.Count];
        foreach (var pairing in InOrder.Concat(Moved))
        {
            for (var i = pairing.FromA; i < pairing.ToA; i++)
                pairingOf[i] = pairing;
        }
        late = new int[A.Text.Length];
        early = new int[A.Text.Length];
        Array.Fill(late, None);
        Array.Fill(early, None);
    }

    public NormalText A { get; }

    public NormalText B { get; }

    public List<Sentence> SentencesA { get; }

    public List<Sentence> SentencesB { get; }

    public List<Pairing> InOrder { get; }

    public List<Pairing> Moved { get; }

    public Pairing? PairingOf(int sentence)
    {
        var pairing = pairingOf[sentence];
        if (pairing is not null && mapped.Add(pairing))
            Map(pairing);
        return pairing;
    }

    /// <summary>Index of the sentence that holds a char of the first text.</summary>
    public int SentenceAt(int index)
    {
        var (low, high) = (0, SentencesA.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (SentencesA[middle].End <= index)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>What lies in the later text between the neighbours of these sentences that kept their order.</summary>
    public (int From, int To) GapOf(int first, int last)
    {
        var before = InOrder.FindLast(p => p.ToA <= first);
        var behind = InOrder.Find(p => p.FromA > last);
        return (before is null ? 0 : SentencesB[before.ToB - 1].End, behind is null ? B.Text.Length : SentencesB[behind.FromB].Start);
    }

    /// <summary>Where each char of the first text stands in the second, after <see cref="PairingOf"/> was asked for its sentence.</summary>
    public ReadOnlySpan<int> Late => late;

    /// <summary>The other extreme where repetition leaves the place open.</summary>
    public ReadOnlySpan<int> Early => early;

    void Map(Pairing pairing)
    {
        var (a0, a1) = (SentencesA[pairing.FromA].From, SentencesA[pairing.ToA - 1].To);
        var (b0, b1) = (SentencesB[pairing.FromB].From, SentencesB[pairing.ToB - 1].To);
        var a = tokensA.GetRange(a0, a1 - a0).ToArray();
        var b = tokensB.GetRange(b0, b1 - b0).ToArray();
        var (lateTokens, earlyTokens) = Align(pairing, a, b);
        for (var i = 0; i < a.Length; i++)
        {
            Fill(late, a[i], lateTokens[i] < 0 ? null : b[lateTokens[i]]);
            if (pairing.Certain)
                Fill(early, a[i], earlyTokens[i] < 0 ? null : b[earlyTokens[i]]);
        }
        if (!pairing.Exact)
            Kindred(a, b, lateTokens, pairing.Certain);
    }

    static (int[] Late, int[] Early) Align(Pairing pairing, Token[] a, Token[] b)
    {
        if (!pairing.Exact)
        {
            var alignment = TokenAlignment.Of(a, b);
            return (alignment.Late, alignment.Early);
        }
        // Equal but for the white space behind them.
        var map = new int[a.Length];
        for (var i = 0; i < a.Length; i++)
            map[i] = i < b.Length && a[i].Id == b[i].Id ? i : None;
        return (map, map);
    }

    static void Fill(int[] map, Token from, Token? to)
    {
        for (var k = 0; to is { } target && k < from.Length; k++)
            map[from.Start + k] = target.Start + k;
    }

    /// <summary>Between two kept tokens, words of one stem or one ending: 계획을 and 계획이 share 계획, 리마에서 and 쿠스코에서 share 에서.</summary>
    void Kindred(Token[] a, Token[] b, int[] tokens, bool certain)
    {
        var (next, kept) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            if (tokens[i] >= 0)
            {
                next = tokens[i] + 1;
                continue;
            }
            for (kept = Math.Max(kept, i + 1); kept < a.Length && tokens[kept] < 0;)
                kept++;
            var limit = Math.Min(next + MostSiblings, kept == a.Length ? b.Length : tokens[kept]);
            if (a[i].Stem < 0 || char.IsAsciiDigit(A.Text[a[i].Start]))
                continue;
            var sibling = Enumerable.Range(next, Math.Max(0, limit - next)).Where(j => b[j].Stem == a[i].Stem).DefaultIfEmpty(None).First();
            if (sibling >= 0)
            {
                Keep(a[i].Start, b[sibling].Start, A.Text.AsSpan(a[i].Start, a[i].Length).CommonPrefixLength(B.Text.AsSpan(b[sibling].Start, b[sibling].Length)), certain);
                next = sibling + 1;
            }
            else if (Scripts.IsHangul(A.Text[a[i].Start]) && Enumerable.Range(next, Math.Max(0, limit - next)).Where(j => b[j].Stem >= 0).ToArray() is [var only])
            {
                var shared = 0;
                while (shared < Math.Min(a[i].Length, b[only].Length) - 1 && A.Text[a[i].End - 1 - shared] == B.Text[b[only].End - 1 - shared])
                    shared++;
                Keep(a[i].End - shared, b[only].End - shared, shared, certain);
                next = only + 1;
            }
        }
    }

    void Keep(int from, int to, int length, bool certain)
    {
        for (var k = 0; k < length; k++)
        {
            late[from + k] = to + k;
            if (certain)
                early[from + k] = to + k;
        }
    }

    /// <summary>The script as runs of kept, removed and added text, in order; a moved sentence is removed here and added there.</summary>
    public IEnumerable<ComparedSegment> Runs()
    {
        var (a, b) = (0, 0);
        foreach (var (from, to) in KeptTokens())
        {
            if (tokensA[from].Start > a)
                yield return new ComparedSegment(SegmentKind.Removed, A.Text[a..tokensA[from].Start]);
            if (tokensB[to].Start > b)
                yield return new ComparedSegment(SegmentKind.Added, B.Text[b..tokensB[to].Start]);
            (a, b) = (tokensA[from].End, tokensB[to].End);
            yield return new ComparedSegment(SegmentKind.Same, A.Text[tokensA[from].Start..a]);
        }
        if (a < A.Text.Length)
            yield return new ComparedSegment(SegmentKind.Removed, A.Text[a..]);
        if (b < B.Text.Length)
            yield return new ComparedSegment(SegmentKind.Added, B.Text[b..]);
    }

    IEnumerable<(int A, int B)> KeptTokens()
    {
        var (lastA, lastB) = (0, 0);
        foreach (var pairing in InOrder)
        {
            var (a0, a1) = (SentencesA[pairing.FromA].From, SentencesA[pairing.ToA - 1].To);
            var (b0, b1) = (SentencesB[pairing.FromB].From, SentencesB[pairing.ToB - 1].To);
            foreach (var kept in KeptBetween(lastA, a0, lastB, b0))
                yield return kept;
            var (map, _) = Align(pairing, [.. tokensA.GetRange(a0, a1 - a0)], [.. tokensB.GetRange(b0, b1 - b0)]);
            for (var i = 0; i < map.Length; i++)
            {
                if (map[i] >= 0)
                    yield return (a0 + i, b0 + map[i]);
            }
            (lastA, lastB) = (a1, b1);
        }
        foreach (var kept in KeptBetween(lastA, tokensA.Count, lastB, tokensB.Count))
            yield return kept;
    }

    /// <summary>Sentences too unlike to be paired may still share a beginning or an end that a reader wants to see kept.</summary>
    List<(int A, int B)> KeptBetween(int a0, int a1, int b0, int b1)
    {
        const float WorthShowing = 0.2f;
        if (a0 == a1 || b0 == b1)
            return [];
        var (a, b) = (tokensA.GetRange(a0, a1 - a0), tokensB.GetRange(b0, b1 - b0));
        var map = TokenAlignment.Of([.. a], [.. b]).Late;
        var kept = Enumerable.Range(0, map.Length).Where(i => map[i] >= 0).ToList();
        return kept.Sum(i => a[i].Weight) < WorthShowing * Math.Max(a.Sum(t => t.Weight), b.Sum(t => t.Weight))
            ? []
            : kept.ConvertAll(i => (a0 + i, b0 + map[i]));
    }
}
