using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>One plan from its last section to its completion, with five people at five browsers side by side; every page is looked at by axe.</summary>
public sealed class JourneyInBrowserTests(BrowserFixture browser)
{
    const string Plan = "/plans/1";
    const string Quote = "61 400 expedientes";

    [Theory]
    [InlineData("es", 360)]
    [InlineData("ko", 360)]
    [InlineData("en", 360)]
    [InlineData("es", 1280)]
    [InlineData("ko", 1280)]
    [InlineData("en", 1280)]
    public async Task Plan_FromItsTextToItsCompletion_IsPlayedWithTheMouse(string language, int width)
    {
        await using var site = await TestSite.StartAsync(settle: async services =>
        {
            await TestPeople.SettleAsync(services);
            await JourneyPlan.SaveAsync(services, 1, JourneyPlan.Contents.Keys.Except(["background"]));
        });
        await using var people = new People(browser, site.Url, language, width);
        var official = await people.EnterAsync(JourneyPlan.Official);
        var supervisor = await people.EnterAsync(JourneyPlan.Supervisor);
        var interpreter = await people.EnterAsync(JourneyPlan.Interpreter);
        var consultant = await people.EnterAsync(JourneyPlan.Consultant);
        var lead = await people.EnterAsync(JourneyPlan.Lead);

        await WriteAndSubmitAsync(official);
        await ReachedAsync(site, "endorsement");
        await EndorseAsync(supervisor);
        await ReachedAsync(site, "translation");
        await TranslateAsync(interpreter);
        await ReachedAsync(site, "review");
        await ReviewAsync(consultant);
        await ReachedAsync(site, "revision");
        await AnswerAndResubmitAsync(official);
        await FinishTranslationAsync(interpreter);
        await AcceptAsync(consultant);
        await ReachedAsync(site, "accepted");
        await PresentAsync(lead);
        await ReachedAsync(site, "completed");
        await HistoryAsync(official, site);
    }

    static async Task WriteAndSubmitAsync(IPage page)
    {
        await OpenTaskAsync(page, $"{Plan}/write");
        await page.AssertGoodAsync();
        await page.Locator($"a[href='{Plan}/write/background']").First.ClickAsync();
        await SaveSectionAsync(page, JourneyPlan.Contents["background"]);
        await page.Locator("button[formaction$='handler=Submit']").ClickAsync();
        await page.ReachAsync($"{Plan}?revision=1");
        await page.AssertGoodAsync();
    }

    static async Task SaveSectionAsync(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.AssertGoodAsync();
        await page.Locator("form[data-write] .actions button[value=stay]").ClickAsync();
        await page.Locator("#save-bar[data-state=saved]").WaitForAsync();
        await page.GotoAsync($"{Plan}/write");
    }

    static async Task EndorseAsync(IPage page)
    {
        await OpenTaskAsync(page, $"{Plan}/endorse");
        await page.AssertGoodAsync();
        await page.Locator("input[name=endorsed][value=true]").CheckAsync();
        await page.Locator("#note").FillAsync("Cuenta con el equipo y el presupuesto.");
        await page.Locator("form.card:has(#note) button").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await page.AssertGoodAsync();
    }

    static async Task TranslateAsync(IPage page)
    {
        await OpenTaskAsync(page, $"{Plan}/translate");
        await page.AssertGoodAsync();
        await page.Locator("#text").FillAsync("쿠스코 주정부는 민원 236종을 처리합니다.");
        await page.Locator("form.segments .actions button").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await FinishTranslationAsync(page);
    }

    static async Task FinishTranslationAsync(IPage page)
    {
        await OpenTaskAsync(page, $"{Plan}/translate");
        await page.Locator("form[action$='handler=finish'] button").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await page.AssertGoodAsync();
    }

    static async Task ReviewAsync(IPage page)
    {
        await OpenTaskAsync(page, $"{Plan}/review");
        await CommentAsync(page, "background", Quote, "이 수치의 출처를 밝혀 주십시오.");
        await page.AssertGoodAsync();
        await CommentAsync(page, "risks", null, "Name who decides when a risk comes true.");
        await RecommendAsync(page, "Revise", "방향은 좋으나 근거가 필요합니다.");
    }

    static async Task CommentAsync(IPage page, string section, string? quote, string text)
    {
        await page.Locator($"#s-{section} details.compose > summary").ClickAsync();
        var form = page.Locator($"#s-{section} .compose form");
        if (quote is not null)
            await form.Locator("[name=quote]").FillAsync(quote);
        await form.Locator("[name=text]").FillAsync(text);
        await form.Locator("[name=required]").CheckAsync();
        await form.Locator("input[name=kind][value=MustChange]").CheckAsync();
        await form.Locator("button.second").ClickAsync();
        await page.ReachAsync("*/review#draft-*");
    }

