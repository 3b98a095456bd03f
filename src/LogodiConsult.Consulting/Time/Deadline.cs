namespace LogodiConsult.Consulting.Time;

/// <summary>An instant together with the zone in which it was decided: "due on 12 October" is a different moment in Lima and in Seoul.</summary>
public readonly record struct Deadline
{
    public Deadline(DateTimeOffset instant, string zone)
    {
        Zones.Find(zone);
        Instant = instant.ToUniversalTime();
        Zone = zone;
    }

    /// <summary>Always UTC.</summary>
    public DateTimeOffset Instant { get; }

    /// <summary>IANA id.</summary>
    public string Zone { get; }

    /// <summary>The day on the wall clock of the zone in which it was decided.</summary>
    public DateOnly Day => Zones.DateIn(Instant, Zones.Find(Zone));

    public static Deadline EndOf(DateOnly day, TimeOnly closing, string zone) => new(Zones.At(day, closing, Zones.Find(zone)), zone);

    /// <summary>The deadline itself is still in time; the moment after it is not.</summary>
    public bool IsOverdue(DateTimeOffset now) => now > Instant;

    public TimeSpan Remaining(DateTimeOffset now) => Instant - now;
}
