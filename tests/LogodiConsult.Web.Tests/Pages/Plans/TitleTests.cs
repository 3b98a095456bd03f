using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>The title is written as the sections are: saved by itself, kept on the device, never overwritten; and with a button where no script runs.</summary>
public sealed class TitleTests(BrowserFixture browser)
{
    const string Write = "/plans/1/write";

    [Fact]
    public async Task Patch_AnswersWithTag_AndShowsTheOtherTitleInsteadOfOverwriting()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(1);
        var token = (await visit.GetAsync(Write)).Form("form[data-write=title] [name=__RequestVerificationToken]").GetAttribute("value")!;
        var saved = await PatchAsync(visit, token, "\"1\"", """{"content":"Ventanilla del Cusco"}""");
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (saved.Status, saved.Response.Headers.ETag?.Tag));
        var other = await PatchAsync(visit, token, "\"1\"", """{"content":"Otro"}""");
        Assert.Equal((HttpStatusCode.PreconditionFailed, "Ventanilla del Cusco"), (other.Status, (string?)JsonNode.Parse(other.Text)!["content"]));
        foreach (var (tag, sentToken, body, status) in new (string?, string?, string, HttpStatusCode)[]
        {
            (null, token, """{"content":"x"}""", HttpStatusCode.PreconditionRequired),
            ("\"2\"", null, """{"content":"x"}""", HttpStatusCode.BadRequest),
            ("\"2\"", token, "[]", HttpStatusCode.BadRequest),
            ("\"2\"", token, """{"content":"\u0000 "}""", HttpStatusCode.UnprocessableEntity),
            ("\"2\"", token, $$"""{"content":"{{new string('x', 201)}}"}""", HttpStatusCode.UnprocessableEntity),
        })
        {
            var refused = await PatchAsync(visit, sentToken, tag, body);
            Assert.Equal((status, "application/problem+json"), (refused.Status, refused.Response.Content.Headers.ContentType?.MediaType));
        }
        var read = await visit.GetAsync("/plans/1/title");
        Assert.Equal("Ventanilla del Cusco", (string?)JsonNode.Parse(read.Text)!["content"]);
    }

    [Fact]
    public async Task WithoutScript_TwoTabs_BothTitlesAreShownAndOneIsChosen()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(1);
        var (phone, desk) = (await visit.GetAsync(Write), await visit.GetAsync(Write));
        Assert.Equal(HttpStatusCode.SeeOther, (await SaveAsync(visit, phone, "Desde el teléfono")).Status);
        var both = await SaveAsync(visit, desk, "Desde la oficina");
        Assert.Equal(HttpStatusCode.Conflict, both.Status);
        Assert.Equal("Desde la oficina", both.Document.QuerySelector("input[name=Title]")!.GetAttribute("value"));
        Assert.Contains("Desde el teléfono", both.Document.QuerySelector("[aria-labelledby=h-other]")!.TextContent);
        Assert.Equal("Desde el teléfono", await TitleAsync(site));
        // The button beside the other title keeps it; saving once more chooses one's own.
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(both, "form[data-write=title]", button: "button[value=take]")).Status);
        Assert.Equal("Desde el teléfono", await TitleAsync(site));
        Assert.Equal(HttpStatusCode.SeeOther, (await SaveAsync(visit, both, "Desde la oficina")).Status);
        Assert.Equal("Desde la oficina", await TitleAsync(site));

        var empty = await SaveAsync(visit, await visit.GetAsync(Write), " ");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.NotNull(empty.Document.GetElementById("Title-error"));
        Assert.Equal("Desde la oficina", await TitleAsync(site));
    }

    [Fact]
    public async Task InTheBrowser_IsSavedByItself_SurvivesADeadLineAndAClosedTab_AndAsksWhereTwoWrote()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url, width: 360);
        var page = await context.SignInAsync(1);
        await page.GotoAsync(Write);
        var title = page.Locator("input[name=Title]");
        await title.FillAsync("En línea");
        await StateAsync(page, "saved");
        Assert.Equal("En línea", await TitleAsync(site));
        Assert.Equal("En línea", await page.Locator("main h1").InnerTextAsync());
        // Where nothing is wrong nothing is offered: hidden is hidden, whatever a button looks like.
        Assert.Equal(0, await page.Locator("#save-bar [data-act]:visible").CountAsync());

        await context.SetOfflineAsync(true);
        await title.FillAsync("Sin línea");
        await StateAsync(page, "offline");
        await page.PictureAsync("title-offline");
        await page.AssertGoodAsync();
        await page.CloseAsync();
        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(Write);
        await StateAsync(page, "saved");
        Assert.Equal("Sin línea", await page.Locator("input[name=Title]").InputValueAsync());
        Assert.Equal("Sin línea", await TitleAsync(site));

        var other = await context.NewPageAsync();
        await other.GotoAsync(Write);
        await other.Locator("input[name=Title]").FillAsync("Desde otra pestaña");
        await StateAsync(other, "saved");
        await page.Locator("input[name=Title]").FillAsync("Desde esta");
        await StateAsync(page, "decide");
        await page.Locator("[data-act=compare]").ClickAsync();
        await StateAsync(page, "held");
        Assert.Equal("Desde esta", await page.Locator("input[name=Title]").InputValueAsync());
        Assert.Contains("Desde otra pestaña", await page.Locator("[aria-labelledby=h-other]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("Desde otra pestaña", await TitleAsync(site));
        await page.PictureAsync("title-decide");
        await page.AssertGoodAsync();
        await page.Locator("form[data-write=title] button[value=stay]").ClickAsync();
        await StateAsync(page, "saved");
        Assert.Equal("Desde esta", await TitleAsync(site));
    }

    static Task<PageRead> SaveAsync(Visit visit, PageRead page, string title) =>
        visit.SubmitAsync(page, "form[data-write=title]", [("Title", title)], "button[value=stay]");

    static Task<string?> TitleAsync(TestSite site) => site.ReadAsync<string>("select title from plan where id = 1");

    static Task StateAsync(IPage page, string state) => page.Locator($"#save-bar[data-state={state}]").WaitForAsync();

    static async Task<PageRead> PatchAsync(Visit visit, string? token, string? tag, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/plans/1/title");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        if (token is not null)
            request.Headers.Add("RequestVerificationToken", token);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await visit.SendAsync(request);
    }
}
