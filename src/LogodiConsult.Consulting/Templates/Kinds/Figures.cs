using System.Globalization;
using System.Text.RegularExpressions;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>Figures as people type them. Peru, Korea and English all write 1,234.50, Peru also 1'234,567.50; blanks between thousands, a decimal comma and
/// 1.234,50 are taken where nothing else can be meant. What could be two figures is none.</summary>
public static partial class Figures
{
    /// <summary>More than any government spends. Products and sums of what is smaller cannot overflow.</summary>
    public const decimal Largest = 99_999_999_999_999m;

    // How people write a currency beside the figure, the longer sign first.
    static readonly (string Currency, string[] Signs)[] Signs =
    [
        ("PEN", ["S/.", "S/", "nuevos soles", "soles"]),
        ("USD", ["US$", "$", "dólares", "dollars"]),
        ("KRW", ["₩", "원"]),
    ];

    public static decimal? Number(string value) =>
        Plain(value) is { } plain && decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && decimal.Abs(number) <= Largest ? number : null;

    /// <summary>Written as a figure, but beyond <see cref="Largest"/>.</summary>
    public static bool IsTooLarge(string value) => Plain(value) is not null && Number(value) is null;

    public static DateOnly? Date(string value) =>
        DateOnly.TryParseExact(value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static (decimal Amount, string Currency)? Money(string value) =>
        Split(value) is var (figure, currency) && Number(figure) is { } amount ? (amount, currency) : null;

    /// <summary>Figure and currency as they stand in the cell, whether or not the figure is one; null without a currency at the end.</summary>
    public static (string Figure, string Currency)? Split(string value)
    {
        var trimmed = value.Trim();
        var blank = trimmed.LastIndexOf(' ');
        if (blank < 0 || trimmed[(blank + 1)..] is not { Length: 3 } currency || !currency.All(char.IsAsciiLetterUpper))
            return null;
        var figure = trimmed[..blank].Trim();
        return (Signs.FirstOrDefault(s => s.Currency == currency).Signs is { } signs ? WithoutSign(figure, signs) ?? figure : figure, currency);
    }

    /// <summary>As a cell keeps it, out of a text in which the currency stands before or behind the figure, as a code or as a sign; null where there is none.</summary>
    public static string? MoneyOf(string text)
    {
        var trimmed = text.Trim();
        foreach (var (currency, signs) in Signs)
        {
            if (WithoutSign(trimmed, [currency, .. signs]) is { } figure && Number(figure) is not null)
                return $"{figure} {currency}";
        }
        return null;
    }

    /// <summary>1.234 with a currency: a thousand and more for one reader, one and a bit for another.</summary>
    public static bool IsAmbiguous(string figure) => TwoReadings().IsMatch(Compact(figure));

    public static string Show(decimal number, CultureInfo culture) => number.ToString(decimal.IsInteger(number) ? "N0" : FormattableString.Invariant($"N{Math.Clamp((int)number.Scale, 2, 6)}"), culture);

    static string? WithoutSign(string figure, string[] signs)
    {
        foreach (var sign in signs)
        {
            if (figure.StartsWith(sign, StringComparison.OrdinalIgnoreCase))
                return figure[sign.Length..].Trim();
            if (figure.EndsWith(sign, StringComparison.OrdinalIgnoreCase))
                return figure[..^sign.Length].Trim();
        }
        return null;
    }

    static string Compact(string value) => string.Concat(value.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>With a decimal point and nothing between thousands; null where it is no figure.</summary>
    static string? Plain(string value)
    {
        var typed = Compact(value) is var compact && compact.EndsWith('%') ? compact[..^1] : compact;
        typed = typed.Replace('\'', ',').Replace('’', ',');
        if (PointDecimals().IsMatch(typed))
            return typed;
        if (CommaThousands().IsMatch(typed))
            return typed.Replace(",", "", StringComparison.Ordinal);
        if (CommaDecimals().IsMatch(typed))
            return typed.Replace(',', '.');
        return PointThousands().IsMatch(typed) ? typed.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : null;
    }

    [GeneratedRegex(@"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex PointDecimals();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex CommaThousands();

    // "3,5" is a decimal comma typed from habit, not thirty-five.
    [GeneratedRegex(@"^[+-]?[0-9]+,[0-9]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex CommaDecimals();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}((\.[0-9]{3})+,[0-9]+|(\.[0-9]{3}){2,})\z", RegexOptions.NonBacktracking)]
    private static partial Regex PointThousands();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TwoReadings();
}
