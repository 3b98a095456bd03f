using System.Text;

namespace LogodiConsult.Consulting.Passages;

/// <summary>A text that is addressed in Unicode code points, as the selectors of the W3C Web Annotation model are. A lone surrogate counts as one.</summary>
public sealed class CodePointText
{
    // Null where every char is a code point of its own, which is nearly always.
    readonly int[]? starts;

    public CodePointText(string text)
    {
        Text = text;
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            Length = text.Length;
            return;
        }
        var list = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i += IsPair(text, i) ? 2 : 1)
            list.Add(i);
        Length = list.Count;
        list.Add(text.Length);
        starts = [.. list];
    }

    public string Text { get; }

    /// <summary>Length in code points.</summary>
    public int Length { get; }

    /// <summary>The UTF-16 index at which a code point begins; the length of the text for <see cref="Length"/>.</summary>
    public int Index(int codePoint) => starts is null ? codePoint : starts[codePoint];

    /// <summary>The code point that holds a UTF-16 index.</summary>
    public int CodePoint(int index)
    {
        if (starts is null)
            return index;
        var found = Array.BinarySearch(starts, index);
        return found >= 0 ? found : ~found - 1;
    }

    public string Slice(int start, int end) => Text[Index(start)..Index(end)];

    public int[] ToArray()
    {
        var result = new int[Length];
        for (var i = 0; i < result.Length; i++)
        {
            var at = Index(i);
            result[i] = IsPair(Text, at) ? char.ConvertToUtf32(Text, at) : Text[at];
        }
        return result;
    }

    static bool IsPair(string text, int i) => char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
}

/// <summary>The first step of every canonical text: NFC, one kind of line break, nothing that cannot stand in a page.</summary>
public static class PlainText
{
    public static string Clean(string text)
    {
        var dirty = false;
        for (var i = 0; i < text.Length && !dirty; i++)
            dirty = text[i] is (< ' ' and not '\n' and not '\t') or '\u007F' || char.IsSurrogate(text[i]);
        if (dirty)
            text = WithoutControls(text);
        return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
    }

    static string WithoutControls(string text)
    {
        var result = new StringBuilder(text.Length);
        // EnumerateRunes gives U+FFFD for a lone surrogate, which Normalize would throw at.
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is >= ' ' and not 0x7F or '\n' or '\t')
                result.Append(rune.ToString());
        }
        return result.ToString();
    }
}
