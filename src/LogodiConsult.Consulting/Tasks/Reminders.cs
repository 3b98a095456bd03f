using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>The instants at which the holders of a task are reminded, ascending; the last one is the deadline itself, when the leads hear of it.</summary>
public sealed record Reminders(IReadOnlyList<DateTimeOffset> At)
{
    /// <summary>A reminder goes out in the morning of its day, at this hour of the calendar's zone.</summary>
    static readonly TimeOnly Morning = new(8, 0);

    /// <param name="daysBefore">Working days of the calendar before the deadline; 0 is the morning of the day itself.</param>
    public static Reminders Of(CalendarCatalog calendars, string? calendarId, DateTimeOffset? dueAt, IReadOnlyList<int> daysBefore)
    {
        if (dueAt is not { } due)
            return new Reminders([]);
        var calendar = calendars.Get(calendarId ?? "lima");
        var lastDay = Zones.DateIn(due, calendar.Zone);
        var mornings = daysBefore.Where(d => d >= 0).Select(d => Zones.At(calendar.AddWorkingDays(lastDay, -d), Morning, calendar.Zone)).Where(at => at < due);
        return new Reminders([.. mornings.Append(due).Distinct().Order()]);
    }

    /// <summary>The first that still lies ahead; null when none does.</summary>
    public DateTimeOffset? Next(DateTimeOffset now) => At.Where(at => at > now).Select(at => (DateTimeOffset?)at).FirstOrDefault();
}
