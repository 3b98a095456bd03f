using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Who writes a plan, what it grew out of, and what may be carried away of it.</summary>
public sealed class AuthorsTests(SharedSites sites)
{
    const string Key = "presupuesto-abierto-municipal";

    [Fact]
    public async Task Authors_AColleagueIsAddedByForm_ReadsTheText_AndIsTakenOutAgain()
    {
        var site = await sites.SampleAsync();
        var (plan, colleague) = (await site.PlanAsync(Key), await site.PersonAsync("quispe"));
        using var owner = await site.AsAsync("huaroc");
        using var other = await site.AsAsync("quispe");
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/plans/{plan}")).Status);
        var page = await owner.GetAsync($"/plans/{plan}/authors");
        var added = await owner.SubmitAsync(page, "form:has([name=people])", [("people", $"{colleague}")]);
        Assert.Equal(HttpStatusCode.SeeOther, added.Status);
        var after = await owner.FollowAsync(added);
        Assert.Contains(TestSample.Data.Person("quispe").Name, after.Texts("dl.facts dd"), new Containing());
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/plans/{plan}/authors")).Status);
        Assert.Equal(0, (await other.GetAsync($"/plans/{plan}/authors")).Document.QuerySelectorAll("form:has([name=people])").Length);
        var removed = await owner.SubmitAsync(after, "form:has([name=people])", [("people", "")]);
        Assert.Equal(HttpStatusCode.SeeOther, removed.Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync($"/plans/{plan}/write")).Status);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/plans/{plan}")).Status);
    }

    [Fact]
    public async Task Authors_HandingOverByForm_GivesThePlanToAColleague_AndBack()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("integridad-en-contratacion-de-personal");
        using var owner = await site.AsAsync("saldarriaga");
        using var other = await site.AsAsync("quispe");
        foreach (var (from, to, key) in new[] { (owner, other, "quispe"), (other, owner, "saldarriaga") })
        {
            Assert.Equal(HttpStatusCode.OK, (await from.GetAsync($"/plans/{plan}/write")).Status);
            if (from == other)
            {
                var section = await from.GetAsync($"/plans/{plan}/write/background");
                Assert.Equal(HttpStatusCode.SeeOther, (await from.SubmitAsync(section, "form[data-write]", [("text", "De la colega.")], "button[value=stay]")).Status);
            }
            var page = await from.GetAsync($"/plans/{plan}/authors");
            var unsaid = await from.SubmitAsync(page, "form:has([name=to])", [("to", $"{await site.PersonAsync(key)}"), ("reason", " ")]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.Status);
            Assert.NotNull(unsaid.Document.GetElementById("reason-error"));
            var handed = await from.SubmitAsync(unsaid, "form:has([name=to])", [("reason", "Cambio de puesto")]);
            Assert.Equal(HttpStatusCode.SeeOther, handed.Status);
            Assert.Equal(HttpStatusCode.OK, (await to.GetAsync($"/plans/{plan}/write")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await from.GetAsync($"/plans/{plan}/write")).Status);
        }
        // Where several write, the editor says who wrote what.
        var written = await owner.GetAsync($"/plans/{plan}/write/background");
        Assert.StartsWith(TestSample.Data.Person("quispe").Name, Assert.Single(written.Texts("ul.writers li")));
        Assert.Empty((await owner.GetAsync($"/plans/{plan}/write/risks")).Texts("ul.writers li"));
    }

    [Fact]
    public async Task Changes_OfAPlanThatContinuesAnother_CompareTheYears_AndNameTheWriters()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync(Key);
        var earlier = await site.PlanAsync("transparencia-municipal-2017");
        using var visit = await site.AsAsync("huaroc");
        var page = await visit.GetAsync($"/plans/{plan}/changes?from={earlier}-1&to=1");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotEmpty(page.Document.QuerySelectorAll("article.change"));
        Assert.NotNull(page.Document.QuerySelector($"optgroup option[value='{earlier}-1'][selected]"));
        Assert.Contains(TestSample.Data.Person("huaroc").Name, page.Texts("section > p.soft"), new Containing());
        Assert.Equal(HttpStatusCode.NotFound, (await visit.GetAsync($"/plans/{plan}/changes?from={earlier}-9")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visit.GetAsync($"/plans/{plan}/changes?from={plan + 1}-1")).Status);
    }

    [Fact]
    public async Task Changes_ThatTwoWrote_SayAtEachRunOfWordsWhoWroteIt_AndWhen()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var closing = site;
        var colleague = Must(await site.Services.GetRequiredService<PeopleService>().InviteAsync(
            new Invite(1, null, [Role.Official]) { Name = "Luis Huamán", Email = "luis@example.org", Language = "es", Zone = Zones.Lima }, Actor.System)).PersonId;
        var (rosa, luis) = (await ActorAsync(site.Services, JourneyPlan.Official), await ActorAsync(site.Services, colleague));
        Must(await site.Services.GetRequiredService<AuthorService>().ChangeAsync(new ChangeAuthors(plan, [colleague], []), rosa));
        Must(await site.Services.GetRequiredService<AssignmentService>().DecideReviewAsync(plan, Consulting.Reviews.Recommendation.Revise, "Otra vuelta.", await ActorAsync(site.Services, JourneyPlan.Lead)));
        var text = Contents["background"];
        var (writing, version) = (site.Services.GetRequiredService<WritingService>(), 1);
        foreach (var (actor, said) in new[] { (luis, "Lo de Luis va primero.\n\n" + text), (rosa, "Lo de Luis va primero.\n\n" + text + "\n\nLo de Rosa al final.") })
            Must(await writing.PatchAsync(new PatchSection(plan, "background", version, null, said, $"{version++}"), actor));
        Must(await writing.PatchAsync(new PatchSection(plan, "sustainability", 1, null, Contents["sustainability"] + " Y más.", "s"), luis));
        Must(await site.Services.GetRequiredService<PlanService>().SubmitAsync(new SubmitDraft(plan, null, []), rosa));

        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Consultant);
        var page = await visit.GetAsync($"/plans/{plan}/changes?from=1&to=2");
        var article = page.Document.QuerySelector("[aria-labelledby=d-background] article.change")!;
        var writers = article.QuerySelectorAll("ol.writers li").Select(l => l.TextContent).ToList();
        Assert.Contains("Luis Huamán", writers[0]);
        Assert.Contains("Rosa Quispe", writers[1]);
        Assert.Equal(2, article.QuerySelectorAll("ol.writers time").Length);
        var changes = article.QuerySelectorAll("ins").Select(i => (i.TextContent, Number: i.NextElementSibling!.TextContent.Trim()[^1])).ToList();
        Assert.Contains(changes, c => c.TextContent.Contains("Luis va primero", StringComparison.Ordinal) && c.Number == '1');
        Assert.Contains(changes, c => c.TextContent.Contains("Rosa al final", StringComparison.Ordinal) && c.Number == '2');
        // Where one alone wrote, one line above says it.
        Assert.Contains("Luis Huamán", page.Document.QuerySelector("[aria-labelledby=d-sustainability] > p.soft")!.TextContent);
        Assert.Empty(page.Document.QuerySelectorAll("[aria-labelledby=d-sustainability] sup"));
    }

    [Fact]
    public async Task Changes_OfATable_SayRowAndColumn_AndChoicesAsPeopleReadThem()
    {
        var site = await sites.SampleAsync();
        using var visit = await site.AsAsync("chumpitaz");
        var page = await visit.GetAsync($"/plans/{await site.PlanAsync("seguimiento-de-planes-con-evidencia")}/changes?from=1&to=3");
        Assert.Contains("Actividad", page.Texts("article.change ins"), new Containing());
        Assert.DoesNotContain("activity", page.Texts("article.change ins"));
        Assert.All(page.Texts("[aria-labelledby=d-logframe] article.change p.soft"), t => Assert.Contains(" · ", t));
        // A row is named once above its cells.
        Assert.Equal(page.Texts("[aria-labelledby=d-logframe] h3").Distinct(), page.Texts("[aria-labelledby=d-logframe] h3"));
    }

    [Fact]
    public async Task Downloads_AreDocumentAndData_ForThoseWhoSeeThePlan()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync(Key);
        using var visit = await site.AsAsync("huaroc");
        using var docx = await visit.Client.GetAsync($"/plans/{plan}?handler=docx&revision=1");
        using var package = new ZipArchive(await docx.Content.ReadAsStreamAsync());
        Assert.NotNull(package.GetEntry("word/document.xml"));
        using var json = await visit.Client.GetAsync($"/plans/{plan}?handler=json");
        Assert.Equal("logodiconsult/plan", (string?)JsonNode.Parse(await json.Content.ReadAsStringAsync())!["format"]);
        using var stranger = await site.AsAsync("villafana");
        foreach (var handler in new[] { "docx", "json" })
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/plans/{plan}?handler={handler}")).Status);
    }

    sealed class Containing : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x is not null && y is not null && (x.Contains(y, StringComparison.Ordinal) || y.Contains(x, StringComparison.Ordinal));

        public int GetHashCode(string obj) => 0;
    }
}
