using System.Globalization;

namespace LogodiConsult.Engine.Expressions.Liquid;

enum WordKind
{
    Name,
    Text,
    Number,
    Sign,
    End,
}

/// <summary>A word of the inside of an output or a tag. <paramref name="Glued"/>: no white space before it.</summary>
readonly record struct Word(WordKind Kind, string Text, bool Glued);

/// <summary>Reads the words of an output or a tag one after the other.</summary>
sealed class Words
{
    const int MostNesting = 200;

    readonly string text;
    int at;
    int depth;

    public Words(string text)
    {
        this.text = text;
        Current = Read();
    }

    public Word Current { get; private set; }

    public bool IsAtEnd => Current.Kind == WordKind.End;

    /// <summary>Reads what nests in one another, or hangs on one another in a chain: parsed and evaluated by calls that do the same.</summary>
    public T Inside<T>(Func<Words, T> read)
    {
        if (++depth > MostNesting) throw new LiquidException($"An expression nests deeper than {MostNesting} levels.");
        var value = read(this);
        depth--;
        return value;
    }

    public Word Take()
    {
        var word = Current;
        Current = Read();
        return word;
    }

    public bool Is(string sign) => Current.Kind == WordKind.Sign && Current.Text == sign;

    public bool IsName(string name) => Current.Kind == WordKind.Name && Current.Text == name;

    public bool TryTake(string sign)
    {
        if (!Is(sign)) return false;
        Take();
        return true;
    }

    public bool TryTakeName(string name)
    {
        if (!IsName(name)) return false;
        Take();
        return true;
    }

    public void Expect(string sign)
    {
        if (!TryTake(sign)) throw new LiquidException($"'{sign}' is missing {Where}.");
    }

    public string ExpectName() => Current.Kind == WordKind.Name ? Take().Text : throw new LiquidException($"A name is missing {Where}.");

    public void ExpectEnd()
    {
        if (!IsAtEnd) throw new LiquidException($"'{Current.Text}' was not expected in '{text}'.");
    }

    string Where => IsAtEnd ? $"at the end of '{text}'" : $"before '{Current.Text}' in '{text}'";

    Word Read()
    {
        var start = at;
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var glued = at == start;
        if (at == text.Length) return new Word(WordKind.End, "", glued);
        var c = text[at];
        if (c is '"' or '\'') return new Word(WordKind.Text, Quoted(c), glued);
        if (IsDigit(c) || (c == '-' && at + 1 < text.Length && IsDigit(text[at + 1]))) return new Word(WordKind.Number, Number(), glued);
        if (char.IsLetter(c) || c == '_') return new Word(WordKind.Name, Name(), glued);
        foreach (var two in (string[])["==", "!=", "<>", ">=", "<=", ".."])
        {
            if (string.CompareOrdinal(text, at, two, 0, 2) != 0) continue;
            at += 2;
            return new Word(WordKind.Sign, two, glued);
        }

        at++;
        return new Word(WordKind.Sign, c.ToString(CultureInfo.InvariantCulture), glued);
    }

    static bool IsDigit(char c) => c is >= '0' and <= '9';

    string Quoted(char quote)
    {
        var built = new System.Text.StringBuilder();
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) built.Append(Escaped());
            else built.Append(text[at]);
        }

        if (at == text.Length) throw new LiquidException($"A quotation mark is never closed in '{text}'.");
        at++;
        return built.ToString();
    }

    char Escaped()
    {
        var c = text[++at];
        if (c == 'u' && at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
        {
            at += 4;
            return (char)code;
        }

        return c switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', 'v' => '\v', '0' => '\0', _ => c };
    }

    string Number()
    {
        var start = at++;
        while (at < text.Length && IsDigit(text[at])) at++;
        // Two dots make a range.
        if (at + 1 < text.Length && text[at] == '.' && IsDigit(text[at + 1]))
        {
            at++;
            while (at < text.Length && IsDigit(text[at])) at++;
        }

        return text[start..at];
    }

    string Name()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '-')) at++;
        return text[start..at];
    }
}
