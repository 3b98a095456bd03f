namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>Finds where sentences went that lost their place in the order: equal ones that are unmistakable, then what stood around them, then very like ones.</summary>
sealed class MovedSentences
{
    // Weights: a word of four letters or more is 2, so this is some six such words.
    const float HeavyEnough = 10f;
    const float HeavyEnoughIfOnlyOne = 2f;
    const float LightestItem = 4f;
    const float NeighbourLikeness = 0.5f;
    const float LoneLikeness = 0.72f;
    const float LikenessOfTheOnlyTwo = 0.6f;
    const float Margin = 0.12f;
    const int MostComparisons = 1_000_000;

    readonly List<Sentence> a;
    readonly List<Sentence> b;
    readonly HashSet<int> freeA;
    readonly HashSet<int> freeB;
    readonly List<Pairing> found = [];

    MovedSentences(List<Sentence> a, List<Sentence> b, List<Pairing> pairings)
    {
        (this.a, this.b) = (a, b);
        freeA = [.. Enumerable.Range(0, a.Count)];
        freeB = [.. Enumerable.Range(0, b.Count)];
        foreach (var pairing in pairings)
        {
            freeA.ExceptWith(Enumerable.Range(pairing.FromA, pairing.ToA - pairing.FromA));
            freeB.ExceptWith(Enumerable.Range(pairing.FromB, pairing.ToB - pairing.FromB));
        }
    }

    public static List<Pairing> Find(List<Sentence> a, List<Sentence> b, List<Pairing> pairings)
    {
        var moved = new MovedSentences(a, b, pairings);
        moved.Equal(s => s.Id);
        moved.Equal(s => s.Core);
        moved.SameRows();
        moved.Alike();
        moved.AlikeAndShort();
        return moved.found;
    }

    void Equal(Func<Sentence, int> identity)
    {
        var countA = a.CountBy(identity).ToDictionary();
        var countB = b.CountBy(identity).ToDictionary();
        var byIdA = freeA.GroupBy(i => identity(a[i])).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single());
        var byIdB = freeB.GroupBy(j => identity(b[j])).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single());
        foreach (var (id, i) in byIdA.OrderByDescending(p => a[p.Value].Weight))
        {
            if (!byIdB.TryGetValue(id, out var j) || !freeA.Contains(i) || !freeB.Contains(j))
                continue;
            var alone = countA[id] == 1 && countB[id] == 1;
            if (alone ? a[i].Weight >= HeavyEnoughIfOnlyOne : a[i].Weight >= HeavyEnough && InCompany(i, j))
                Take(i, j);
        }
    }

    /// <summary>A row that was moved and of which most was written anew is still the row of its name.</summary>
    void SameRows()
    {
        var byRow = freeB.Where(j => b[j].Row != Rows.Unnamed).ToDictionary(j => b[j].Row);
        foreach (var i in freeA.Where(i => a[i].Row != Rows.Unnamed).ToList())
        {
            if (byRow.TryGetValue(a[i].Row, out var j))
                Add(i, j);
        }
    }

    /// <summary>Of a sentence that stands several times, one copy may go and another come: only its neighbours tell that it was moved.</summary>
    bool InCompany(int i, int j) =>
        (i > 0 && j > 0 && Like(i - 1, j - 1) >= NeighbourLikeness) || (i + 1 < a.Count && j + 1 < b.Count && Like(i + 1, j + 1) >= NeighbourLikeness);

    void Take(int i, int j)
    {
        Add(i, j);
        foreach (var step in new[] { 1, -1 })
        {
            for (int x = i + step, y = j + step; freeA.Contains(x) && freeB.Contains(y) && Like(x, y) >= NeighbourLikeness; x += step, y += step)
                Add(x, y);
        }
    }

    void Alike()
    {
        if ((long)freeA.Count * freeB.Count > MostComparisons)
            return;
        var pairs = freeA.SelectMany(i => freeB.Select(j => (I: i, J: j, Like: Like(i, j))))
            .Where(p => p.Like >= LoneLikeness - Margin && a[p.I].Weight >= HeavyEnough)
            .OrderByDescending(p => p.Like)
            .ToList();
        foreach (var (i, j, like) in pairs.Where(p => p.Like >= LoneLikeness))
        {
            var rival = pairs.Exists(p => (p.I == i) != (p.J == j) && p.Like > like - Margin && freeA.Contains(p.I) && freeB.Contains(p.J));
            if (!rival && freeA.Contains(i) && freeB.Contains(j))
                Take(i, j);
        }
    }

    /// <summary>
    /// The item of a list that was moved and worded otherwise. Where others of the list are nearly as like it ("Taller en Puno", "Taller en Ica"),
    /// it is another item.
    /// </summary>
    void AlikeAndShort()
    {
        if ((long)(freeA.Count + freeB.Count) * (a.Count + b.Count) > MostComparisons)
            return;
        var least = freeA.Count == 1 && freeB.Count == 1 ? LikenessOfTheOnlyTwo : LoneLikeness;
        foreach (var i in freeA.Where(i => a[i].Weight is >= LightestItem and < HeavyEnough).ToList())
        {
            var j = freeB.OrderByDescending(j => Like(i, j)).FirstOrDefault(-1);
            if (j < 0 || Like(i, j) < least)
                continue;
            var close = Like(i, j) - Margin;
            var rival = Enumerable.Range(0, b.Count).Any(other => other != j && Like(i, other) > close)
                || Enumerable.Range(0, a.Count).Any(other => other != i && Like(other, j) > close);
            if (!rival)
                Add(i, j);
        }
    }

    float Like(int i, int j) => a[i].Core == b[j].Core ? 1
        : Sentences.Likeness(Sentences.Overlap(a[i], b[j]), Sentences.StemWeight(a[i]), Sentences.StemWeight(b[j]));

    void Add(int i, int j)
    {
        freeA.Remove(i);
        freeB.Remove(j);
        found.Add(new Pairing(i, i + 1, j, j + 1, a[i].Id == b[j].Id, Moved: true));
    }
}
