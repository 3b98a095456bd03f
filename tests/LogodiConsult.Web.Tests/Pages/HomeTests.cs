using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages;

public sealed class HomeTests
{
    [Fact]
    public async Task Home_TellsTheNextStep_WhatIsLate_AndWhoHasEachPlan()
    {
        await using var site = await TestSite.StartAsync(settle: TestSample.PlayAsync);
        var round = await site.ReadAsync<long>("select id from round where state = 'running'");
        var late = await site.ReadAsync<long>(
            "select count(distinct p.id) from task t join plan p on p.id = t.plan_id where p.round_id = @round and t.closed_at is null and t.due_at < @now",
            new { round, now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000 });
        Assert.NotEqual(0, late);
        using var lead = await site.Visit("en").SignedInAsync(await site.ReadAsync<long>("select person_id from role where role = 'lead' and ended_at is null order by id limit 1"));
        await lead.SubmitAsync(await lead.GetAsync("/me"), "form.languages", button: "button[value=en]");
        var home = await lead.GetAsync("/");
        Assert.StartsWith("Your next step:", home.Document.QuerySelector(".banner.info strong")!.TextContent, StringComparison.Ordinal);
        var link = home.Document.QuerySelector($"a[href='/rounds/{round}/dashboard?overdue=true']")!;
        Assert.Equal($"{late} overdue", link.TextContent.Trim());
        Assert.Equal(late, (await lead.GetAsync(link.GetAttribute("href")!)).Document.QuerySelectorAll("table.dashboard tbody tr.late").Length);

        var waiting = await site.ReadAsync<long>("select min(plan_id) from task where kind = 'review' and closed_at is null");
        using var official = await site.Visit().SignedInAsync(await site.ReadAsync<long>("select official_id from plan where id = @waiting", new { waiting }));
        var line = (await official.GetAsync("/")).Document.QuerySelectorAll("tr").Single(r => r.QuerySelector($"th a[href='/plans/{waiting}']") is not null);
        var consultant = await site.ReadAsync<string>("select h.name from task t join person h on h.id = t.person_id where t.plan_id = @waiting and t.closed_at is null order by t.due_at, t.id limit 1", new { waiting });
        Assert.Contains(consultant!, line.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Lima", "Seúl"], line.QuerySelectorAll("time.moment b").Select(b => b.TextContent.Trim()));
    }
}
