using System.Net;
using LogodiConsult.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace LogodiConsult.Web.Tests.Errors;

public sealed class PostRecoveryTests(SharedSites sites)
{
    const string LongText = "En la región, un ciudadano que necesita una licencia debe acudir en promedio a cuatro oficinas.\nSegunda línea <b>.";

    [Fact]
    public async Task Post_AfterTheSignInEnded_ShowsTheTextAgain_AndCanBeSentAfterSigningIn()
    {
        var site = await sites.DevelopmentAsync();
        using var visit = site.Visit();
        await visit.SignedInAsync(1);
        var form = await visit.GetAsync("/design");
        visit.Forget("logodi.person");
        visit.Forget("logodi.form");

        var kept = await visit.SubmitAsync(form, "form[data-keep]", [("Text", LongText), ("Title", "Ventanilla")]);
        Assert.Equal(HttpStatusCode.BadRequest, kept.Status);
        Assert.Equal("Su texto sigue aquí", kept.Title);
        Assert.Equal(LongText, kept.Texts("textarea").Single());
        Assert.Equal("/design", kept.Form("main form").GetAttribute("action"));

        await visit.SignedInAsync(1);
        var again = await visit.SubmitAsync(kept, "main form");
        Assert.Contains("Rosa Quispe Huamán", again.Document.QuerySelector("main")!.TextContent);
        var sent = await visit.SubmitAsync(again, "main form");
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
    }

    [Fact]
    public async Task Post_WithoutSignIn_ToAPageForPeople_Is401_WithTheText()
    {
        await using var site = await TestSite.StartAsync(pipeline: app => app.MapPost("/closed", () => "in"));
        using var visit = site.Visit("en");
        var page = await visit.PostAsync("/closed?part=2", [new("Text", LongText), new("version", "7")]);
        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Equal("Your text is still here", page.Title);
        Assert.Equal(LongText, page.Texts("textarea").Single());
        Assert.Equal("7", page.Form("main form").QuerySelector("[name=version]")!.GetAttribute("value"));
        Assert.Equal("/closed?part=2", page.Form("main form").GetAttribute("action"));
    }

    [Fact]
    public async Task Post_FromAnotherSite_IsNotOfferedAgain()
    {
        await using var site = await TestSite.StartAsync(pipeline: app => app.MapPost("/closed", () => "in"));
        using var visit = site.Visit("en");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/closed") { Content = new FormUrlEncodedContent([new("Text", LongText)]) };
        request.Headers.Add("Origin", "https://elsewhere.example");
        var page = await visit.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, page.Status);
        Assert.Equal("Please sign in first", page.Title);
        Assert.Empty(page.Texts("textarea"));
    }

    [Fact]
    public async Task PageForPeople_AskedForWithoutSignIn_LeadsThereAndBack()
    {
        await using var site = await TestSite.StartAsync(pipeline: app => app.MapGet("/closed", () => "in"));
        using var visit = site.Visit();
        var page = await visit.GetAsync("/closed?x=1");
        Assert.Equal(HttpStatusCode.Found, page.Status);
        Assert.EndsWith("/sign-in?back=%2Fclosed%3Fx%3D1", page.Location);
    }

    [Fact]
    public async Task Failure_OnOurSide_Is500_WithAReference_AndNoDetails()
    {
        await using var site = await TestSite.StartAsync(pipeline: app =>
            app.MapGet("/fails", string () => throw new InvalidOperationException("secret detail")).AllowAnonymous());
        using var visit = site.Visit("en");
        var page = await visit.GetAsync("/fails");
        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Equal("Something went wrong on our side", page.Title);
        Assert.DoesNotContain("secret", page.Text);
    }
}
