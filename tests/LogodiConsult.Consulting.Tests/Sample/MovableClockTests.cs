using LogodiConsult.Consulting.Sample;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Sample;

public sealed class MovableClockTests
{
    static readonly DateTimeOffset Start = new(2020, 10, 12, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void MoveTo_Later_IsWhatTheClockShows()
    {
        var clock = new MovableClock(Start);

        clock.MoveTo(Start.AddDays(3));

        Assert.Equal(Start.AddDays(3), clock.GetUtcNow());
    }

    [Fact]
    public void MoveTo_Earlier_IsRefusedAndTheClockStands()
    {
        var clock = new MovableClock(Start);

        Assert.Throws<ArgumentOutOfRangeException>(() => clock.MoveTo(Start.AddTicks(-1)));
        Assert.Equal(Start, clock.GetUtcNow());
    }
}
