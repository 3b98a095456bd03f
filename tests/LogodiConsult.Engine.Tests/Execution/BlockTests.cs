using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Execution;

/// <summary>Sequences, forks, loops, breaks and the ends of things.</summary>
public sealed class BlockTests
{
    static async Task<string> LinesAsync(JsonObject root, params JsonObject[] variables)
    {
        var run = await RunAsync(Workflow(root, variables));
        return $"{run.Lines()} | {run.Status()}";
    }

    static JsonObject Break(string id = "br") => Node("Break", id);

    static JsonObject For(string id, int start, int end, int step, bool inclusive, JsonObject body) => Node(
        "For", id, ("start", Literal(start, "Int32")), ("end", Literal(end, "Int32")), ("step", Literal(step, "Int32")), ("outerBoundInclusive", Literal(inclusive, "Boolean")), ("body", body));

    [Fact]
    public async Task Run_Sequence_RunsInOrder() => Assert.Equal("a b | Finished", await LinesAsync(Sequence("S", Line("a"), Line("b"))));

    [Fact]
    public async Task Run_IfWithoutElse_GoesOn() => Assert.Equal("after | Finished", await LinesAsync(Sequence("S", If("i", "false", Line("yes")), Line("after"))));

    [Theory]
    [InlineData(0, 3, 1, true, "0 1 2 3")]
    [InlineData(0, 3, 1, false, "0 1 2")]
    [InlineData(3, 1, -1, true, "3 2 1")]
    [InlineData(3, 1, -1, false, "3 2")]
    [InlineData(5, 1, 1, true, "")]
    [InlineData(0, 10, 4, true, "0 4 8")]
    public async Task Run_For_CountsAsAsked(int start, int end, int step, bool inclusive, string lines) =>
        Assert.Equal($"{lines} | Finished", await LinesAsync(For("f", start, end, step, inclusive, LineJs("w", "getCurrentValue()"))));

