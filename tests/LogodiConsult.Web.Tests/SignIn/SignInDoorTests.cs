using System.Net;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.SignIn;

public sealed class SignInDoorTests(SharedSites sites)
{
    [Fact]
    public async Task SamplePerson_FromLoopback_ComesInByOneClick()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        await visit.SignedInAsync(1);
        var home = await visit.GetAsync("/");
        Assert.Equal("Bienvenido(a), Rosa Quispe Huamán", home.Title);
    }

    [Fact]
    public async Task SamplePeople_WithTasks_SayHowManyWait()
    {
        var (site, _) = await DeskSite.StartAsync();
        await using var running = site;
        using var visit = site.Visit();
        var page = await visit.GetAsync("/sign-in");
        Assert.Equal("1 tarea pendiente", page.Document.QuerySelector($"button[value=\"{DeskSite.SecondConsultant}\"] .pill")?.TextContent);
        Assert.NotNull(page.Document.QuerySelector($"button[value=\"{JourneyPlan.Supervisor}\"]"));
        Assert.Null(page.Document.QuerySelector($"button[value=\"{JourneyPlan.Supervisor}\"] .pill"));
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "consultoria.example")]
    public async Task SamplePeople_ThroughAProxyOrAnotherName_AreNeitherShownNorLetIn(string header, string value)
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var here = await visit.GetAsync("/sign-in");
        Assert.NotEmpty(here.Texts("ul.people li"));

        using var looking = Request(HttpMethod.Get, "/sign-in", header, value);
        var page = await visit.SendAsync(looking);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Texts("ul.people li"));

        using var entering = Request(HttpMethod.Post, "/sign-in", header, value);
        entering.Content = new FormUrlEncodedContent(Visit.FieldsOf(here, "ul.people form", null, "button"));
        var entered = await visit.SendAsync(entering);
        Assert.Equal(HttpStatusCode.NotFound, entered.Status);
        Assert.DoesNotContain(visit.Cookies.GetAllCookies(), c => c.Name == "logodi.person");
    }

    [Fact]
    public async Task SamplePeople_WhereTheSiteHasNone_AreNotLetIn()
    {
        await using var site = await TestSite.StartAsync();
        await site.Services.GetRequiredService<Database>().WriteAsync<Done>(async work =>
        {
            await work.ExecuteAsync("update person set is_sample = 0", new { });
            return Done.Value;
        });
        using var visit = site.Visit();
        var page = await visit.GetAsync("/sign-in");
        Assert.Empty(page.Texts("ul.people li"));
        var token = page.Form("form.languages").QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var entered = await visit.PostAsync("/sign-in", [new("person", "1"), new("__RequestVerificationToken", token)]);
        Assert.Equal(HttpStatusCode.NotFound, entered.Status);
    }

    [Fact]
    public async Task Cookie_IsHiddenFromScriptsAndForeignPosts()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var page = await visit.GetAsync("/sign-in");
        var entered = await visit.SubmitAsync(page, "form:has(button[value='2'])", button: "button");
        var cookie = entered.Response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("logodi.person="));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
    }

    [Fact]
    public async Task OneTimeLink_OpenedOnly_LetsNobodyIn()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var link = await site.LinkAsync(1);
        var page = await visit.GetAsync(link);
        Assert.Equal("Bienvenido(a), Rosa Quispe Huamán", page.Title);
        Assert.Equal(["Lima", "Seúl"], page.Texts("time.moment b"));
        Assert.DoesNotContain(visit.Cookies.GetAllCookies(), c => c.Name == "logodi.person");

        var entered = await visit.SubmitAsync(page, "main form");
        Assert.Equal(HttpStatusCode.SeeOther, entered.Status);
        Assert.Equal("/", entered.Location);
        Assert.Equal("Bienvenido(a), Rosa Quispe Huamán", (await visit.GetAsync("/")).Title);

        using var second = site.Visit();
        Assert.Equal(HttpStatusCode.Conflict, (await second.GetAsync(link)).Status);
    }

    [Fact]
    public async Task SignIns_EndedForThePerson_EndAtOnce()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = site.Visit();
        await visit.SignedInAsync(2);
        await site.Services.GetRequiredService<PeopleService>().EndSignInsAsync(2, Actor.System);
        Assert.Equal("Del primer borrador a un plan que se cumple", (await visit.GetAsync("/")).Title);
    }

    [Fact]
    public async Task OneTimeLink_Unknown_IsRefusedWithASentence()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit("en");
        var page = await visit.GetAsync("/link/never-made");
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Contains("This link is not valid.", page.Document.QuerySelector(".banner.refused")!.TextContent);
    }

    [Theory]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/link/x", "/link/x")]
    public async Task WayBack_LeadsOnlyWithinTheSite(string back, string expected)
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var page = await visit.GetAsync("/sign-in");
        var entered = await visit.SubmitAsync(page, "ul.people form", [("back", back)], "button");
        Assert.Equal(expected, entered.Location);
    }

    [Fact]
    public async Task LinkAskedFor_GoesToTheAddressAlone_AndTheAnswerTellsNotWhetherItIsKnown()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = site.Visit();
        var known = await site.ReadAsync<string>("select email from person where id = 1");
        const string links = "select count(*) from one_time_link where person_id = 1 and created_by = 1";
        var answers = new List<string>();
        foreach (var email in new[] { known!, "nadie@example.org", known!.ToUpperInvariant() })
        {
            var sent = await visit.SubmitAsync(await visit.GetAsync("/sign-in"), "#ask", [("Email", email)]);
            Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
            var told = (await visit.FollowAsync(sent)).Document.QuerySelector(".banner.done")!.TextContent.Trim();
            answers.Add(told.Replace(email, "", StringComparison.Ordinal));
        }
        Assert.Single(answers.Distinct());
        // The second wish within five minutes sends nothing.
        Assert.Equal(1, await site.ReadAsync<long>(links));
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from outbox where kind = 'sign_in_link' and person_id = 1"));
        var wrong = await visit.SubmitAsync(await visit.GetAsync("/sign-in"), "#ask", [("Email", "rosa en casa")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("rosa en casa", wrong.Document.GetElementById("Email")!.GetAttribute("value"));
        Assert.NotNull(wrong.Document.GetElementById("Email-error"));
    }

    [Fact]
    public async Task Door_KnockedAtWithoutEnd_IsClosedForThatAddressOnly()
    {
        await using var site = await TestSite.StartAsync(new Dictionary<string, string?> { ["Site:TrustedProxies:0"] = "127.0.0.1" });
        using var visit = site.Visit("en");
        async Task<PageRead> KnockAsync(string from)
        {
            using var knock = Request(HttpMethod.Post, "/link/guess", "X-Forwarded-For", from);
            knock.Content = new FormUrlEncodedContent([]);
            return await visit.SendAsync(knock);
        }
        for (var i = 0; i < 60; i++)
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await KnockAsync("203.0.113.7")).Status);
        var closed = await KnockAsync("203.0.113.7");
        Assert.Equal(HttpStatusCode.TooManyRequests, closed.Status);
        Assert.Equal("Too many attempts", closed.Title);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await KnockAsync("203.0.113.8")).Status);
    }

    [Fact]
    public async Task SignOut_EndsTheVisit()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        await visit.SignedInAsync(1);
        var home = await visit.GetAsync("/");
        var left = await visit.FollowAsync(await visit.SubmitAsync(home, "form[action='/sign-out']"));
        Assert.Equal("Su sesión se cerró.", left.Document.QuerySelector(".banner.done")!.TextContent.Trim());
        Assert.Equal("Del primer borrador a un plan que se cumple", (await visit.GetAsync("/")).Title);
    }

    static HttpRequestMessage Request(HttpMethod method, string path, string header, string value)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }
}
