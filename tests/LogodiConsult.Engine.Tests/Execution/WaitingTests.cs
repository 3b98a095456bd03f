using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Execution;

/// <summary>Events, tasks, timers and calls of other workflows.</summary>
public sealed class WaitingTests
{
    static JsonObject Delay(string id, string span) => Node("Delay", id, ("timeSpan", Literal(span, "TimeSpan")));

    [Theory]
    [InlineData("00:00:05", 5)]
    [InlineData("400.00:00:00", 400 * 86400)]
    [InlineData("PT2M", 120)]
    public async Task Delay_AnyLength_FallsDueThen(string span, int seconds)
    {
        var run = await RunAsync(Workflow(Sequence("S", Delay("d", span), Line("a"))));
        Assert.Equal("a | Finished", $"{run.Lines()} | {run.Status()}");
        Assert.Equal(Start.AddSeconds(seconds), run.Now);
        Assert.Equal("Workflow1:Started S:Started d:Started d:Suspended d:Resumed d:Completed a:Started a:Completed S:Completed Workflow1:Completed", run.Journal());
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00Z", 0)]
    [InlineData("2026-03-02T14:00:30Z", 30)]
    [InlineData("2026-03-02T23:01:00+09:00", 60)]
    public async Task StartAt_PastGoesOnAtOnce_FutureWaits(string moment, int seconds)
    {
        var run = await RunAsync(Workflow(Sequence("S", Node("StartAt", "t", ("dateTime", Literal(moment, "DateTimeOffset"))), Line("a"))));
        Assert.Equal(("a", Start.AddSeconds(seconds)), (run.Lines(), run.Now));
    }

    [Theory]
    [InlineData("*/5 * * * *", "2026-03-02T14:05:00Z")]
    [InlineData("30 * * * * *", "2026-03-02T14:00:30Z")]
    [InlineData("0 9 3 3 *", "2026-03-03T09:00:00Z")]
    public async Task Cron_NextOccurrence_IsWhenItFallsDue(string expression, string due)
    {
        var run = await RunAsync(Workflow(Sequence("S", Node("Cron", "c", ("cronExpression", Literal(expression))), Line("a"))));
        Assert.Equal(("a", DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture)), (run.Lines(), run.Now));
    }

    [Fact]
    public async Task Event_BeforeSomebodyWaitsForIt_IsNotKept()
    {
        var run = await RunAsync(Workflow(Sequence("S", Event("A"), Event("B"), Line("x"))), "B", "A");
        Assert.Equal((" | Suspended", "B"), ($"{run.Lines()} | {run.Status()}", Assert.Single(run.Main.State.WaitingActivities)));
    }

    [Fact]
    public async Task Timer_AsActivity_WaitsItsInterval()
    {
        var run = await RunAsync(Workflow(Sequence("S", Node("Timer", "t", ("interval", Literal("00:10:00", "TimeSpan"))), Line("a"))));
        Assert.Equal(("a", Start.AddMinutes(10)), (run.Lines(), run.Now));
    }

    [Fact]
    public async Task Event_AgainstTimer_FirstWins()
    {
        var root = Flowchart("s>E s>d E>a d>b a>j b>j j>e", Line("s"), Event("E"), Delay("d", "01:00:00"), Line("a"), Line("b"), Merge(Join("j", "WaitAny"), "None"), Line("e"));
        Assert.Equal("s a e", (await RunAsync(Workflow(root), "E")).Lines());
        Assert.Equal("s b e", (await RunAsync(Workflow(root))).Lines());
    }

