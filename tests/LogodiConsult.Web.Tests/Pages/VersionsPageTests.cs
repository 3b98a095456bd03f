using System.Net;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>A lead moves the plans of a round to another version: previewed, moved, recorded; nothing that was done is done again.</summary>
public sealed class VersionsPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task Versions_PreviewedAndMoved_GoByForms()
    {
        await using var site = await TestSite.StartAsync();
        var database = site.Services.GetRequiredService<Database>();
        await PublishNextAsync(site, renamed: false);
        await PublishNextAsync(site, renamed: true);
        using var visit = await site.Visit("en").SignedInAsync(3);
        var before = await database.ReadAsync(s => s.ScalarAsync<long>("select count(*) from journal"));

        var (old, next, broken) = await VersionsAsync(site);
        var stuck = await visit.GetAsync($"/rounds/1/versions?definition=action-plan&from={old}&to={broken}");
        Assert.Equal(HttpStatusCode.OK, stuck.Status);
        Assert.Equal("Would be stuck", stuck.Document.QuerySelector("td .pill")!.TextContent);
        Assert.Null(stuck.Document.GetElementById("move"));

        var preview = await visit.GetAsync($"/rounds/1/versions?definition=action-plan&from={old}&to={next}");
        Assert.Equal("Moves", preview.Document.QuerySelector("td .pill")!.TextContent);
        Assert.Equal(old, await database.ReadAsync(s => s.ScalarAsync<int>("select definition_version from workflow_instance where plan_id = 1")));
        var moved = await visit.SubmitAsync(preview, "#move", [], "button");
        Assert.Equal(HttpStatusCode.SeeOther, moved.Status);
        Assert.Contains("Moved: 1", (await visit.FollowAsync(moved)).Document.QuerySelector(".banner.done")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(next, await database.ReadAsync(s => s.ScalarAsync<int>("select definition_version from workflow_instance where plan_id = 1")));
        Assert.Equal(before, await database.ReadAsync(s => s.ScalarAsync<long>("select count(*) from journal")));
        Assert.Equal(1, await database.ReadAsync(s => s.ScalarAsync<int>("select count(*) from audit where act = 'workflow.moved' and plan_id = 1")));
        Assert.Equal(1, await database.ReadAsync(s => s.ScalarAsync<int>("select count(*) from task where plan_id = 1 and closed_at is null")));

        // The same form once more is the same act, and gets the first answer.
        var again = await visit.SubmitAsync(preview, "#move", [], "button");
        Assert.Contains("Moved: 1", (await visit.FollowAsync(again)).Document.QuerySelector(".banner.done")!.TextContent, StringComparison.Ordinal);
        var nonsense = await visit.GetAsync("/rounds/1/versions?definition=action-plan&from=1&to=99");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nonsense.Status);
        Assert.Empty(await Invariants.VerifyAsync(database));
    }

    [Theory]
    [InlineData("es", 360)]
    [InlineData("ko", 1280)]
    public async Task Versions_InTheBrowser_AreAccessible_AndFitTheScreen(string language, int width)
    {
        await using var site = await TestSite.StartAsync();
        await PublishNextAsync(site, renamed: true);
        var (old, _, broken) = await VersionsAsync(site);
        await using var context = await browser.OpenAsync(site.Url, language, width);
        var page = await context.SignInAsync(3);
        await page.Locator($"button[name=language][value={language}]").ClickAsync();
        await page.GotoAsync("/rounds/1");
        await page.Locator("a[href='/rounds/1/versions']").ClickAsync();
        await page.AssertGoodAsync();
        await page.GotoAsync($"/rounds/1/versions?definition=action-plan&from={old}&to={broken}");
        await page.AssertGoodAsync();
        await page.PictureAsync($"versions-{language}-{width}");
    }

    static async Task<(int Old, int Next, int Broken)> VersionsAsync(TestSite site)
    {
        var all = await site.Services.GetRequiredService<Database>().ReadAsync(s => s.QueryAsync<int>("select version from workflow_definition where definition_id = 'action-plan' order by version"));
        var old = await site.Services.GetRequiredService<Database>().ReadAsync(s => s.ScalarAsync<int>("select definition_version from workflow_instance where plan_id = 1"));
        return (old, old + 1, all[^1]);
    }

    /// <summary>The newest version once more under the next number; renamed, the step where plans begin has another id.</summary>
    static async Task PublishNextAsync(TestSite site, bool renamed)
    {
        var database = site.Services.GetRequiredService<Database>();
        var text = await database.ReadAsync(s => s.ScalarAsync<string>("select json from workflow_definition where definition_id = 'action-plan' order by version desc limit 1"));
        var step = await database.ReadAsync(s => s.ScalarAsync<string>("select b.activity_id from bookmark b join workflow_instance i on i.id = b.instance_id where i.plan_id = 1 order by b.id limit 1"));
        var json = JsonNode.Parse(renamed ? text!.Replace($"\"{step}\"", $"\"{step}Anew\"", StringComparison.Ordinal) : text!)!.AsObject();
        var version = (int)json["version"]! + 1;
        (json["version"], json["id"]) = (version, $"action-plan-v{version}");
        var published = await site.Services.GetRequiredService<WorkflowHost>().PublishAsync(database, json.ToJsonString());
        Assert.False(published.IsRefused, published.Refusal?.Facts.GetValueOrDefault("problems")?.ToString());
    }
}
