using System.Globalization;

namespace LogodiConsult.Engine;

/// <summary>A text in the three languages of the house: Spanish (neutral), Korean and English.</summary>
public sealed record Trilingual(string Es, string Ko, string En)
{
    /// <summary>The text for a culture; cultures other than Korean and English get Spanish.</summary>
    public string In(CultureInfo culture) => In(culture.TwoLetterISOLanguageName);

    /// <summary>The text for a two-letter language code (ISO 639-1); codes other than "ko" and "en" get Spanish.</summary>
    public string In(string language) => language switch { "ko" => Ko, "en" => En, _ => Es };
}
