namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>
/// A sentence, a row or a heading with the white space behind it; tokens from–to (exclusive). Equal ids are equal texts but for that space;
/// equal cores are equal but for the number or dash of a list before them; equal rows are rows of one name.
/// </summary>
sealed record Sentence(int From, int To, int Start, int End, int Id, int Core, float Weight, (int Stem, float Weight)[] Stems, int Row = Rows.Unnamed);

static class Sentences
{
    public static List<Sentence> Read(string text, List<Token> tokens, Vocabulary vocabulary)
    {
        var sentences = new List<Sentence>();
        var from = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            var last = i == tokens.Count - 1;
            if (last || tokens[i].Weight == Tokens.BreakWeight || (tokens[i].IsSpace && Ends(text, tokens, from, i)))
            {
                sentences.Add(Make(text, tokens, from, i + 1, vocabulary));
                from = i + 1;
            }
        }
        return sentences;
    }

    /// <summary>Whether the sign before this space ends a sentence; "1.", "가." and "a)" at its beginning do not, nor does a title as in "Sr. Quispe".</summary>
    static bool Ends(string text, List<Token> tokens, int from, int space)
    {
        var at = space - 1;
        while (at > from && text[tokens[at].Start] is '"' or '»' or '”' or '’' or ')' or ']' or '』' or '」')
            at--;
        return at > from && text[tokens[at].Start] is '.' or '!' or '?' or '…' or '。' or '！' or '？' && (at > from + 1 || IsWord(text, tokens[from]));
    }

    /// <summary>Long enough to be a sentence of one word ("Contexto.", "배경.") and not the number of a chapter or a title.</summary>
    static bool IsWord(string text, Token token) => Scripts.Of(text, token.Start) switch
    {
        Script.Hangul => token.Length > 1,
        Script.Letter => token.Length > 3 && !char.IsAsciiDigit(text[token.Start]),
        _ => false,
    };

    static Sentence Make(string text, List<Token> tokens, int from, int to, Vocabulary vocabulary)
    {
        var end = to;
        while (end > from && tokens[end - 1].IsSpace)
            end--;
        var weight = 0f;
        var stems = new List<(int Stem, float Weight)>(end - from);
        var core = Core(text, tokens, from, end);
        for (var i = core; i < end; i++)
        {
            weight += tokens[i].Weight;
            if (tokens[i].Stem >= 0)
                stems.Add((tokens[i].Stem, tokens[i].Weight));
        }
        var start = tokens[from].Start;
        var content = end > from ? text.AsSpan(start, tokens[end - 1].End - start) : "";
        var inner = end > core ? text.AsSpan(tokens[core].Start, tokens[end - 1].End - tokens[core].Start) : content;
        return new Sentence(from, to, start, tokens[to - 1].End, vocabulary.Id(content), vocabulary.Id(inner), weight, Summed(stems), Rows.Name(content, vocabulary));
    }

    /// <summary>First token behind "1.", "a)", "2.3", "-" or "•" at the beginning, or behind the cell with a row's number; what is numbered anew keeps its items.</summary>
    static int Core(string text, List<Token> tokens, int from, int end)
    {
        if (end - from < 3)
            return from;
        if (Rows.BehindNumber(text, tokens, from, end) is { } cell)
            return cell;
        var first = text.AsSpan(tokens[from].Start, tokens[from].Length);
        if (first is "-" or "–" or "—" or "•" or "*" or "·")
            return tokens[from + 1].IsSpace ? from + 2 : from;
        var numbers = char.IsAsciiDigit(first[0]) || first.Length == 1;
        return numbers && text[tokens[from + 1].Start] is ('.' or ')') && tokens[from + 2].IsSpace && end - from > 3 ? from + 3 : from;
    }

    static (int Stem, float Weight)[] Summed(List<(int Stem, float Weight)> stems)
    {
        stems.Sort((x, y) => x.Stem.CompareTo(y.Stem));
        var last = -1;
        for (var i = 0; i < stems.Count; i++)
        {
            if (last >= 0 && stems[last].Stem == stems[i].Stem)
                stems[last] = (stems[i].Stem, stems[last].Weight + stems[i].Weight);
            else
                stems[++last] = stems[i];
        }
        return [.. stems.Take(last + 1)];
    }

    /// <summary>Weight of the stems that both have, counted as often as both have them.</summary>
    public static float Overlap(Sentence a, Sentence b)
    {
        var sum = 0f;
        for (int i = 0, j = 0; i < a.Stems.Length && j < b.Stems.Length;)
        {
            var (left, right) = (a.Stems[i], b.Stems[j]);
            if (left.Stem == right.Stem)
            {
                sum += Math.Min(left.Weight, right.Weight);
                i++;
                j++;
            }
            else if (left.Stem < right.Stem)
            {
                i++;
            }
            else
            {
                j++;
            }
        }
        return sum;
    }

    /// <summary>Weight of the stems that both have, without those of small words.</summary>
    public static float SharedWords(Sentence a, Sentence b) => Overlap(Weighty(a), Weighty(b));

    static Sentence Weighty(Sentence sentence) => sentence with { Stems = [.. sentence.Stems.Where(s => s.Weight >= Tokens.WordWeight)] };

    /// <summary>What a sentence has and the others have not.</summary>
    public static Sentence Without(Sentence sentence, IEnumerable<Sentence> others)
    {
        var left = sentence.Stems.ToDictionary(s => s.Stem, s => s.Weight);
        foreach (var stem in others.SelectMany(o => o.Stems))
        {
            if (left.TryGetValue(stem.Stem, out var weight))
                left[stem.Stem] = Math.Max(0, weight - stem.Weight);
        }
        return sentence with { Stems = [.. left.Where(s => s.Value > 0).OrderBy(s => s.Key).Select(s => (s.Key, s.Value))] };
    }

    /// <summary>0 to 1: Dice coefficient of the weighted stems.</summary>
    public static float Likeness(float overlap, float a, float b) => a + b > 0 ? Math.Min(1, 2 * overlap / (a + b)) : 0;

    public static float StemWeight(Sentence sentence)
    {
        var sum = 0f;
        foreach (var stem in sentence.Stems)
            sum += stem.Weight;
        return sum;
    }
}
