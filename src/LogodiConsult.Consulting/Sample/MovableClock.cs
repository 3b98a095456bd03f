namespace LogodiConsult.Consulting.Sample;

/// <summary>A clock that stands still until it is moved, and is moved forward only: what happened later is never written earlier.</summary>
public sealed class MovableClock(DateTimeOffset start) : TimeProvider
{
    DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the one at which the clock stands.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, now);
        now = instant;
    }
}
