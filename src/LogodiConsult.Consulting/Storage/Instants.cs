namespace LogodiConsult.Consulting.Storage;

/// <summary>Instants as they are stored: microseconds since 1970 UTC.</summary>
public static class Instants
{
    public static long ToMicroseconds(this DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long value) => DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond);

    /// <summary>What comes back from the database equals what was written.</summary>
    public static DateTimeOffset Truncated(this DateTimeOffset instant) => FromMicroseconds(instant.ToMicroseconds());
}
