using System.Net;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>What leads decide where the usual way does not go on by itself; each form with what it refuses first.</summary>
public sealed class LeadDecisionsTests : IAsyncLifetime
{
    TestSite site = null!;
    Visit lead = null!;

    public async ValueTask InitializeAsync()
    {
        site = await TestSite.StartAsync(settle: TestSample.PlayAsync);
        lead = await site.Visit().SignedInAsync(await site.ReadAsync<long>(
            "select l.person_id from role l join plan p on p.state = 'open' join round r on r.id = p.round_id and r.programme_id = l.programme_id where l.role = 'lead' and l.ended_at is null order by l.id limit 1"));
    }

    public async ValueTask DisposeAsync()
    {
        lead?.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task EveryDecision_IsRefusedWithoutItsReason_AndThenDone()
    {
        await DecidedAsync("endorse", "Waive", [("reason", " ")], [("reason", "La jefatura está de licencia.")]);
        await DecidedAsync("review", "DecideReview", [("reason", "Basta.")], [("decision", "Accept"), ("reason", "El plazo terminó.")]);
        await DecidedAsync("decide", "Decide", [("reason", "Es viable.")], [("accept", "true"), ("reason", "Es viable.")]);
        await DecidedAsync("schedule", "Reopen", [("reason", " ")], [("reason", "Falta el presupuesto.")]);
        await DecidedAsync("present", "Postpone", [("reason", "")], [("reason", "Corte de luz.")]);
        var translating = await OpenAsync("translate");
        Assert.Equal(HttpStatusCode.SeeOther, await ActAsync(translating, "SkipTranslation"));
        Assert.Equal(HttpStatusCode.Conflict, await ActAsync(translating, "SkipTranslation"));
        Assert.Empty(await Invariants.VerifyAsync(site.Services.GetRequiredService<Database>()));
    }

    [Fact]
    public async Task Reason_OfADecision_IsReadInTheHistoryByTheOfficial_AndInTheirMail()
    {
        const string reason = "Falta el presupuesto\nde la segunda etapa.";
        var plan = await OpenAsync("schedule");
        Assert.Equal(HttpStatusCode.SeeOther, await ActAsync(plan, "Reopen", ("reason", reason)));
        Assert.Equal("revision", await site.ReadAsync<string>("select stage from plan where id = @plan", new { plan }));
        using var official = await site.Visit().SignedInAsync(await site.ReadAsync<long>("select official_id from plan where id = @plan", new { plan }));
        var history = await official.GetAsync($"/plans/{plan}/history");
        Assert.Contains(history.Document.QuerySelectorAll(".history li"), li => li.TextContent.Contains("reabrió", StringComparison.Ordinal) && li.TextContent.Contains(reason, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await official.GetAsync($"/plans/{plan}/write")).Status);
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from outbox where kind = 'plan_reopened' and plan_id = @plan and facts like '%segunda etapa%'", new { plan }));
        // The audit holds no words.
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from audit where plan_id = @plan and facts like '%presupuesto%'", new { plan }));
        Assert.Equal(HttpStatusCode.SeeOther, await ActAsync(plan, "Withdraw", ("reason", "El funcionario renunció.")));
        Assert.Contains("El funcionario renunció.", (await official.GetAsync($"/plans/{plan}/history")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presentation_PutOff_IsToldToEverybodyWhoWasInvited()
    {
        var plan = await OpenAsync("present");
        var invited = await site.ReadAsync<long>("select 1 + count(distinct person_id) from assignment where plan_id = @plan and ended_at is null and role in ('consultant', 'panel')", new { plan });
        Assert.Equal(HttpStatusCode.SeeOther, await ActAsync(plan, "Postpone", ("reason", "Corte de luz.")));
        Assert.Equal(invited, await site.ReadAsync<long>("select count(*) from outbox where kind = 'presentation_postponed' and plan_id = @plan", new { plan }));
    }

    [Fact]
    public async Task Incident_IsShown_TriedAgain_AndStepped_Over()
    {
        await DisposeAsync();
        site = await TestSite.StartAsync();
        lead = await site.Visit().SignedInAsync(JourneyPlan.Lead);
        var plan = await JourneyPlan.SubmittedAsync(site.Services, await PublishFaultyAsync());
        var path = $"/plans/{plan}/lead";
        var shown = await lead.GetAsync(path);
        var incident = shown.Form(".incident input[name=incident]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await ActAsync(plan, "Settle", ("incident", incident), ("act", "Retry"), ("reason", "")));

        Assert.Equal(HttpStatusCode.SeeOther, await ActAsync(plan, "Settle", ("incident", incident), ("act", "Retry"), ("reason", "Otra vez.")));
        var next = (await lead.GetAsync(path)).Form(".incident input[name=incident]").GetAttribute("value")!;
        Assert.NotEqual(incident, next);
        Assert.Equal(HttpStatusCode.Conflict, await ActAsync(plan, "Settle", ("incident", incident), ("act", "Skip"), ("outcome", "Done"), ("reason", "Tarde.")));
        Assert.Equal(HttpStatusCode.SeeOther, await ActAsync(plan, "Settle", ("incident", next), ("act", "Skip"), ("outcome", "Done"), ("reason", "No hace falta.")));

        Assert.Equal("review", await site.ReadAsync<string>("select stage from plan where id = @plan", new { plan }));
        Assert.Null((await lead.GetAsync(path)).Document.QuerySelector(".incident"));
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from audit where act in ('workflow.retried', 'workflow.skipped') and plan_id = @plan", new { plan }));
    }

    [Fact]
    public async Task Mail_ThatFailed_IsSentAgain_Once()
    {
        var plan = await OpenAsync("endorse");
        await ActAsync(plan, "Waive", ("reason", "Licencia."));
        var mail = await site.ReadAsync<long>("select max(id) from outbox where plan_id = @plan", new { plan });
        await site.Services.GetRequiredService<Database>().WriteAsync<Done>(async work =>
        {
            await work.ExecuteAsync("update outbox set failed_at = @Now, error = 'no such host', attempts = 8 where id = @mail", new { work.Now, mail });
            return Done.Value;
        });
        var failed = await lead.GetAsync("/mails?state=Failed");
        Assert.Contains("no such host", failed.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await lead.SubmitAsync(failed, "table form")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await lead.SubmitAsync(failed, "table form", [("form-key", "another")])).Status);
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from outbox where failed_at is not null"));
    }

    [Fact]
    public async Task Forms_ThatAreRefused_KeepWhatWasChosen_AndTakeNoDateForAnother()
    {
        var review = await OpenAsync("review");
        var decided = await lead.SubmitAsync(await lead.GetAsync($"/plans/{review}/lead"), "form:has([name=decision])", [("decision", "Accept"), ("reason", " ")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, decided.Status);
        Assert.Equal("Accept", decided.Document.QuerySelector("[name=decision][checked]")?.GetAttribute("value"));
        var decide = await OpenAsync("decide");
        var another = await lead.SubmitAsync(await lead.GetAsync($"/plans/{decide}/lead"), "form:has([name=accept])", [("accept", "false"), ("reason", "")]);
        Assert.Equal("false", another.Document.QuerySelector("[name=accept][checked]")?.GetAttribute("value"));

        var schedule = await OpenAsync("schedule");
        foreach (var (day, hour, zone) in new[] { ("9999-12-31", "23:59", Zones.Lima), ("0001-01-01", "00:00", Zones.Seoul), ("0202-10-12", "08:00", Zones.Lima), ("12020-10-12", "08:00", Zones.Lima), ("mañana", "8", Zones.Lima) })
        {
            foreach (var handler in new[] { "Schedule", "Preview" })
            {
                var page = await lead.GetAsync($"/plans/{schedule}/lead");
                var sent = await lead.SubmitAsync(page, "form:has([name=minutes])", [("day", day), ("hour", hour), ("zone", zone), ("place", "Sala «A»")], $"button[formaction*='handler={handler}']");
                Assert.True(sent.Status == HttpStatusCode.UnprocessableEntity || (handler == "Preview" && sent.Status == HttpStatusCode.OK), $"{handler} {day}: {sent.Status}");
                Assert.Equal("Sala «A»", sent.Document.QuerySelector("[name=place]")!.GetAttribute("value"));
                Assert.Equal(day, sent.Document.QuerySelector("[name=day]")!.GetAttribute("value"));
                Assert.True(handler == "Preview" || sent.Document.QuerySelector(".field-error") is not null);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?handler=Nonsense")]
    public async Task Post_ThatNamesNoActOfThePage_Is404(string query)
    {
        var plan = await OpenAsync("endorse");
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(plan, $"/plans/{plan}/lead{query}"));
    }

    async Task DecidedAsync(string task, string handler, (string, string)[] lacking, (string, string)[] whole)
    {
        var plan = await OpenAsync(task);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await ActAsync(plan, handler, lacking));
        Assert.Equal(1, await site.ReadAsync<long>("select min(1) from task where plan_id = @plan and kind = @task and closed_at is null", new { plan, task }));
        Assert.Equal(HttpStatusCode.SeeOther, await ActAsync(plan, handler, whole));
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from task where plan_id = @plan and kind = @task and closed_at is null", new { plan, task }));
        Assert.Equal(HttpStatusCode.Conflict, await ActAsync(plan, handler, whole));
    }

    Task<HttpStatusCode> ActAsync(long plan, string handler, params (string Name, string Value)[] fill) => PostAsync(plan, $"/plans/{plan}/lead?handler={handler}", fill);

    async Task<HttpStatusCode> PostAsync(long plan, string to, params (string Name, string Value)[] fill)
    {
        var form = (await lead.GetAsync($"/plans/{plan}/lead")).Form("form[method=post]");
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var fields = fill.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)).Append(new("__RequestVerificationToken", token)).Append(new("form-key", Guid.NewGuid().ToString("N")));
        return (await lead.PostAsync(to, fields)).Status;
    }

    Task<long> OpenAsync(string kind) => site.ReadAsync<long>("select min(plan_id) from task where kind = @kind and closed_at is null", new { kind });

    /// <summary>The short definition with a step that fails between the draft and the review.</summary>
    async Task<string> PublishFaultyAsync()
    {
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows", "action-plan-short.json")))!.AsObject();
        (definition["definitionId"], definition["id"]) = ("faulty", "faulty-1");
        var (activities, connections) = (definition["root"]!["activities"]!.AsArray(), definition["root"]!["connections"]!.AsArray());
        var failing = JsonNode.Parse("""
            { "id": "Failing", "nodeId": "Workflow1:Flow:Failing", "name": "Failing", "type": "Elsa.WriteLine", "version": 1, "metadata": {},
              "customProperties": { "displayNames": { "es": "Paso que falla", "ko": "실패하는 단계", "en": "A failing step" } },
              "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "nobody.knows" } } }
            """);
        activities.Add(failing);
        var first = connections.Single(c => (string?)c!["source"]!["activity"] == "WriteDraft")!;
        var target = (string)first["target"]!["activity"]!;
        first["target"]!["activity"] = "Failing";
        connections.Add(JsonNode.Parse($$"""{ "source": { "activity": "Failing", "port": "Done" }, "target": { "activity": "{{target}}", "port": "In" } }"""));
        var host = site.Services.GetRequiredService<WorkflowHost>();
        var published = await site.Services.GetRequiredService<Database>().WriteAsync<Done>(async work =>
            await host.PublishAsync(work, definition.ToJsonString()) is { Refusal: { } refusal } ? refusal : Done.Value);
        Assert.True(!published.IsRefused, string.Join('\n', published.Refusal?.Facts.Values ?? []));
        return "faulty";
    }
}
