namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>Sentences of both texts that belong together: usually one and one, after a split or a merger up to three.</summary>
sealed record Pairing(int FromA, int ToA, int FromB, int ToB, bool Exact, bool Moved = false, bool Certain = true)
{
    /// <summary>The earlier words stand elsewhere too, see <see cref="EditedBesideACopy"/>.</summary>
    public bool HasCopy { get; init; }
}

/// <summary>Pairs sentences in their order by the best sum of likeness (Needleman–Wunsch), equal ones first where the texts are long.</summary>
sealed class SentenceAlignment
{
    const float LeastLikeness = 0.4f;
    const float LeastMergedLikeness = 0.55f;
    const float InexactValue = 0.8f;
    const float NeighbourBonus = 0.15f;

    // Above this many cells, equal sentences that occur once divide the work; above the second, only those count.
    const int EasyCells = 60_000;
    const int MostCells = 1_500_000;

    readonly List<Sentence> a;
    readonly List<Sentence> b;
    readonly List<Pairing> pairings = [];

    // Sentences that stand word for word on both sides, as often: none of them is the rewording of another.
    readonly HashSet<int> whole;

    SentenceAlignment(List<Sentence> a, List<Sentence> b)
    {
        this.a = a;
        this.b = b;
        var countB = b.CountBy(s => s.Id).ToDictionary();
        whole = [.. a.CountBy(s => s.Id).Where(c => countB.GetValueOrDefault(c.Key) == c.Value).Select(c => c.Key)];
    }

    public static List<Pairing> Align(List<Sentence> a, List<Sentence> b)
    {
        var alignment = new SentenceAlignment(a, b);
        alignment.Region(0, a.Count, 0, b.Count);
        alignment.pairings.Sort((x, y) => x.FromA.CompareTo(y.FromA));
        return alignment.pairings;
    }

    void Region(int a0, int a1, int b0, int b1)
    {
        for (; a0 < a1 && b0 < b1 && a[a0].Id == b[b0].Id; a0++, b0++)
            pairings.Add(new Pairing(a0, a0 + 1, b0, b0 + 1, Exact: true));
        for (; a0 < a1 && b0 < b1 && a[a1 - 1].Id == b[b1 - 1].Id; a1--, b1--)
            pairings.Add(new Pairing(a1 - 1, a1, b1 - 1, b1, Exact: true));
        if (a0 == a1 || b0 == b1)
            return;
        var cells = (long)(a1 - a0) * (b1 - b0);
        if (cells > EasyCells && Divide(a0, a1, b0, b1))
            return;
        if (cells <= MostCells)
            Pair(a0, a1, b0, b1);
    }

    /// <summary>Patience: sentences that occur once on both sides, the heaviest increasing chain of them.</summary>
    bool Divide(int a0, int a1, int b0, int b1)
    {
        var chain = Chains.HeaviestUnique(
            [.. Enumerable.Range(a0, a1 - a0).Select(i => a[i].Id)], [.. Enumerable.Range(b0, b1 - b0).Select(j => b[j].Id)], i => a[a0 + i].Weight);
        if (chain.Count == 0)
            return false;
        var (lastA, lastB) = (a0, b0);
        foreach (var (i, j) in chain)
        {
            Region(lastA, a0 + i, lastB, b0 + j);
            pairings.Add(new Pairing(a0 + i, a0 + i + 1, b0 + j, b0 + j + 1, Exact: true));
            (lastA, lastB) = (a0 + i + 1, b0 + j + 1);
        }
        Region(lastA, a1, lastB, b1);
        return true;
    }

    void Pair(int a0, int a1, int b0, int b1)
    {
        var table = new Table(a0, a1 - a0, b0, b1 - b0, this);
        var late = table.Trace(early: false);
        var early = table.Trace(early: true).ToDictionary(p => p.FromA);
        // Where the first and the last of the best pairings differ, repeated text leaves it open which copy survived.
        pairings.AddRange(late.Select(p => p with { Certain = early.TryGetValue(p.FromA, out var other) && (other == p || (other.Exact && p.Exact)) }));
    }

    /// <summary>Scores of all ways through one region, and the steps that reach them.</summary>
    sealed class Table
    {
        static readonly (int A, int B)[] Steps = [(1, 1), (1, 2), (2, 1), (1, 3), (3, 1)];

        readonly int a0;
        readonly int b0;
        readonly int rows;
        readonly int columns;
        readonly SentenceAlignment owner;
        readonly float[,] overlap;
        readonly float[] weightA;
        readonly float[] weightB;
        readonly float[,] best;

