using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Time;

public sealed class ZonesTests
{
    [Fact]
    public void Deadline_SameDayInTwoZones_IsTwoInstants()
    {
        var day = new DateOnly(2020, 10, 12);
        var lima = Deadline.EndOf(day, new TimeOnly(18, 0), Zones.Lima);
        var seoul = Deadline.EndOf(day, new TimeOnly(18, 0), Zones.Seoul);

        Assert.Equal(TimeSpan.FromHours(14), lima.Instant - seoul.Instant);
        Assert.Equal(day, lima.Day);
        Assert.Equal(day, seoul.Day);
        Assert.Equal(TimeSpan.Zero, lima.Instant.Offset);
    }

    [Fact]
    public void IsOverdue_AtTheInstantItself_IsStillInTime()
    {
        var deadline = Deadline.EndOf(new DateOnly(2020, 10, 12), new TimeOnly(18, 0), Zones.Lima);

        Assert.False(deadline.IsOverdue(deadline.Instant));
        Assert.True(deadline.IsOverdue(deadline.Instant.AddTicks(1)));
        Assert.Equal(TimeSpan.FromHours(2), deadline.Remaining(deadline.Instant.AddHours(-2)));
    }

    [Theory]
    [InlineData("Lima")]
    [InlineData("SA Pacific Standard Time")]
    [InlineData("")]
    public void Find_WhatIsNoIanaId_Throws(string id) => Assert.Throws<ArgumentException>(() => Zones.Find(id));

    [Fact]
    public void At_TimeThatSummerTimeSkipsOrRepeats_TakesTheLaterReading()
    {
        var madrid = Zones.Find("Europe/Madrid");

        var skipped = Zones.At(new DateOnly(2026, 3, 29), new TimeOnly(2, 30), madrid);
        var repeated = Zones.At(new DateOnly(2026, 10, 25), new TimeOnly(2, 30), madrid);

        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), skipped.ToUniversalTime());
        Assert.Equal(new TimeSpan(3, 30, 0), skipped.TimeOfDay);
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 1, 30, 0, TimeSpan.Zero), repeated.ToUniversalTime());
    }
}
