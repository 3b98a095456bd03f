using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using LogodiConsult.Web.Tests.Support;

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
    public async Task Changes_OfATable_SayRowAndColumn_AndChoicesAsPeopleReadThem()
    {
        var site = await sites.SampleAsync();
        using var visit = await site.AsAsync("chumpitaz");
        var page = await visit.GetAsync($"/plans/{await site.PlanAsync("seguimiento-de-planes-con-evidencia")}/changes?from=1&to=3");
        Assert.Contains("Actividad", page.Texts("article.change ins"), new Containing());
        Assert.DoesNotContain("activity", page.Texts("article.change ins"));
        Assert.All(page.Texts("[aria-labelledby=d-logframe] article.change p.soft"), t => Assert.Contains(" · ", t));
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
