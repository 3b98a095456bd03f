namespace LogodiConsult.Consulting.Storage;

/// <summary>A value of a hot statement: a whole number or a text, or the null of either.</summary>
readonly record struct Cell(bool IsText, bool IsNull, long Number, string? Text)
{
    public static implicit operator Cell(long value) => new(false, false, value, null);

    public static implicit operator Cell(long? value) => new(false, value is null, value ?? 0, null);

    public static implicit operator Cell(string? value) => new(true, value is null, 0, value is null ? null : Texts.Clean(value));

    public static implicit operator Cell(DateTimeOffset value) => value.ToMicroseconds();

    public static implicit operator Cell(DateTimeOffset? value) => value?.ToMicroseconds();
}

/// <summary>A row of a hot statement, column by column.</summary>
interface ICells
{
    bool IsNull(int column);

    long Number(int column);

    string Text(int column);
}