        public Table(int a0, int rows, int b0, int columns, SentenceAlignment owner)
        {
            (this.a0, this.rows, this.b0, this.columns, this.owner) = (a0, rows, b0, columns, owner);
            weightA = [.. Enumerable.Range(a0, rows).Select(i => Sentences.StemWeight(owner.a[i]))];
            weightB = [.. Enumerable.Range(b0, columns).Select(j => Sentences.StemWeight(owner.b[j]))];
            overlap = new float[rows, columns];
            best = new float[rows + 1, columns + 1];
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    overlap[i, j] = Sentences.Overlap(owner.a[a0 + i], owner.b[b0 + j]);
            }
            for (var i = 1; i <= rows; i++)
            {
                for (var j = 1; j <= columns; j++)
                {
                    var score = Math.Max(best[i - 1, j], best[i, j - 1]);
                    foreach (var step in Steps)
                    {
                        if (Value(i, j, step) is > 0 and var value)
                            score = Math.Max(score, best[i - step.A, j - step.B] + value);
                    }
                    best[i, j] = score;
                }
            }
        }

        /// <summary>What it is worth to pair the sentences that end at these places; 0 where they are not alike.</summary>
        float Value(int i, int j, (int A, int B) step)
        {
            if (i < step.A || j < step.B)
                return 0;
            if (step is (1, 1))
            {
                var (left, right) = (owner.a[a0 + i - 1], owner.b[b0 + j - 1]);
                if (left.Id == right.Id)
                    return left.Weight + 0.1f + Neighbours(a0 + i - 1, b0 + j - 1);
                if (left.Core == right.Core)
                    return left.Weight + Neighbours(a0 + i - 1, b0 + j - 1);
            }
            if (Stand(owner.a, a0 + i, step.A) || Stand(owner.b, b0 + j, step.B))
                return 0;
            var (sum, wa, wb) = (0f, 0f, 0f);
            for (var x = 1; x <= step.A; x++)
                wa += weightA[i - x];
            for (var y = 1; y <= step.B; y++)
                wb += weightB[j - y];
            for (var x = 1; x <= step.A; x++)
            {
                for (var y = 1; y <= step.B; y++)
                {
                    var shared = overlap[i - x, j - y];
                    // Each part of a split or merger must bring something of its own.
                    if (step is not (1, 1) && shared < 0.4f * Math.Min(weightA[i - x], weightB[j - y]))
                        return 0;
                    sum += shared;
                }
            }
            var likeness = Sentences.Likeness(Math.Min(sum, Math.Min(wa, wb)), wa, wb);
            if (step is (1, 1) && IsSameRow(i, j))
                likeness = Math.Max(likeness, LeastLikeness);
            return likeness < (step is (1, 1) ? LeastLikeness : LeastMergedLikeness) ? 0
                : InexactValue * likeness * (wa + wb) / 2 + Neighbours(a0 + i - step.A, b0 + j - step.B);
        }

        bool Stand(List<Sentence> side, int end, int count)
        {
            for (var k = end - count; k < end; k++)
            {
                if (owner.whole.Contains(side[k].Id))
                    return true;
            }
            return false;
        }

        bool IsSameRow(int i, int j) => owner.a[a0 + i - 1].Row is not Rows.Unnamed and var row && row == owner.b[b0 + j - 1].Row;

        float Neighbours(int i, int j)
        {
            var before = i == 0 || j == 0 ? i == j : owner.a[i - 1].Id == owner.b[j - 1].Id;
            var after = i + 1 >= owner.a.Count || j + 1 >= owner.b.Count
                ? i + 1 >= owner.a.Count && j + 1 >= owner.b.Count : owner.a[i + 1].Id == owner.b[j + 1].Id;
            return (before ? NeighbourBonus : 0) + (after ? NeighbourBonus : 0);
        }

        public List<Pairing> Trace(bool early)
        {
            var result = new List<Pairing>();
            for (var (i, j) = (rows, columns); i > 0 && j > 0;)
            {
                var skipsA = Close(best[i, j], best[i - 1, j]);
                var skipsB = Close(best[i, j], best[i, j - 1]);
                if (early && (skipsA || skipsB))
                {
                    (i, j) = skipsA ? (i - 1, j) : (i, j - 1);
                    continue;
                }
                var step = Array.Find(Steps, s => Value(i, j, s) is > 0 and var value && Close(best[i, j], best[i - s.A, j - s.B] + value));
                if (step == default)
                {
                    (i, j) = skipsA ? (i - 1, j) : (i, j - 1);
                    continue;
                }
                (i, j) = (i - step.A, j - step.B);
                var exact = step is (1, 1) && owner.a[a0 + i].Id == owner.b[b0 + j].Id;
                result.Add(new Pairing(a0 + i, a0 + i + step.A, b0 + j, b0 + j + step.B, exact));
            }
            return result;
        }

        // Less than the smallest bonus, more than rounding.
        static bool Close(float x, float y) => Math.Abs(x - y) <= 1e-2f;
    }
}
