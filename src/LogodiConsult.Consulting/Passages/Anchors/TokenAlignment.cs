namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>
/// Which token of one passage is which token of the other (−1: none): the heaviest common subsequence that also likes to stay together.
/// Where repeated words leave it open, <see cref="Early"/> and <see cref="Late"/> are the two extremes.
/// </summary>
sealed class TokenAlignment
{
    const float TogetherBonus = 0.35f;
    const int MostCells = 1_000_000;

    readonly Token[] a;
    readonly Token[] b;

    TokenAlignment(Token[] a, Token[] b)
    {
        (this.a, this.b) = (a, b);
        Late = new int[a.Length];
        Early = new int[a.Length];
        Array.Fill(Late, -1);
        Array.Fill(Early, -1);
    }

    public int[] Late { get; }

    public int[] Early { get; }

    public static TokenAlignment Of(Token[] a, Token[] b)
    {
        var alignment = new TokenAlignment(a, b);
        alignment.Region(0, a.Length, 0, b.Length);
        return alignment;
    }

    void Region(int a0, int a1, int b0, int b1)
    {
        if ((long)(a1 - a0) * (b1 - b0) <= MostCells)
        {
            Pair(a0, a1, b0, b1);
            return;
        }
        for (; a0 < a1 && b0 < b1 && a[a0].Id == b[b0].Id; a0++, b0++)
            Late[a0] = Early[a0] = b0;
        for (; a0 < a1 && b0 < b1 && a[a1 - 1].Id == b[b1 - 1].Id; a1--, b1--)
            Late[a1 - 1] = Early[a1 - 1] = b1 - 1;
        var chain = Chains.HeaviestUnique([.. a[a0..a1].Select(t => t.Id)], [.. b[b0..b1].Select(t => t.Id)], i => a[a0 + i].Weight);
        var (lastA, lastB) = (a0, b0);
        foreach (var (i, j) in chain)
        {
            Inner(lastA, a0 + i, lastB, b0 + j);
            Late[a0 + i] = Early[a0 + i] = b0 + j;
            (lastA, lastB) = (a0 + i + 1, b0 + j + 1);
        }
        if (chain.Count > 0)
            Inner(lastA, a1, lastB, b1);
    }

    void Inner(int a0, int a1, int b0, int b1)
    {
        if (a0 < a1 && b0 < b1)
            Region(a0, a1, b0, b1);
    }

    void Pair(int a0, int a1, int b0, int b1)
    {
        var (rows, columns) = (a1 - a0, b1 - b0);
        var together = new float[rows + 1, columns + 1];
        var best = new float[rows + 1, columns + 1];
        for (var i = 1; i <= rows; i++)
        {
            for (var j = 1; j <= columns; j++)
            {
                var top = Math.Max(best[i - 1, j], best[i, j - 1]);
                if (a[a0 + i - 1].Id == b[b0 + j - 1].Id)
                {
                    var before = together[i - 1, j - 1] > 0 ? Math.Max(best[i - 1, j - 1], together[i - 1, j - 1] + TogetherBonus) : best[i - 1, j - 1];
                    together[i, j] = before + a[a0 + i - 1].Weight;
                    top = Math.Max(top, together[i, j]);
                }
                best[i, j] = top;
            }
        }
        Trace(together, best, a0, b0, Late, early: false);
        Trace(together, best, a0, b0, Early, early: true);
    }

    void Trace(float[,] together, float[,] best, int a0, int b0, int[] map, bool early)
    {
        var (i, j) = (best.GetLength(0) - 1, best.GetLength(1) - 1);
        var inRun = false;
        while (i > 0 && j > 0)
        {
            if (!inRun)
            {
                var skipA = Close(best[i, j], best[i - 1, j]);
                var skipB = Close(best[i, j], best[i, j - 1]);
                var match = together[i, j] > 0 && Close(best[i, j], together[i, j]);
                if ((!match || early) && (skipA || skipB))
                {
                    (i, j) = skipA ? (i - 1, j) : (i, j - 1);
                    continue;
                }
            }
            map[a0 + i - 1] = b0 + j - 1;
            inRun = together[i - 1, j - 1] > 0 && Close(together[i, j], together[i - 1, j - 1] + TogetherBonus + a[a0 + i - 1].Weight);
            (i, j) = (i - 1, j - 1);
        }
    }

    // Less than the weight of a blank, more than rounding.
    static bool Close(float x, float y) => Math.Abs(x - y) <= 1e-2f;
}
