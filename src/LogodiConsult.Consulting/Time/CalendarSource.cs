namespace LogodiConsult.Consulting.Time;

/// <summary>Something wrong in a calendar file.</summary>
/// <param name="File">Name of the file, without folder.</param>
/// <param name="Path">JSON path of the place.</param>
public sealed record CalendarProblem(string File, string Path, string Message)
{
    public override string ToString() => $"{File}: {Path}: {Message}";
}

/// <summary>The calendars cannot be used; all that is wrong with them is listed.</summary>
public sealed class CalendarException(IReadOnlyList<CalendarProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<CalendarProblem> Problems { get; } = problems;
}

/// <summary>A calendar as its file states it: either days of its own or the meeting of others.</summary>
sealed record CalendarSource(
    string File,
    CalendarHeader Header,
    IReadOnlySet<DayOfWeek> Weekend,
    IReadOnlyList<HolidayRule> Holidays,
    IReadOnlyList<string> Combines)
{
    /// <summary>Worked is what is neither weekend nor holiday.</summary>
    public WorkingCalendar Build()
    {
        var holidays = Holidays
            .SelectMany(rule => rule.Between(Header.From, Header.To).Select(day => new Holiday(day, Header.Id, rule.Name)))
            .ToList();
        var free = holidays.Select(holiday => holiday.Day).ToHashSet();
        var days = Enumerable.Range(Header.From.DayNumber, Header.To.DayNumber - Header.From.DayNumber + 1).Select(DateOnly.FromDayNumber);
        return new WorkingCalendar(Header, days.Where(day => !Weekend.Contains(day.DayOfWeek) && !free.Contains(day)), holidays);
    }

    /// <summary>Worked is what every part works.</summary>
    public WorkingCalendar Build(IReadOnlyList<WorkingCalendar> parts)
    {
        var header = Header with { From = parts.Max(part => part.From), To = parts.Min(part => part.To) };
        var days = Enumerable.Range(header.From.DayNumber, header.To.DayNumber - header.From.DayNumber + 1).Select(DateOnly.FromDayNumber);
        return new WorkingCalendar(
            header,
            days.Where(day => parts.All(part => part.IsWorkingDay(day))),
            parts.SelectMany(part => part.HolidaysBetween(header.From, header.To)));
    }
}
