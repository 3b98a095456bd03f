using System.Globalization;

namespace LogodiConsult.Consulting.Words;

/// <summary>Lists as a sentence says them: "a, b y c", "a, b 및 c", "a, b and c".</summary>
public static class Lists
{
    public static string Join(IEnumerable<string> items, CultureInfo culture) => Join(items, culture, And);

    public static string JoinAlternatives(IEnumerable<string> items, CultureInfo culture) => Join(items, culture, Or);

    /// <summary>What stands beside each other without being a sentence, "a · b · c"; the empty ones are left out. No line begins with the dot.</summary>
    public static string Dotted(params IEnumerable<string?> items) => string.Join(Dot, items.Where(item => !string.IsNullOrEmpty(item)));

    /// <summary>Stays with what is before it when the line breaks.</summary>
    public const string Dot = "\u00A0· ";

    static string Join(IEnumerable<string> items, CultureInfo culture, Func<string, string, string> conjunction)
    {
        var list = items.ToList();
        if (list.Count < 2)
            return list.Count == 0 ? "" : list[0];
        return $"{string.Join(", ", list[..^1])} {conjunction(Languages.Of(culture), list[^1])} {list[^1]}";
    }

    static string And(string language, string next) => language switch
    {
        Languages.Korean => "및",
        Languages.English => "and",
        _ => SoundsLikeI(Spoken(next)) ? "e" : "y",
    };

    static string Or(string language, string next) => language switch
    {
        Languages.Korean => "또는",
        Languages.English => "or",
        _ => SoundsLikeO(Spoken(next)) ? "u" : "o",
    };

    // Real Academia Española, Diccionario panhispánico de dudas, "y" and "o": not before a diphthong, as in "hierro".
    static bool SoundsLikeI(string word) =>
        (word.StartsWith('i') || word.StartsWith("hi", StringComparison.Ordinal))
        && !word.StartsWith("hie", StringComparison.Ordinal) && !word.StartsWith("ie", StringComparison.Ordinal);

    static bool SoundsLikeO(string word) =>
        word.StartsWith('o') || word.StartsWith("ho", StringComparison.Ordinal) || word.StartsWith('8')
        || (word.StartsWith("11", StringComparison.Ordinal) && (word.Length == 2 || !char.IsDigit(word[2])));

    static string Spoken(string text) => Names.Fold(text).TrimStart('«', '"', '“', '‘', '\'', '(', '¿', '¡', ' ').ToLowerInvariant();
}
