using System.Net;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Scoring with a review, in a panel and for calibration, through the forms of the pages; and who sees what of it.</summary>
public sealed class ScoringPagesTests(SharedSites sites)
{
    [Fact]
    public async Task Panel_KeepsADraft_SaysWhatIsMissing_AndTakesTheSheetOnce()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("reclamos-que-mejoran-servicios");
        using var visit = await site.AsAsync("ok");
        Assert.NotNull((await visit.GetAsync($"/plans/{plan}")).Document.QuerySelector($"a[href='/plans/{plan}/panel']"));
        var home = $"section[aria-labelledby=h-tasks] a[href='/plans/{plan}/panel']";
        var waits = (await visit.GetAsync("/")).Document.QuerySelector(home)!.Closest("tr")!;
        Assert.Equal(2, waits.QuerySelectorAll("td time.moment b").Length);
        var page = await visit.GetAsync($"/plans/{plan}/panel");
        var criteria = page.Document.QuerySelectorAll("fieldset.levels").Select(f => f.Id!).ToList();
        Assert.Equal(10, criteria.Count);
        var kept = await visit.SubmitAsync(page, "form.narrow-form", [(criteria[0], "4"), ($"{criteria[0]}.remark", "Solid figures.")], "button[value=save]");
        Assert.Equal(HttpStatusCode.SeeOther, kept.Status);
        var lacking = await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/panel"), "form.narrow-form", [(criteria[1], "3")], "button[value=submit]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, lacking.Status);
        Assert.NotNull(lacking.Document.GetElementById($"{criteria[2]}-error"));
        Assert.Equal(2, lacking.Document.QuerySelectorAll("fieldset.levels input[checked]").Length);
        using var lead = await site.AsAsync("do");
        Assert.DoesNotContain("Solid figures.", (await lead.GetAsync($"/plans/{plan}/scores")).Text);

        var sent = await visit.SubmitAsync(lacking, "form.narrow-form", [.. criteria.Select(c => (c, "4"))], "button[value=submit]");
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Null((await visit.GetAsync("/")).Document.QuerySelector(home));
        var after = await visit.FollowAsync(sent);
        Assert.Null(after.Document.QuerySelector("form.narrow-form"));
        Assert.Contains("Solid figures.", after.Text);
        var again = await visit.SubmitAsync(page, "form.narrow-form", [.. criteria.Select(c => (c, "1"))], "button[value=submit]");
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Contains("Solid figures.", (await lead.GetAsync($"/plans/{plan}/lead")).Text);
        foreach (var other in new[] { "seo", "yactayo" })
        {
            using var stranger = await site.AsAsync(other);
            if (other == "seo")
                Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync($"/plans/{plan}/panel")).Status);
            else
                Assert.DoesNotContain("Solid figures.", (await stranger.GetAsync($"/plans/{plan}/panel")).Text);
        }
    }

    [Fact]
    public async Task RoundScores_LeadSeesTheSpread_OfficialOnlyMeansThatWereShown_OthersNothing()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("ventanilla-unica-cusco");
        using var lead = await site.AsAsync("do");
        var board = await lead.GetAsync($"/plans/{plan}/scores");
        Assert.Single(board.Document.QuerySelectorAll("section[aria-labelledby=h-round-1] tr.apart"));
        Assert.NotNull(board.Document.QuerySelector($"a.evidence-link[href^='/plans/{plan}#comment-']"));
        Assert.Contains("indicators count activities", board.Text);
        var round = await site.ReadAsync<long>("select round_id from plan where id = @plan", new { plan });
        Assert.NotNull((await lead.GetAsync($"/rounds/{round}/dashboard")).Document.QuerySelector($"a[href='/rounds/{round}/spreads']"));
        var overview = await lead.GetAsync($"/rounds/{round}/spreads");
        Assert.NotNull(overview.Document.QuerySelector($"tr.apart a[href='/plans/{plan}/scores#h-round-1']"));
        Assert.NotEmpty(overview.Document.QuerySelectorAll("section[aria-labelledby=h-people] tbody tr"));

        using var official = await site.AsAsync("auccapuma");
        var seen = await official.GetAsync($"/plans/{plan}/scores");
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.NotNull(seen.Document.GetElementById("h-round-1"));
        Assert.Null(seen.Document.GetElementById("h-round-2"));
        Assert.DoesNotContain("indicators count activities", seen.Text);
        Assert.DoesNotContain(TestSample.Data.Person("ok").Name, seen.Document.QuerySelector("main table")!.TextContent);

        var elsewhere = await site.PlanAsync("seleccion-por-competencias");
        Assert.Equal(HttpStatusCode.NotFound, (await official.GetAsync($"/plans/{elsewhere}/scores")).Status);
        using var author = await site.AsAsync(TestSample.Data.Plan("seleccion-por-competencias").Official);
        Assert.Equal(HttpStatusCode.Forbidden, (await author.GetAsync($"/plans/{elsewhere}/scores")).Status);
        using var interpreter = await site.AsAsync("seo");
        Assert.Equal(HttpStatusCode.Forbidden, (await interpreter.GetAsync($"/plans/{plan}/scores")).Status);
        using var shown = await site.AsAsync("do");
        foreach (var (language, confirm, missing) in ((string, string, string)[])[
            ("es", "Entiendo que no se puede deshacer.", "Marque la casilla para confirmar."),
            ("ko", "공개하면 취소할 수 없음을 이해했습니다.", "확인란을 선택해 주십시오."),
            ("en", "I understand that this cannot be undone.", "Tick the box to confirm.")])
        {
            await shown.SpeakAsync(language);
            var before = await shown.GetAsync($"/plans/{elsewhere}/scores");
            Assert.False(before.Document.QuerySelector("details#show-1")!.HasAttribute("open"));
            Assert.Equal(confirm, Assert.Single(before.Texts("#show-1 label.check")));
            var unconfirmed = await shown.SubmitAsync(before, "#show-1 form");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unconfirmed.Status);
            Assert.True(unconfirmed.Document.QuerySelector("details#show-1")!.HasAttribute("open"));
            Assert.Equal(missing, unconfirmed.Document.GetElementById("confirmed-error")!.TextContent.Trim());
            Assert.NotNull(unconfirmed.Document.QuerySelector(".banner.refused a[href='#confirmed']"));
            Assert.Equal(HttpStatusCode.Forbidden, (await author.GetAsync($"/plans/{elsewhere}/scores")).Status);
        }
        var ask = await shown.SubmitAsync(await shown.GetAsync($"/plans/{elsewhere}/scores"), "#show-1 form", [("confirmed", "true")]);
        Assert.Equal(HttpStatusCode.SeeOther, ask.Status);
        Assert.Null((await shown.FollowAsync(ask)).Document.GetElementById("show-1"));
        Assert.Equal(HttpStatusCode.OK, (await author.GetAsync($"/plans/{elsewhere}/scores")).Status);
    }

    [Fact]
    public async Task Consultant_ScoresWithTheirReview_WithEvidence()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("interoperabilidad-regional");
        using var visit = await site.AsAsync("ok");
        var page = await visit.GetAsync($"/plans/{plan}/scores");
        Assert.Equal(8, page.Document.QuerySelectorAll("fieldset.levels").Length);
        var comment = page.Document.QuerySelector("input[name='problem.evidence']")!.GetAttribute("value")!;
        var wrong = await visit.SubmitAsync(page, "form[action$='handler=save']", [("problem", "9")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        var saved = await visit.SubmitAsync(page, "form[action$='handler=save']", [("problem", "3"), ("problem.evidence", comment)]);
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var after = await visit.FollowAsync(saved);
        Assert.NotNull(after.Document.QuerySelector($"input[name='problem.evidence'][value='{comment}'][checked]"));
        using var colleague = await site.AsAsync("namgung");
        Assert.Null((await colleague.GetAsync($"/plans/{plan}/scores")).Document.QuerySelector("fieldset.levels"));
    }

    [Fact]
    public async Task Calibration_OfAClosedExercise_ShowsTheDistance_AnOpenOneIsBlind()
    {
        var site = await sites.SampleAsync();
        using var visit = await site.AsAsync("namgung");
        var list = await visit.GetAsync("/calibrations");
        var (open, closed) = (await IdAsync(site, "open"), await IdAsync(site, "closed"));
        Assert.NotNull(list.Document.QuerySelector($"a[href='/calibrations/{open}']"));
        var result = await visit.GetAsync($"/calibrations/{closed}");
        Assert.Equal(8, result.Document.QuerySelectorAll("table.scores tbody tr").Length);
        Assert.DoesNotContain(TestSample.Data.Person("ok").Name, result.Document.QuerySelector("main")!.TextContent);

        var sheet = await visit.GetAsync($"/calibrations/{open}");
        Assert.Null(sheet.Document.QuerySelector("table.scores"));
        var criteria = sheet.Document.QuerySelectorAll("fieldset.levels").Select(f => f.Id!).ToList();
        var sent = await visit.SubmitAsync(sheet, "form[action$='handler=score']", [.. criteria.Select(c => (c, "3"))], "button[value=submit]");
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        Assert.Null((await visit.FollowAsync(sent)).Document.QuerySelector("table.scores"));
        using var lead = await site.AsAsync("do");
        Assert.Equal(3, (await lead.GetAsync($"/calibrations/{open}")).Document.QuerySelectorAll("table.scores thead th").Length - 3);
        using var interpreter = await site.AsAsync("seo");
        Assert.Equal(HttpStatusCode.NotFound, (await interpreter.GetAsync($"/calibrations/{closed}")).Status);
    }

    static Task<long> IdAsync(TestSite site, string state) => site.ReadAsync<long>("select min(id) from calibration where state = @state", new { state });
}
