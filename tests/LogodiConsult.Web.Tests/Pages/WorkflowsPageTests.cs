using System.Net;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>What is published and who follows it, for those who lead; and the declarations of the activities for programs.</summary>
public sealed class WorkflowsPageTests(BrowserFixture browser)
{
    [Fact]
    public async Task Workflows_ListVersionsWithTheirPlans_AsFarAsTheReaderLeadsThem()
    {
        await using var site = await TestSite.StartAsync();
        var database = site.Services.GetRequiredService<Database>();
        var host = site.Services.GetRequiredService<WorkflowHost>();
        Assert.False((await host.PublishAsync(database, Quiet(1))).IsRefused);
        Assert.False((await host.PublishAsync(database, Quiet(2))).IsRefused);
        Assert.False((await database.WriteAsync(work => host.StartAsync(work, "quiet"))).IsRefused);
        using var lead = await site.Visit("en").SignedInAsync(3);
        var page = await lead.GetAsync("/workflows");
        Assert.Equal((HttpStatusCode.OK, "Published workflows"), (page.Status, page.Title));
        // By the names that a definition gives itself in each language; otherwise by its name.
        Assert.Equal("Full action plan", page.Document.GetElementById("h-action-plan")!.TextContent);
        Assert.NotEqual("", page.Document.GetElementById("h-quiet")!.TextContent);
        Assert.Equal(["version 2", "version 1"], page.Texts("#h-quiet ~ table tbody th"));
        Assert.Equal("0", page.Document.QuerySelector("#h-quiet ~ table tbody td[data-label='Plans running']")!.TextContent.Trim());
        Assert.DoesNotContain("without a plan", page.Text, StringComparison.Ordinal);
        var plans = await database.ReadAsync(s => s.ScalarAsync<int>("select count(*) from workflow_instance where definition_id = 'action-plan' and status = 'running'"));
        Assert.Equal(plans, page.Document.QuerySelectorAll("#h-action-plan ~ table td[data-label='Plans running']").Sum(c => int.Parse(c.TextContent)));
        Assert.NotNull(page.Document.QuerySelector("#h-action-plan ~ table a[href='/rounds/1/versions']"));

        using var administrator = await site.Visit().SignedInAsync(7);
        Assert.Contains("y 1 ejecución sin plan", (await administrator.GetAsync("/workflows")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activities_AsDescriptors_AreWhatTheCatalogDeclares()
    {
        await using var site = await TestSite.StartAsync();
        using var lead = await site.Visit("en").SignedInAsync(3);
        var answer = await lead.GetAsync("/api/activities");
        Assert.Equal("application/json", answer.Response.Content.Headers.ContentType!.MediaType);
        var json = JsonNode.Parse(answer.Text)!;
        var items = json["items"]!.AsArray().ToDictionary(i => (string)i!["typeName"]!, i => i!);
        Assert.Equal((int)json["count"]!, items.Count);
        Assert.Equal("Logodi", (string?)items["Logodi.Review"]["namespace"]);
        Assert.Equal("Event", (string?)items["Elsa.Event"]["displayName"]);
        Assert.Equal("Trigger", (string?)items["Elsa.Event"]["kind"]);
        Assert.Equal("이벤트", (string?)items["Elsa.Event"]["displayNames"]!["ko"]);
        Assert.Equal(["True", "False"], items["Elsa.FlowDecision"]["ports"]!.AsArray().Select(p => (string)p!["name"]!));
        var mode = items["Elsa.FlowJoin"]["inputs"]!.AsArray().Single(i => (string)i!["name"]! == "Mode")!;
        Assert.Equal("WaitAny", (string?)mode["defaultValue"]);
        Assert.Equal(3, mode["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task FlowchartMode_OfTheSettings_IsThatOfDefinitionsThatSayNone()
    {
        await using var site = await TestSite.StartAsync(new Dictionary<string, string?> { ["Workflows:FlowchartMode"] = "token" });
        var database = site.Services.GetRequiredService<Database>();
        var host = site.Services.GetRequiredService<WorkflowHost>();
        Assert.False((await host.PublishAsync(database, Quiet(1))).IsRefused);
        var started = await database.WriteAsync(work => host.StartAsync(work, "quiet"));
        Assert.Equal(FlowchartMode.Token, InstanceState.Load(started.Value.State).Mode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestSite.StartAsync(new Dictionary<string, string?> { ["Workflows:FlowchartMode"] = "sideways" }));
    }

    [Theory]
    [InlineData("es", 360)]
    [InlineData("ko", 1280)]
    public async Task Workflows_InTheBrowser_AreAccessible_AndFitTheScreen(string language, int width)
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url, language, width);
        var page = await context.SignInAsync(3);
        await page.Locator($"button[name=language][value={language}]").ClickAsync();
        await page.GotoAsync("/programmes");
        await page.Locator("a[href='/workflows']").ClickAsync();
        await page.AssertGoodAsync();
        await page.PictureAsync($"workflows-{language}-{width}");
    }

    static string Quiet(int version) =>
        $$"""
        {
          "id": "quiet-{{version}}", "definitionId": "quiet", "name": "quiet", "version": {{version}},
          "root": {
            "id": "F", "type": "Elsa.Flowchart", "connections": [],
            "activities": [{ "id": "E", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "Go" } } }]
          }
        }
        """;
}
