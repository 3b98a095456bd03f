namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>
/// Pairs whole paragraphs and rows that occur once on both sides and are equal, before their sentences are looked at:
/// a sentence that every paragraph repeats must not be taken for its copy in another one when paragraphs change places.
/// </summary>
static class Paragraphs
{
    // One word: a whole line that stands once on both sides is the same line.
    const float LightestMoved = 0.6f;

    sealed record Paragraph(int From, int To, int Id, float Weight);

    /// <summary>All pairings in order, and those of what was moved as a whole.</summary>
    public static (List<Pairing> InOrder, List<Pairing> Moved) Align(List<Sentence> a, List<Sentence> b, Func<Sentence, bool> endsA, Func<Sentence, bool> endsB)
    {
        var ids = new Dictionary<string, int>();
        var (left, right) = (Read(a, endsA, ids), Read(b, endsB, ids));
        var chain = Chains.HeaviestUnique([.. left.Select(p => p.Id)], [.. right.Select(p => p.Id)], i => left[i].Weight);
        var moved = Moved(left, right, chain);
        var inOrder = new List<Pairing>();
        var (lastA, lastB) = (0, 0);
        foreach (var (i, j) in chain)
        {
            Between(a, lastA, left[i].From, b, lastB, right[j].From, moved, inOrder);
            inOrder.AddRange(Equal(left[i], right[j], moved: false));
            (lastA, lastB) = (left[i].To, right[j].To);
        }
        Between(a, lastA, a.Count, b, lastB, b.Count, moved, inOrder);
        return (inOrder, moved);
    }

    static List<Paragraph> Read(List<Sentence> sentences, Func<Sentence, bool> ends, Dictionary<string, int> ids)
    {
        var result = new List<Paragraph>();
        var from = 0;
        for (var i = 0; i < sentences.Count; i++)
        {
            if (i < sentences.Count - 1 && !ends(sentences[i]))
                continue;
            var own = sentences.GetRange(from, i + 1 - from);
            var key = string.Join(' ', own.Select(s => s.Id));
            if (!ids.TryGetValue(key, out var id))
                ids[key] = id = ids.Count;
            result.Add(new Paragraph(from, i + 1, id, own.Sum(s => s.Weight)));
            from = i + 1;
        }
        return result;
    }

    static List<Pairing> Moved(List<Paragraph> left, List<Paragraph> right, List<(int A, int B)> chain)
    {
        var chained = chain.Select(c => c.A).ToHashSet();
        var once = right.GroupBy(p => p.Id).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single());
        return [.. left.Select((p, i) => (Paragraph: p, Index: i)).GroupBy(p => p.Paragraph.Id)
            .Where(g => g.Count() == 1 && once.ContainsKey(g.Key) && !chained.Contains(g.Single().Index) && g.Single().Paragraph.Weight >= LightestMoved)
            .SelectMany(g => Equal(g.Single().Paragraph, once[g.Key], moved: true))];
    }

    static IEnumerable<Pairing> Equal(Paragraph left, Paragraph right, bool moved) =>
        Enumerable.Range(0, left.To - left.From)
            .Select(k => new Pairing(left.From + k, left.From + k + 1, right.From + k, right.From + k + 1, Exact: true, moved));

    static void Between(List<Sentence> a, int a0, int a1, List<Sentence> b, int b0, int b1, List<Pairing> moved, List<Pairing> result)
    {
        if (a0 == a1 || b0 == b1)
            return;
        var takenA = moved.Select(p => p.FromA).ToHashSet();
        var takenB = moved.Select(p => p.FromB).ToHashSet();
        var left = Enumerable.Range(a0, a1 - a0).Where(i => !takenA.Contains(i)).ToArray();
        var right = Enumerable.Range(b0, b1 - b0).Where(j => !takenB.Contains(j)).ToArray();
        foreach (var p in SentenceAlignment.Align([.. left.Select(i => a[i])], [.. right.Select(j => b[j])]))
        {
            var whole = p with { FromA = left[p.FromA], ToA = left[p.ToA - 1] + 1, FromB = right[p.FromB], ToB = right[p.ToB - 1] + 1 };
            // A split or merger that spans something moved away is none.
            if (whole.ToA - whole.FromA == p.ToA - p.FromA && whole.ToB - whole.FromB == p.ToB - p.FromB)
                result.Add(whole);
        }
    }
}
