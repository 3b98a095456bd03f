using System.Globalization;

namespace LogodiConsult.Consulting.Words;

/// <summary>Numbers with their noun: "1 comentario", "의견 3건", "3 comments".</summary>
public static class Quantities
{
    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(Quantities), "WordTexts");

    /// <summary>The nouns that can be counted.</summary>
    public static IReadOnlyList<string> Nouns { get; } =
        [.. Catalog.Keys.Where(key => key.StartsWith("Quantity.", StringComparison.Ordinal)).Select(key => key["Quantity.".Length..])];

    /// <param name="count">How many.</param>
    /// <param name="noun">A noun of <see cref="Nouns"/>, such as <c>comment</c>.</param>
    /// <param name="culture">The reader's.</param>
    /// <exception cref="TextException">The noun is not known.</exception>
    public static string Say(long count, string noun, CultureInfo culture) => Catalog.In(culture)[$"Quantity.{noun}", ("count", count)];

    /// <summary>The size of a file in the units people compare: 512 B, 1.5 MB.</summary>
    public static string FileSize(long bytes, CultureInfo culture)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var size = (decimal)bytes;
        var unit = 0;
        // 999.95 kB would be written as 1000.0 kB.
        while (size >= 999.95m && unit < units.Length - 1)
        {
            size /= 1000;
            unit++;
        }

        return $"{size.ToString(unit == 0 ? "0" : "0.#", Languages.CultureOf(culture))} {units[unit]}";
    }
}
