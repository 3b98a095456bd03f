using System.Net;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>The lead's acts on plans of the sample, each by the form of the page, with what the page then says.</summary>
public sealed class LeadPageTests(SharedSites sites, BrowserFixture browser)
{
    [Fact]
    public async Task Presentation_ScheduledScoredCompleted_GoesByForms()
    {
        await using var site = await TestSite.StartAsync(settle: TestSample.PlayAsync);
        using var visit = await LeadAsync(site);
        var plan = await PlanWithAsync(site, "schedule");
        var path = $"/plans/{plan}/lead";

        var preview = await ActAsync(visit, path, "Preview", [("day", "2027-03-02"), ("hour", "03:00"), ("zone", "America/Lima")]);
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.NotNull(preview.Document.QuerySelector(".banner.warn .moment"));
        Assert.Equal("03:00", preview.Document.GetElementById("hour")!.GetAttribute("value"));
        var nowhere = await ActAsync(visit, path, "Schedule", [("day", "2027-03-02"), ("hour", "19:00"), ("zone", "America/Lima"), ("minutes", "30")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.Status);
        Assert.NotNull(nowhere.Document.GetElementById("place-error"));
        var scheduled = await ActAsync(visit, path, "Schedule", [("day", "2027-03-02"), ("hour", "19:00"), ("zone", "America/Lima"), ("minutes", "30"), ("place", "Sala 1")]);
        Assert.Equal(HttpStatusCode.SeeOther, scheduled.Status);

        var form = await visit.GetAsync(path);
        var criteria = form.Document.QuerySelectorAll("fieldset.levels").Select(f => f.Id!).ToList();
        var lacking = await ActAsync(visit, path, "Record", [.. criteria.Skip(1).Select(c => (c, "4"))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, lacking.Status);
        Assert.NotNull(lacking.Document.GetElementById($"{criteria[0]}-error"));
        Assert.Equal(criteria.Count - 1, lacking.Document.QuerySelectorAll("fieldset.levels input[checked]").Length);
        Assert.Equal(HttpStatusCode.SeeOther, (await ActAsync(visit, path, "Record", [.. criteria.Select(c => (c, "4"))])).Status);
        var completed = await visit.FollowAsync(await ActAsync(visit, path, "Complete", []));
        Assert.NotNull(completed.Document.QuerySelector(".banner.done"));
        Assert.Equal("completed", await site.Services.GetRequiredService<Database>().ReadAsync(s => s.ScalarAsync<string>("select state from plan where id = @plan", new { plan })));
        var found = await Invariants.VerifyAsync(site.Services.GetRequiredService<Database>());
        Assert.Empty(found);
    }

    [Fact]
    public async Task Withdraw_WithoutReason_ChangesNothing_AndSaysSoAtTheField()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(3);
        var refused = await ActAsync(visit, "/plans/1/lead", "Withdraw", [("reason", " ")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.NotNull(refused.Document.GetElementById("reason-error"));
        Assert.Equal(HttpStatusCode.SeeOther, (await ActAsync(visit, "/plans/1/lead", "Withdraw", [("reason", "Cambió de cargo")])).Status);
        var again = await ActAsync(visit, "/plans/1/lead", "Withdraw", [("reason", "Otra vez")]);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
    }

    [Fact]
    public async Task Deadline_InThePast_IsRefused_AndMovedForward_IsShown()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(3);
        var page = await visit.GetAsync("/plans/1/lead");
        var task = page.Document.QuerySelector("input[name=task]")!.GetAttribute("value")!;
        var past = await ActAsync(visit, "/plans/1/lead", "Extend", [("task", task), ("day", "2026-01-05"), ("reason", "Feriado")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, past.Status);
        Assert.Equal("2026-01-05", past.Document.GetElementById("day")!.GetAttribute("value"));
        var garbled = await ActAsync(visit, "/plans/1/lead", "Extend", [("task", task), ("day", "mañana"), ("reason", "Feriado")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, garbled.Status);
        Assert.NotNull(garbled.Document.GetElementById("day-error"));
        var day = DateTime.UtcNow.AddDays(20).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.SeeOther, (await ActAsync(visit, "/plans/1/lead", "Extend", [("task", task), ("day", day), ("reason", "Feriado")])).Status);
    }

    [Fact]
    public async Task Assignment_UntickedAndTicked_ReleasesAndAssigns()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(3);
        Assert.Equal(HttpStatusCode.SeeOther, (await ActAsync(visit, "/plans/1/lead", "Assign", [("role", "Consultant"), ("was", "2")])).Status);
        Assert.Null((await visit.GetAsync("/plans/1/lead")).Document.QuerySelector("#assign input[name=was][value='2']"));
        Assert.Equal(HttpStatusCode.SeeOther, (await ActAsync(visit, "/plans/1/lead", "Assign", [("role", "Consultant"), ("people", "2")])).Status);
        Assert.NotNull((await visit.GetAsync("/plans/1/lead")).Document.QuerySelector("#assign input[name=was][value='2']"));
        var stranger = await ActAsync(visit, "/plans/1/lead", "Assign", [("role", "Consultant"), ("people", "6")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stranger.Status);
    }

    [Theory]
    [InlineData("es", 360)]
    [InlineData("ko", 360)]
    [InlineData("es", 1280)]
    [InlineData("ko", 1280)]
    public async Task LeadPages_OnTheSample_AreAccessible_AndFitTheScreen(string language, int width)
    {
        var site = await sites.SampleAsync();
        await using var context = await browser.OpenAsync(site.Url, language, width);
        var page = await context.SignInAsync(await LeadIdAsync(site));
        await page.Locator($"button[name=language][value={language}]").ClickAsync();
        var round = await site.Services.GetRequiredService<Database>().ReadAsync(s => s.ScalarAsync<long>("select round_id from plan group by round_id order by count(*) desc limit 1"));
        foreach (var path in new[] { "/dashboard", $"/rounds/{round}/dashboard", "/programmes", $"/programmes/{await ProgrammeAsync(site, round)}", $"/rounds/{round}", $"/rounds/{round}/people", $"/rounds/{round}/people/list", $"/rounds/{round}/plans/several",
            $"/rounds/{round}/plans/new", "/programmes/new", $"/programmes/{await ProgrammeAsync(site, round)}/rounds/new", "/mails", "/me", $"/plans/{await PlanWithAsync(site, "schedule")}/lead", $"/plans/{await PlanWithAsync(site, "present")}/lead",
            $"/plans/{await PlanWithAsync(site, "review")}/lead", $"/plans/{await PlanWithAsync(site, "decide")}/lead" })
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync("document.querySelectorAll('details.act').forEach(d => d.open = true)");
            await page.AssertGoodAsync();
            await page.PictureAsync($"lead-{language}-{width}{path.Replace('/', '-')}");
        }
    }

    static async Task<PageRead> ActAsync(Visit visit, string path, string handler, (string Name, string Value)[] fill)
    {
        var page = await visit.GetAsync(path);
        var form = page.Form("form[method=post]");
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var fields = fill.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)).Append(new("__RequestVerificationToken", token)).Append(new("form-key", Guid.NewGuid().ToString("N")));
        return await visit.PostAsync($"{path}?handler={handler}", fields);
    }

    static async Task<Visit> LeadAsync(TestSite site) => await site.Visit().SignedInAsync(await LeadIdAsync(site));

    static Task<long> LeadIdAsync(TestSite site) => site.Services.GetRequiredService<Database>().ReadAsync(s => s.ScalarAsync<long>(
        "select l.person_id from role l where l.role = 'lead' and l.ended_at is null order by (select count(*) from round r where r.programme_id = l.programme_id) desc, l.id limit 1"));

    static Task<long> ProgrammeAsync(TestSite site, long round) =>
        site.Services.GetRequiredService<Database>().ReadAsync(s => s.ScalarAsync<long>("select programme_id from round where id = @round", new { round }));

    static async Task<long> PlanWithAsync(TestSite site, string kind)
    {
        var plan = await site.Services.GetRequiredService<Database>().ReadAsync(s => s.ScalarAsync<long?>("select min(plan_id) from task where kind = @kind and closed_at is null", new { kind }));
        return plan ?? throw new InvalidOperationException($"The sample has no plan with the task {kind}.");
    }
}