    [Fact]
    public async Task Run_ForWhoseLiteralsSayNull_TakesTheZeroOfTheirTypesAsElsaDoes()
    {
        var loop = For("f", 0, 3, 1, true, LineJs("w", "getCurrentValue()"));
        (loop["start"], loop["outerBoundInclusive"]) = (Literal(null, "Int32"), Literal(null, "Boolean"));
        Assert.Equal("0 1 2 | Finished", await LinesAsync(loop));
        loop.Remove("outerBoundInclusive");
        Assert.Equal("0 1 2 3 | Finished", await LinesAsync(loop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_AfterTheLimit_GoesOnWithAllThatWasQueued(bool skips)
    {
        var items = Node("ParallelForEach", "p", ("items", Js("[1,2,3,4,5,6,7,8,9]")), ("body", Sequence("B", LineJs("w", "getCurrentValue()"), LineJs("x", "'x' + getCurrentValue()"))));
        var rehearsal = new Rehearsal([Read(Workflow(Sequence("S", items, Line("after"))))], Settings() with { Limits = new BurstLimits { Steps = 15 } });
        await rehearsal.StartAsync();
        for (var i = 0; i < 10 && rehearsal.Main.State.Incidents is [var incident]; i++)
        {
            Assert.Equal("Limit", incident.Kind);
            await rehearsal.SettleAsync(rehearsal.Main, incident.Id, skips ? "Done" : null);
        }

        Assert.Equal(InstanceSubStatus.Finished, rehearsal.Main.State.SubStatus);
        var missing = skips ? 1 : 0;
        Assert.InRange(rehearsal.Lines.Distinct().Count(), 19 - (2 * missing), 19);
        Assert.Equal(rehearsal.Lines.Count, rehearsal.Lines.Distinct().Count());
        Assert.Equal("after", rehearsal.Lines[^1]);
    }

    [Fact]
    public async Task Run_ForWithoutStop_EndsInAnIncidentAtTheLimit()
    {
        var run = await RunAsync(Workflow(For("f", 0, 10, 0, true, Line("w"))));
        Assert.Equal("Faulted", run.Status());
        Assert.Equal("Limit", Assert.Single(run.Main.State.Incidents).Kind);
    }

    [Fact]
    public async Task Run_WhileTrueWithoutBody_EndsInAnIncident() => Assert.Equal(" | Faulted", await LinesAsync(Node("While", "w", ("condition", Js("true", "Boolean")))));

    [Fact]
    public async Task Run_NestedForEach_InnerBreakEndsInnerLoopOnly()
    {
        var inner = ForEach("in", "['x','y','z']", Sequence("S3", If("i", "getCurrentValue() == 'y'", Break()), LineJs("w", "getCurrentValue()")));
        var outer = ForEach("out", "[1,2]", Sequence("S2", LineJs("o", "getCurrentValue()"), inner, LineJs("t", "'t' + getCurrentValue()")));
        Assert.Equal("1 x t1 2 x t2 after | Finished", await LinesAsync(Sequence("S", outer, Line("after"))));
    }

    [Fact]
    public async Task Run_BreakInWhile_EndsIt()
    {
        var body = Sequence("S2", Set("inc", "N", "getN() + 1"), If("i", "getN() >= 2", Break()), LineJs("w", "getN()"));
        Assert.Equal("1 after | Finished", await LinesAsync(Sequence("S", While("wh", "true", body), Line("after")), Variable("N", "Int32", "0")));
    }

    [Fact]
    public async Task Run_BreakInFlowchartInsideLoop_EndsTheLoop()
    {
        var body = Flowchart("F2", "d.True>br d.False>w w>x", Decision("d", "getCurrentValue() == 2"), Break(), LineJs("w", "getCurrentValue()"), Line("x"));
        Assert.Equal("1 x after | Finished", await LinesAsync(Sequence("S", ForEach("fe", "[1,2,3]", body), Line("after"))));
    }

    [Fact]
    public async Task Run_BreakInForkInsideLoop_EndsTheLoop()
    {
        var fork = Node("Fork", "fk", ("joinMode", "WaitAll"), ("branches", List(Line("a"), Break(), Line("b"))));
        Assert.Equal("a b after | Finished", await LinesAsync(Sequence("S", ForEach("fe", "[1,2,3]", fork), Line("after"))));
    }

    [Fact]
    public async Task Run_BreakOutsideALoop_EndsTheSequence() => Assert.Equal("a | Finished", await LinesAsync(Sequence("S", Line("a"), Break(), Line("b"))));

    [Fact]
    public async Task Run_ParallelForEach_RunsAllItems() =>
        Assert.Equal("0:x 1:y after | Finished", await LinesAsync(Sequence("S", Node("ParallelForEach", "p", ("items", Js("['x','y']")), ("body", LineJs("w", "getCurrentIndex() + ':' + getCurrentValue()"))), Line("after"))));

    [Fact]
    public async Task Run_ParallelForEachWithABranchingBody_KeepsTheItemOfEachRound() =>
        Assert.Equal("w2 w3 after | Finished", await LinesAsync(Sequence("S", Node("ParallelForEach", "p", ("items", Js("[1,2,3]")), ("body", If("i", "getCurrentValue() > 1", LineJs("w", "'w' + getCurrentValue()")))), Line("after"))));

    [Fact]
    public async Task Run_ParallelForEachWithWaits_CompletesAfterTheLast()
    {
        var body = Sequence("S2", Event("E"), LineJs("w", "getCurrentValue()"));
        var run = await RunAsync(Workflow(Sequence("S", Node("ParallelForEach", "p", ("items", Js("[1,2]")), ("body", body)), Line("after"))));
        Assert.Equal("E E", run.Waiting());
        await run.ResumeAsync(run.Main, run.Main.State.Bookmarks[1].Id, null);
        Assert.Equal("2", run.Lines());
        await run.DeliverAsync("E");
        Assert.Equal("2 1 after", run.Lines());
    }

    [Fact]
    public async Task Run_ForkWaitAll_WaitsForAll() =>
        Assert.Equal("a b after | Finished", await LinesAsync(Sequence("S", Node("Fork", "f", ("joinMode", "WaitAll"), ("branches", List(Line("a"), Line("b")))), Line("after"))));

    [Fact]
    public async Task Run_ForkWaitAnyWithEvents_CancelsTheOther()
    {
        var run = await RunAsync(Workflow(Sequence("S", Node("Fork", "f", ("joinMode", "WaitAny"), ("branches", List(Event("A"), Event("B")))), Line("after"))), "B");
        Assert.Equal("after | Finished", $"{run.Lines()} | {run.Status()}");
        Assert.Contains("A:Canceled", run.Journal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"WaitAny\"", "a b after | Finished")]
    [InlineData("1", "a b after | Finished")]
    [InlineData("0", "a b after | Finished")]
    public async Task Run_ForkOfLines_QueuedBranchesRunInAnyMode(string mode, string expected) =>
        Assert.Equal(expected, await LinesAsync(Sequence("S", Node("Fork", "f", ("joinMode", JsonNode.Parse(mode)), ("branches", List(Line("a"), Line("b")))), Line("after"))));

    [Fact]
    public async Task Run_Parallel_WaitsForAll() =>
        Assert.Equal("a b after | Finished", await LinesAsync(Sequence("S", Node("Parallel", "p", ("activities", List(Line("a"), Line("b")))), Line("after"))));

    [Theory]
    [InlineData("MatchFirst", "a after")]
    [InlineData("MatchAny", "a b after")]
    public async Task Run_Switch_RunsMatchingCases(string mode, string lines)
    {
        var cases = new JsonArray(Case("A", "true", Line("a")), Case("B", "true", Line("b")), Case("C", "false", Line("c")));
        Assert.Equal($"{lines} | Finished", await LinesAsync(Sequence("S", Node("Switch", "sw", ("mode", Literal(mode)), ("cases", cases), ("default", Line("d"))), Line("after"))));
    }

    [Fact]
    public async Task Run_SwitchWithoutMatch_RunsDefault() =>
        Assert.Equal("d | Finished", await LinesAsync(Node("Switch", "sw", ("cases", new JsonArray(Case("A", "false", Line("a")))), ("default", Line("d")))));

    static JsonObject Case(string label, string script, JsonObject body) =>
        new() { ["label"] = label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script }, ["activity"] = body };

    [Fact]
    public async Task Run_FinishInNestedBranch_EndsEverything()
    {
        var run = await RunAsync(Workflow(Flowchart("s>w s>q w>x q>y", Line("s"), Event("w"), Sequence("q", Line("a"), Node("Finish", "fin"), Line("b")), Line("x"), Line("y"))));
        Assert.Equal("s a | Finished | ", $"{run.Lines()} | {run.Status()} | {run.Waiting()}");
    }

    [Fact]
    public async Task Run_EndInSequence_EndsTheSequence() => Assert.Equal("a | Finished", await LinesAsync(Sequence("S", Line("a"), Node("End", "e"), Line("b"))));

    [Fact]
    public async Task Run_CompleteInLoop_EndsTheWorkflow()
    {
        var body = Sequence("S2", LineJs("w", "getCurrentValue()"), If("i", "getCurrentValue() == 2", Node("Complete", "c", ("outcomes", Literal("Yes", "Object")))));
        Assert.Equal("1 2 | Finished", await LinesAsync(Sequence("S", ForEach("fe", "[1,2,3]", body), Line("after"))));
    }

    [Fact]
    public async Task Run_FlowNode_RunsItsBody() => Assert.Equal("a b | Finished", await LinesAsync(Sequence("S", Node("FlowNode", "n", ("body", Line("a"))), Line("b"))));

    [Fact]
    public async Task Run_ContainerVariables_AreSeenInsideOnly()
    {
        var inner = Sequence("S2", Set("s", "Y", "'in'"), LineJs("w", "getY()"));
        inner["variables"] = List(Variable("Y", "String", "start"));
        var run = await RunAsync(Workflow(Sequence("S", inner, LineJs("x", "typeof getY"))));
        Assert.Equal("in undefined", run.Lines());
    }

    [Fact]
    public async Task Run_TwoFlowchartsDeep_EndEndsTheInnerOneOnly() =>
        Assert.Equal("x after | Finished", await LinesAsync(Flowchart("F2>after", Flowchart("F2", "x>e e>y", Line("x"), Node("End", "e"), Line("y")), Line("after"))));

    [Fact]
    public async Task Run_LoopInsideALoop_KeepsTheValueOfTheOuter()
    {
        var run = await RunAsync(Workflow(ForEach("o", "['a','b']", Sequence("s", ForEach("i", "[1,2]", LineJs("in", "getCurrentValue()")), LineJs("out", "getCurrentValue() + getCurrentIndex()")))));
        Assert.Equal("1 2 a0 1 2 b1", run.Lines());
    }

    [Theory]
    [InlineData("Object", "[1,2]")]
    [InlineData("Literal", "[1,2]")]
    [InlineData("JavaScript", "getL()")]
    public async Task Run_ParallelForEachOverAnyList_RunsEachItem(string expression, string value) =>
        Assert.Equal("1 2 e | Finished", await LinesAsync(Sequence("S", Node("ParallelForEach", "p", ("items", Input("Object", expression, value)), ("body", LineJs("w", "getCurrentValue()"))), Line("e")), Variable("L", "Int32[]", "[1,2]")));
}
