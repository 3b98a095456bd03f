using System.Globalization;

namespace LogodiConsult.Consulting.Passages.Anchors;

enum Script
{
    Space,
    Sign,
    Letter,
    Hangul,
    Han,
}

/// <summary>Where words begin and end in Spanish, Korean and what is mixed of them.</summary>
static class Scripts
{
    // Particles and endings that follow a noun without making another word of it (조사, 이다, 들).
    static readonly HashSet<string> Particles =
    [
        "은", "는", "이", "가", "을", "를", "의", "에", "에서", "에게", "에게서", "께", "께서", "로", "으로", "로서", "으로서", "로써", "으로써", "와", "과", "도", "만",
        "부터", "까지", "까지의", "에는", "에도", "에서는", "에서도", "에서의", "에의", "으로는", "로는", "으로의", "로의", "와의", "과의", "와는", "과는", "보다", "처럼", "마다",
        "조차", "마저", "밖에", "뿐", "이나", "나", "이란", "란", "이라는", "라는", "이라고", "라고", "이며", "며", "이고", "고", "이다", "다", "입니다", "인", "이자", "이지만",
        "들", "들은", "들이", "들을", "들의", "들에게", "들과", "들도", "별", "별로", "등", "하고", "에만", "만을", "만이", "까지는", "부터는", "이었다", "였다",
    ];

    // The syllables with which the forms of 하다 and of 되다 begin.
    static readonly string[] Verbs = ["하한할함합했해", "되된될됨됩됐돼"];

    public static Script Of(string text, int at)
    {
        var c = text[at];
        if (c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9')
            return Script.Letter;
        if (IsHangul(c))
            return Script.Hangul;
        return CharUnicodeInfo.GetUnicodeCategory(text, at) switch
        {
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Script.Space,
            UnicodeCategory.Control => char.IsWhiteSpace(c) ? Script.Space : Script.Sign,
            UnicodeCategory.OtherLetter when c is (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uD840' and <= '\uD888') => Script.Han,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Script.Letter,
            _ => Script.Sign,
        };
    }

    public static bool IsHangul(char c) => c is (>= '\uAC00' and <= '\uD7A3') or (>= '\u1100' and <= '\u11FF') or (>= '\u3130' and <= '\u318F');

    /// <summary>Whether no word, number or grapheme begins at this place: it is inside of one.</summary>
    public static bool Joined(string text, int at)
    {
        if (at <= 0 || at >= text.Length)
            return false;
        var (left, right) = (text[at - 1], text[at]);
        if ((char.IsAsciiLetter(left) && char.IsAsciiLetter(right)) || (left is >= '\uAC00' and <= '\uD7A3' && right is >= '\uAC00' and <= '\uD7A3'))
            return true;
        if (char.IsLowSurrogate(right) && char.IsHighSurrogate(left))
            return true;
        // Zero width joiner, variation selectors and skin tones belong to the sign before them.
        if (right is '\u200D' or (>= '\uFE00' and <= '\uFE0F') || left == '\u200D' || (right == '\uD83C' && at + 1 < text.Length && text[at + 1] is >= '\uDFFB' and <= '\uDFFF'))
            return true;
        if (CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return true;
        var first = Of(text, at - 1 - (char.IsLowSurrogate(left) && at > 1 ? 1 : 0));
        var second = Of(text, at);
        if (first == second)
            return first is Script.Letter or Script.Hangul;
        // 1,500.50 and 12:30 are one.
        return (char.IsAsciiDigit(left) && right is '.' or ',' or ':' && IsDigit(text, at + 1))
            || (char.IsAsciiDigit(right) && left is '.' or ',' or ':' && IsDigit(text, at - 2));
    }

    /// <summary>
    /// Whether a passage that stands letter by letter is still the same words: "plan" is not kept by "planes", nor "5" by "50";
    /// "계획" is kept by 계획을 and 계획이, but not by 계획서.
    /// </summary>
    public static bool EdgesHold(string before, int start, int end, string after, int at) =>
        (!Joined(after, at) || Joined(before, start)) && EndHolds(before, end, after, at + end - start);

    /// <summary>The same for the end alone: the rest of the word behind it is none, a particle, or what it was.</summary>
    public static bool EndHolds(string before, int end, string after, int to)
    {
        if (!Joined(after, to))
            return true;
        if (!IsHangul(after[to]))
            return Joined(before, end);
        var rest = Rest(after, to);
        return Particles.Contains(rest) || (Joined(before, end) && IsSameWord(Rest(before, end), rest));
    }

    /// <summary>Two rests of one word: with another particle (시스템, 시스템을), or another form of 하다 or 되다 (하고, 한다).</summary>
    static bool IsSameWord(string before, string after)
    {
        var shared = before.AsSpan().CommonPrefixLength(after);
        if (shared > 0 && IsParticle(before[shared..]) && IsParticle(after[shared..]))
            return true;
        return before.Length > 0 && Array.Exists(Verbs, v => v.Contains(before[0]) && v.Contains(after[0]));
    }

    static bool IsParticle(string rest) => rest.Length == 0 || Particles.Contains(rest);

    static bool IsDigit(string text, int at) => at >= 0 && at < text.Length && char.IsAsciiDigit(text[at]);

    /// <summary>The syllables from here to the end of the word.</summary>
    public static string Rest(string text, int at)
    {
        var end = at;
        while (end < text.Length && IsHangul(text[end]))
            end++;
        return text[at..end];
    }
}
