using CsCheck;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Time;

public sealed class WorkingCalendarTests
{
    static readonly TimeOnly Six = new(18, 0);

    static readonly Gen<WorkingCalendar> AnyCalendar = Gen.OneOf(Gen.Const(Calendars.Lima), Gen.Const(Calendars.Seoul), Gen.Const(Calendars.Both));

    // Two years stay free at the end, so that adding never leaves the range.
    static readonly Gen<DateOnly> AnyDay = Gen.Int[0, 365 * 12].Select(n => new DateOnly(2016, 1, 1).AddDays(n));

    static readonly Gen<DateTimeOffset> AnyInstant =
        Gen.Select(AnyDay, Gen.Int[0, (24 * 60) - 1]).Select((day, minute) => new DateTimeOffset(day, default, TimeSpan.Zero).AddDays(1).AddMinutes(minute));

    static readonly Gen<int> SomeDays = Gen.Int[1, 60];

    [Theory]
    [InlineData("2020-10-08", false)] // Angamos, a Thursday
    [InlineData("2020-10-09", true)] // Hangeul Day is no holiday in Lima
    [InlineData("2020-10-10", false)] // Saturday
    [InlineData("2021-12-09", true)] // Ayacucho is a holiday from 2022 on
    [InlineData("2022-12-09", false)]
    [InlineData("2023-06-07", true)] // Flag Day is a holiday from 2024 on
    [InlineData("2024-06-07", false)]
    [InlineData("2024-07-23", false)]
    [InlineData("2024-03-28", false)] // Holy Thursday
    [InlineData("2024-03-29", false)] // Good Friday
    [InlineData("2024-04-01", true)] // Easter Monday is worked
    public void IsWorkingDay_InLima_FollowsPeruvianLaw(string day, bool expected) =>
        Assert.Equal(expected, Calendars.Lima.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData("2020-10-01", false)] // Chuseok
    [InlineData("2020-10-08", true)]
    [InlineData("2020-10-09", false)] // Hangeul Day
    [InlineData("2020-08-17", false)] // extraordinary holiday
    [InlineData("2022-10-10", false)] // Hangeul Day on a Sunday: Monday is free
    [InlineData("2025-07-17", true)] // Constitution Day is a holiday from 2026 on
    [InlineData("2026-07-17", false)]
    [InlineData("2025-05-06", false)] // Buddha's Birthday on Children's Day: one more
    [InlineData("2028-10-05", false)] // Chuseok on National Foundation Day: one more
    [InlineData("2017-10-06", false)]
    public void IsWorkingDay_InSeoul_FollowsKoreanLaw(string day, bool expected) =>
        Assert.Equal(expected, Calendars.Seoul.IsWorkingDay(Day(day)));

    [Fact]
    public void IsWorkingDay_CombinedCalendar_IsWorkedOnBothSides() =>
        AnyDay.Sample(day => Calendars.Both.IsWorkingDay(day) == (Calendars.Lima.IsWorkingDay(day) && Calendars.Seoul.IsWorkingDay(day)));

    [Fact]
    public void AddWorkingDays_FirstRoundOf2020_SkipsTheHolidaysOfBothSides()
    {
        // 7 October 2020, a Wednesday: Angamos on the 8th in Peru, Hangeul Day on the 9th in Korea.
        var from = Day("2020-10-07");

        Assert.Equal(Day("2020-10-09"), Calendars.Lima.AddWorkingDays(from, 1));
        Assert.Equal(Day("2020-10-08"), Calendars.Seoul.AddWorkingDays(from, 1));
        Assert.Equal(Day("2020-10-12"), Calendars.Both.AddWorkingDays(from, 1));
    }

    [Fact]
    public void AddWorkingDays_Instant_CountsFromTheDayOnTheCalendarsClock()
    {
        // 23:30 on Monday in Lima is Tuesday in Seoul.
        var from = new DateTimeOffset(2020, 10, 12, 23, 30, 0, TimeSpan.FromHours(-5));

        Assert.Equal(At(2020, 10, 13, 18, -5), Calendars.Lima.AddWorkingDays(from, 1, Six));
        Assert.Equal(At(2020, 10, 14, 18, 9), Calendars.Seoul.AddWorkingDays(from, 1, Six));
    }

    [Theory]
    [InlineData(10, 12)] // Monday morning: it ends the same day
    [InlineData(19, 13)] // Monday evening: the day has closed
    public void AddWorkingDays_Zero_IsTheNextClosing(int hour, int expectedDay) =>
        Assert.Equal(At(2020, 10, expectedDay, 18, -5), Calendars.Lima.AddWorkingDays(At(2020, 10, 12, hour, -5), 0, Six));

    [Fact]
    public void AddWorkingDays_ZeroOnASunday_IsMonday() =>
        Assert.Equal(Day("2020-10-12"), Calendars.Lima.AddWorkingDays(Day("2020-10-11"), 0));

