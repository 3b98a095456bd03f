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

    public override string? Wrong(ColumnDeclaration column, string value) =>
        Figures.IsTooLarge(value) ? "cell.tooLarge" : Figures.Number(value) is null ? "cell.notANumber" : null;

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
        Figures.Split(value) is not { } typed ? "cell.notMoney"
        : Figures.IsTooLarge(typed.Figure) ? "cell.tooLarge"
        : Figures.Money(value) is not { } money ? "cell.notMoney"
        : Figures.IsAmbiguous(typed.Figure) ? "cell.twoReadings"
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

