using System.Net;
using LogodiConsult.Web.Forms;
using LogodiConsult.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Forms;

public sealed class FormTests(SharedSites sites, BrowserFixture browser)
{
    [Fact]
    public async Task Refusal_AtAField_IsShownThere_AndKeepsWhatWasTyped()
    {
        var site = await sites.DevelopmentAsync();
        using var visit = site.Visit();
        var form = await visit.GetAsync("/design");
        var page = await visit.SubmitAsync(form, "form[data-keep]", [("Title", ""), ("Text", "공공가치")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        var error = page.Document.GetElementById("Title-error")!;
        Assert.Equal("Escriba el título.", error.TextContent.Trim());
        var field = page.Document.GetElementById("Title")!;
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.Equal("Title-help Title-error", field.GetAttribute("aria-describedby"));
    }

    [Fact]
    public async Task WordsTypedAgainstAnOlderVersion_FilledInAgainByBack_AreNotPutOverTheNewer()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(JourneyPlan.Lead);
        var name = await TypeAsync(page, "Nombre que nadie guardó");
        await page.GotoAsync("/");
        var other = await context.NewPageAsync();
        await TypeAsync(other, "Nombre guardado después");
        await other.Locator("button[formaction$='handler=Edit']").ClickAsync();
        await other.Locator(".banner.done").First.WaitForAsync();
        await page.GoBackAsync();
        // The browser's memory fills the form when the page is complete.
        await Assertions.Expect(name).ToHaveValueAsync("Nombre que nadie guardó");
        await page.Locator("details.act:has([name=version]) > summary").ClickAsync();
        await page.Locator("button[formaction$='handler=Edit']").ClickAsync();
        await page.Locator("[role=alert]").First.WaitForAsync();
        await Assertions.Expect(name).ToHaveValueAsync("Nombre que nadie guardó");
        Assert.Contains("Nombre guardado después", await site.ReadAsync<string>("select title from round where id = 1"));

        static async Task<ILocator> TypeAsync(IPage page, string words)
        {
            await page.GotoAsync("/rounds/1");
            await page.Locator("details.act:has([name=version]) > summary").ClickAsync();
            var name = page.Locator("form:has([name=version]) [name^=Title]").First;
            await name.FillAsync(words);
            return name;
        }
    }

    [Fact]
    public void SameKeyAndContent_IsTheSameAct_WhateverTheToken()
    {
        var first = FormKeys.Of(Post(("form-key", "k"), ("a", "1"), ("b", "2"), ("__RequestVerificationToken", "x")));
        var second = FormKeys.Of(Post(("b", "2"), ("__RequestVerificationToken", "y"), ("a", "1"), ("form-key", "k")));
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("a", "1|", "b", "2")]
    [InlineData("a", "1", "c", "2")]
    [InlineData("ab", "1", "", "2")]
    public void OtherContent_IsAnotherAct(string name1, string value1, string name2, string value2)
    {
        var first = FormKeys.Of(Post(("form-key", "k"), ("a", "1"), ("b", "2")));
        var other = FormKeys.Of(Post(("form-key", "k"), (name1, value1), (name2, value2)));
        Assert.NotEqual(first!.Digest, other!.Digest);
    }

    [Fact]
    public void FormWithoutKey_IsNoRepeatableAct() => Assert.Null(FormKeys.Of(Post(("a", "1"))));

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/language")]
    public async Task EveryForm_CarriesItsToken(string path)
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var page = await visit.GetAsync(path);
        var forms = page.Document.QuerySelectorAll("form[method=post]");
        Assert.NotEmpty(forms);
        Assert.All(forms, f => Assert.NotNull(f.QuerySelector("[name=__RequestVerificationToken]")));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"Title\"\r\n\r\nhalf a part")]
    [InlineData("multipart/form-data", "no boundary")]
    public async Task Form_ThatCannotBeTakenApart_Is400_WithASentence(string type, string body)
    {
        var site = await sites.DevelopmentAsync();
        using var visit = site.Visit();
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var answer = await visit.Client.PostAsync("/design", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("llegó incompleto", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nul_InAField_IsLeftOut_AndTheRestIsKept()
    {
        var site = await sites.ProductionAsync();
        using var visit = await site.Visit().SignedInAsync(2);
        // So long that some mark lies across the pieces in which the body is read; too long for a name, so that it is shown again.
        var name = string.Concat(Enumerable.Repeat("a\0é%0\0공", 4_000));
        var page = await visit.SubmitAsync(await visit.GetAsync("/me"), "form[data-keep]", [("Name", name)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(name.Replace("\0", "", StringComparison.Ordinal), page.Document.GetElementById("Name")!.GetAttribute("value"));
    }

    static HttpRequest Post(params (string Name, string Value)[] fields)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.Path = "/plans/1";
        request.ContentType = "application/x-www-form-urlencoded";
        request.Form = new FormCollection(fields.ToDictionary(f => f.Name, f => new StringValues(f.Value)));
        return request;
    }
}
