namespace LogodiConsult.Consulting.Time;

/// <summary>A stretch of time, the end not included.</summary>
public readonly record struct TimeSlot(DateTimeOffset Start, DateTimeOffset End)
{
    public TimeSpan Length => End - Start;
}

/// <summary>
/// The hours in which one may ask people on both sides to talk: from six in Lima, from eight in Seoul, until ten in the evening on either.
/// Together: Lima 18:00–22:00 (Seoul 08:00–12:00 the next day) and Lima 06:00–08:00 (Seoul 20:00–22:00).
/// </summary>
public static class SharedHours
{
    static readonly (string Zone, TimeOnly From, TimeOnly To)[] Waking =
    [
        (Zones.Lima, new TimeOnly(6, 0), new TimeOnly(22, 0)),
        (Zones.Seoul, new TimeOnly(8, 0), new TimeOnly(22, 0)),
    ];

    /// <summary>Whether the whole slot lies in waking hours on both clocks.</summary>
    public static bool Holds(TimeSlot slot) => AsleepIn(slot).Count == 0;

    /// <summary>The zones on whose clock the slot reaches into the night; none when it is shared.</summary>
    public static IReadOnlyList<string> AsleepIn(TimeSlot slot)
    {
        if (slot.End <= slot.Start)
            throw new ArgumentException($"A slot ends after it starts; this one goes from {slot.Start:O} to {slot.End:O}.", nameof(slot));
        return [.. Waking.Where(side => !IsAwake(slot, side.Zone, side.From, side.To)).Select(side => side.Zone)];
    }

    /// <summary>The shared windows that start on a day of Lima's clock, in order.</summary>
    public static IReadOnlyList<TimeSlot> On(DateOnly dayInLima)
    {
        var lima = Window(Waking[0], dayInLima);
        // Lima's waking day touches two days of Seoul's clock.
        return [.. new[] { dayInLima, dayInLima.AddDays(1) }
            .Select(day => Window(Waking[1], day))
            .Select(seoul => new TimeSlot(Later(lima.Start, seoul.Start), Earlier(lima.End, seoul.End)))
            .Where(slot => slot.Start < slot.End)];
    }

    static TimeSlot Window((string Zone, TimeOnly From, TimeOnly To) side, DateOnly day)
    {
        var zone = Zones.Find(side.Zone);
        return new TimeSlot(Zones.At(day, side.From, zone).ToUniversalTime(), Zones.At(day, side.To, zone).ToUniversalTime());
    }

    static bool IsAwake(TimeSlot slot, string zoneId, TimeOnly from, TimeOnly to)
    {
        var zone = Zones.Find(zoneId);
        var waking = Window((zoneId, from, to), Zones.DateIn(slot.Start, zone));
        return slot.Start >= waking.Start && slot.End <= waking.End;
    }

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
