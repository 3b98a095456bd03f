using System.Net;
using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>A comment that keeps itself stays one comment, at its own passage; and everything that wants an answer can be answered.</summary>
public sealed class DeskKeepingTests(BrowserFixture browser)
{
    [Fact]
    public async Task Comment_KeptByItselfWhoseAnswerWasLost_IsTheOneThatTheButtonSaves()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        var review = await kim.GetAsync($"/plans/{plan}/review");
        List<KeyValuePair<string, string>> Typed(string text) => Visit.FieldsOf(review, "#s-background .compose form", [("quote", ""), ("text", text), ("kind", "Question")], null);

        // Kept twice; the page never heard of it and knows neither id nor version.
        Assert.Equal(HttpStatusCode.OK, (await kim.PostAsync($"/plans/{plan}/review?handler=keep", Typed("출"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await kim.PostAsync($"/plans/{plan}/review?handler=keep", Typed("출처"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.PostAsync($"/plans/{plan}/review?handler=comment", Typed("출처를 밝혀 주십시오."))).Status);
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from comment where plan_id = @plan", new { plan }));

        // A keeping that was under way when the button was pressed, with an earlier version: the words of the button stay.
        var id = await site.ReadAsync<long>("select id from comment where plan_id = @plan", new { plan });
        var late = await kim.PostAsync($"/plans/{plan}/review?handler=keep", [.. Typed("출처를"), new("commentId", $"{id}"), new("baseVersion", "2")]);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal("출처를 밝혀 주십시오.", await site.ReadAsync<string>("select text from comment where id = @id", new { id }));
    }

    [Fact]
    public async Task Draft_EditedWhileItsKeepingIsUnderWay_IsSavedAtOnce_ButNotOverTheOtherTab()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        Assert.Equal(HttpStatusCode.SeeOther,
            (await kim.SubmitAsync(await kim.GetAsync($"/plans/{plan}/review"), "#s-background .compose form", [("quote", ""), ("text", "처음"), ("kind", "Question")])).Status);
        var (here, there) = (await kim.GetAsync($"/plans/{plan}/review"), await kim.GetAsync($"/plans/{plan}/review"));
        const string form = "li.draft form.comment-form";
        Assert.Equal(HttpStatusCode.OK, (await kim.PostAsync($"/plans/{plan}/review?handler=keep", Visit.FieldsOf(here, form, [("text", "둘째")], null))).Status);
        // The same form sends its button before it heard of the keeping: it is nobody else who changed the draft.
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.SubmitAsync(here, form, [("text", "셋째")])).Status);
        var other = await kim.SubmitAsync(there, form, [("text", "다른 탭")]);
        Assert.Equal(HttpStatusCode.Conflict, other.Status);
        Assert.Contains("다른 탭", other.Texts("textarea[name=text]"));
        Assert.Equal("셋째", await site.ReadAsync<string>("select text from comment where plan_id = @plan", new { plan }));
    }

