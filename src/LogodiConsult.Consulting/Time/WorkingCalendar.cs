using System.Collections.Frozen;
using System.Globalization;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Time;

/// <summary>A holiday as it falls on one day.</summary>
public sealed record Holiday(DateOnly Day, string Calendar, Trilingual Name);

/// <summary>The calendar was asked about a day for which its file holds no holidays: a silent guess would move a deadline.</summary>
public sealed class CalendarRangeException(string calendar, DateOnly day, DateOnly from, DateOnly to)
    : ArgumentOutOfRangeException(
        nameof(day),
        string.Create(CultureInfo.InvariantCulture, $"Calendar '{calendar}' knows the days from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}; it was asked about {day:yyyy-MM-dd}."))
{
    public string Calendar { get; } = calendar;

    public DateOnly Day { get; } = day;
}

/// <summary>
/// Which days are worked, and the arithmetic of deadlines on them. The nth working day after a day does not count that day itself
/// (as in Peru's TUO of Ley 27444, art. 144, and Korea's Civil Act, art. 157), whether it was worked or not.
/// </summary>
public sealed class WorkingCalendar
{
    readonly DateOnly[] workingDays;
    readonly FrozenDictionary<DateOnly, Holiday[]> holidays;

    internal WorkingCalendar(CalendarHeader header, IEnumerable<DateOnly> workingDays, IEnumerable<Holiday> holidays)
    {
        Header = header;
        Zone = Zones.Find(header.Zone);
        this.workingDays = [.. workingDays];
        this.holidays = holidays.GroupBy(holiday => holiday.Day).ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>Id without version, such as <c>lima</c> or <c>lima+seoul</c>.</summary>
    public string Id => Header.Id;

    public int Version => Header.Version;

    /// <summary>The zone whose clock says which day it is and when a working day ends.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>When a working day ends unless a caller says otherwise.</summary>
    public TimeOnly Closing => Header.Closing;

    public DateOnly From => Header.From;

    public DateOnly To => Header.To;

    internal CalendarHeader Header { get; }

    public Trilingual Name => Header.Name;

    /// <exception cref="CalendarRangeException">The day lies outside <see cref="From"/>–<see cref="To"/>; so for every method here.</exception>
    public bool IsWorkingDay(DateOnly day) => Array.BinarySearch(workingDays, Known(day)) >= 0;

    public bool IsWorkingDay(DateTimeOffset instant) => IsWorkingDay(Zones.DateIn(instant, Zone));

    /// <summary>The holidays of a day; more than one where two countries or two feasts meet.</summary>
    public IReadOnlyList<Holiday> HolidaysOn(DateOnly day) => holidays.TryGetValue(Known(day), out var found) ? found : [];

    public IEnumerable<Holiday> HolidaysBetween(DateOnly from, DateOnly to)
    {
        Known(from);
        Known(to);
        return holidays.Where(pair => pair.Key >= from && pair.Key <= to).OrderBy(pair => pair.Key).SelectMany(pair => pair.Value);
    }

    /// <summary>
    /// The nth working day after a day; with a negative number the nth before it; with zero the day itself or, when it is not worked,
    /// the next that is.
    /// </summary>
    public DateOnly AddWorkingDays(DateOnly from, int days)
    {
        var index = Array.BinarySearch(workingDays, Known(from));
        var isWorked = index >= 0;
        if (!isWorked)
            index = ~index;
        var target = index + days - (days > 0 && !isWorked ? 1 : 0);
        return target >= 0 && target < workingDays.Length
            ? workingDays[target]
            : throw new CalendarRangeException(Id, from.AddDays(days < 0 ? From.DayNumber - from.DayNumber - 1 : To.DayNumber - from.DayNumber + 1), From, To);
    }

    /// <summary>
    /// The closing time of the nth working day after the day on which the instant falls in <see cref="Zone"/>. With zero days it is
    /// the end of that day, or of the next working day when the day is not worked or has closed already.
    /// </summary>
    public DateTimeOffset AddWorkingDays(DateTimeOffset from, int days, TimeOnly closing)
    {
        var day = Zones.DateIn(from, Zone);
        var end = Zones.At(AddWorkingDays(day, days), closing, Zone);
        return days == 0 && end < from ? Zones.At(AddWorkingDays(day, 1), closing, Zone) : end;
    }

    public Deadline DeadlineAfter(DateTimeOffset from, int days, TimeOnly? closing = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        return new Deadline(AddWorkingDays(from, days, closing ?? Closing), Header.Zone);
    }

    /// <summary>How many working days lie after the one day up to and with the other; negative when the other comes first.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to) => UpTo(Known(to)) - UpTo(Known(from));

    public int WorkingDaysBetween(DateTimeOffset from, DateTimeOffset to) =>
        WorkingDaysBetween(Zones.DateIn(from, Zone), Zones.DateIn(to, Zone));

    int UpTo(DateOnly day)
    {
        var index = Array.BinarySearch(workingDays, day);
        return index >= 0 ? index + 1 : ~index;
    }

    DateOnly Known(DateOnly day) =>
        day >= From && day <= To ? day : throw new CalendarRangeException(Id, day, From, To);
}

/// <summary>What every calendar file says of itself.</summary>
sealed record CalendarHeader(
    string Id, int Version, Trilingual Name, string Zone, TimeOnly Closing, DateOnly From, DateOnly To);
