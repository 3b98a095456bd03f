using System.Globalization;
using CsCheck;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Time;

public sealed class BothClocksTests
{
    static readonly DateTimeOffset Evening = new(2020, 10, 12, 18, 0, 0, TimeSpan.FromHours(-5));

    [Theory]
    [InlineData("es", Zones.Lima, "lun. 12 oct 2020, 18:00 Lima\u00A0· mar. 13 oct, 08:00 Seúl")]
    [InlineData("es", Zones.Seoul, "mar. 13 oct 2020, 08:00 Seúl\u00A0· lun. 12 oct, 18:00 Lima")]
    [InlineData("ko", Zones.Seoul, "2020년 10월 13일(화) 08:00 서울\u00A0· 10월 12일(월) 18:00 리마")]
    [InlineData("en", Zones.Lima, "Mon 12 Oct 2020, 18:00 Lima\u00A0· Tue 13 Oct, 08:00 Seoul")]
    public void Show_Moment_TellsTheReadersClockFirst(string culture, string zone, string expected) =>
        Assert.Equal(expected, BothClocks.Show(Evening, zone, new CultureInfo(culture)).Text);

    [Theory]
    [InlineData("es", "lunes 12 de octubre de 2020, 18:00 Lima\u00A0· martes 13 de octubre, 08:00 Seúl")]
    [InlineData("ko", "2020년 10월 12일 월요일 18:00 리마\u00A0· 10월 13일 화요일 08:00 서울")]
    [InlineData("en", "Monday 12 October 2020, 18:00 Lima\u00A0· Tuesday 13 October, 08:00 Seoul")]
    public void Show_FullStyle_WritesDaysAndMonthsOut(string culture, string expected) =>
        Assert.Equal(expected, BothClocks.Show(Evening, Zones.Lima, new CultureInfo(culture), MomentStyle.Full).Text);

    [Fact]
    public void Show_Parts_ServeATag()
    {
        var moment = BothClocks.Show(Deadline.EndOf(new DateOnly(2020, 10, 12), new TimeOnly(18, 0), Zones.Lima), Zones.Lima, new CultureInfo("ko-KR"));

        Assert.Equal("2020-10-12T23:00:00Z", moment.Iso);
        Assert.Equal(
            new ClockReading(Zones.Lima, "리마", "2020년 10월 12일(월)", "18:00", "2020년 10월 12일(월) 18:00 리마", "2020-10-12T18:00:00-05:00"),
            moment.First);
        Assert.Equal(("서울", "10월 13일(화)", "2020-10-13T08:00:00+09:00"), (moment.Second.City, moment.Second.Date, moment.Second.Iso));
    }

    [Fact]
    public void Show_NewYear_TellsBothYears() => Assert.Equal(
        "jue. 31 dic 2020, 18:00 Lima\u00A0· vie. 1 ene 2021, 08:00 Seúl",
        BothClocks.Show(new DateTimeOffset(2020, 12, 31, 23, 0, 0, TimeSpan.Zero), Zones.Lima, new CultureInfo("es-PE")).Text);

    [Fact]
    public void Show_SeptemberInPeru_IsWrittenAsInPeru() => Assert.StartsWith(
        "mar. 28 set 2021",
        BothClocks.Show(new DateTimeOffset(2021, 9, 28, 20, 0, 0, TimeSpan.Zero), Zones.Lima, new CultureInfo("es")).Text);

    [Fact]
    public void Show_Slot_TellsFromAndTo()
    {
        var slot = new TimeSlot(Evening, Evening.AddMinutes(45));

        Assert.Equal("lun. 12 oct 2020, 18:00–18:45 Lima\u00A0· mar. 13 oct, 08:00–08:45 Seúl", BothClocks.Show(slot, Zones.Lima, new CultureInfo("es")).Text);
    }

    [Fact]
    public void Show_SlotOverMidnight_TellsTheDayOfItsEnd()
    {
        var slot = new TimeSlot(Evening.AddHours(5), Evening.AddHours(7));

        Assert.StartsWith("Mon 12 Oct 2020, 23:00–Tue 13 Oct, 01:00 Lima\u00A0· ", BothClocks.Show(slot, Zones.Lima, new CultureInfo("en")).Text);
    }

    [Fact]
    public void Show_ReaderInAThirdZone_SeesTheirClockAndThoseOfTheProgramme()
    {
        var moment = BothClocks.Show(Evening, "America/Mexico_City", new CultureInfo("es"));

        Assert.Equal(["Mexico City", "Lima", "Seúl"], moment.Clocks.Select(clock => clock.City));
    }

    [Fact]
    public void Show_AnyInstant_BothReadingsAreTheSameInstant() =>
        Gen.Long[0, 2_000_000_000].Select(DateTimeOffset.FromUnixTimeSeconds).Sample(instant =>
        {
            var moment = BothClocks.Show(instant, Zones.Seoul, new CultureInfo("ko"));
            return moment.Clocks.All(clock => DateTimeOffset.Parse(clock.Iso) == instant) && DateTimeOffset.Parse(moment.Iso) == instant;
        });

    [Theory]
    [InlineData("es", "lun. 12 oct 2020")]
    [InlineData("ko", "2020년 10월 12일(월)")]
    [InlineData("en", "Mon 12 Oct 2020")]
    public void Day_WithoutClock_HasItsWeekday(string culture, string expected) =>
        Assert.Equal(expected, BothClocks.Day(new DateOnly(2020, 10, 12), new CultureInfo(culture)));
}
