using System.IO.Compression;
using System.Net;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>The ledger, the interpreter's desk, the supervisor's endorsement, the progress report; and who may come to each.</summary>
public sealed class OtherDesksTests(SharedSites sites)
{
    [Fact]
    public async Task Ledger_ShowsEveryReleasedComment_FiltersThem_AndDownloads()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("ventanilla-unica-cusco");
        using var visit = await site.AsAsync("auccapuma");
        var ledger = await visit.GetAsync($"/plans/{plan}/comments");
        var all = await site.ReadAsync<long>("select count(*) from comment where plan_id = @plan and state <> 'draft'", new { plan });
        Assert.Equal(all, ledger.Document.QuerySelectorAll(".matrix tbody tr").Length);
        var accepted = await visit.GetAsync($"/plans/{plan}/comments?state=Accepted&round=1");
        Assert.Equal(
            await site.ReadAsync<long>("select count(*) from comment c join review w on w.id = c.review_id where c.plan_id = @plan and c.state = 'accepted' and w.round = 1", new { plan }),
            accepted.Document.QuerySelectorAll(".matrix tbody tr").Length);
        using var download = await visit.Client.GetAsync($"/plans/{plan}/comments?handler=xlsx");
        using var book = new ZipArchive(await download.Content.ReadAsStreamAsync());
        Assert.Contains(book.Entries, e => e.FullName == "xl/worksheets/sheet1.xml");
    }

    [Fact]
    public async Task Matrix_TakenAway_TellsWhatWasWrittenAroundAPassage_AndTheTranslations()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("presupuesto-abierto-municipal");
        using var visit = await site.AsReviewerAsync(plan);
        await visit.SpeakAsync("ko");
        foreach (var kind in new[] { "docx", "xlsx" })
        {
            using var download = await visit.Client.GetAsync($"/plans/{plan}/comments?handler={kind}");
            await using var file = new ZipArchive(await download.Content.ReadAsStreamAsync());
            var words = "";
            foreach (var entry in file.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(await entry.OpenAsync());
                words += await reader.ReadToEndAsync();
            }
            Assert.Contains("el alcalde responde por escrito en sesión pública", words);
            Assert.Contains("지자체별 최소 300명을 반영하였습니다", words);
        }
    }

    [Fact]
    public async Task Matrix_TakenAway_TellsThePassagesInTheLanguageOfTheReader()
    {
        var site = await sites.SampleAsync();
        using var visit = await site.AsAsync("do");
        await visit.SpeakAsync("en");
        var (reader, lead) = (site.Services.GetRequiredService<PlanReader>(), await JourneyPlan.ActorAsync(site.Services, await site.PersonAsync("do")));
        var plan = await site.PlanAsync("ventanilla-unica-cusco");
        var view = (await reader.ReadAsync(plan, new Wanted(), lead, "en")).Value;
        var passages = view.Comments.Select(c => view.TranslationOfPassage(c.Comment)?.Text).OfType<string>().ToList();
        Assert.NotEmpty(passages);
        foreach (var kind in new[] { "docx", "xlsx" })
        {
            using var download = await visit.Client.GetAsync($"/plans/{plan}/comments?handler={kind}");
            await using var file = new ZipArchive(await download.Content.ReadAsStreamAsync());
            var words = "";
            foreach (var entry in file.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
            {
                using var text = new StreamReader(await entry.OpenAsync());
                words += WebUtility.HtmlDecode(await text.ReadToEndAsync());
            }
            Assert.All(passages, p => Assert.Contains(p.Split('\n')[0], words));
        }
    }

    [Fact]
    public async Task Translation_IsSaved_GoesOnToTheNext_AndTheTaskIsFinished()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("declaraciones-de-interes-utiles");
        using var visit = await site.AsAsync("seo");
        var desk = await visit.GetAsync($"/plans/{plan}/translate?to=ko&text=section-{await RevisionAsync(site, plan)}-background");
        var rows = desk.Document.QuerySelectorAll(".segment-row").Length;
        Assert.True(rows > 1);

        var empty = await visit.SubmitAsync(desk, "form.segments", [("segments[0].Text", "  ")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.NotNull(empty.Document.GetElementById("text-error"));
        var saved = await visit.SubmitAsync(desk, "form.segments", [("segments[0].Text", "번역문입니다.")]);
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from segment where plan_id = @plan and language = 'ko' and text = '번역문입니다.' and state = 'checked'", new { plan }));
        var after = await visit.FollowAsync(saved);
        Assert.Equal("번역문입니다.", after.Document.GetElementById("text")!.TextContent);
        Assert.Single(after.Document.QuerySelectorAll("form.segments .pill.good"));
        Assert.Equal(HttpStatusCode.NotFound, (await visit.GetAsync($"/plans/{plan}/translate?to=ko&text=section-999-background")).Status);
        // A page that knew nothing of it does not overwrite it: both are shown, and the next saving is a decision.
        var late = await visit.SubmitAsync(desk, "form.segments", [("segments[0].Text", "다른 번역문입니다.")]);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal("다른 번역문입니다.", late.Texts("#seg-0 textarea").Single().Trim());
        Assert.Contains("번역문입니다.", late.Texts("#seg-0 .keep-lines[lang=ko]"));
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(late, "form.segments", [("segments[0].Text", "더 나은 번역문입니다.")])).Status);
        var queue = await visit.GetAsync("/translations");
        Assert.NotNull(queue.Document.QuerySelector($"a[href='/plans/{plan}/translate?to=ko']"));

        var finished = await visit.SubmitAsync(after, "form[action$='handler=finish']");
        Assert.Equal($"/plans/{plan}", finished.Location);
        Assert.Equal("review", await site.ReadAsync<string>("select stage from plan where id = @plan", new { plan }));
        Assert.Null((await visit.GetAsync($"/plans/{plan}/translate")).Document.QuerySelector("form[action$='handler=finish']"));
    }

    [Fact]
    public async Task Translation_OfWhatWasPresented_ShowsNoScores()
    {
        var site = await sites.SampleAsync();
        using var visit = await site.AsAsync("seo");
        var plan = await site.PlanAsync("expediente-digital-piura");
        foreach (var path in (string[])[$"/plans/{plan}", $"/plans/{plan}/translate", $"/plans/{plan}/comments"])
        {
            var page = await visit.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            var remark = await site.ReadAsync<string>("select max(s.remark) from score s join presentation p on p.id = s.presentation_id where p.plan_id = @plan", new { plan });
            Assert.False(string.IsNullOrEmpty(remark));
            Assert.DoesNotContain(WebUtility.HtmlEncode(remark), page.Text);
            Assert.DoesNotContain(remark, page.Document.Body!.TextContent);
        }
    }

    [Fact]
    public async Task Endorsement_WantsADecision_AndAReasonToReturn()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("observatorio-de-riesgos-post-covid");
        using var visit = await site.AsAsync("olazabal");
        var page = await visit.GetAsync($"/plans/{plan}/endorse");
        var undecided = await visit.SubmitAsync(page, "form.card", [("note", "Con el visto bueno del área.")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, undecided.Status);
        Assert.NotNull(undecided.Document.GetElementById("endorsed-error"));
        Assert.Equal("Con el visto bueno del área.", undecided.Document.GetElementById("note")!.TextContent);
        var silent = await visit.SubmitAsync(page, "form.card", [("endorsed", "false"), ("note", "")]);
        Assert.NotNull(silent.Document.GetElementById("note-error"));
        var endorsed = await visit.SubmitAsync(page, "form.card", [("endorsed", "true"), ("note", "Con el visto bueno del área.")]);
        Assert.Equal(HttpStatusCode.SeeOther, endorsed.Status);
        Assert.Equal("endorsed", await site.ReadAsync<string>("select decision from endorsement where plan_id = @plan", new { plan }));
        Assert.Equal(HttpStatusCode.Conflict, (await visit.GetAsync($"/plans/{plan}/endorse")).Status);
        Assert.Equal(endorsed.Location, (await visit.SubmitAsync(page, "form.card", [("endorsed", "true"), ("note", "Con el visto bueno del área.")])).Location);
    }

    [Fact]
    public async Task Report_SaysWhatIsMissing_AndIsSent()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("comunicacion-de-riesgo-piura");
        using var visit = await site.AsAsync("sernaque");
        var page = await visit.GetAsync($"/plans/{plan}/report");
        var wrong = await visit.SubmitAsync(page, "form.narrow-form", [("percent", "mucho"), ("text", "Avanza.")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotNull(wrong.Document.GetElementById("percent-error"));
        Assert.NotNull(wrong.Document.GetElementById("progress-error"));
        Assert.Equal("Avanza.", wrong.Document.GetElementById("text")!.TextContent);
        var sent = await visit.SubmitAsync(wrong, "form.narrow-form", [("percent", "40 %"), ("progress", "OnTrack")]);
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Equal(40, await site.ReadAsync<long>("select percent from progress_report where plan_id = @plan and text = 'Avanza.'", new { plan }));
    }

    /// <summary>Who comes to which page of a plan: 200, not yet or no longer (409), not theirs to do (403), not theirs to know (404).</summary>
    [Theory]
    [InlineData("rastreo-de-contactos-comunitario", "review", "ttito:403 do:403 seo:403 quispe:404")]
    [InlineData("rastreo-de-contactos-comunitario", "review/release", "ttito:403 do:403 seo:403 quispe:404")]
    [InlineData("rastreo-de-contactos-comunitario", "comments", "ttito:200 do:200 seo:200 quispe:404")]
    [InlineData("rastreo-de-contactos-comunitario", "translate", "ttito:403 do:403 seo:200 quispe:404")]
    [InlineData("rastreo-de-contactos-comunitario", "endorse", "ttito:403 do:403 seo:403 quispe:404")]
    [InlineData("rastreo-de-contactos-comunitario", "report", "ttito:409 do:403 seo:403 quispe:404")]
    [InlineData("observatorio-de-riesgos-post-covid", "comments", "olazabal:403 tipismana:200 do:200")]
    public async Task Page_OfAPlan_IsForWhomItIs(string key, string page, string people)
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync(key);
        foreach (var expected in people.Split(' ').Select(p => p.Split(':')))
        {
            using var visit = await site.AsAsync(expected[0]);
            var got = await visit.GetAsync($"/plans/{plan}/{page}");
            Assert.Equal($"{expected[0]}: {expected[1]}", $"{expected[0]}: {(int)got.Status}");
            if (got.Status != HttpStatusCode.OK)
                Assert.NotEmpty(got.Texts("main p"));
        }
    }

    static Task<long> RevisionAsync(TestSite site, long plan) => site.ReadAsync<long>("select max(id) from revision where plan_id = @plan", new { plan });
}
