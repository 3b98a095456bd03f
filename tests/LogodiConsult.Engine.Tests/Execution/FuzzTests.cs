using System.Text.Json.Nodes;
using CsCheck;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Execution;

/// <summary>Damaged definitions end in problems, incidents or a run: never in a crash or a hang.</summary>
public sealed class FuzzTests
{
    static readonly string[] Seeds =
    [
        Workflow(Flowchart("s>A A>d d.True>e d.False>A s>w", Line("s"), Event("A"), Decision("d", "getInput('ok') && variables.N++ < 3"), Line("e"), Node("Delay", "w", ("timeSpan", Literal("00:00:01", "TimeSpan")))), Variable("N", "Int32", "0")).ToJsonString(),
        Workflow(Sequence("S", ForEach("f", "[1,2,[3]]", Sequence("T", If("i", "getCurrentValue() > 1", Node("Break", "b")), LineJs("l", "getCurrentIndex()"))), While("w", "getN() < 2", Set("inc", "N", "getN() + 1")), Node("Complete", "c", ("outcomes", Literal("Yes")))), Variable("N", "Int32", "0")).ToJsonString(),
        Workflow(Node("Switch", "sw", ("cases", new JsonArray(new JsonObject { ["label"] = "A", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "true" }, ["activity"] = Line("a") })), ("default", Line("d")))).ToJsonString(),
    ];

    static readonly string[] Texts = ["", "s", "A", "Elsa.Sequence", "Elsa.Flowchart", "JavaScript", "Variable", "\u0000", "{{", "while(true){}", "$values", "9999999999999999999999"];

    static readonly Gen<JsonNode?> Junk = Gen.OneOf(
        Gen.Const(() => (JsonNode?)null),
        Gen.Int.Select(i => (JsonNode?)JsonValue.Create(i)),
        Gen.Double.Where(double.IsFinite).Select(d => (JsonNode?)JsonValue.Create(d)),
        Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
        Gen.Int[0, Texts.Length - 1].Select(i => (JsonNode?)JsonValue.Create(Texts[i])),
        Gen.Const(() => (JsonNode?)new JsonArray()),
        Gen.Const(() => (JsonNode?)new JsonObject { ["type"] = "Elsa.WriteLine" }));

    /// <summary>Replaces, removes or copies random places of a document.</summary>
    static JsonNode Mutate(string json, (int Place, int How, JsonNode? Value)[] changes)
    {
        var root = JsonNode.Parse(json)!;
        foreach (var (place, how, value) in changes)
        {
            var places = new List<(JsonNode Parent, string? Name, int Index)>();
            Collect(root, places);
            if (places.Count == 0) break;
            var (parent, name, index) = places[place % places.Count];
            var copy = how == 2 ? root.DeepClone() : value?.DeepClone();
            if (parent is JsonObject o)
            {
                if (how == 0) o.Remove(name!);
                else o[name!] = copy;
            }
            else
            {
                var array = (JsonArray)parent;
                if (how == 0) array.RemoveAt(index);
                else array[index] = copy;
            }
        }

        return root;
    }

    static void Collect(JsonNode node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject o)
        {
            foreach (var (name, child) in o)
            {
                places.Add((o, name, 0));
                if (child is not null) Collect(child, places);
            }
        }
        else if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                places.Add((array, null, i));
                if (array[i] is { } child) Collect(child, places);
            }
        }
    }

    [Fact]
    public async Task Run_MutatedDefinition_EndsInAMessage() =>
        await Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 2], Junk).Array[1, 4]).SampleAsync(
            async (seed, changes) =>
            {
                var (definition, problems) = DefinitionReader.Read(Mutate(Seeds[seed], changes).ToJsonString());
                if (definition is null)
                {
                    Assert.NotEmpty(problems);
                    return;
                }

                var (compiled, found) = DefinitionCompiler.TryCompile(definition, Catalog);
                if (compiled is null)
                {
                    Assert.Contains(found, p => p.IsError && p.JsonPath.StartsWith('$'));
                    return;
                }

                var limits = new BurstLimits { Steps = 300, ScriptTime = TimeSpan.FromMilliseconds(200), ScriptStatements = 2_000 };
                var rehearsal = new Rehearsal([definition], Settings() with { Limits = limits, Timers = 5 });
                await rehearsal.StartAsync();
                await rehearsal.DeliverAsync("A", new JsonObject { ["ok"] = true });
                await rehearsal.FireTimersAsync();
                var state = rehearsal.Main.State;
                Assert.True(state.Status == InstanceStatus.Finished || state.Bookmarks.Count > 0 || state.Incidents.Count > 0);
            },
            iter: 1_000,
            threads: 1);

    [Fact]
    public async Task Load_MutatedState_GivesAStateOrSaysThatItIsUnreadable()
    {
        var workflow = Workflow(Flowchart("s>A s>B A>j B>j", Line("s"), Event("A"), Event("B"), Merge(Line("j"), "Merge")), Variable("N", "Int32", "3"));
        var saved = (await RunAsync(workflow, "A")).Main.State.Save();
        var definition = Compile(workflow);
        await Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 2], Junk).Array[1, 3].SampleAsync(
            async changes =>
            {
                try
                {
                    var state = InstanceState.Load(Mutate(saved, changes).ToJsonString());
                    if (state.Bookmarks.Count > 0) await new Interpreter().ResumeAsync(definition, state, state.Bookmarks[0].Id, null, new BurstContext { Now = Start });
                }
                catch (UnreadableStateException e)
                {
                    Assert.NotEmpty(e.Message);
                }
            },
            iter: 1_000,
            threads: 1);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(1_500)]
    public async Task Run_LongChainOfSkippedActivities_DoesNotOverflow(int length)
    {
        var activities = new List<JsonObject> { Decision("d", "false") };
        activities.AddRange(Enumerable.Range(0, length).Select(i => Line("a" + i)));
        var connections = "d.True>a0 " + string.Join(' ', Enumerable.Range(1, length - 1).Select(i => $"a{i - 1}>a{i}"));
        var run = await RunAsync(Workflow(Flowchart(connections, [.. activities])));
        Assert.Equal(" | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task Run_GiantParallelForEach_IsAnIncidentWithinTheLimit()
    {
        var run = await RunAsync(Workflow(Node("ParallelForEach", "p", ("items", Js("[...Array(50000).keys()]")), ("body", Line("w")))));
        Assert.Equal("Faulted", run.Status());
    }
}
