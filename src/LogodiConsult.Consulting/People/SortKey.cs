using System.Globalization;
using System.Text;

namespace LogodiConsult.Consulting.People;

/// <summary>The key that names are sorted and found by, the same on every database: lower case, no diacritics, Hangul as it is.</summary>
public static class SortKey
{
    public static string Of(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Trim().Normalize(NormalizationForm.FormD).EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                kept.Append(Rune.ToLowerInvariant(rune));
        return kept.ToString().Normalize(NormalizationForm.FormC);
    }
}
