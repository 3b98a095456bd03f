namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>
/// A sentence that seems to have gone elsewhere word for word, while between its neighbours a very like one stands that was not there before: it may have
/// been copied and then edited as well as moved and written anew. What stands in its place is taken for it, so that nothing is placed elsewhere by a guess.
/// </summary>
static class EditedBesideACopy
{
    const float LeastLikeness = 0.6f;
    const float LeastWeight = 6f;

    public static List<Pairing> Settle(List<Sentence> a, List<Sentence> b, List<Pairing> all)
    {
        var moved = all.FindAll(p => p is { Moved: true, Exact: true } && p.ToA - p.FromA == 1);
        if (moved.Count == 0)
            return all;
        var places = all.Where(p => !p.Moved).OrderBy(p => p.FromA).ToList();
        var taken = all.SelectMany(p => Enumerable.Range(p.FromB, p.ToB - p.FromB)).ToHashSet();
        var result = new List<Pairing>(all);
        foreach (var pairing in moved.Where(p => a[p.FromA].Weight >= LeastWeight))
        {
            var before = places.FindLast(p => p.ToA <= pairing.FromA);
            var behind = places.Find(p => p.FromA > pairing.FromA);
            var alike = Enumerable.Range(before?.ToB ?? 0, Math.Max(0, (behind?.FromB ?? b.Count) - (before?.ToB ?? 0)))
                .Where(j => !taken.Contains(j) && b[j].Core != a[pairing.FromA].Core && Like(a[pairing.FromA], b[j]) >= LeastLikeness).ToList();
            if (alike is not [var only])
                continue;
            taken.Add(only);
            result.Remove(pairing);
            result.Add(new Pairing(pairing.FromA, pairing.ToA, only, only + 1, Exact: false) { HasCopy = true });
        }
        return result;
    }

    static float Like(Sentence a, Sentence b) => Sentences.Likeness(Sentences.Overlap(a, b), Sentences.StemWeight(a), Sentences.StemWeight(b));
}
