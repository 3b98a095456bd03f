using System.Globalization;

namespace LogodiConsult.Consulting.Templates.Kinds;

public sealed class TextColumn : ColumnKind
{
    public override string Name => "text";

    public override bool Selectable => true;
}

public sealed class NumberColumn : ColumnKind
{
    public override string Name => "number";

    public override string? Wrong(ColumnDeclaration column, string value) => Figures.Number(value) is null ? "cell.notANumber" : null;

    public override string Display(ColumnDeclaration column, string value, Reading reading) =>
        Figures.Number(value) is { } number ? Figures.Show(number, reading.Culture) : value;
}

public sealed class DateColumn : ColumnKind
{
    // 1/6 is January in one country and June in another.
    const string Named = "d MMM yyyy";

    public override string Name => "date";

    public override string? Wrong(ColumnDeclaration column, string value) => Figures.Date(value) is null ? "cell.notADate" : null;

    public override string Display(ColumnDeclaration column, string value, Reading reading) =>
        Figures.Date(value) is { } date ? date.ToString(reading.Culture.TwoLetterISOLanguageName == "ko" ? "yyyy. M. d." : Named, reading.Culture) : value;
}

public sealed class ChoiceColumn : ColumnKind
{
    public override string Name => "choice";

    public override string? Wrong(ColumnDeclaration column, string value) => column.Options.Any(o => o.Code == value) ? null : "cell.notAnOption";

    public override string Display(ColumnDeclaration column, string value, Reading reading) =>
        column.Options.FirstOrDefault(o => o.Code == value)?.Title.In(reading.Culture) ?? value;

    public override IEnumerable<string> DeclarationFaults(ColumnDeclaration column) =>
        column.Options.Count == 0 ? ["a choice needs options"] : [];
}

/// <summary>The id of a row in another section; whether the row is still there is a check of the whole plan.</summary>
public sealed class LinkColumn : ColumnKind
{
    public override string Name => "link";

    public override string Display(ColumnDeclaration column, string value, Reading reading) =>
        column.Link is { } link && value.Length > 0 ? reading.RowTitle(link.Section, value) ?? "—" : "";

    public override IEnumerable<string> DeclarationFaults(ColumnDeclaration column) =>
        column.Link is null ? ["a link needs \"link\" with the section it points to"] : [];
}

public sealed class MoneyColumn : ColumnKind
{
    public override string Name => "money";

    public override string? Wrong(ColumnDeclaration column, string value) =>
        Figures.Money(value) is not { } money ? "cell.notMoney"
        : money.Amount < 0 ? "cell.negative"
        : column.Options.Any(o => o.Code == money.Currency) ? null : "cell.notACurrency";

    public override string Display(ColumnDeclaration column, string value, Reading reading) =>
        Figures.Money(value) is { } money ? $"{Figures.Show(money.Amount, reading.Culture)} {money.Currency}" : value;

    public override string FromForm(IReadOnlyDictionary<string, string> fields, string name)
    {
        var figure = fields.GetValueOrDefault(name, "").Trim();
        var currency = fields.GetValueOrDefault(name + ".currency", "").Trim();
        return figure.Length == 0 ? "" : currency.Length == 0 ? figure : $"{figure} {currency}";
    }

    public override IEnumerable<string> DeclarationFaults(ColumnDeclaration column) =>
        column.Options.Count == 0 ? ["money needs its currencies as options"] : [];
}

/// <summary>Figures as people type them. Peru, Korea and English all write 1,234.50; blanks between thousands are taken too.</summary>
public static class Figures
{
    const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands
        | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    public static decimal? Number(string value)
    {
        var plain = string.Concat(value.Where(c => !char.IsWhiteSpace(c)));
        // "3,5" is a decimal comma typed from habit, not thirty-five.
        var comma = plain.IndexOf(',', StringComparison.Ordinal);
        if (comma >= 0 && comma == plain.LastIndexOf(',') && !plain.Contains('.') && plain.Length - comma - 1 != 3)
            plain = plain.Replace(',', '.');
        return decimal.TryParse(plain.TrimEnd('%'), Style, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static DateOnly? Date(string value) =>
        DateOnly.TryParseExact(value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static (decimal Amount, string Currency)? Money(string value)
    {
        var blank = value.TrimEnd().LastIndexOf(' ');
        if (blank < 0)
            return null;
        var currency = value[(blank + 1)..].Trim();
        return currency.Length == 3 && currency.All(char.IsAsciiLetterUpper) && Number(value[..blank]) is { } amount ? (amount, currency) : null;
    }

    public static string Show(decimal number, CultureInfo culture) => number.ToString(decimal.IsInteger(number) ? "N0" : "N2", culture);
}
