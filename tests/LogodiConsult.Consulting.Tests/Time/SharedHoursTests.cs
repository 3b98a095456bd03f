using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Time;

public sealed class SharedHoursTests
{
    static readonly TimeSpan Lima = TimeSpan.FromHours(-5);

    [Theory]
    [InlineData(18, 0, 240, "")]
    [InlineData(6, 0, 120, "")]
    [InlineData(21, 30, 30, "")]
    [InlineData(21, 30, 31, "America/Lima")]
    [InlineData(17, 59, 30, "Asia/Seoul")]
    [InlineData(7, 30, 60, "Asia/Seoul")]
    [InlineData(12, 0, 60, "Asia/Seoul")]
    [InlineData(3, 0, 60, "America/Lima")]
    [InlineData(22, 0, 1440, "America/Lima,Asia/Seoul")]
    public void AsleepIn_SlotByLimasClock_NamesTheSideThatSleeps(int hour, int minute, int length, string expected)
    {
        var start = new DateTimeOffset(2020, 10, 12, hour, minute, 0, Lima);

        Assert.Equal(expected, string.Join(',', SharedHours.AsleepIn(new TimeSlot(start, start.AddMinutes(length)))));
    }

    [Fact]
    public void On_AnyDay_GivesTheTwoWindowsOfTheProgramme() => Assert.Equal(
        [
            new TimeSlot(new DateTimeOffset(2020, 10, 12, 6, 0, 0, Lima), new DateTimeOffset(2020, 10, 12, 8, 0, 0, Lima)),
            new TimeSlot(new DateTimeOffset(2020, 10, 12, 18, 0, 0, Lima), new DateTimeOffset(2020, 10, 12, 22, 0, 0, Lima)),
        ],
        SharedHours.On(new DateOnly(2020, 10, 12)));

    [Fact]
    public void On_EachOfItsWindows_Holds() =>
        Assert.All(SharedHours.On(new DateOnly(2026, 11, 23)), slot => Assert.True(SharedHours.Holds(slot)));

    [Fact]
    public void Holds_SlotWithoutLength_Throws()
    {
        var now = new DateTimeOffset(2020, 10, 12, 18, 0, 0, Lima);

        Assert.Throws<ArgumentException>(() => SharedHours.Holds(new TimeSlot(now, now)));
    }
}