    static async Task RecommendAsync(IPage page, string recommendation, string summary)
    {
        await page.Locator($"#recommendation input[value={recommendation}]").CheckAsync();
        await page.Locator("#recommendation textarea").FillAsync(summary);
        await page.Locator("#recommendation button[value=preview]").ClickAsync();
        await page.ReachAsync("*/review/release");
        await page.AssertGoodAsync();
        await page.Locator("form:has([name=seen]) button").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await page.AssertGoodAsync();
    }

    static async Task AnswerAndResubmitAsync(IPage page)
    {
        await OpenTaskAsync(page, $"{Plan}/answers");
        await page.AssertGoodAsync();
        foreach (var number in new[] { 1, 2 })
        {
            var form = page.Locator($"#comment-{number} + .answering");
            await form.Locator("input[value=Done]").CheckAsync();
            await form.Locator("textarea[name=text]").FillAsync("Se añadió.");
            await form.Locator("button").ClickAsync();
            await page.ReachAsync($"{Plan}/answers#comment-{number}");
            await page.Locator(".banner.done").First.WaitForAsync();
        }
        await page.GotoAsync($"{Plan}/write/background");
        await SaveSectionAsync(page, JourneyPlan.Contents["background"].Replace(Quote, $"{Quote} (fuente: mesa de partes)", StringComparison.Ordinal));
        await page.AssertGoodAsync();
        await page.Locator("button[formaction$='handler=Submit']").ClickAsync();
        await page.ReachAsync($"{Plan}?revision=2");
    }

    static async Task AcceptAsync(IPage page)
    {
        await page.GotoAsync($"{Plan}/changes");
        Assert.Contains("mesa de partes", await page.Locator("article.change ins").First.InnerTextAsync(), StringComparison.Ordinal);
        await page.AssertGoodAsync();
        await OpenTaskAsync(page, $"{Plan}/review");
        await page.AssertGoodAsync();
        foreach (var number in new[] { 1, 2 })
        {
            await page.Locator($"#answer-{number} button[value=Accepted]").ClickAsync();
            await page.Locator($"#answer-{number} .pill.accepted").WaitForAsync();
        }
        await RecommendAsync(page, "Accept", "수정이 잘 되었습니다.");
    }

    static async Task PresentAsync(IPage page)
    {
        await OpenTaskAsync(page, $"{Plan}/lead");
        await page.Locator("#day").FillAsync("2027-03-02");
        await page.Locator("#hour").FillAsync("19:00");
        await page.Locator("#minutes").FillAsync("30");
        await page.Locator("#place").FillAsync("Sala 1");
        await page.Locator("button[formaction$='handler=Schedule']").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await page.AssertGoodAsync();
        foreach (var criterion in await page.Locator("fieldset.levels").AllAsync())
            await criterion.Locator("input[value='4']").CheckAsync();
        await page.Locator("button[formaction$='handler=Record']").ClickAsync();
        await page.Locator("button[formaction$='handler=Complete']").WaitForAsync();
        await page.AssertGoodAsync();
        await page.Locator("button[formaction$='handler=Complete']").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await page.GotoAsync("/rounds/1/dashboard");
        await page.AssertGoodAsync();
    }

    static async Task HistoryAsync(IPage page, TestSite site)
    {
        await page.GotoAsync($"{Plan}/history");
        await page.AssertGoodAsync();
        Assert.Equal(13, await page.Locator("ol.history > li").CountAsync());
        Assert.Equal("completed", await site.ReadAsync<string>("select state from plan where id = 1"));
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from task where plan_id = 1 and closed_at is null"));
    }

    /// <summary>As somebody who has read nothing: home, and the one button there.</summary>
    static async Task OpenTaskAsync(IPage page, string path)
    {
        await page.GotoAsync("/");
        await page.Locator($"table.queue a.button[href='{path}']").ClickAsync();
        await page.ReachAsync($"{path}*");
    }

    static async Task ReachedAsync(TestSite site, string stage) => Assert.Equal(stage, await site.ReadAsync<string>("select stage from plan where id = 1"));

    /// <summary>Each with cookies of their own, all reading the one language.</summary>
    sealed class People(BrowserFixture browser, Uri site, string language, int width) : IAsyncDisposable
    {
        readonly List<IBrowserContext> contexts = [];

        public async Task<IPage> EnterAsync(long person)
        {
            var context = await browser.OpenAsync(site, language, width);
            contexts.Add(context);
            var page = await context.SignInAsync(person);
            var spoken = page.Locator($"html[lang|={language}]");
            if (await spoken.CountAsync() == 0)
                await page.Locator($"form.languages button[value={language}]").ClickAsync();
            await spoken.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            return page;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var context in contexts)
                await context.DisposeAsync();
        }
    }
}
