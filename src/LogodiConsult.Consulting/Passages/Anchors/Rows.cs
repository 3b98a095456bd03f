namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>
/// Rows of a table in a plain text, their cells divided by tabs or bars. The first cell names its row: a row whose name stands once on both sides
/// is the same row, whatever became of its other cells. A name with a digit in it is a place in a numbering, which is given away anew.
/// </summary>
static class Rows
{
    public const int Unnamed = -1;

    /// <summary>The name's number, or <see cref="Unnamed"/>.</summary>
    public static int Name(ReadOnlySpan<char> line, Vocabulary vocabulary)
    {
        var divider = line.Contains('\t') ? '\t' : '|';
        var rest = line.Trim();
        if (divider == '|' && rest.StartsWith("|"))
            rest = rest[1..];
        var at = rest.IndexOf(divider);
        if (at <= 0)
            return Unnamed;
        var name = rest[..at].Trim();
        var letters = 0;
        foreach (var c in name)
        {
            if (char.IsDigit(c))
                return Unnamed;
            letters += char.IsLetter(c) ? 1 : 0;
        }
        return letters > 1 ? vocabulary.Id(name) : Unnamed;
    }

    /// <summary>Where the second cell of a row begins whose first cell is its number (of two digits at most) and whose second is in words; null for other rows.</summary>
    public static int? BehindNumber(string text, List<Token> tokens, int from, int end)
    {
        var at = from;
        var barred = text[tokens[at].Start] == '|';
        if (barred)
            at = SkipSpace(tokens, at + 1, end);
        if (at >= end || !char.IsAsciiDigit(text[tokens[at].Start]) || tokens[at].Length > 2)
            return null;
        at++;
        var divided = at < end && tokens[at].IsSpace && text.AsSpan(tokens[at].Start, tokens[at].Length).Contains('\t');
        at = SkipSpace(tokens, at, end);
        if (!divided && at < end && text[tokens[at].Start] == '|')
            (divided, at) = (true, SkipSpace(tokens, at + 1, end));
        return divided && at < end && tokens[at].Stem >= 0 && char.IsLetter(text, tokens[at].Start) ? at : null;
    }

    static int SkipSpace(List<Token> tokens, int at, int end)
    {
        while (at < end && tokens[at].IsSpace)
            at++;
        return at;
    }

    /// <summary>Takes the names away that more than one row has on either side, or that only one side has.</summary>
    public static void KeepUnmistakable(List<Sentence> a, List<Sentence> b)
    {
        var both = Once(a).Intersect(Once(b)).ToHashSet();
        foreach (var side in new[] { a, b })
        {
            for (var i = 0; i < side.Count; i++)
            {
                if (side[i].Row != Unnamed && !both.Contains(side[i].Row))
                    side[i] = side[i] with { Row = Unnamed };
            }
        }
    }

    static IEnumerable<int> Once(List<Sentence> sentences) =>
        sentences.Where(s => s.Row != Unnamed).CountBy(s => s.Row).Where(c => c.Value == 1).Select(c => c.Key);
}
