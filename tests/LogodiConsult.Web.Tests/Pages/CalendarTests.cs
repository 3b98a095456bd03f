using System.Net;
using Ical.Net;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages;

public sealed class CalendarTests
{
    [Fact]
    public async Task Address_IsShownOnce_TellsTheOwnersDeadlinesToCalendarPrograms_AndEndsWithTheNextOne()
    {
        await using var site = await TestSite.StartAsync(settle: TestSample.PlayAsync);
        var (official, due) = (
            await site.ReadAsync<long>($"select p.official_id {OneDraft}"),
            await site.ReadAsync<long>($"select t.due_at {OneDraft}"));
        using var visit = await site.Visit("en").SignedInAsync(official);
        var path = await MadeAsync(visit);
        Assert.Null((await visit.GetAsync("/me")).Document.GetElementById("calendar-address"));

        using var program = site.Visit();
        var feed = await program.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, feed.Status);
        Assert.Equal("text/calendar", feed.Response.Content.Headers.ContentType!.MediaType);
        var deadline = Assert.Single(Calendar.Load(feed.Text)!.Events, e => e.Url!.AbsolutePath.EndsWith("/write", StringComparison.Ordinal));
        Assert.Equal(due, new DateTimeOffset(deadline.DtEnd!.AsUtc).ToUnixTimeMilliseconds() * 1000);
        Assert.Equal(HttpStatusCode.Redirect, (await program.GetAsync("/me")).Status);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(feed.Response.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await program.SendAsync(again)).Status);

        var next = await MadeAsync(visit);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(next)).Status);
        var stopped = await visit.SubmitAsync(await visit.GetAsync("/me"), "#calendar form:has(button.quiet)");
        Assert.Equal(HttpStatusCode.SeeOther, stopped.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(next)).Status);
        Assert.Equal(3, await site.ReadAsync<long>("select count(*) from audit where act in ('calendar.made', 'calendar.stopped') and subject_id = @official", new { official }));
    }

    [Fact]
    public async Task Presentation_StandsInTheCalendarOfWhoTakesPart_AndOfNobodyElse()
    {
        await using var site = await TestSite.StartAsync(settle: TestSample.PlayAsync);
        const string slot = "from presentation h join plan p on p.id = h.plan_id where h.state = 'scheduled' order by h.id limit 1";
        var plan = await site.ReadAsync<long>($"select h.plan_id {slot}");
        var official = await site.ReadAsync<long>($"select p.official_id {slot}");
        var stranger = await site.ReadAsync<long>($"select p.official_id {OneDraft}");
        var lead = await site.ReadAsync<long>("select person_id from role where role = 'lead' and ended_at is null order by id limit 1");
        foreach (var (person, told) in new[] { (official, true), (lead, true), (stranger, false) })
        {
            using var visit = await site.Visit().SignedInAsync(person);
            var events = Calendar.Load((await visit.GetAsync(await MadeAsync(visit))).Text)!.Events;
            Assert.Equal(told, events.Any(e => e.Uid!.StartsWith("presentation-", StringComparison.Ordinal) && e.Url!.AbsolutePath == $"/plans/{plan}"));
        }
    }

    const string OneDraft = "from task t join plan p on p.id = t.plan_id where t.closed_at is null and t.kind = 'draft' and t.due_at is not null order by t.id limit 1";

    static async Task<string> MadeAsync(Visit visit)
    {
        var made = await visit.SubmitAsync(await visit.GetAsync("/me"), "#calendar form");
        Assert.Equal(HttpStatusCode.SeeOther, made.Status);
        var shown = await visit.FollowAsync(made);
        return new Uri(shown.Document.GetElementById("calendar-address")!.GetAttribute("value")!).AbsolutePath;
    }
}
