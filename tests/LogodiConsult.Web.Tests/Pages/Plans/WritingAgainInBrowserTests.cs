using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;
using static LogodiConsult.Web.Tests.Pages.Plans.WritingInBrowserTests;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Words at the two ends of a page: typed before its scripts are there, and met again when it is shown once more.</summary>
public sealed class WritingAgainInBrowserTests(BrowserFixture browser)
{
    const string Background = "/plans/1/write/background";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WordsTypedBeforeTheScriptIsThere_AreSent(bool press)
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, ["logframe"]);
        await using var context = await browser.OpenAsync(site.Url, width: 360);
        var arrived = new TaskCompletionSource();
        await context.RouteAsync("**/js/write.*", async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });
        var text = await context.SignInAsync(1);
        await text.GotoAsync(Background, new() { WaitUntil = WaitUntilState.Commit });
        await text.Locator("textarea[name=text]").FillAsync("Antes del programa.");
        var rows = await context.NewPageAsync();
        await rows.GotoAsync("/plans/1/write/logframe", new() { WaitUntil = WaitUntilState.Commit });
        await rows.Locator("#row-1 textarea").First.FillAsync("Otro resumen");
        var outline = await context.NewPageAsync();
        await outline.GotoAsync("/plans/1/write", new() { WaitUntil = WaitUntilState.Commit });
        await outline.Locator("#Title").FillAsync("Otro título");
        arrived.SetResult();
        foreach (var page in new[] { text, rows, outline })
        {
            var asked = 0;
            page.Dialog += (_, dialog) =>
            {
                asked++;
                _ = dialog.AcceptAsync();
            };
            await page.ReachAsync("*");
            if (press)
                await page.Locator("form[data-write] .actions button[value=stay]").ClickAsync();
            await StateAsync(page, "saved");
            // Left without a question: nothing of it is unsaved.
            await page.GotoAsync("/");
            Assert.Equal(0, asked);
        }
        Assert.Equal("Antes del programa.", await ContentAsync(site, "background"));
        Assert.Contains("Otro resumen", await ContentAsync(site, "logframe"));
        Assert.Equal("Otro título", await site.ReadAsync<string>("select title from plan where id = 1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PageThatIsShownAgain_HasTheNewestWords(bool reload)
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(1);
        await page.GotoAsync(Background);
        await page.Locator("textarea[name=text]").FillAsync("Lo de antes.");
        await StateAsync(page, "saved");
        if (!reload)
            await page.GotoAsync("/plans/1/write");
        var other = await context.NewPageAsync();
        await other.GotoAsync(Background);
        await other.Locator("textarea[name=text]").FillAsync("Lo de otro día.");
        await StateAsync(other, "saved");
        await other.CloseAsync();
        if (reload)
            await page.ReloadAsync();
        else
            await page.GoBackAsync();
        var text = page.Locator("textarea[name=text]");
        await Assertions.Expect(text).ToHaveValueAsync("Lo de otro día.");
        await text.PressSequentiallyAsync("Y más. ");
        await StateAsync(page, "saved");
        Assert.Equal("Y más. Lo de otro día.", await ContentAsync(site, "background"));
    }

    [Fact]
    public async Task CopyOfTheWordsThatAPageShows_IsForgotten_ThoughThePageThatMadeItIsStillThere()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(1);
        await page.GotoAsync(Background);
        await page.Locator("textarea[name=text]").PressSequentiallyAsync("Lo que está guardado.");
        await StateAsync(page, "saved");
        // Another page, which is not gone: one copy of the same words, one of others.
        await page.EvaluateAsync("""
            () => {
              const name = `logodi.draft/${document.querySelector('form[data-draft]').dataset.draft}`;
              navigator.locks.request('logodi.draft/same', () => new Promise(() => {}));
              navigator.locks.request('logodi.draft/other', () => new Promise(() => {}));
              localStorage.setItem(`${name}/same`, JSON.stringify({ content: 'Lo que está guardado.', base: 0, at: 1 }));
              localStorage.setItem(`${name}/other`, JSON.stringify({ content: 'Otra cosa.', base: 0, at: 2 }));
            }
            """);
        var next = await context.NewPageAsync();
        await next.GotoAsync(Background);
        await next.WaitForFunctionAsync("() => !Object.keys(localStorage).some(k => k.endsWith('/background/same'))");
        Assert.True(await next.EvaluateAsync<bool>("() => Object.keys(localStorage).some(k => k.endsWith('/background/other'))"));
    }
}
