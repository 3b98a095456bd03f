namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>
/// Sentences that a text repeats can be paired with the wrong copy when what stands around them moved. A pairing of such a sentence counts
/// if a neighbour went with it; otherwise the copy whose neighbours did is taken, and where there is none the pairing is no longer certain.
/// </summary>
sealed class Copies
{
    readonly List<Sentence> a;
    readonly List<Sentence> b;
    readonly HashSet<(int A, int B)> ends;
    readonly HashSet<(int A, int B)> begins;

    Copies(List<Sentence> a, List<Sentence> b, List<Pairing> all)
    {
        (this.a, this.b) = (a, b);
        ends = [.. all.Select(p => (p.ToA, p.ToB)), (0, 0)];
        begins = [.. all.Select(p => (p.FromA, p.FromB)), (a.Count, b.Count)];
    }

    public static List<Pairing> Settle(List<Sentence> a, List<Sentence> b, List<Pairing> all)
    {
        var countA = a.CountBy(s => s.Id).ToDictionary();
        var countB = b.CountBy(s => s.Id).ToDictionary();
        bool Repeated(int id) => countA.GetValueOrDefault(id) > 1 || countB.GetValueOrDefault(id) > 1;
        var copies = new Copies(a, b, all);
        var lonely = all.FindAll(p => p.Exact && Repeated(a[p.FromA].Id) && !copies.Supported(p.FromA, p.FromB));
        var chosen = copies.Choose(lonely, all, Repeated);
        if (lonely.Count + chosen.Count == 0)
            return all;
        var takenA = chosen.Select(p => p.FromA).ToHashSet();
        var takenB = chosen.Select(p => p.FromB).ToHashSet();
        var kept = lonely.Where(p => !takenA.Contains(p.FromA) && !takenB.Contains(p.FromB))
            .Select(p => p with { Certain = p.Certain && countA[a[p.FromA].Id] == countB[a[p.FromA].Id] });
        return [.. all.Except(lonely), .. chosen, .. kept];
    }

    bool Supported(int i, int j) => ends.Contains((i, j)) || begins.Contains((i + 1, j + 1));

    /// <summary>Copies with a neighbour at the new place, where neither side has a second choice.</summary>
    List<Pairing> Choose(List<Pairing> lonely, List<Pairing> all, Func<int, bool> repeated)
    {
        var pairedA = all.SelectMany(p => Enumerable.Range(p.FromA, p.ToA - p.FromA)).ToHashSet();
        var pairedB = all.SelectMany(p => Enumerable.Range(p.FromB, p.ToB - p.FromB)).ToHashSet();
        var left = Enumerable.Range(0, a.Count).Where(i => !pairedA.Contains(i) && repeated(a[i].Id)).Concat(lonely.Select(p => p.FromA));
        var right = Enumerable.Range(0, b.Count).Where(j => !pairedB.Contains(j) && repeated(b[j].Id)).Concat(lonely.Select(p => p.FromB))
            .ToLookup(j => b[j].Id);
        var choices = left.SelectMany(i => right[a[i].Id].Where(j => Supported(i, j)).Select(j => (A: i, B: j))).ToList();
        var perA = choices.CountBy(c => c.A).ToDictionary();
        var perB = choices.CountBy(c => c.B).ToDictionary();
        return [.. choices.Where(c => perA[c.A] == 1 && perB[c.B] == 1)
            .Select(c => new Pairing(c.A, c.A + 1, c.B, c.B + 1, Exact: true, Moved: true))];
    }
}
