using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Sample;

/// <summary>One thing that somebody does.</summary>
/// <param name="After">Since the step began.</param>
sealed record SampleAct(TimeSpan After, Func<Task> DoAsync);

/// <summary>A day's work of one side on one plan.</summary>
/// <param name="Zone">The clock of those who act.</param>
/// <param name="Gap">Working days since the step before, in the calendar of that zone; 1 or more.</param>
/// <param name="At">When the step begins on its day.</param>
sealed record SampleStep(string Name, string Zone, int Gap, TimeOnly At, IReadOnlyList<SampleAct> Acts)
{
    /// <summary>Of follow-up: so long after the completion, without regard to working days.</summary>
    public Func<DateTimeOffset, DateTimeOffset>? SinceCompletion { get; init; }
}

/// <summary>Lays the steps of a plan on the calendar, around one step whose day is known.</summary>
sealed class SampleTimeline(CalendarCatalog calendars)
{
    /// <returns>When each step begins.</returns>
    public IReadOnlyList<DateTimeOffset> Place(IReadOnlyList<SampleStep> steps, int known, DateOnly day)
    {
        var begins = new DateTimeOffset[steps.Count];
        begins[known] = On(day, steps[known]);
        for (var i = known - 1; i >= 0; i--)
        {
            var next = Zones.DateIn(begins[i + 1], Zones.Find(steps[i].Zone));
            begins[i] = On(Of(steps[i].Zone).AddWorkingDays(next, -steps[i + 1].Gap), steps[i]);
        }
        for (var i = known + 1; i < steps.Count; i++)
        {
            if (steps[i].SinceCompletion is { } since)
            {
                begins[i] = since(begins[steps.Index().First(s => s.Item.Name == SampleScript.Complete).Index]);
                continue;
            }
            var before = Zones.DateIn(begins[i - 1], Zones.Find(steps[i].Zone));
            begins[i] = On(Of(steps[i].Zone).AddWorkingDays(before, steps[i].Gap), steps[i]);
        }
        return begins;
    }

    /// <summary>The working day of a zone so many working days before the moment.</summary>
    public DateOnly Before(DateTimeOffset moment, string zone, int workingDays) =>
        Of(zone).AddWorkingDays(Zones.DateIn(moment, Zones.Find(zone)), -workingDays);

    /// <summary>The day itself or the next that is worked in the zone.</summary>
    public DateOnly Worked(DateOnly day, string zone) => Of(zone).AddWorkingDays(day, 0);

    WorkingCalendar Of(string zone) => calendars.Get(zone == Zones.Seoul ? "seoul" : "lima");

    static DateTimeOffset On(DateOnly day, SampleStep step) => Zones.At(day, step.At, Zones.Find(step.Zone));
}
