using System.Globalization;
using System.Text;

namespace LogodiConsult.Consulting.Words;

/// <summary>How people's names are addressed, shortened and sorted.</summary>
public static class Names
{
    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(Names), "WordTexts");

    /// <summary>The name as one addresses its bearer: with 님 in Korean.</summary>
    public static string Polite(string name, CultureInfo culture) => Catalog.In(culture)["Name.Polite", ("name", name.Trim())];

    /// <summary>Two letters for a round badge: <c>RQ</c> for Rosa Quispe Mamani, the family name for 김민수.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(word => char.IsLetter(word[0])).ToList();
        if (words.Count == 0)
            return "?";
        if (words[0][0] is >= '가' and <= '힣')
            return words[0][..1];
        return string.Concat(words.Where(word => char.IsUpper(word[0])).DefaultIfEmpty(words[0]).Take(2)
            .Select(word => char.ToUpperInvariant(word[0])));
    }

    /// <summary>
    /// A key that sorts alike in every database: accents and case do not count, ñ follows n, Hangul keeps its order. To be stored beside the name.
    /// </summary>
    public static string SortKey(string name)
    {
        var marked = name.Normalize(NormalizationForm.FormC).Replace("ñ", "n~", StringComparison.Ordinal).Replace("Ñ", "n~", StringComparison.Ordinal);
        return string.Join(' ', Fold(marked).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The text without accents; Hangul stays composed.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(c);
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }
}
