namespace LogodiConsult.Consulting.Passages.Anchors;

static class Chains
{
    /// <summary>Of the values that occur once on both sides, the heaviest chain that rises on both.</summary>
    public static List<(int A, int B)> HeaviestUnique(int[] a, int[] b, Func<int, float> weight)
    {
        var inB = Once(b);
        var pairs = Once(a).Where(p => inB.ContainsKey(p.Key)).Select(p => (A: p.Value, B: inB[p.Key])).OrderBy(p => p.A).ToArray();
        if (pairs.Length == 0)
            return [];
        // Fenwick tree over positions in b that holds the best chain ending at or before each.
        var tree = new int[b.Length + 1];
        Array.Fill(tree, -1);
        var sums = new float[pairs.Length];
        var previous = new int[pairs.Length];
        var last = -1;
        for (var i = 0; i < pairs.Length; i++)
        {
            previous[i] = -1;
            for (var at = pairs[i].B; at > 0; at -= at & -at)
            {
                if (tree[at] >= 0 && (previous[i] < 0 || sums[tree[at]] > sums[previous[i]]))
                    previous[i] = tree[at];
            }
            sums[i] = weight(pairs[i].A) + (previous[i] < 0 ? 0 : sums[previous[i]]);
            for (var at = pairs[i].B + 1; at <= b.Length; at += at & -at)
            {
                if (tree[at] < 0 || sums[i] > sums[tree[at]])
                    tree[at] = i;
            }
            if (last < 0 || sums[i] > sums[last])
                last = i;
        }
        var chain = new List<(int, int)>();
        for (; last >= 0; last = previous[last])
            chain.Add(pairs[last]);
        chain.Reverse();
        return chain;
    }

    static Dictionary<int, int> Once(int[] values)
    {
        var places = new Dictionary<int, int>();
        for (var i = 0; i < values.Length; i++)
            places[values[i]] = places.ContainsKey(values[i]) ? -1 : i;
        return places.Where(p => p.Value >= 0).ToDictionary(p => p.Key, p => p.Value);
    }
}
