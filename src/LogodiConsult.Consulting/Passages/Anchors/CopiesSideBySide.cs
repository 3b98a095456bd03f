namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>
/// Where copies of a sentence stand side by side, an edit script may take any of them for the earlier one. The one that is set as the earlier was,
/// at the same ends of its paragraph, is meant; of equals the first.
/// </summary>
static class CopiesSideBySide
{
    public static List<Pairing> Settle(List<Sentence> a, List<Sentence> b, List<Pairing> all, Func<Sentence, bool> endsA, Func<Sentence, bool> endsB)
    {
        var taken = all.SelectMany(p => Enumerable.Range(p.FromB, p.ToB - p.FromB)).ToHashSet();
        var setA = new Setting(a, endsA);
        var setB = new Setting(b, endsB);
        return all.ConvertAll(pairing =>
        {
            if (!pairing.Exact || pairing.ToA - pairing.FromA != 1 || HasTwin(a, pairing.FromA))
                return pairing;
            var (i, j) = (pairing.FromA, pairing.FromB);
            var (first, last) = (j, j);
            while (first > 0 && b[first - 1].Id == b[j].Id && !taken.Contains(first - 1))
                first--;
            while (last < b.Count - 1 && b[last + 1].Id == b[j].Id && !taken.Contains(last + 1))
                last++;
            if (first == last)
                return pairing;
            // MaxBy gives the first of equals.
            var copies = Enumerable.Range(first, last - first + 1).ToList();
            var meant = copies.MaxBy(k => setA.SameAs(i, setB, k));
            var unmistakable = copies.Count(k => setA.SameAs(i, setB, k) == Setting.Whole) == 1;
            return pairing with { FromB = meant, ToB = meant + 1, Certain = pairing.Certain || unmistakable };
        });
    }

    static bool HasTwin(List<Sentence> sentences, int i) =>
        (i > 0 && sentences[i - 1].Id == sentences[i].Id) || (i < sentences.Count - 1 && sentences[i + 1].Id == sentences[i].Id);

    /// <summary>Whether sentences begin and end their paragraphs.</summary>
    sealed class Setting(List<Sentence> sentences, Func<Sentence, bool> ends)
    {
        public const int Whole = 2;

        public int SameAs(int i, Setting other, int j) => (Begins(i) == other.Begins(j) ? 1 : 0) + (Ends(i) == other.Ends(j) ? 1 : 0);

        bool Begins(int i) => i == 0 || ends(sentences[i - 1]);

        bool Ends(int i) => i == sentences.Count - 1 || ends(sentences[i]);
    }
}