    [Fact]
    public async Task Event_WithPayload_IsItsResult()
    {
        var e = Event("E");
        e["result"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-X" } };
        var run = await RunAsync(Workflow(Sequence("S", e, LineJs("w", "(getX() ? getX().who : 'nobody') + ' ' + getInput('who')")), Variable("X", "Object")), "E {\"__EventPayloadWorkflowInput\":{\"who\":\"ann\"},\"who\":\"bo\"}");
        Assert.Equal("ann bo", run.Lines());
        run = await RunAsync(Workflow(Sequence("S", e, LineJs("w", "getX() + ' ' + getInput('who')")), Variable("X", "Object")), "E {\"who\":\"bo\"}");
        Assert.Equal("null bo", run.Lines());
    }

    [Fact]
    public async Task Input_AfterResume_IsTheStimulusUnlessDeclaredKept()
    {
        var workflow = Workflow(Sequence("S", LineJs("a", "getInput('A') + getInput('B')"), Event("E"), LineJs("b", "getInput('A') + '-' + getInput('B')")));
        workflow["inputs"] = List(
            new JsonObject { ["name"] = "A", ["type"] = "String" },
            new JsonObject { ["name"] = "B", ["type"] = "String", ["storageDriverType"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core" });
        var run = await RunAsync(FlowchartMode.Counter, [workflow], new JsonObject { ["A"] = "x", ["B"] = "y" }, "E");
        Assert.Equal("xy null-y", run.Lines());
    }

    [Fact]
    public async Task RunTask_Answer_IsItsResult()
    {
        var task = Node("RunTask", "t", ("taskName", Literal("Print")), ("payload", Input("ObjectDictionary", "Object", "{\"n\":1}")));
        var run = await RunAsync(Workflow(Sequence("S", task, LineJs("w", "getResultFromT().ok"))), "t {\"RunTaskInput\":{\"ok\":\"yes\"}}");
        Assert.Equal("yes", run.Lines());
        Assert.Equal("Print", Assert.Single(run.Tasks).TaskName);
    }

    static JsonObject Child(string name, JsonObject root, params string[] outputs)
    {
        var child = Named(name, root);
        child["outputs"] = List([.. outputs.Select(o => new JsonObject { ["name"] = o, ["type"] = "Object" })]);
        return child;
    }

    static JsonObject SetOutput(string id, string name, string script) => Node("SetOutput", id, ("outputName", Literal(name)), ("outputValue", Js(script)));

    static JsonObject Call(string type, bool waits, string? input = null) => Node(
        type, "call", ("workflowDefinitionId", Literal("child")), ("waitForCompletion", Literal(waits, "Boolean")),
        ("input", Input("ObjectDictionary", "Object", input ?? "{}")),
        ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-R" } }));

    [Fact]
    public async Task ExecuteWorkflow_ThatFinishes_GivesItsOutput()
    {
        var parent = Workflow(Sequence("S", Call("ExecuteWorkflow", true, "{\"N\":20}"), LineJs("w", "getR().Output.Out + ' ' + getR().SubStatus")), Variable("R", "Object"));
        var run = await RunAsync(FlowchartMode.Counter, [parent, Child("child", Sequence("C", Line("c"), SetOutput("so", "Out", "getInput('N') + 1")), "Out")]);
        Assert.Equal("c 21 Finished | Finished", $"{run.Lines()} | {run.Status()}");
        Assert.DoesNotContain("call:Suspended", run.Journal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ParallelForEach_OfThousandsThatWait_WaitsForAllOfThem()
    {
        const int many = 15_000;
        var items = Node("ParallelForEach", "p", ("items", Js($"Array.from({{ length: {many} }}, (_, i) => i)")), ("body", Event("e")));
        var run = await RunAsync(Workflow(items));
        Assert.Empty(run.Main.State.Incidents);
        Assert.Equal((InstanceSubStatus.Suspended, many), (run.Main.State.SubStatus, run.Main.State.Bookmarks.Count));
        var again = InstanceState.Load(run.Main.State.Save());
        Assert.Equal(many, again.Bookmarks.Count);
    }

    [Fact]
    public async Task ExecuteWorkflow_ThatWaits_IsWaitedFor()
    {
        var parent = Workflow(Sequence("S", Call("ExecuteWorkflow", true), LineJs("w", "getR().Output.Out + getR().SubStatus")), Variable("R", "Object"));
        var child = Child("child", Sequence("C", Event("E"), SetOutput("so", "Out", "getInput('x')")), "Out");
        var run = await RunAsync(FlowchartMode.Counter, [parent, child]);
        Assert.Equal("call", run.Waiting());
        await run.DeliverAsync("E", new JsonObject { ["x"] = "fine" });
        Assert.Equal("fineFinished | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task ExecuteWorkflow_WithoutWaiting_GoesOnWhileTheChildWaits()
    {
        var parent = Workflow(Sequence("S", Call("ExecuteWorkflow", false), LineJs("w", "getR().Status")), Variable("R", "Object"));
        var run = await RunAsync(FlowchartMode.Counter, [parent, Child("child", Event("E"))]);
        Assert.Equal("Running | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task ExecuteWorkflow_InTheBackground_RunsInABurstOfItsOwn()
    {
        var call = Node("ExecuteWorkflow", "c", ("workflowDefinitionId", Literal("child")), ("waitForCompletion", Literal(true, "Boolean")));
        call["customProperties"]!["runAsynchronously"] = true;
        var parent = Read(Named("parent", Node("Fork", "f", ("joinMode", "WaitAll"), ("branches", new JsonArray(call, Line("beside"))))));
        var child = Read(Named("child", Line("kid")));
        var sources = DefinitionSources.Of([parent, child]);
        var definition = DefinitionCompiler.Compile(parent, Catalog, sources);
        var context = new BurstContext { Now = Start, Resolve = (_, _) => DefinitionCompiler.Compile(child, Catalog, sources) };
        var first = await new Interpreter().StartAsync(definition, new StartRequest { InstanceId = "i" }, context);
        var bookmark = Assert.Single(first.Opened);
        Assert.Equal((Bookmark.Background, (DateTimeOffset?)Start, 0), (bookmark.Name, bookmark.DueAt, first.Children.Count));
        var second = Assert.IsType<Burst>(await new Interpreter().ResumeAsync(definition, InstanceState.Load(first.State.Save()), bookmark.Id, null, context));
        Assert.Equal((InstanceSubStatus.Finished, 1), (second.State.SubStatus, second.Children.Count));

        var rehearsal = new Rehearsal([parent, child], Settings());
        await rehearsal.StartAsync();
        Assert.Equal("beside kid | Finished", $"{rehearsal.Lines()} | {rehearsal.Status()}");
    }

    [Fact]
    public async Task ExecuteWorkflow_OfItself_StopsAtTheNestingLimit()
    {
        var self = Named("child", Sequence("S", Line("x"), Node("ExecuteWorkflow", "call", ("workflowDefinitionId", Literal("child")))));
        var run = await RunAsync(FlowchartMode.Counter, [self]);
        Assert.Equal(9, run.Lines.Count);
        Assert.NotEmpty(run.Instances.SelectMany(i => i.Incidents));
    }

    [Fact]
    public async Task DispatchWorkflow_Waiting_ResumesWithItsOutput()
    {
        var parent = Workflow(Sequence("S", Call("DispatchWorkflow", true), LineJs("w", "getR().Out + getInput('Out')")), Variable("R", "Object"));
        var run = await RunAsync(FlowchartMode.Counter, [parent, Child("child", Sequence("C", Line("c"), SetOutput("so", "Out", "7")), "Out")]);
        Assert.Equal("c 14 | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task DispatchWorkflow_NotWaiting_GoesOnFirst()
    {
        var run = await RunAsync(FlowchartMode.Counter, [Workflow(Sequence("S", Call("DispatchWorkflow", false), Line("w")), Variable("R", "Object")), Child("child", Line("c"))]);
        Assert.Equal("w c | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task BulkDispatch_OneChildPerItem_WaitsForAll()
    {
        var bulk = Node(
            "BulkDispatchWorkflows", "b", ("workflowDefinitionId", Literal("child")), ("items", Js("['x','y']")),
            ("correlationIdFunction", Js("getItem() + args.item", "String")), ("childCompleted", Line("cc")));
        var root = Flowchart("b.Completed>c b.Done>d", bulk, Line("c"), Line("d"));
        var run = await RunAsync(FlowchartMode.Counter, [Workflow(root), Child("child", LineJs("c", "getInput('Item') + getCorrelationId()"))]);
        Assert.Equal("xxx yyy cc cc c d | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task PublishEvent_WakesOtherInstancesByCorrelation()
    {
        var child = Child("child", Sequence("C", Event("Go"), LineJs("w", "getCorrelationId()")));
        var bulk = Node("BulkDispatchWorkflows", "b", ("workflowDefinitionId", Literal("child")), ("items", Js("['x','y']")), ("waitForCompletion", Literal(false, "Boolean")), ("correlationIdFunction", Js("getItem()", "String")));
        var publish = Node("PublishEvent", "p", ("eventName", Literal("Go")), ("correlationId", Literal("y")));
        var run = await RunAsync(FlowchartMode.Counter, [Workflow(Sequence("S", bulk, publish)), child]);
        Assert.Equal("y", run.Lines());
    }

    [Fact]
    public async Task PublishEvent_StartsWorkflowsThatItTriggers()
    {
        var e = Event("Go");
        e["customProperties"]!["canStartWorkflow"] = true;
        var publish = Node("PublishEvent", "p", ("eventName", Literal("Go")), ("payload", Js("({n:5})")));
        e["result"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-X" } };
        var triggered = Named("triggered", Sequence("T", e, LineJs("w", "getX().n")), Variable("X", "Object"));
        Assert.Equal("5", (await RunAsync(FlowchartMode.Counter, [Workflow(publish), triggered])).Lines());
    }

    [Fact]
    public async Task Event_ThatStartsAnInstance_IsNotDeliveredToItAgain()
    {
        var first = Event("Go").With("customProperties.canStartWorkflow", true);
        var again = Event("Again");
        again["eventName"] = Literal("Go");
        var run = await RunAsync(FlowchartMode.Counter, [Workflow(Line("main")), Named("other", Sequence("S", first, Line("x"), again, Line("y")))], null, "Go");
        Assert.Equal("main x", run.Lines());
        Assert.True(await run.DeliverAsync("Go"));
        // The one that waited goes on, and another begins.
        Assert.Equal(["main", "x", "x", "y"], run.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task LocalEvent_ReachesOnlyItsOwnInstance()
    {
        var root = Flowchart("s>E s>p E>a", Line("s"), Event("E"), Node("PublishEvent", "p", ("eventName", Literal("E")), ("isLocalEvent", Literal(true, "Boolean"))), Line("a"));
        Assert.Equal("s a | Finished", (await RunAsync(Workflow(root))) is var run ? $"{run.Lines()} | {run.Status()}" : "");
    }

    static JsonObject UsableChild(string name, JsonObject root, string[] inputs, string[] outputs)
    {
        var child = Child(name, root, outputs).With("options", new JsonObject { ["usableAsActivity"] = true });
        child["inputs"] = List([.. inputs.Select(i => new JsonObject { ["name"] = i, ["type"] = "String" })]);
        child["outcomes"] = new JsonArray("Yes", "No");
        return child;
    }

    [Fact]
    public async Task WorkflowAsActivity_InputsOutputsOutcomes_Pass()
    {
        var sub = Node("Programme.MySub", "sub", ("who", Literal("ann")), ("greeting", new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = "v-G" } }));
        sub["type"] = "MySub";
        var child = UsableChild(
            "my sub", Sequence("C", LineJs("in", "'in ' + getInput('who')"), LineJs("acc", "getWho()"), SetOutput("so", "greeting", "'hi ' + getWho()"), Node("Complete", "cp", ("outcomes", Literal("Yes", "Object"))), Line("never")),
            ["who"], ["greeting"]);
        var parent = Workflow(Flowchart("sub.Yes>y sub.No>n sub.Done>d", sub, LineJs("y", "getG()"), Line("n"), Line("d")), Variable("G", "String"));
        var run = await RunAsync(FlowchartMode.Counter, [parent, child]);
        Assert.Equal("in ann ann hi ann | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task WorkflowAsActivity_ThatWaits_KeepsItsScope()
    {
        var child = UsableChild("sub", Sequence("C", Event("E"), LineJs("w", "getWho()")), ["Who"], []);
        child["id"] = "sub-v3";
        var node = Node("Any.Sub", "x", ("workflowDefinitionId", "sub"), ("workflowDefinitionVersionId", "sub-v3"), ("who", Literal("bea")));
        var run = await RunAsync(FlowchartMode.Token, [Workflow(Flowchart("x>e", node, Line("e"))), child], null, "E");
        Assert.Equal("bea e | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task WorkflowAsActivity_VariableThatBearsTheIdOfOneOutside_IsItsOwn()
    {
        var child = UsableChild("sub", Sequence("C", Set("s", "X", "'inside'"), LineJs("w", "getX()")), [], []);
        child["id"] = "sub-v1";
        child["variables"] = List(Variable("X", "String", "start"));
        var node = Node("Any.Sub", "x", ("workflowDefinitionId", "sub"), ("workflowDefinitionVersionId", "sub-v1"));
        var run = await RunAsync(FlowchartMode.Counter, [Workflow(Sequence("S", node, LineJs("e", "getX()")), Variable("X", "String", "outside")), child]);
        Assert.Equal("inside outside | Finished", $"{run.Lines()} | {run.Status()}");
        Assert.StartsWith("Workflow2:Started S:Started x:Started Workflow1:Started", run.Journal(), StringComparison.Ordinal);
    }
}
