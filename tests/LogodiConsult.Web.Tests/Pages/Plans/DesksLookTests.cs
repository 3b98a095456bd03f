using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages.Plans;

public sealed class DesksLookTests(BrowserFixture browser, SharedSites sites)
{
    [Theory]
    [InlineData("ko", 1280)]
    [InlineData("ko", 360)]
    [InlineData("es", 1280)]
    [InlineData("es", 360)]
    public async Task Desks_AreAccessible_AndFitTheScreen(string language, int width)
    {
        var site = await sites.SampleAsync();
        var second = await site.PlanAsync("presupuesto-abierto-municipal");
        foreach (var (person, path, name) in new[]
        {
            (await site.ReviewerAsync(second), $"/plans/{second}/review", "review"),
            (await site.ReviewerAsync(second), $"/plans/{second}/review/release", "release"),
            (await site.PersonAsync("do"), $"/plans/{await site.PlanAsync("ventanilla-unica-cusco")}/comments", "ledger"),
            (await site.PersonAsync("seo"), $"/plans/{await site.PlanAsync("oxigeno-y-redes-de-salud-junin")}/translate", "translate"),
            (await site.PersonAsync("seo"), "/translations", "queue"),
            (await site.PersonAsync("seo"), $"/plans/{await site.PlanAsync("presupuesto-abierto-municipal")}/translate?to=en", "translate-outdated"),
            (await site.PersonAsync("do"), $"/programmes/{await site.ReadAsync<long>("select max(programme_id) from glossary_term")}/glossary", "glossary"),
            (await site.PersonAsync("do"), $"/plans/{await site.PlanAsync("ventanilla-unica-cusco")}/scores", "scores"),
            (await site.PersonAsync("do"), $"/rounds/{await site.ReadAsync<long>("select round_id from plan where id = @second", new { second })}/spreads", "spreads"),
            (await site.PersonAsync("ok"), $"/plans/{await site.PlanAsync("ventanilla-unica-cusco")}/notes", "notes"),
            (await site.PersonAsync("ok"), "/me/phrases", "phrases"),
            (await site.PersonAsync("seo"), $"/programmes/{await site.ReadAsync<long>("select max(programme_id) from glossary_term")}/glossary/import", "glossary-import"),
            (await site.PersonAsync("do"), $"/calibrations/{await site.ReadAsync<long>("select min(id) from calibration")}", "calibration"),
            (await site.PersonAsync("yactayo"), $"/plans/{await site.PlanAsync("reclamos-que-mejoran-servicios")}/panel", "panel"),
            (await site.PersonAsync("seomun"), $"/plans/{await site.PlanAsync("capacitacion-por-brechas")}/review", "beside"),
            (await site.PersonAsync("auccapuma"), $"/plans/{await site.PlanAsync("ventanilla-unica-cusco")}/report", "report"),
        })
        {
            await using var context = await browser.OpenAsync(site.Url, language, width);
            var page = await context.SignInAsync(person);
            await page.Locator($"form.languages button[value={language}]").ClickAsync();
            await page.GotoAsync(path);
            await page.PictureAsync($"{language}-{width}-{name}");
            await page.AssertGoodAsync();
        }
    }

    [Fact]
    public async Task Passage_SelectedWithTheMouse_OpensItsForm_AndIsSaved()
    {
        var (page, plan) = await DeskAsync();
        await using var window = page.Context;
        await page.EvaluateAsync("""
            () => {
              const node = document.querySelector('#s-background [data-o]').firstChild;
              document.getSelection().setBaseAndExtent(node, 4, node, 30);
            }
            """);
        var quote = (await page.EvaluateAsync<string>("document.getSelection().toString()")).Trim();
        await page.Locator("#comment-here").ClickAsync();
        var form = page.Locator("#s-background .compose form");
        Assert.Equal(quote, await form.Locator("[name=quote]").InputValueAsync());
        await form.Locator("[name=text]").FillAsync("마우스로 고른 구절입니다.");
        await form.Locator("button.second").ClickAsync();
        await page.ReachAsync($"/plans/{plan}/review#draft-*");
        Assert.Contains(quote, await page.Locator("li.draft blockquote").AllTextContentsAsync());
    }

    [Fact]
    public async Task Passage_SelectedByKeyboardAlone_OpensItsForm()
    {
        var (page, _) = await DeskAsync();
        await using var window = page.Context;
        await page.Locator("#s-problem [data-select]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        var form = page.Locator("#s-problem .compose form");
        Assert.NotEqual("", await form.Locator("[name=quote]").InputValueAsync());
        Assert.Contains(':', await form.Locator("[name=at]").InputValueAsync());
        Assert.True(await form.Locator("[name=text]").EvaluateAsync<bool>("e => e === document.activeElement"));
    }

    async Task<(IPage Page, long Plan)> DeskAsync()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("interoperabilidad-regional");
        var context = await browser.OpenAsync(site.Url, "ko");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.Locator($"button[value='{await site.ReviewerAsync(plan)}']").First.ClickAsync();
        await page.GotoAsync($"/plans/{plan}/review");
        return (page, plan);
    }
}
