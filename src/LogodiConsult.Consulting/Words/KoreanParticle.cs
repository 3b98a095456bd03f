namespace LogodiConsult.Consulting.Words;

/// <summary>
/// Korean particles change with the last sound of the word before them: 김민수<b>는</b>, but 박지훈<b>은</b>.
/// Hangul is exact; digits are read aloud in Sino-Korean; capitals are read letter by letter; other Latin words are judged as Spanish
/// and English names are usually transcribed (국립국어원 외래어 표기법).
/// </summary>
public static class KoreanParticle
{
    // After a consonant, after a vowel.
    static readonly (string Closed, string Open)[] Pairs =
        [("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이라", "라"), ("이나", "나"), ("이며", "며")];

    enum Sound
    {
        Open,
        Closed,
        Rieul,
    }

    /// <summary>Whether a pair such as <c>은/는</c>, <c>는/은</c> or <c>(으)로</c> is known.</summary>
    public static bool Knows(string pair) => Find(pair) is not null;

    /// <summary>The word with its particle.</summary>
    public static string Attach(string word, string pair) => word + Choose(word, pair);

    /// <exception cref="ArgumentException">The pair is not known.</exception>
    public static string Choose(string word, string pair)
    {
        var (closed, open) = Find(pair) ?? throw new ArgumentException($"'{pair}' is no pair of particles known here, such as 은/는.", nameof(pair));
        return LastSound(word) switch
        {
            null => $"{closed}({open})",
            Sound.Open => open,
            Sound.Rieul when open == "로" => open,
            _ => closed,
        };
    }

    static (string Closed, string Open)? Find(string pair)
    {
        foreach (var known in Pairs)
        {
            if (pair == $"{known.Closed}/{known.Open}" || pair == $"{known.Open}/{known.Closed}" || (pair == "(으)로" && known.Open == "로"))
                return known;
        }

        return null;
    }

    static Sound? LastSound(string word)
    {
        var text = WithoutAside(word);
        var last = text.Length - 1;
        while (last >= 0 && !char.IsLetterOrDigit(text[last]))
            last--;
        if (last < 0)
            return null;
        var c = text[last];
        if (c is >= '가' and <= '힣')
            return ((c - '가') % 28) switch { 0 => Sound.Open, 8 => Sound.Rieul, _ => Sound.Closed };
        if (char.IsAsciiDigit(c))
            return c switch { '1' or '7' or '8' => Sound.Rieul, '0' or '3' or '6' => Sound.Closed, _ => Sound.Open };
        var start = last;
        while (start > 0 && char.IsLetter(text[start - 1]))
            start--;
        var plain = Names.Fold(text[start..(last + 1)]);
        return plain.Length > 0 && char.IsAsciiLetter(plain[^1]) ? Latin(plain) : null;
    }

    static Sound Latin(string word)
    {
        var isSpelled = word.All(char.IsAsciiLetterUpper);
        var lower = word.ToLowerInvariant();
        var end = lower[^1];
        if (end == 'l' || (isSpelled && end == 'r'))
            return Sound.Rieul;
        if (end is 'm' or 'n')
            return Sound.Closed;
        if (isSpelled)
            return Sound.Open;
        return lower.EndsWith("ng", StringComparison.Ordinal) || end is 'b' or 'c' or 'k' or 'p' or 'q' ? Sound.Closed : Sound.Open;
    }

    // "Rosa Quispe (Cusco)" is spoken of as Rosa Quispe.
    static string WithoutAside(string word)
    {
        var text = word.TrimEnd();
        var open = text.LastIndexOf('(');
        return text.EndsWith(')') && open > 0 ? text[..open] : text;
    }
}
