using System.Globalization;

namespace LogodiConsult.Consulting.Words;

/// <summary>The three languages of the house. Spanish is the neutral one: what nobody chose is shown in it.</summary>
public static class Languages
{
    public const string Spanish = "es";
    public const string Korean = "ko";
    public const string English = "en";

    static readonly Dictionary<string, CultureInfo> Cultures = new()
    {
        [Spanish] = CultureInfo.GetCultureInfo("es-PE"),
        [Korean] = CultureInfo.GetCultureInfo("ko-KR"),
        [English] = CultureInfo.GetCultureInfo("en"),
    };

    public static IReadOnlyList<string> All { get; } = [Spanish, Korean, English];

    public static bool Knows(string? language) => language is not null && Cultures.ContainsKey(language);

    /// <summary>The house's language for a culture: <c>es-PE</c> is <c>es</c>, what the house does not speak is <c>es</c>.</summary>
    public static string Of(CultureInfo culture) =>
        Knows(culture.TwoLetterISOLanguageName) ? culture.TwoLetterISOLanguageName : Spanish;

    /// <summary>How the house writes dates and numbers in a language: as in Peru, in Korea, and in plain English.</summary>
    /// <exception cref="ArgumentException">The language is none of es, ko, en.</exception>
    public static CultureInfo CultureOf(string language) => Cultures.TryGetValue(language, out var culture)
        ? culture
        : throw new ArgumentException($"'{language}' is none of {string.Join(", ", All)}.", nameof(language));

    public static CultureInfo CultureOf(CultureInfo culture) => Cultures[Of(culture)];
}
