using System.Net;
using System.Text.Json;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages;

public sealed class PersonalDataTests(BrowserFixture browser)
{
    [Fact]
    public async Task Copy_IsTakenByOneself_AndErasingAsksFirst_SaysWhyNot_AndSignsOut()
    {
        await using var site = await TestSite.StartAsync();
        using var official = await site.Visit().SignedInAsync(1);
        var busy = await official.GetAsync("/people/1/data");
        Assert.NotNull(busy.Document.QuerySelector(".banner.warn"));
        Assert.Null(busy.Document.QuerySelector("main form button.danger"));
        using var file = await official.Client.GetAsync("/people/1/data?handler=download");
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Rosa Quispe Huamán", JsonDocument.Parse(await file.Content.ReadAsStringAsync()).RootElement.GetProperty("profile")[0].GetProperty("name").GetString());

        using var lead = await site.Visit().SignedInAsync(3);
        Assert.Null((await lead.GetAsync("/people/6/data")).Document.QuerySelector("a[download]"));
        using var refused = await lead.Client.GetAsync("/people/6/data?handler=download");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        using var panel = await site.Visit().SignedInAsync(6);
        Assert.Equal("/people/6/data", (await panel.GetAsync("/me")).Document.QuerySelector("a[href^='/people/']")!.GetAttribute("href"));
        var page = await panel.GetAsync("/people/6/data");
        var unconfirmed = await panel.SubmitAsync(page, "main form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unconfirmed.Status);
        Assert.NotNull(unconfirmed.Document.GetElementById("confirmed-error"));
        var erased = await panel.SubmitAsync(page, "main form", [("confirmed", "true")]);
        Assert.Equal("/sign-in", erased.Location);
        Assert.Equal(HttpStatusCode.Redirect, (await panel.GetAsync("/me")).Status);
        Assert.DoesNotContain("Elena Soto", (await lead.GetAsync("/programmes/1/people")).Text);
        Assert.Equal(HttpStatusCode.OK, (await lead.GetAsync("/mails")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync("/people/6/data")).Status);
    }

    [Theory]
    [InlineData("es", 360)]
    [InlineData("ko", 1280)]
    public async Task Page_IsAccessible_AndFitsTheScreen(string language, int width)
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url, language, width);
        var page = await context.SignInAsync(6);
        await page.GotoAsync("/people/6/data");
        await page.PictureAsync($"{language}-{width}-personal-data");
        await page.AssertGoodAsync();
    }
}
