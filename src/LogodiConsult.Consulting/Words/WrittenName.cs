using System.Globalization;

namespace LogodiConsult.Consulting.Words;

/// <summary>A person's name as it is kept: in Latin letters, and in their own script where they gave it.</summary>
public readonly record struct WrittenName(string Name, string? NativeName)
{
    /// <summary>How the name is shown to readers of a language: a Korean name in Hangul to those who read Korean, every other name as it is.</summary>
    public string In(CultureInfo culture) => In(Languages.Of(culture));

    /// <inheritdoc cref="In(CultureInfo)"/>
    public string In(string language) => language == Languages.Korean && NativeName is { } native && Hangul.IsIn(native) ? native : Name;
}

public static class Hangul
{
    public static bool IsIn(string text) => text.Any(c => c is >= '가' and <= '힣');

    /// <summary>The language to declare of words whose writer named none: Korean is known by its letters; null where it may be either of the others.</summary>
    public static string? LanguageOf(string text) => IsIn(text) ? Languages.Korean : null;
}
