using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>How the rooms of officials and leads use the screen: sheets and a drawn tree on a desk, cards and lists on a phone.</summary>
public sealed class RoomLookTests(BrowserFixture browser, SharedSites sites)
{
    static readonly string[] Tables = ["stakeholders", "objectives", "logframe", "schedule", "budget", "risks", "monitoring", "first100"];

    [Fact]
    public async Task Editor_OnADesk_WritesTablesAsSheets_AndDrawsTheTreeAsItIsTyped_OnAPhoneAsCards()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys);
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(1);
        foreach (var table in Tables)
        {
            await page.SetViewportSizeAsync(1280, 900);
            await page.GotoAsync($"/plans/1/write/{table}");
            Assert.Equal(1, await TopsAsync(page));
            Assert.Equal(await HeadsAsync(page, ".row-heads > *"), await HeadsAsync(page, "#row-0 .field"));
            await page.PictureAsync($"room-{table}-1280");
            await page.AssertGoodAsync();
            await page.SetViewportSizeAsync(360, 740);
            // A table of more than three rows is folded on a phone.
            if (await page.Locator("[name$='.id']").CountAsync() > 3)
                await page.Locator("#row-0 .fold").ClickAsync();
            Assert.True(await TopsAsync(page) > 3);
            Assert.False(await page.Locator(".row-heads").IsVisibleAsync());
        }

        await page.SetViewportSizeAsync(1280, 900);
        await page.GotoAsync("/plans/1/write/problem");
        var drawing = page.Locator("[data-tree]");
        var (core, box) = (await drawing.Locator(".tree-core").BoundingBoxAsync(), await page.Locator("textarea[name=core]").BoundingBoxAsync());
        Assert.True(core!.X > box!.X + box.Width, "The tree stands beside its outline.");
        Assert.True((await drawing.Locator(".tree-effects > ul > li").First.BoundingBoxAsync())!.Y < core.Y);
        await page.PictureAsync("room-tree-1280");
        await page.AssertGoodAsync();
        await page.Locator("textarea[name=causes]").FillAsync("Papel\n  Tres sellos\n다 손으로 씀\n      Muy adentro");
        Assert.Equal(["Papel", "다 손으로 씀"], await drawing.Locator(".tree-causes > ul > li > .tree-node").AllTextContentsAsync());
        Assert.Equal(["Tres sellos", "Muy adentro"], await drawing.Locator(".tree-causes > ul > li > ul > li > .tree-node").AllTextContentsAsync());
        var tops = await drawing.Locator(".tree-causes > ul > li").EvaluateAllAsync<double[]>("all => all.map(e => e.getBoundingClientRect().top)");
        Assert.Single(tops.Distinct());
        await page.Locator("#save-bar[data-state=saved]").WaitForAsync();
        var typed = await drawing.Locator(".tree").InnerTextAsync();
        await page.SetViewportSizeAsync(360, 740);
        await page.PictureAsync("room-tree-360");
        await page.AssertGoodAsync();
        // What the script drew is what the server draws.
        await page.SetViewportSizeAsync(1280, 900);
        await page.ReloadAsync();
        Assert.Equal(typed, await drawing.Locator(".tree").InnerTextAsync());
        await page.Locator("textarea[name=core]").FillAsync("");
        await page.Locator("textarea[name=causes]").FillAsync("");
        await page.Locator("textarea[name=effects]").FillAsync("");
        Assert.False(await drawing.IsVisibleAsync());
    }

    [Fact]
    public async Task Editor_WithoutJavaScript_DrawsTheTreeAsItWasSaved()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(1);
        var blank = await visit.GetAsync("/plans/1/write/problem");
        Assert.NotNull(blank.Document.QuerySelector("[data-tree][hidden]"));
        await visit.SubmitAsync(blank, "form[data-write]", [("core", "Demora"), ("causes", "Papel\n  Sellos"), ("effects", "Informalidad")], "button[value=stay]");
        var saved = await visit.GetAsync("/plans/1/write/problem");
        Assert.Null(saved.Document.QuerySelector("[data-tree][hidden]"));
        Assert.Equal(["Informalidad", "Papel", "Sellos"], saved.Texts("[data-tree] .tree-node"));
    }

    [Fact]
    public async Task Dashboard_FromSevenHundredSixtyEightPixels_IsATableThatFits()
    {
        var site = await sites.SampleAsync();
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(await site.PersonAsync("do"));
        foreach (var language in new[] { "es", "ko", "en" })
        {
            await page.Locator($"form.languages button[value={language}]").ClickAsync();
            await page.GotoAsync($"/rounds/{await site.ReadAsync<long>("select round_id from plan where id = @plan", new { plan = await site.PlanAsync("ventanilla-unica-cusco") })}/dashboard");
            foreach (var width in new[] { 1280, 1024, 1000, 768, 700, 360 })
            {
                await page.SetViewportSizeAsync(width, 900);
                await page.PictureAsync($"room-dashboard-{language}-{width}");
                Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{language} {width}");
                Assert.Equal(width >= 768, await page.Locator("table.dashboard thead a").First.EvaluateAsync<bool>("e => e.getBoundingClientRect().width > 5 && getComputedStyle(e.closest('thead')).position !== 'absolute'"));
            }
            await page.AssertGoodAsync();
        }
        // What is read there: cards on a phone, tables on paper however narrow.
        const string Display = "getComputedStyle(document.querySelector('.table.rows td')).display";
        await page.SetViewportSizeAsync(360, 740);
        await page.GotoAsync($"/plans/{await site.PlanAsync("ventanilla-unica-cusco")}");
        Assert.Equal("block", await page.EvaluateAsync<string>(Display));
        await page.PictureAsync("room-reading-360");
        await page.AssertGoodAsync();
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal("table-cell", await page.EvaluateAsync<string>(Display));
    }

    /// <summary>In how many lines the fields of the first row stand.</summary>
    static async Task<int> TopsAsync(IPage page) =>
        (await page.EvaluateAsync<double[]>("Array.from(document.querySelectorAll('#row-0 .fields > .field'), e => e.getBoundingClientRect().top)")).Distinct().Count();

    static Task<int[]> HeadsAsync(IPage page, string selector) =>
        page.EvaluateAsync<int[]>("s => Array.from(document.querySelectorAll(s), e => Math.round(e.getBoundingClientRect().left))", selector);
}
