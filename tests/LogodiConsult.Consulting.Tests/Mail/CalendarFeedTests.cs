using System.Text;
using Ical.Net;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Mail;

public sealed class CalendarFeedTests
{
    const string LongTitle = "지방행정 혁신을 위한 원스톱 민원 서비스, 공무원 역량 기반 선발 절차; 그리고 참여 예산 😀😀😀😀😀😀😀😀😀😀😀😀😀 시범 사업";

    static readonly DueTask Task = new("9", "review", LongTitle, "/plans/7", Letters.Due, Letters.Due.AddDays(-5));

    static readonly PresentationSlot Slot = new(
        "5", "Ventanilla única", "Rosa Quispe", "/plans/7/presentation", new TimeSlot(Letters.Due, Letters.Due.AddMinutes(45)), "Sala 3, Lima", Letters.Due.AddDays(-2));

    [Fact]
    public void Compose_TasksAndSlots_AreReadBackOnThePersonsClock()
    {
        var calendar = Calendar.Load(CalendarFeed.Compose([Task], [Slot], "ko", Zones.Seoul, Letters.Site))!;

        var (due, slot) = (calendar.Events.Single(e => e.Uid == "task-9@plans.example.org"), calendar.Events.Single(e => e.Uid == "presentation-5@plans.example.org"));
        Assert.Equal($"마감: 액션플랜 검토 · {LongTitle}", due.Summary);
        Assert.Equal(Letters.Due.UtcDateTime, due.DtEnd!.AsUtc);
        Assert.Equal(Zones.Seoul, due.DtEnd.TzId);
        Assert.Equal(new DateTime(2020, 10, 13, 8, 0, 0), due.DtEnd.Value);
        Assert.Contains("2020년 10월 13일(화) 08:00 서울\u00A0· 10월 12일(월) 18:00 리마\nhttps://plans.example.org/plans/7", due.Description);
        Assert.Equal("Sala 3, Lima", slot.Location);
        Assert.Equal(Letters.Due.AddMinutes(45).UtcDateTime, slot.DtEnd!.AsUtc);
        Assert.Equal("CONFIRMED", slot.Status);
        Assert.Equal(Zones.Seoul, Assert.Single(calendar.TimeZones).TzId);
    }

    [Theory]
    [InlineData("es")]
    [InlineData("ko")]
    [InlineData("en")]
    public void Compose_LongTitles_AreFoldedAt75OctetsWithoutCuttingCharacters(string language)
    {
        var feed = CalendarFeed.Compose([Task], [Slot], language, Zones.Lima, Letters.Site);

        var lines = feed.Split("\r\n");
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Contains(lines, line => line.StartsWith(' '));
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(feed)));
        Assert.DoesNotContain('\n', feed.Replace("\r\n", ""));
        Assert.Contains("😀😀😀😀😀😀😀😀😀😀😀😀😀", feed.Replace("\r\n ", ""));
    }

    [Fact]
    public void Compose_SameContentTwice_IsTheSameText() => Assert.Equal(
        CalendarFeed.Compose([Task, Task with { Id = "8" }], [], "es", Zones.Lima, Letters.Site),
        CalendarFeed.Compose([Task with { Id = "8" }, Task], [], "es", Zones.Lima, Letters.Site));

    [Fact]
    public void Compose_SlotMovedAndCancelled_KeepsItsIdAndGrowsItsSequence()
    {
        var before = Read(Slot);
        var after = Read(Slot with { ChangedAt = Slot.ChangedAt.AddHours(1), IsCancelled = true });

        Assert.Equal(before.Uid, after.Uid);
        Assert.True(after.Sequence > before.Sequence);
        Assert.Equal("CANCELLED", after.Status);
    }

    [Fact]
    public void Compose_Nothing_IsStillACalendar()
    {
        var feed = CalendarFeed.Compose([], [], "es", Zones.Lima, Letters.Site);

        Assert.StartsWith("BEGIN:VCALENDAR\r\n", feed);
        Assert.Contains("X-WR-CALNAME:LogodiConsult: plazos y presentaciones\r\n", feed);
        Assert.Contains("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", feed);
        Assert.Empty(Calendar.Load(feed)!.Events);
    }

    static Ical.Net.CalendarComponents.CalendarEvent Read(PresentationSlot slot) =>
        Calendar.Load(CalendarFeed.Compose([], [slot], "es", Zones.Lima, Letters.Site))!.Events.Single();
}
