using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Files, authors, changes over the years and the import at a browser; a plan on paper; an upload whose line drops.</summary>
public sealed class CarryingLookTests(BrowserFixture browser, SharedSites sites)
{
    const string Continued = "presupuesto-abierto-municipal";

    [Theory]
    [InlineData("ko", 1280)]
    [InlineData("es", 360)]
    public async Task Pages_AreAccessible_AndFitTheScreen(string language, int width)
    {
        var site = await sites.SampleAsync();
        var (continued, earlier) = (await site.PlanAsync(Continued), await site.PlanAsync("transparencia-municipal-2017"));
        await using var context = await browser.OpenAsync(site.Url, language, width);
        var page = await SignInAsync(context, site, await site.PersonAsync("huaroc"), language);
        foreach (var (path, name) in new[]
        {
            ($"/plans/{continued}", "reading"),
            ($"/plans/{continued}/authors", "authors"),
            ($"/plans/{continued}/changes?from={earlier}-1&to=1", "years"),
        })
        {
            await page.GotoAsync(path);
            await page.PictureAsync($"carrying-{language}-{width}-{name}");
            await page.AssertGoodAsync();
        }
        if (width < 600)
            return;
        await page.GotoAsync($"/plans/{continued}");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.PictureAsync($"carrying-{language}-paper");
        Assert.False(await page.Locator("header.top").IsVisibleAsync());
        Assert.False(await page.Locator(".comments").First.IsVisibleAsync());
        Assert.True(await page.Locator("dl.print-only").IsVisibleAsync());
        var pdf = await page.PdfAsync(new() { PreferCSSPageSize = true });
        Assert.True(pdf.Length > 20_000);
        if (Environment.GetEnvironmentVariable("LOGODI_TEST_PICTURES") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, "carrying.pdf"), pdf, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Upload_WhoseLineDrops_GoesOnWhereItStopped_AndADraftIsImported()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url, "es", 360);
        var page = await SignInAsync(context, site, JourneyPlan.Official, "es");
        await page.GotoAsync("/plans/1/files");
        await page.PictureAsync("carrying-files-empty");
        await page.AssertGoodAsync();
        var (pieces, dropped) = (0, 0);
        await page.RouteAsync("**/uploads/*", async route =>
        {
            if (route.Request.Method == "PATCH" && ++pieces == 3)
            {
                dropped++;
                await route.AbortAsync("connectionreset");
                return;
            }
            await route.ContinueAsync();
        });
        var content = new byte[1_000_000];
        "%PDF-1.7"u8.CopyTo(content);
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "Diagnóstico 진단.pdf", MimeType = "application/pdf", Buffer = content });
        await page.Locator("form[data-upload] button").ClickAsync();
        var link = page.Locator("main li a[download]");
        await link.WaitForAsync();
        Assert.Equal(1, dropped);
        Assert.Equal("Diagnóstico 진단.pdf", (await link.InnerTextAsync()).Trim());
        Assert.True(pieces >= 5);
        await page.PictureAsync("carrying-files");
        await page.AssertGoodAsync();

        await page.GotoAsync("/plans/1/import");
        await page.AssertGoodAsync();
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "borrador.md",
            MimeType = "text/markdown",
            Buffer = "# 1. Antecedentes y alineamiento\nTexto **importado**.\n\n# Bibliografía\nLibro."u8.ToArray(),
        });
        await page.Locator("main form button").ClickAsync();
        await page.Locator("select[name='rows[0].to']").WaitForAsync();
        Assert.Equal("background", await page.Locator("select[name='rows[0].to']").InputValueAsync());
        Assert.Equal("", await page.Locator("select[name='rows[1].to']").InputValueAsync());
        Assert.Contains("importado", await page.Locator("#outcome").InnerTextAsync(), StringComparison.Ordinal);
        await page.PictureAsync("carrying-import");
        await page.AssertGoodAsync();
        // The preview follows the choice, and goes back with it.
        await page.Locator("select[name='rows[1].to']").SelectOptionAsync("adaptation");
        await page.Locator("#outcome-adaptation").WaitForAsync();
        await page.Locator("select[name='rows[1].to']").SelectOptionAsync("");
        await page.Locator("#outcome-adaptation").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Locator("main form p.row.actions button").ClickAsync();
        await page.ReachAsync("/plans/1/write");
        Assert.Equal("Texto **importado**.", await site.ReadAsync<string>("select content from section where plan_id = 1 and key = 'background'"));
    }

    [Fact]
    public async Task Upload_WhoseLastAnswerIsLost_IsNotSentAgain_AndAfterSigningInAgainItGoesOn()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url, "es", 360);
        var page = await SignInAsync(context, site, JourneyPlan.Official, "es");
        await page.GotoAsync("/plans/1/files");
        var (begun, pieces, losing, ending) = (0, 0, true, false);
        await page.RouteAsync("**/uploads**", async route =>
        {
            begun += route.Request.Method == "POST" ? 1 : 0;
            if (route.Request.Method == "PATCH" && ++pieces == 4 && losing)
            {
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
                return;
            }
            if (route.Request.Method == "PATCH" && pieces == 3 && ending)
                await context.ClearCookiesAsync(new() { Name = "logodi.person" });
            await route.ContinueAsync();
        });
        var folder = Directory.CreateTempSubdirectory("logodi-upload-");
        try
        {
            await SendAsync("acta.pdf", 1);
            await page.Locator("main li a[download]").WaitForAsync();
            Assert.Equal((1, 4), (begun, pieces));

            (begun, pieces, losing, ending) = (0, 0, false, true);
            await SendAsync("mapa.pdf", 2);
            await page.Locator(".sending .field-error").WaitForAsync();
            ending = false;
            var before = pieces;
            var tab = await context.SignInAsync(JourneyPlan.Official);
            await tab.CloseAsync();
            await page.GotoAsync("/plans/1/files");
            await SendAsync("mapa.pdf", 2);
            await page.Locator("main li a[download]").Nth(1).WaitForAsync();
            Assert.Equal(1, begun);
            Assert.InRange(pieces - before, 1, 2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task SendAsync(string name, byte mark)
        {
            var path = Path.Combine(folder.FullName, name);
            if (!File.Exists(path))
            {
                var content = new byte[1_000_000];
                "%PDF-1.7"u8.CopyTo(content);
                content[^1] = mark;
                await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
            }
            await page.Locator("input[type=file]").SetInputFilesAsync(path);
            await page.Locator("form[data-upload] button").ClickAsync();
        }
    }

    static async Task<IPage> SignInAsync(IBrowserContext context, TestSite site, long person, string language)
    {
        var page = await context.SignInAsync(person);
        await page.Locator($"form.languages button[value={language}]").ClickAsync();
        return page;
    }
}
