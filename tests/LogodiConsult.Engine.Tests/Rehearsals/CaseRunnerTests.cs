using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Rehearsals;

/// <summary>The verb run and scenario files, through files as people use them.</summary>
public sealed class CaseRunnerTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("cases").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Put(string name, JsonNode json)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, json.ToJsonString());
        return path;
    }

    async Task<JsonObject[]> RunCasesAsync(JsonNode cases, FlowchartMode? mode = null)
    {
        using var output = new StringWriter();
        await CaseRunner.RunCasesAsync(Put("cases.json", cases), Settings(mode), output);
        return [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];
    }

    [Fact]
    public async Task RunCases_TwoCases_WritesOneObjectALine()
    {
        Put("review.json", Workflow(Flowchart("Review>d d.True>done d.False>Review", Event("Review"), Decision("d", "getInput('Verdict') === 'Approve'"), Line("done"))));
        var results = await RunCasesAsync(JsonNode.Parse("""
            [ {"name":"waits","import":["review.json"],"events":[{"event":"Review","input":{"Verdict":"No"}}]},
              {"name":"ends","import":["review.json"],"mode":"token","events":[{"event":"Review","input":{"Verdict":"Approve"}}]} ]
            """)!);
        Assert.Equal(
            """{"name":"waits","status":"Running","subStatus":"Suspended","lines":[],"incidents":[],"journal":["Workflow1:Started","F1:Started","Review:Started","Review:Suspended","Review:Resumed","Review:Completed","d:Started","d:Completed","Review:Started","Review:Suspended"],"output":{},"bookmarks":["Review"]}""",
            results[0].ToJsonString());
        Assert.Equal("ends Finished [\"done\"]", $"{results[1]["name"]} {results[1]["subStatus"]} {results[1]["lines"]!.ToJsonString()}");
    }

    [Fact]
    public async Task RunCases_RefusedAndMissingFiles_GiveErrors()
    {
        Put("bad.json", Workflow(Node("Acme.Nothing", "x")));
        var results = await RunCasesAsync(JsonNode.Parse("""[ {"name":"bad","import":["bad.json"]}, {"name":"none","import":["none.json"]}, {"name":"empty","import":[]} ]""")!);
        Assert.Equal(["bad", "none", "empty"], results.Select(r => (string)r["name"]!));
        Assert.All(results, r => Assert.NotNull(r["error"]));
        Assert.Contains("activity.unknown", (string)results[0]["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunCases_NamedDefinitionAndInput_AreUsed()
    {
        Put("a.json", Named("a", Line("a")));
        Put("b.json", Named("b", LineJs("w", "getInput('n') * 2")));
        var result = Assert.Single(await RunCasesAsync(JsonNode.Parse("""[ {"name":"x","import":["a.json","b.json"],"run":"b","input":{"n":21}} ]""")!));
        Assert.Equal("[\"42\"]", result["lines"]!.ToJsonString());
    }

    [Fact]
    public async Task RunFiles_WithEventsOfTheCommandLine_RunsTheFirst()
    {
        var file = Put("e.json", Workflow(Sequence("S", Event("Go"), LineJs("w", "getInput('x')"))));
        using var output = new StringWriter();
        var code = await CaseRunner.RunFilesAsync([file], null, [CaseRunner.ParseEvent("Go={\"x\":\"hey\"}")], json: false, Settings(), output);
        Assert.Equal((0, true), (code, output.ToString().StartsWith("hey", StringComparison.Ordinal)));
        Assert.Equal(1, await CaseRunner.RunFilesAsync([Path.Combine(folder, "none.json")], null, [], json: true, Settings(), output));
        Assert.Throws<FormatException>(() => CaseRunner.ParseEvent("Go=nonsense"));
    }

    [Fact]
    public async Task RunCases_OddCases_SayWhatIsWrongWithEach()
    {
        Put("a.json", Workflow(Line("a")));
        var results = await RunCasesAsync(JsonNode.Parse("""
            [ 5, {"name":"mode","import":["a.json"],"mode":"sideways"}, {"name":"input","import":["a.json"],"input":[1]}, {"name":"events","import":["a.json"],"events":"Go"},
              {"name":"number","import":["a.json"],"run":5}, {"name":"event","import":["a.json"],"events":[{"input":{}}]},
              {"name":"noevent","import":["a.json"],"events":[5]}, {"name":"imports","import":{"a":1}},
              {"name":"run","import":["a.json"],"run":"nobody"}, {"name":"gone","import":["sub/none.json"]}, {"name":"folder","import":["."]}, {"name":"fine","import":"a.json","mode":null,"input":null} ]
            """)!);
        Assert.Equal(["#1", "mode", "input", "events", "number", "event", "noevent", "imports", "run", "gone", "folder", "fine"], results.Select(r => (string)r["name"]!));
        Assert.All(results[..11], r => Assert.Equal(["name", "error"], r.Select(p => p.Key)));
        Assert.DoesNotContain(folder, string.Join('\n', results.Select(r => r.ToJsonString())), StringComparison.Ordinal);
        Assert.Equal("sub/none.json: There is no such file.", (string)results[9]["error"]!);
        Assert.Equal("Definition 'nobody' is not among the files.", (string)results[8]["error"]!);
        Assert.Equal("Finished", (string)results[11]["status"]!);
    }

    [Fact]
    public async Task RunCases_DefinitionThatDispatchesItselfManyTimes_IsAnError()
    {
        Put("many.json", Workflow(Node("BulkDispatchWorkflows", "many", ("workflowDefinitionId", Literal("test")), ("items", Js("Array(15000).fill(1)")))));
        var results = await RunCasesAsync(JsonNode.Parse("""[ { "name": "many", "import": ["many.json"] } ]""")!);
        Assert.Equal("More than 1000 requests followed one act.", (string?)Assert.Single(results)["error"]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("[{")]
    [InlineData("7")]
    [InlineData(null)]
    public async Task RunCases_FileThatHoldsNone_IsAnErrorLineAndCodeTwo(string? text)
    {
        var path = Path.Combine(folder, "odd.json");
        if (text is not null) await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        Assert.Equal(2, await CaseRunner.RunCasesAsync(path, Settings(), output, TestContext.Current.CancellationToken));
        var line = Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["name", "error"], JsonNode.Parse(line)!.AsObject().Select(p => p.Key));
    }

    [Fact]
    public async Task RunScenarios_AsExpected_FindsNoDifference()
    {
        Put("e.json", Workflow(Sequence("S", Event("Go"), Line("w"))));
        var scenarios = Put("e.scenarios.json", JsonNode.Parse("""
            [ {"name":"fine","import":["e.json"],"events":["Go"],"expect":{"status":"Finished","lines":["w"],"journal":["Go:Suspended","w:Completed"],"bookmarks":[],"incidents":[]}},
              {"name":"waits","import":["e.json"],"expect":{"subStatus":"Suspended","bookmarks":["Go"]}} ]
            """)!);
        Assert.Empty(await CaseRunner.RunScenariosAsync(scenarios, Settings()));
    }

    [Fact]
    public async Task RunScenarios_Differing_SaysWhat()
    {
        Put("e.json", Workflow(Line("w")));
        var scenarios = Put("e.scenarios.json", JsonNode.Parse("""
            [ {"name":"a","import":["e.json"],"expect":{"lines":["v"]}}, {"name":"b","import":["e.json"]}, {"name":"c","import":["e.json"],"expect":{"wishes":1}},
              {"name":"d","import":["e.json"],"expect":{"journal":["w:Completed","w:Started"]}}, {"name":"e","import":["e.json"],"expect":{"output":{"x":1}}} ]
            """)!);
        var differences = await CaseRunner.RunScenariosAsync(scenarios, Settings());
        Assert.Equal(["a", "b", "c", "d", "e"], differences.Select(d => d.Split(':')[0]));
    }
}
