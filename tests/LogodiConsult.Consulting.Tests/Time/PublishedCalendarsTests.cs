using System.Globalization;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Time;

/// <summary>The dates of the files against sources that know nothing of them: the lunar calendar of .NET and the words of the law.</summary>
public sealed class PublishedCalendarsTests
{
    static readonly KoreanLunisolarCalendar Lunar = new();

    public static TheoryData<int> Years => [.. Enumerable.Range(2016, 15)];

    [Theory]
    [MemberData(nameof(Years))]
    public void Seoul_LunarFeasts_FallAsTheLunarCalendarSays(int year)
    {
        var (seollal, buddha, chuseok) = (Solar(year, 1, 1), Solar(year, 4, 8), Solar(year, 8, 15));

        Assert.Equal([seollal.AddDays(-1), seollal, seollal.AddDays(1)], Named("Seollal", year));
        Assert.Equal([buddha], Named("Buddha", year));
        Assert.Equal([chuseok.AddDays(-1), chuseok, chuseok.AddDays(1)], Named("Chuseok", year));
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void Seoul_SubstituteHolidays_AreThoseTheDecreeGives(int year) =>
        Assert.Equal(SubstitutesByDecree(year), Named("Substitute", year));

    [Theory]
    [MemberData(nameof(Years))]
    public void Seoul_DeclaredHolidays_WouldOtherwiseBeWorked(int year)
    {
        var declared = Named("Election", year).Concat(Named("Extraordinary", year)).ToList();

        Assert.All(declared, day =>
        {
            Assert.InRange(day.DayOfWeek, DayOfWeek.Monday, DayOfWeek.Friday);
            Assert.Single(Calendars.Seoul.HolidaysOn(day));
        });
    }

    // Source: the table of the U.S. Naval Observatory, "The Date of Easter".
    [Theory]
    [InlineData(2016, 3, 27)]
    [InlineData(2018, 4, 1)]
    [InlineData(2019, 4, 21)]
    [InlineData(2020, 4, 12)]
    [InlineData(2024, 3, 31)]
    [InlineData(2025, 4, 20)]
    [InlineData(2038, 4, 25)]
    [InlineData(2285, 3, 22)]
    public void Easter_KnownYears_FallsAsPublished(int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), Easter.Sunday(year));

    [Fact]
    public void Catalog_Published_KnowsItsNamesAndVersions()
    {
        Assert.Equal(["lima", "lima+seoul", "lima+seoul@1", "lima@1", "seoul", "seoul@1"], Calendars.All.Ids);
        Assert.Same(Calendars.All.Get("lima"), Calendars.All.Get("lima@1"));
        Assert.Equal("리마와 서울 공통 근무일", Calendars.Both.Name.Ko);
    }

    static DateOnly Solar(int year, int month, int day)
    {
        var leap = Lunar.GetLeapMonth(year);
        var counted = leap > 0 && month >= leap ? month + 1 : month;
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, counted, day, 0, 0, 0, 0));
    }

    static List<DateOnly> Named(string name, int year) =>
        [.. Calendars.Seoul.HolidaysBetween(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))
            .Where(holiday => holiday.Name.En.StartsWith(name)).Select(holiday => holiday.Day)];

    // 관공서의 공휴일에 관한 규정, 제3조: the first day that is no holiday after a feast that met a Sunday, a Saturday or another holiday.
    static List<DateOnly> SubstitutesByDecree(int year)
    {
        var moons = new[] { Solar(year, 1, 1), Solar(year, 8, 15) };
        var national = new[] { (3, 1), (8, 15), (10, 3), (10, 9) }.Select(date => new DateOnly(year, date.Item1, date.Item2)).ToList();
        if (year >= 2026)
            national.Add(new DateOnly(year, 7, 17));
        var (child, buddha, christmas) = (new DateOnly(year, 5, 5), Solar(year, 4, 8), new DateOnly(year, 12, 25));
        List<DateOnly> feasts = [.. national, .. moons.SelectMany(Three), child, buddha, christmas, new(year, 1, 1), new(year, 6, 6)];
        var free = feasts.ToHashSet();
        bool MeetsAnother(DateOnly day) => feasts.Count(feast => feast == day) > 1;
        bool OnAWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

        var owed = moons.Where(moon => Three(moon).Any(day => day.DayOfWeek == DayOfWeek.Sunday || (!OnAWeekend(day) && MeetsAnother(day))))
            .Select(moon => moon.AddDays(1)).ToList();
        if (OnAWeekend(child) || MeetsAnother(child))
            owed.Add(child);
        owed.AddRange(national.Where(day => day >= new DateOnly(2021, 8, 4) && OnAWeekend(day)));
        if (year >= 2023)
            owed.AddRange(new[] { buddha, christmas }.Where(OnAWeekend));

        var given = new List<DateOnly>();
        foreach (var feast in owed.Order())
        {
            var day = feast.AddDays(1);
            while (OnAWeekend(day) || !free.Add(day))
                day = day.AddDays(1);
            given.Add(day);
        }

        return given;
    }

    static IEnumerable<DateOnly> Three(DateOnly day) => [day.AddDays(-1), day, day.AddDays(1)];
}
