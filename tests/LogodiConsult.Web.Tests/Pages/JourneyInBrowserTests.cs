using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>The way back and forth in the short definition, at three browsers side by side; every page is looked at by axe.</summary>
public sealed class JourneyInBrowserTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("es", 360)]
    [InlineData("ko", 1280)]
    [InlineData("en", 360)]
    [InlineData("es", 1280)]
    public async Task Plan_FromReviewToPresentation_IsPlayedWithTheMouse(string language, int width)
    {
        var id = 0L;
        await using var site = await TestSite.StartAsync(settle: async services =>
        {
            await TestPeople.SettleAsync(services);
            id = await JourneyPlan.SubmittedInShortRoundAsync(services);
        });
        var plan = $"/plans/{id}";
        await using var officials = await browser.OpenAsync(site.Url, language, width);
        await using var consultants = await browser.OpenAsync(site.Url, language, width);
        await using var leads = await browser.OpenAsync(site.Url, language, width);
        var official = await EnterAsync(officials, JourneyPlan.Official, language);
        var consultant = await EnterAsync(consultants, JourneyPlan.Consultant, language);
        var lead = await EnterAsync(leads, JourneyPlan.Lead, language);

        await ReviewAsync(consultant, plan);
        Assert.Equal("revision", await StageAsync(site, id));
        await AnswerAndSubmitAsync(official, plan);
        Assert.Equal("accepted", await StageAsync(site, id));
        await ScheduleAsync(lead, plan);
        Assert.Equal("presentation", await StageAsync(site, id));
        await official.ReloadAsync();
        Assert.Contains("Sala 1", await official.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    static async Task ReviewAsync(IPage page, string plan)
    {
        await page.Locator($"table.queue a.button[href='{plan}/review']").ClickAsync();
        await page.Locator("#s-background details.compose > summary").ClickAsync();
        var form = page.Locator("#s-background .compose form");
        await form.Locator("[name=text]").FillAsync("이 수치의 출처를 밝혀 주십시오.");
        await form.Locator("[name=required]").CheckAsync();
        await form.Locator("input[name=kind][value=MustChange]").CheckAsync();
        await form.Locator("button.second").ClickAsync();
        await page.WaitForURLAsync("**/review#draft-*");
        await page.AssertGoodAsync();
        await page.Locator("#recommendation input[value=Revise]").CheckAsync();
        await page.Locator("#recommendation textarea").FillAsync("방향은 좋으나 근거가 필요합니다.");
        await page.Locator("#recommendation button[value=preview]").ClickAsync();
        await page.WaitForURLAsync("**/review/release");
        await page.AssertGoodAsync();
        await page.Locator("form:has([name=seen]) button").ClickAsync();
        await page.WaitForURLAsync($"**{plan}");
    }

    static async Task AnswerAndSubmitAsync(IPage page, string plan)
    {
        await page.GotoAsync("/");
        await page.Locator($"table.queue a.button[href='{plan}/answers']").ClickAsync();
        await page.AssertGoodAsync();
        await page.Locator(".answering input[value=Done]").CheckAsync();
        await page.Locator(".answering textarea").FillAsync("Se añadió la fuente.");
        await page.Locator(".answering button").ClickAsync();
        await page.WaitForURLAsync("**/answers#comment-1");
        await page.GotoAsync($"{plan}/write");
        await page.AssertGoodAsync();
        await page.Locator("button[formaction$='handler=Submit']").ClickAsync();
        await page.WaitForURLAsync($"**{plan}?revision=2");
        await page.AssertGoodAsync();
    }

    static async Task ScheduleAsync(IPage page, string plan)
    {
        await page.GotoAsync($"{plan}/lead");
        await page.Locator("#day").FillAsync("2027-03-02");
        await page.Locator("#hour").FillAsync("19:00");
        await page.Locator("#minutes").FillAsync("30");
        await page.Locator("#place").FillAsync("Sala 1");
        await page.Locator("button[formaction$='handler=Schedule']").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await page.AssertGoodAsync();
    }

    static async Task<IPage> EnterAsync(IBrowserContext context, long person, string language)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.Locator($"button[value='{person}']").First.ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        var spoken = page.Locator($"html[lang|={language}]");
        if (await spoken.CountAsync() == 0)
            await page.Locator($"form.languages button[value={language}]").ClickAsync();
        await spoken.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.GotoAsync("/");
        return page;
    }

    static Task<string?> StageAsync(TestSite site, long plan) => site.ReadAsync<string>("select stage from plan where id = @plan", new { plan });
}
