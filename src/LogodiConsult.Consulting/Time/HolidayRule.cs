using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Time;

/// <summary>What a calendar file says about one holiday: its name and the days it falls on.</summary>
public abstract record HolidayRule(Trilingual Name)
{
    /// <summary>First year in which the holiday exists.</summary>
    public int Since { get; init; } = int.MinValue;

    /// <summary>Last year in which it exists.</summary>
    public int Until { get; init; } = int.MaxValue;

    public IEnumerable<DateOnly> Between(DateOnly from, DateOnly to) =>
        Enumerable.Range(from.Year, to.Year - from.Year + 1)
            .Where(year => year >= Since && year <= Until)
            .SelectMany(In)
            .Where(day => day >= from && day <= to);

    protected abstract IEnumerable<DateOnly> In(int year);
}

/// <summary>The same day each year.</summary>
public sealed record FixedHoliday(Trilingual Name, int Month, int Day) : HolidayRule(Name)
{
    protected override IEnumerable<DateOnly> In(int year) =>
        Day <= DateTime.DaysInMonth(year, Month) ? [new DateOnly(year, Month, Day)] : [];
}

/// <summary>So many days from Easter Sunday.</summary>
public sealed record EasterHoliday(Trilingual Name, int Offset) : HolidayRule(Name)
{
    protected override IEnumerable<DateOnly> In(int year) => [Easter.Sunday(year).AddDays(Offset)];
}

/// <summary>Days that no rule of the solar calendar gives: lunar feasts, substitutes, days declared for once.</summary>
public sealed record DatedHoliday(Trilingual Name, IReadOnlyList<DateOnly> Dates) : HolidayRule(Name)
{
    protected override IEnumerable<DateOnly> In(int year) => Dates.Where(day => day.Year == year);
}
