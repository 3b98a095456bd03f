namespace LogodiConsult.Consulting.Time;

/// <summary>The clocks of the programme, by IANA id. Every conversion between an instant and a wall clock goes through here.</summary>
public static class Zones
{
    public const string Lima = "America/Lima";
    public const string Seoul = "Asia/Seoul";

    /// <exception cref="ArgumentException">The id is no IANA time zone known to this machine.</exception>
    public static TimeZoneInfo Find(string id) =>
        TryFind(id) ?? throw new ArgumentException($"'{id}' is no IANA time zone known here, such as {Lima} or {Seoul}.", nameof(id));

    public static TimeZoneInfo? TryFind(string? id) =>
        id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId ? zone : null;

    /// <summary>The wall clock of a zone at an instant.</summary>
    public static DateTimeOffset In(DateTimeOffset instant, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(instant, zone);

    public static DateOnly DateIn(DateTimeOffset instant, TimeZoneInfo zone) => DateOnly.FromDateTime(In(instant, zone).DateTime);

    /// <summary>
    /// The instant of a wall-clock time. A time that summer time skips is moved behind the gap, one that occurs twice is the later:
    /// nobody loses time to the clock.
    /// </summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(time);
        return In(new DateTimeOffset(local, zone.GetUtcOffset(local)), zone);
    }
}
