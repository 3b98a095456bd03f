using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Definitions;

/// <summary>Files of Elsa 3.0 to 3.8 in their several shapes.</summary>
public sealed class ReadTests
{
    const string Flat = """
        { "Id":"old-1", "DefinitionId":"old", "Name":"Old", "Version":1, "unknownThing": {"kept":[1,2]},
          "Variables": { "$values": [ {"Id":"x","Name":"X","TypeName":"String","Value":"v"} ] },
          "root": { "id":"F", "type":"Elsa.Flowchart", "start":"b", "activities": { "$values": [
             { "id":"a", "type":"Elsa.WriteLine", "text": { "typeName":"String", "expression": {"type":"Literal","value":"a"}, "memoryReference": {"id":"a:input-1"} } },
             { "id":"b", "type":"Elsa.WriteLine", "version":1, "text":"bare", "surprise":true } ] },
            "connections": { "source":"a", "target":"b", "sourcePort":"Done", "targetPort":"In" } } }
        """;

    [Fact]
    public async Task Read_FlatConnectionsValuesAndBareScalars_Run()
    {
        var (definition, problems) = DefinitionReader.Read(Flat);
        Assert.Empty(problems);
        var burst = await new Interpreter().StartAsync(DefinitionCompiler.Compile(definition!, Catalog), new StartRequest { InstanceId = "i" }, new BurstContext { Now = Start });
        Assert.Equal(["a", "bare"], burst.Journal.Where(j => j.Kind == "Line").Select(j => (string)j.Facts!["text"]!));
    }

    [Fact]
    public void Write_AfterRead_KeepsUnknownProperties()
    {
        var written = JsonNode.Parse(DefinitionReader.Read(Flat).Definition!.Write())!;
        Assert.Equal("[1,2]", written["unknownThing"]!["kept"]!.ToJsonString());
        Assert.True((bool)written["root"]!["activities"]!["$values"]![1]!["surprise"]!);
        Assert.StartsWith("https://elsaworkflows.io/", (string)written["$schema"]!, StringComparison.Ordinal);
        var again = JsonNode.Parse(DefinitionReader.Read(written.ToJsonString()).Definition!.Write());
        Assert.True(JsonNode.DeepEquals(written, again));
    }

    [Fact]
    public async Task Read_InputWithoutTypeName_ReadsAsEmpty()
    {
        var line = Line("a");
        line["text"]!.AsObject().Remove("typeName");
        Assert.Equal("", (await RunAsync(Workflow(line))).Lines());
    }

    [Theory]
    [InlineData("customProperties", true)]
    [InlineData("top", true)]
    public async Task Read_CanStartWorkflow_FromCustomPropertiesOrTop(string where, bool starts)
    {
        var b = Line("b");
        if (where == "top") b["canStartWorkflow"] = true;
        else b["customProperties"]!["canStartWorkflow"] = true;
        Assert.Equal(starts ? "b" : "a b", (await RunAsync(Workflow(Flowchart("a>b", Line("a"), b)))).Lines());
    }

    [Fact]
    public async Task Read_ModeInCustomProperties_Chooses()
    {
        var root = Flowchart("s>a s>b1 b1>b2 a>j b2>j", Line("s"), Line("a"), Line("b1"), Line("b2"), Line("j"));
        var rehearsal = new Engine.Rehearsals.Rehearsal([Read(Workflow(root).With("customProperties", new JsonObject { ["flowchartMode"] = "token" }))], Settings());
        await rehearsal.StartAsync();
        Assert.Equal(FlowchartMode.Token, rehearsal.Main.State.Mode);
    }

    [Theory]
    [InlineData("{\"isLatest\":true}")]
    [InlineData("not json")]
    public void Read_Rubbish_GivesProblemsNotExceptions(string json) => Assert.Contains(DefinitionReader.Read(json).Problems, p => p.IsError);
}