    [Fact]
    public void AddWorkingDays_NThenM_IsNPlusM() =>
        Gen.Select(AnyCalendar, AnyInstant, SomeDays, SomeDays).Sample((calendar, from, n, m) =>
            calendar.AddWorkingDays(calendar.AddWorkingDays(from, n, Six), m, Six) == calendar.AddWorkingDays(from, n + m, Six));

    [Fact]
    public void AddWorkingDays_AnyNumber_LandsOnAWorkingDay() =>
        Gen.Select(AnyCalendar, AnyDay, Gen.Int[0, 60]).Sample((calendar, from, n) =>
        {
            var day = calendar.AddWorkingDays(from, n);
            return calendar.IsWorkingDay(day) && calendar.HolidaysOn(day).Count == 0
                && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        });

    [Fact]
    public void AddWorkingDays_LaterStartOrMoreDays_IsNeverEarlier() =>
        Gen.Select(AnyCalendar, AnyInstant, Gen.Int[0, 60 * 24 * 40], Gen.Int[0, 60], Gen.Int[0, 5]).Sample((calendar, from, minutes, n, more) =>
            calendar.AddWorkingDays(from, n, Six) <= calendar.AddWorkingDays(from.AddMinutes(minutes), n, Six)
            && calendar.AddWorkingDays(from, n, Six) <= calendar.AddWorkingDays(from, n + more, Six));

    [Fact]
    public void AddWorkingDays_Negative_UndoesAddingFromAWorkingDay() =>
        Gen.Select(AnyCalendar, AnyDay, SomeDays).Sample((calendar, day, n) =>
        {
            var worked = calendar.AddWorkingDays(day, 0);
            return calendar.AddWorkingDays(calendar.AddWorkingDays(worked, n), -n) == worked;
        });

    [Fact]
    public void DeadlineAfter_AnyStart_LiesAfterItAndKeepsTheZone() =>
        Gen.Select(AnyCalendar, AnyInstant, Gen.Int[0, 60]).Sample((calendar, from, n) =>
        {
            var deadline = calendar.DeadlineAfter(from, n);
            return deadline.Instant >= from && deadline.Zone == calendar.Zone.Id && calendar.IsWorkingDay(deadline.Day);
        });

    [Fact]
    public void WorkingDaysBetween_DayAndTheNthAfterIt_IsN() =>
        Gen.Select(AnyCalendar, AnyDay, SomeDays).Sample((calendar, from, n) =>
            calendar.WorkingDaysBetween(from, calendar.AddWorkingDays(from, n)) == n);

    [Fact]
    public void WorkingDaysBetween_AnyTwoDays_IsWhatCountingFinds() =>
        Gen.Select(AnyCalendar, AnyDay, Gen.Int[0, 200]).Sample((calendar, from, length) =>
        {
            var counted = Enumerable.Range(1, length).Count(n => calendar.IsWorkingDay(from.AddDays(n)));
            return calendar.WorkingDaysBetween(from, from.AddDays(length)) == counted
                && calendar.WorkingDaysBetween(from.AddDays(length), from) == -counted;
        });

    [Fact]
    public void AnyQuestion_OutsideTheRange_SaysWhichDaysAreKnown()
    {
        var tooLate = Assert.Throws<CalendarRangeException>(() => Calendars.Lima.IsWorkingDay(Day("2031-01-01")));
        var tooFar = Assert.Throws<CalendarRangeException>(() => Calendars.Both.AddWorkingDays(Day("2030-12-20"), 30));
        var tooEarly = Assert.Throws<CalendarRangeException>(() => Calendars.Seoul.AddWorkingDays(Day("2016-01-05"), -10));

        Assert.Contains("'lima' knows the days from 2016-01-01 to 2030-12-31; it was asked about 2031-01-01", tooLate.Message);
        Assert.Equal(Day("2031-01-01"), tooFar.Day);
        Assert.Equal(Day("2015-12-31"), tooEarly.Day);
    }

    [Fact]
    public void HolidaysOn_DayWithTwoFeasts_NamesBothInTheReadersLanguage()
    {
        var feasts = Calendars.Both.HolidaysOn(Day("2025-05-05"));

        Assert.Equal(["Día del Niño", "Nacimiento de Buda"], feasts.Select(feast => feast.Name.Es).Order());
        Assert.Equal(["부처님 오신 날", "어린이날"], feasts.Select(feast => feast.Name.Ko).Order(StringComparer.Ordinal));
        Assert.All(feasts, feast => Assert.Equal("seoul", feast.Calendar));
    }

    static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");

    static DateTimeOffset At(int year, int month, int day, int hour, int offset) => new(year, month, day, hour, 0, 0, TimeSpan.FromHours(offset));
}
