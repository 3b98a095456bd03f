using System.Globalization;

namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>A word, a run of white space, or one sign (a grapheme). Start and length in UTF-16 of the normalised text.</summary>
readonly record struct Token(int Start, int Length, int Id, int Stem, float Weight)
{
    public int End => Start + Length;

    public bool IsSpace => Weight <= Tokens.BreakWeight;
}

/// <summary>Gives equal strings equal numbers, across the two texts that are compared.</summary>
sealed class Vocabulary
{
    readonly Dictionary<string, int> ids = [];
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public Vocabulary() => lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Id(ReadOnlySpan<char> text)
    {
        if (!lookup.TryGetValue(text, out var id))
            lookup[text] = id = ids.Count;
        return id;
    }
}

static class Tokens
{
    public const float SpaceWeight = 0.05f;
    public const float BreakWeight = 0.1f;
    const float SignWeight = 0.3f;
    const float SmallWordWeight = 0.6f;
    public const float WordWeight = 2f;

    public static List<Token> Read(string text, Vocabulary vocabulary)
    {
        var tokens = new List<Token>(text.Length / 4);
        for (var at = 0; at < text.Length;)
        {
            var length = Length(text, at, out var weight);
            var span = text.AsSpan(at, length);
            tokens.Add(new Token(at, length, vocabulary.Id(span), weight > SignWeight ? Stem(span, vocabulary) : -1, weight));
            at += length;
        }
        return tokens;
    }

    static int Length(string text, int at, out float weight)
    {
        var end = at + 1;
        var script = Scripts.Of(text, at);
        switch (script)
        {
            case Script.Space:
                while (end < text.Length && Scripts.Of(text, end) == Script.Space)
                    end++;
                weight = text.AsSpan(at, end - at).Contains('\n') ? BreakWeight : SpaceWeight;
                return end - at;
            case Script.Han:
                weight = SmallWordWeight;
                return char.IsHighSurrogate(text[at]) ? 2 : 1;
            case Script.Sign:
                weight = SignWeight;
                return StringInfo.GetNextTextElementLength(text, at);
            default:
                while (end < text.Length && Scripts.Joined(text, end))
                    end++;
                weight = Small(text.AsSpan(at, end - at), script) ? SmallWordWeight : WordWeight;
                return end - at;
        }
    }

    static bool Small(ReadOnlySpan<char> word, Script script) =>
        script == Script.Hangul ? word.Length < 2 : word.Length < 4 && !char.IsAsciiDigit(word[0]);

    /// <summary>What inflection leaves: five letters of a word, two syllables of an eojeol, the whole of a number. Only for likeness, never for identity.</summary>
    static int Stem(ReadOnlySpan<char> word, Vocabulary vocabulary)
    {
        var length = Scripts.IsHangul(word[0]) ? 2 : char.IsAsciiDigit(word[0]) ? word.Length : 5;
        Span<char> lower = stackalloc char[Math.Min(length, 64)];
        var cut = word[..Math.Min(lower.Length, word.Length)];
        lower = lower[..cut.ToLowerInvariant(lower)];
        return vocabulary.Id(lower);
    }
}
