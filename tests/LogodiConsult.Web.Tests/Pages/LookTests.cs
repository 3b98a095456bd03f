using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages;

public sealed class LookTests(BrowserFixture browser, SharedSites sites)
{
    [Theory]
    [InlineData("es", 360, false)]
    [InlineData("ko", 360, true)]
    [InlineData("en", 360, false)]
    [InlineData("es", 1280, true)]
    [InlineData("ko", 1280, false)]
    [InlineData("en", 1280, false)]
    public async Task ShellPages_AreAccessible_AndFitTheScreen(string language, int width, bool dark)
    {
        var site = await sites.DevelopmentAsync();
        await using var context = await browser.OpenAsync(site.Url, language, width, dark);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("404"))
                complaints.Add(message.Text);
        };
        foreach (var path in (string[])["/", "/sign-in", "/sign-out", "/language", "/nothing", "/design", await site.LinkAsync(1)])
        {
            await page.GotoAsync(path);
            await page.AssertGoodAsync();
            await page.PictureAsync($"{language}-{width}-{path.Split('/')[1]}");
        }
        await page.GotoAsync("/sign-in");
        await page.Locator("button[value='3']").ClickAsync();
        await page.ReachAsync("/");
        await page.AssertGoodAsync();
        await page.Locator("details.person summary").ClickAsync();
        await page.AssertGoodAsync();
        await page.PictureAsync($"{language}-{width}-home-signed-in");
        Assert.Empty(complaints);
    }
}