    [Fact]
    public async Task WordsTypedBeforeTheScriptIsThere_AreKept_AndAPageShownAgainHasTheNewestWords()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        await using var context = await browser.OpenAsync(site.Url, "ko");
        var arrived = new TaskCompletionSource();
        await context.RouteAsync("**/js/draft.*", async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });
        var page = await context.SignInAsync(Consultant);
        await page.GotoAsync($"/plans/{plan}/review", new() { WaitUntil = WaitUntilState.Commit });
        var summary = page.Locator("#recommendation textarea");
        await summary.FillAsync("먼저 쓴 글");
        arrived.SetResult();
        await KeptAsync("먼저 쓴 글");

        await page.GotoAsync("/");
        var other = await context.NewPageAsync();
        await other.GotoAsync($"/plans/{plan}/review");
        await other.Locator("#recommendation textarea").FillAsync("나중에 쓴 글");
        await KeptAsync("나중에 쓴 글");
        await other.CloseAsync();
        await page.GoBackAsync();
        await Assertions.Expect(summary).ToHaveValueAsync("나중에 쓴 글");

        async Task KeptAsync(string words)
        {
            for (var tries = 0; tries < 300 && await SummaryAsync() != words; tries++)
                await Task.Delay(200);
            Assert.Equal(words, await SummaryAsync());
        }

        Task<string?> SummaryAsync() => site.ReadAsync<string>("select summary from review where plan_id = @plan and summary <> ''", new { plan });
    }

    [Fact]
    public async Task Comment_SentOnADeadLine_IsStillThereOnTheWayBack_AndForgottenOnceItHasArrived()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        await using var context = await browser.OpenAsync(site.Url, "ko");
        var page = await context.SignInAsync(Consultant);
        await page.GotoAsync($"/plans/{plan}/review");
        await page.Locator("#s-background details.compose > summary").ClickAsync();
        var form = page.Locator("#s-background .compose form");
        await context.SetOfflineAsync(true);
        await form.Locator("[name=text]").FillAsync("출처를 밝혀 주십시오.");
        await form.Locator("input[name=kind][value=Question]").CheckAsync();
        await form.Locator("button.second").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^chrome-error:", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await context.SetOfflineAsync(false);
        await page.GoBackAsync();
        await Assertions.Expect(form.Locator("[name=text]")).ToHaveValueAsync("출처를 밝혀 주십시오.");
        Assert.True(await form.Locator("input[name=kind][value=Question]").IsCheckedAsync());
        await form.Locator("button.second").ClickAsync();
        await page.ReachAsync("*/review#draft-*");
        Assert.Equal(0, await page.EvaluateAsync<int>("Object.keys(localStorage).length + sessionStorage.length"));
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from comment where plan_id = @plan", new { plan }));
    }

    [Fact]
    public async Task Praise_ThatWantsAnAnswer_CanBeAnswered_PointingAtOneOfSeveralPlaces()
    {
        var (site, plan) = await DeskSite.StartAsync(recallMinutes: 0);
        await using var _ = site;
        var reviews = site.Services.GetRequiredService<ReviewService>();
        foreach (var person in new[] { Consultant, DeskSite.SecondConsultant })
        {
            var actor = await ActorAsync(site.Services, person);
            if (person == Consultant)
                Must(await reviews.SaveCommentAsync(new SaveComment(plan, null, "background", "", null, null, CommentKind.Praise, true, "Muy bien. ¿Lo contará en la presentación?", "es"), actor));
            Must(await reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Corrija.", "es"), actor));
        }
        using var rosa = await site.Visit().SignedInAsync(Official);
        var answers = await rosa.GetAsync($"/plans/{plan}/answers");
        const string form = "li.answering form:has([name=kind])";
        // Words that stand in many places: what was typed stays, and the places are offered.
        var which = await rosa.SubmitAsync(answers, form, [("kind", "Done"), ("text", "Sí."), ("pointSection", "background"), ("pointQuote", "de")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, which.Status);
        Assert.Contains("Sí.", which.Texts("textarea[name=text]"));
        var places = which.Form(form).QuerySelectorAll("[name=pointAt]").Select(r => r.GetAttribute("value")!).ToList();
        Assert.True(places.Count > 2);
        Assert.Equal(HttpStatusCode.SeeOther, (await rosa.SubmitAsync(which, form, [("pointAt", places[1])])).Status);
        // It is remembered: the next saving of the answer asks nothing.
        var saved = await rosa.GetAsync($"/plans/{plan}/answers");
        Assert.Equal(places[1], saved.Form(form).QuerySelector("[name=pointAt]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.SeeOther, (await rosa.SubmitAsync(saved, form, [("text", "Sí, lo contaré.")])).Status);
        // A page that knew nothing of it does not overwrite it: both are shown, and the next saving is a decision.
        var late = await rosa.SubmitAsync(answers, form, [("kind", "Done"), ("text", "Otra cosa.")]);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("Otra cosa.", late.Texts("textarea[name=text]"));
        Assert.Contains("Sí, lo contaré.", late.Texts(".answer .keep-lines"));
        Assert.Equal(HttpStatusCode.SeeOther, (await rosa.SubmitAsync(late, form, [("text", "Sí, lo contaré todo.")])).Status);
        Assert.Equal("Sí, lo contaré todo.", await site.ReadAsync<string>("select text from answer where plan_id = @plan", new { plan }));
        var handed = await rosa.SubmitAsync(await rosa.GetAsync($"/plans/{plan}/write"), "#submit-form");
        Assert.Equal($"/plans/{plan}?revision=2", handed.Location);
    }

    [Fact]
    public async Task Passage_SelectedWhileACommentStandsInTheForm_BeginsTheNextComment()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        await using var context = await browser.OpenAsync(site.Url, "ko");
        var page = await context.SignInAsync(Consultant);
        await page.GotoAsync($"/plans/{plan}/review");
        var form = page.Locator("#s-background .compose form");
        var first = await SentenceAsync(page, 1);
        await form.Locator("[name=text]").FillAsync("첫 번째 의견");
        var second = await SentenceAsync(page, 2);
        await page.ReachAsync("*/review#draft-*");
        await page.Locator("li.draft").WaitForAsync();
        // The page is there before its scripts have run.
        await page.WaitForFunctionAsync("words => document.querySelector('#s-background .compose form').elements.quote.value === words", second);
        Assert.Equal("", await form.Locator("[name=text]").InputValueAsync());
        await form.Locator("[name=text]").FillAsync("두 번째 의견");
        await form.Locator("button.second").ClickAsync();
        await page.Locator("li.draft").Nth(1).WaitForAsync();
        Assert.NotEqual(first, second);
        Assert.Equal(
            [$"첫 번째 의견: {first}", $"두 번째 의견: {second}"],
            await page.Locator("li.draft").EvaluateAllAsync<string[]>("all => all.map(d => `${d.querySelector('.keep-lines').textContent.trim()}: ${d.querySelector('blockquote').textContent.trim()}`)"));
    }

    /// <summary>By keyboard: as many sentences down, and the form.</summary>
    static async Task<string> SentenceAsync(IPage page, int down)
    {
        await page.Locator("#s-background [data-select]").FocusAsync();
        for (var i = 0; i < (down == 1 ? 1 : down - 1); i++)
            await page.Keyboard.PressAsync("ArrowDown");
        var sentence = await page.EvaluateAsync<string>("() => document.getSelection().toString().trim()");
        await page.Keyboard.PressAsync("Enter");
        return sentence;
    }
}
