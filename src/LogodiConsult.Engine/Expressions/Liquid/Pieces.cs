using System.Text.RegularExpressions;

namespace LogodiConsult.Engine.Expressions.Liquid;

enum PieceKind
{
    Text,
    Output,
    Tag,
}

/// <summary>A piece of a template: plain text, the inside of an output, or the inside of a tag.</summary>
readonly record struct Piece(PieceKind Kind, string Text);

/// <summary>Cuts a template into its pieces. A dash beside a delimiter takes the white space there away; what is raw or a comment is seen here already.</summary>
static partial class Pieces
{
    public static List<Piece> Cut(string template)
    {
        var pieces = new List<Piece>();
        var at = 0;
        var trims = false;
        while (at < template.Length)
        {
            var open = NextOpening(template, at);
            var end = open < 0 ? template.Length : open;
            AddText(pieces, template[at..end], trims, open >= 0 && open + 2 < template.Length && template[open + 2] == '-');
            if (open < 0) break;
            at = open;
            trims = Inside(template, ref at, out var piece);
            if (piece.Kind == PieceKind.Tag && FirstWord(piece.Text) is "raw" or "comment") at = Skip(template, at, piece.Text, ref trims, pieces);
            else if (!(piece.Kind == PieceKind.Tag && piece.Text.StartsWith('#'))) pieces.Add(piece);
        }

        return pieces;
    }

    public static string FirstWord(string text)
    {
        var i = 0;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '-')) i++;
        return text[..i];
    }

    static int NextOpening(string template, int from)
    {
        for (var i = template.IndexOf('{', from); i >= 0 && i + 1 < template.Length; i = template.IndexOf('{', i + 1))
        {
            if (template[i + 1] is '{' or '%') return i;
        }

        return -1;
    }

    static void AddText(List<Piece> pieces, string text, bool trimsStart, bool trimsEnd)
    {
        if (trimsStart) text = text.TrimStart();
        if (trimsEnd) text = text.TrimEnd();
        if (text.Length > 0) pieces.Add(new Piece(PieceKind.Text, text));
    }

    /// <summary>Reads an output or a tag and moves behind it.</summary>
    /// <returns>True when the text behind it loses its leading white space.</returns>
    static bool Inside(string template, ref int at, out Piece piece)
    {
        var isOutput = template[at + 1] == '{';
        var closing = isOutput ? "}}" : "%}";
        var start = at + 2;
        if (start < template.Length && template[start] == '-') start++;
        var end = Closing(template, start, closing);
        if (end < 0) throw new LiquidException($"'{closing}' is missing.");
        at = end + 2;
        var trims = end > start && template[end - 1] == '-';
        piece = new Piece(isOutput ? PieceKind.Output : PieceKind.Tag, template[start..(trims ? end - 1 : end)].Trim());
        return trims;
    }

    // A closing mark inside quotes is none; where a quote is never closed, quotes do not count.
    static int Closing(string template, int start, string closing)
    {
        var quote = '\0';
        for (var i = start; i + 1 < template.Length; i++)
        {
            var c = template[i];
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (string.CompareOrdinal(template, i, closing, 0, 2) == 0)
            {
                return i;
            }
        }

        return template.IndexOf(closing, start, StringComparison.Ordinal);
    }

    static int Skip(string template, int at, string tag, ref bool trims, List<Piece> pieces)
    {
        var isRaw = FirstWord(tag) == "raw";
        var end = (isRaw ? EndRaw() : EndComment()).Match(template, at);
        if (!end.Success) throw new LiquidException($"'{{% end{FirstWord(tag)} %}}' is missing.");
        if (isRaw) AddText(pieces, template[at..end.Index], trims, end.Groups[1].Length > 0);
        trims = end.Groups[2].Length > 0;
        return end.Index + end.Length;
    }

    [GeneratedRegex(@"\{%(-?)\s*endraw\s*(-?)%\}", RegexOptions.NonBacktracking)]
    private static partial Regex EndRaw();

    [GeneratedRegex(@"\{%(-?)\s*endcomment\s*(-?)%\}", RegexOptions.NonBacktracking)]
    private static partial Regex EndComment();
}
