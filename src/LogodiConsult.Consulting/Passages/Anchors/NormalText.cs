using System.Globalization;
using System.Text;

namespace LogodiConsult.Consulting.Passages.Anchors;

/// <summary>A text in NFC with the way back: the same words typed on a Mac (NFD) and on a telephone (NFC) are the same passage.</summary>
sealed class NormalText
{
    // For each UTF-16 index of the normal form the code point of the original where its grapheme begins; null where both are the same text.
    readonly int[]? origin;
    readonly CodePointText original;

    public NormalText(string text)
    {
        original = new CodePointText(text);
        var sound = Sound(text);
        if (sound.IsNormalized(NormalizationForm.FormC))
        {
            Text = sound;
            return;
        }
        var normal = new StringBuilder(sound.Length);
        var map = new List<int>(sound.Length + 1);
        var codePoint = 0;
        for (var at = 0; at < sound.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(sound, at);
            var element = sound.Substring(at, length);
            var composed = element.Normalize(NormalizationForm.FormC);
            var same = composed == element;
            for (var i = 0; i < composed.Length; i++)
                map.Add(same ? original.CodePoint(at + i) : codePoint);
            normal.Append(composed);
            at += length;
            codePoint = original.CodePoint(Math.Min(at, sound.Length));
        }
        map.Add(original.Length);
        Text = normal.ToString();
        origin = [.. map];
    }

    /// <summary>The normal form, in which all indexes of this room count.</summary>
    public string Text { get; }

    /// <summary>Length of the original in code points.</summary>
    public int Length => original.Length;

    public string Slice(int start, int end) => original.Slice(start, end);

    public int ToCodePoint(int index) => origin is null ? original.CodePoint(index) : origin[index];

    /// <summary>Index of the grapheme or char that holds the code point.</summary>
    public int Floor(int codePoint)
    {
        if (origin is null)
            return original.Index(codePoint);
        var low = 0;
        var high = origin.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (origin[middle] <= codePoint)
                low = middle;
            else
                high = middle - 1;
        }
        // Several chars of one composed grapheme share a code point: the first of them is meant.
        while (low > 0 && origin[low - 1] == origin[low])
            low--;
        return low;
    }

    /// <summary>Index behind everything that the code points before this one became.</summary>
    public int Ceiling(int codePoint)
    {
        var index = Floor(codePoint);
        if (origin is null || origin[index] == codePoint)
            return index;
        var begun = origin[index];
        while (index < Text.Length && origin[index] == begun)
            index++;
        return index;
    }

    // Normalize throws at lone surrogates; U+FFFD takes as many chars.
    static string Sound(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        return string.Create(text.Length, text, (span, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                var paired = char.IsHighSurrogate(from[i]) ? i + 1 < from.Length && char.IsLowSurrogate(from[i + 1])
                    : !char.IsLowSurrogate(from[i]) || (i > 0 && char.IsHighSurrogate(from[i - 1]));
                span[i] = paired ? from[i] : '\uFFFD';
            }
        });
    }
}
