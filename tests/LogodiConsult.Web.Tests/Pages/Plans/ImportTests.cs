using System.Net;
using System.Text;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>The import without script: what stands now and what would stand, for every section, before anything is stored.</summary>
public sealed class ImportTests
{
    const string Import = "p.row.actions button";

    const string Draft = """
        # 1. Antecedentes y alineamiento
        Texto importado.

        # Árbol de problemas
        - Problema central: Trámites lentos
        - Causas
          - Sin sistema
        - Efectos
          - Desconfianza

        # Bibliografía
        Libro.
        """;

    [Fact]
    public async Task Preview_ShowsNowAndThen_FollowsOtherChoices_AndNothingUnseenIsImported()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, ["background"]);
        var before = await ContentAsync(site, "background");
        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Official);
        var look = await LookAsync(visit, "borrador.md", Encoding.UTF8.GetBytes(Draft));
        Assert.Equal(HttpStatusCode.OK, look.Status);
        Assert.Equal(["outcome-background", "outcome-problem"], look.Document.QuerySelectorAll("#outcome h3").Select(h => h.Id));
        var columns = look.Document.QuerySelectorAll("[aria-labelledby=outcome-background] .before-after > div");
        Assert.DoesNotContain("Texto importado.", columns[0].TextContent);
        Assert.Contains("Texto importado.", columns[1].TextContent);
        Assert.True(columns[1].TextContent.Length > columns[0].TextContent.Length, "The part comes behind what stands there.");
        Assert.Contains("Desconfianza", look.Document.QuerySelector("[aria-labelledby=outcome-problem] .tree-effects")!.TextContent);

        // The book list is sent to the problem tree and the background is replaced: it is shown first, whichever button is pressed.
        (string, string)[] other = [("rows[0].replace", "true"), ("rows[2].to", "problem")];
        var asked = await visit.PostAsync("/plans/1/import?handler=preview", Visit.FieldsOf(look, "form:has(#outcome)", other, null));
        var surprised = await visit.SubmitAsync(look, "form:has(#outcome)", other, Import);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (asked.Status, surprised.Status));
        Assert.Equal(before, await ContentAsync(site, "background"));
        foreach (var page in new[] { asked, surprised })
        {
            Assert.Equal("Texto importado.", page.Document.QuerySelectorAll("[aria-labelledby=outcome-background] .before-after > div")[1].QuerySelector(".prose")!.TextContent.Trim());
            Assert.Equal(["Libro."], page.Texts("[aria-labelledby=outcome-problem] .banner li"));
        }
        var done = await visit.SubmitAsync(surprised, "form:has(#outcome)", button: Import);
        Assert.Equal(HttpStatusCode.SeeOther, done.Status);
        Assert.Equal("Texto importado.", await ContentAsync(site, "background"));
        Assert.Equal(("Trámites lentos", "Sin sistema"), TreeContent.Read((await ContentAsync(site, "problem"))!) is var tree ? (tree.Core, tree.Causes[0].Text) : default);
    }

    [Fact]
    public async Task Apply_AfterSomebodySaved_OrWithoutAPlaceForAPart_SaysSoAndKeepsThePreview()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Official);
        var look = await LookAsync(visit, "borrador.md", Encoding.UTF8.GetBytes(Draft));
        await JourneyPlan.SaveAsync(site.Services, 1, ["background"]);
        var late = await visit.SubmitAsync(look, "form:has(#outcome)", button: Import);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Equal(2, late.Document.QuerySelectorAll("[aria-labelledby=outcome-background] .prose").Length);
        (string, string)[] nowhere = [("rows[0].to", "budget")];
        var shown = await visit.PostAsync("/plans/1/import?handler=preview", Visit.FieldsOf(late, "form:has(#outcome)", nowhere, null));
        Assert.NotNull(shown.Document.QuerySelector("[aria-labelledby=outcome-budget] .banner.warn"));
        var refused = await visit.SubmitAsync(shown, "form:has(#outcome)", button: Import);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(3, refused.Document.QuerySelectorAll("select[name$='.to']").Length);
        var broken = await visit.SubmitAsync(shown, "form:has(#outcome)", [("rows[1].part", "{")], Import);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.Status);
        Assert.Null(await ContentAsync(site, "budget"));
    }

    static Task<string?> ContentAsync(TestSite site, string key) => site.ReadAsync<string>("select content from section where plan_id = 1 and key = @key", new { key });

    static async Task<PageRead> LookAsync(Visit visit, string name, byte[] content)
    {
        var page = await visit.GetAsync("/plans/1/import");
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in Visit.FieldsOf(page, "main form", null, null))
        {
            if (field != "file")
                form.Add(new StringContent(value), field);
        }
        form.Add(new ByteArrayContent(content), "file", name);
        return await visit.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/plans/1/import?handler=look") { Content = form });
    }
}
