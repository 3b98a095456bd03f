using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>What the editor's script and a browser without script send, by HTTP.</summary>
public sealed class WritingTests(SharedSites sites)
{
    const string Background = "/plans/1/write/background";

    [Fact]
    public async Task Patch_AnswersWithTagAndProblems_AndRefusesAsProblemDetails()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(1);
        var token = (await visit.GetAsync(Background)).Form("form[data-write] [name=__RequestVerificationToken]").GetAttribute("value")!;
        var saved = await PatchAsync(visit, token, "\"0\"", """{"content":"Hola."}""");
        Assert.Equal((HttpStatusCode.OK, "\"1\""), (saved.Status, saved.Response.Headers.ETag?.Tag));
        var cut = await PatchAsync(visit, token, "\"1\"", """{"from":4,"delete":1,"insert":" región.","length":12}""");
        Assert.Equal(2, (long)JsonNode.Parse(cut.Text)!["version"]!);
        var other = await PatchAsync(visit, token, "\"1\"", """{"content":"Otro."}""");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "Hola región."), (other.Status, (string?)JsonNode.Parse(other.Text)!["content"]));
        foreach (var (tag, tokenSent, body, status, code) in new (string?, string?, string, HttpStatusCode, string)[]
        {
            (null, token, """{"content":"x"}""", HttpStatusCode.PreconditionRequired, "section.noVersion"),
            ("\"2\"", null, """{"content":"x"}""", HttpStatusCode.BadRequest, "form.tooOld"),
            ("\"2\"", token, "{", HttpStatusCode.BadRequest, "section.patchUnreadable"),
            ("\"2\"", token, """{"content":"\ud800"}""", HttpStatusCode.BadRequest, "section.patchUnreadable"),
            ("\"2\"", token, "{}", HttpStatusCode.BadRequest, "section.patchUnreadable"),
            ("\"2\"", token, """{"from":0,"delete":1,"insert":"x","length":7}""", HttpStatusCode.UnprocessableEntity, "section.patchDoesNotFit"),
            ("\"2\"", token, $$"""{"content":"{{new string('x', 100_001)}}"}""", HttpStatusCode.UnprocessableEntity, "section.tooLong"),
            ("\"2\"", token, $$"""{"content":"{{new string('x', 1_000_001)}}"}""", HttpStatusCode.RequestEntityTooLarge, "section.tooLong"),
        })
        {
            var refused = await PatchAsync(visit, tokenSent, tag, body);
            Assert.Equal((status, "application/problem+json"), (refused.Status, refused.Response.Content.Headers.ContentType?.MediaType));
            Assert.Equal(code, (string?)JsonNode.Parse(refused.Text)!["code"]);
        }
        visit.Forget("logodi.person");
        var nobody = await PatchAsync(visit, token, "\"2\"", """{"content":"x"}""");
        Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (nobody.Status, nobody.Response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("Hola región.", await ContentAsync(site, "background"));
    }

    [Fact]
    public async Task FirstLoadOfTheEditor_WeighsAtMost60Kilobytes_OnEverySectionOfTheSample()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("ventanilla-unica-cusco");
        var key = TestSample.Data.Plans.First(p => p.Stage.Stage == "revision").Key;
        plan = await site.PlanAsync(key);
        using var visit = await site.Visit().SignedInAsync(await site.ReadAsync<long>("select official_id from plan where id = @plan", new { plan }));
        var outline = await visit.GetAsync($"/plans/{plan}/write");
        var paths = outline.Document.QuerySelectorAll("ol.outline a").Select(a => a.GetAttribute("href")!).Append($"/plans/{plan}/write").Distinct().ToList();
        Assert.True(paths.Count > 12, "The outline lists the sections.");
        foreach (var path in paths)
        {
            var page = await visit.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            var files = page.Document.QuerySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=modulepreload]").Select(l => l.GetAttribute("href")!)
                .Concat(page.Document.QuerySelectorAll("script[src]").Select(s => s.GetAttribute("src")!)).Distinct().ToList();
            var total = await WeightAsync(visit, path);
            foreach (var file in files)
                total += await WeightAsync(visit, file);
            Assert.InRange(total, 1, 60 * 1024);
        }
    }

    [Fact]
    public async Task ScheduleAndBudget_BeforeAnyActivityIsWritten_SayWhereToWriteThem_AndNameUntitledOnesByTheirPlace()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(1);
        foreach (var key in (string[])["schedule", "budget"])
            Assert.Equal("/plans/1/write/logframe", (await visit.GetAsync($"/plans/1/write/{key}")).Document.QuerySelector(".empty-choice a")!.GetAttribute("href"));
        await visit.SubmitAsync(await visit.GetAsync("/plans/1/write/logframe"), "form[data-write]", [("rows[0].level", "output"), ("rows[0].summary", "Ventanilla"), ("rows[1].level", "activity")], "button[value=stay]");
        var schedule = await visit.GetAsync("/plans/1/write/schedule");
        Assert.Null(schedule.Document.QuerySelector(".empty-choice"));
        Assert.Equal(["–", "fila 2"], schedule.Document.QuerySelectorAll("[name='rows[0].activity'] option").Select(o => o.TextContent.Trim()));
        var problem = (await visit.GetAsync("/plans/1/write/logframe")).Document.QuerySelectorAll("#problems a").Single(a => a.TextContent.Contains("«fila 2»", StringComparison.Ordinal));
        Assert.Equal("#row-1", problem.GetAttribute("href"));
    }

    [Fact]
    public async Task Draft_IsReadAsItWillLook_ByWhoWritesIt_AndByNobodyElse()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys);
        using var official = await site.Visit().SignedInAsync(JourneyPlan.Official);
        Assert.NotNull((await official.GetAsync(Background)).Document.QuerySelector("form[data-write] a[href='/plans/1?working=true#s-background']"));
        var draft = await official.GetAsync("/plans/1?working=true");
        Assert.Equal(JourneyPlan.Contents.Count, draft.Document.QuerySelectorAll("section.reading article.prose").Length);
        Assert.NotNull(draft.Document.QuerySelector("#s-schedule svg rect.gantt-bar"));
        Assert.NotNull(draft.Document.QuerySelector("#s-background a[href='/plans/1/write/background']"));
        foreach (var person in (long[])[JourneyPlan.Consultant, JourneyPlan.Supervisor, JourneyPlan.Interpreter])
        {
            using var other = await site.Visit().SignedInAsync(person);
            var refused = await other.GetAsync("/plans/1?working=true");
            Assert.True(refused.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{person}: {refused.Status}");
            Assert.Null(refused.Document.QuerySelector("article.prose"));
        }
    }

    [Fact]
    public async Task PagesOfAPlan_CostTheSameStatements_With2And200Revisions()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys);
        var database = site.Services.GetRequiredService<Database>();
        using var visit = await site.Visit().SignedInAsync(1);
        var costs = new List<Dictionary<string, int>>();
        foreach (var upTo in (int[])[2, 200])
        {
            JourneyPlan.Must(await database.WriteAsync<Done>(async work =>
            {
                while (await PlanSql.FindAsync(work, 1) is { } now && now.RevisionCount < upTo)
                    await PlanSql.FreezeAsync(work, now, new SubmissionReceipt($"V{now.RevisionCount + 1}", now.RevisionCount + 1, work.Now, new string('0', 64), false), 10_000, "", 1);
                return Done.Value;
            }));
            var cost = new Dictionary<string, int>();
            foreach (var path in (string[])["/plans/1", "/plans/1/write", Background, "/plans/1/write/logframe", "/plans/1/changes", "/plans/1/history", "/plans/1/authors", "/plans/1?handler=docx", "/plans/1?handler=json"])
            {
                // Once before: what is read once for all is not counted.
                Assert.Equal(HttpStatusCode.OK, (await visit.GetAsync(path)).Status);
                var count = 0;
                database.OnStatement = (_, _) => count++;
                await visit.GetAsync(path);
                database.OnStatement = null;
                cost[path] = count;
            }
            costs.Add(cost);
        }
        Assert.Equal(costs[0], costs[1]);
    }

    [Fact]
    public async Task WithoutScript_RowsAreMoved_AndAnEndlessPasteIsGivenBack()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(1);
        var table = "/plans/1/write/risks";
        var page = await visit.GetAsync(table);
        page = await visit.FollowAsync(await visit.SubmitAsync(page, "form[data-write]", [("rows[0].risk", "Primero"), ("rows[1].risk", "Segundo")], "button[value=stay]"));
        page = await visit.FollowAsync(await visit.SubmitAsync(page, "form[data-write]", button: "#row-1 [data-move='-1']"));
        Assert.Equal(["Segundo", "Primero"], page.Texts("textarea[name$='.risk']").Take(2));
        // Nothing in the form is pressed before "save" when Enter is hit in a field.
        Assert.Equal("stay", page.Document.QuerySelector("form[data-write] button")!.GetAttribute("value"));

        page = await visit.GetAsync(Background);
        var paste = string.Concat(Enumerable.Repeat("pegado 😀 ", 20_000));
        var refused = await visit.SubmitAsync(page, "form[data-write]", [("text", paste)], "button[value=stay]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("100", refused.Document.GetElementById("background-error")!.TextContent);
        Assert.Equal(paste, refused.Document.QuerySelector("textarea[name=text]")!.TextContent);
        var binary = await visit.SubmitAsync(page, "form[data-write]", [("text", "\n\nPK\u0003\u0001 fin")], "button[value=stay]");
        Assert.Equal(HttpStatusCode.SeeOther, binary.Status);
        Assert.Equal("\n\nPK\u0003\u0001 fin", await ContentAsync(site, "background"));
        // What begins with empty lines comes back with them.
        Assert.StartsWith("\n\nPK", (await visit.GetAsync(Background)).Document.QuerySelector("textarea[name=text]")!.TextContent);
    }

    [Fact]
    public async Task Submission_TellsReceiptBothClocksAndDigest_ByPageAndMail()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys);
        using var visit = await site.Visit().SignedInAsync(1);
        var page = await visit.GetAsync("/plans/1/write");
        var sent = await visit.SubmitAsync(page, "#submit-form");
        var again = await visit.SubmitAsync(page, "#submit-form");
        Assert.Equal((HttpStatusCode.SeeOther, sent.Location), (again.Status, again.Location));
        var banner = (await visit.FollowAsync(sent)).Texts(".banner.done")[0];
        var sha256 = await site.ReadAsync<string>("select sha256 from revision where plan_id = 1");
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from revision"));
        foreach (var word in (string[])["PERU-2-1-01-V1", "Lima", "Seúl", sha256!])
            Assert.Contains(word, banner);
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from outbox where kind = 'plan_submitted_receipt'"));
    }

    [Fact]
    public async Task PassedDeadline_IsToldBesideTheSubmission_AndTextIsSavedAllTheSame()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("competencias-compartidas-en-salud");
        using var visit = await site.AsAsync(TestSample.Data.Plan("competencias-compartidas-en-salud").Official);
        var outline = await visit.GetAsync($"/plans/{plan}/write");
        Assert.Contains(outline.Texts(".banner.warn p"), t => t.Contains("El plazo venció", StringComparison.Ordinal) && t.Contains("Seúl", StringComparison.Ordinal));
        Assert.NotNull(outline.Document.QuerySelector("#submit-form button"));

        var path = $"/plans/{plan}/write/background";
        var saved = await visit.SubmitAsync(await visit.GetAsync(path), "form[data-write]", [("text", "Escrito después del plazo.")], "button[value=stay]");
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal("Escrito después del plazo.", (await visit.GetAsync(path)).Document.QuerySelector("textarea[name=text]")!.TextContent);
    }

    static Task<string?> ContentAsync(TestSite site, string key) => site.ReadAsync<string>("select content from section where plan_id = 1 and key = @key", new { key });

    static async Task<PageRead> PatchAsync(Visit visit, string? token, string? tag, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/plans/1/sections/background");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (token is not null)
            request.Headers.Add("RequestVerificationToken", token);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await visit.SendAsync(request);
    }

    static async Task<long> WeightAsync(Visit visit, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await visit.Client.SendAsync(request);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        return (await response.Content.ReadAsByteArrayAsync()).Length;
    }
}
