using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Execution;

/// <summary>Flowcharts in both modes: what Elsa 3.6 does, and where we differ on purpose (docs/elsa.md).</summary>
public sealed class FlowchartTests
{
    static async Task<string> RunBothAsync(JsonObject root, string[] events, string? expectedCounter, string? expectedToken, params JsonObject[] variables)
    {
        var counter = await RunAsync(FlowchartMode.Counter, [Workflow(root, variables)], null, events);
        if (expectedCounter is not null) Assert.Equal(expectedCounter, $"{counter.Lines()} | {counter.Status()}");
        var token = await RunAsync(FlowchartMode.Token, [Workflow(root, variables)], null, events);
        if (expectedToken is not null) Assert.Equal(expectedToken, $"{token.Lines()} | {token.Status()}");
        return counter.Journal();
    }

    [Fact]
    public async Task Run_Diamond_JoinsOnce() =>
        await RunBothAsync(Flowchart("s>l s>r l>j r>j j>e", Line("s"), Line("l"), Line("r"), Line("j"), Line("e")), [], "s l r j e | Finished", "s l r j e | Finished");

    [Fact]
    public async Task Run_UnevenDiamond_TokenStreamRunsJoinForEachArrival() =>
        await RunBothAsync(
            Flowchart("s>a s>b1 b1>b2 b2>b3 a>j b3>j", Line("s"), Line("a"), Line("b1"), Line("b2"), Line("b3"), Line("j")), [],
            "s a b1 b2 b3 j | Finished", "s a b1 j b2 b3 j | Finished");

    [Theory]
    [InlineData("Merge", "s a b1 b2 b3 j | Finished")]
    [InlineData("Converge", "s a b1 b2 b3 j | Finished")]
    [InlineData("Cascade", "s a b1 j b2 b3 | Suspended")]
    [InlineData("Race", "s a b1 j b2 b3 | Suspended")]
    [InlineData("None", "s a b1 j b2 b3 j | Finished")]
    public async Task Run_UnevenDiamondWithMergeMode_TokenModeFollowsIt(string mode, string expected)
    {
        var root = Flowchart("s>a s>b1 b1>b2 b2>b3 a>j b3>j", Line("s"), Line("a"), Line("b1"), Line("b2"), Line("b3"), Merge(Line("j"), mode));
        await RunBothAsync(root, [], "s a b1 b2 b3 j | Finished", expected);
    }

    [Fact]
    public async Task Run_MergeWithDeadBranch_TokenModeReportsTheJoin()
    {
        var root = Flowchart("s>a s>d d.True>b a>j b>j", Line("s"), Line("a"), Decision("d", "false"), Line("b"), Merge(Line("j"), "Merge"));
        await RunBothAsync(root, [], "s a j | Finished", "s a | Suspended");
        var token = await RunAsync(FlowchartMode.Token, [Workflow(root)]);
        var incident = Assert.Single(token.Main.State.Incidents);
        Assert.Equal(("j", "DeadJoin"), (incident.ActivityId, incident.Kind));
    }

    [Fact]
    public async Task Retry_DeadJoin_RunsItWithWhatHasArrived()
    {
        var root = Flowchart("s>a s>d d.True>b a>j b>j j>e", Line("s"), Line("a"), Decision("d", "false"), Line("b"), Merge(Line("j"), "Merge"), Line("e"));
        var token = await RunAsync(FlowchartMode.Token, [Workflow(root)]);
        await token.SettleAsync(token.Main, token.Main.State.Incidents[0].Id, null);
        Assert.Equal("s a j e | Finished", $"{token.Lines()} | {token.Status()}");
    }

    [Fact]
    public async Task Skip_DeadJoin_GoesPastIt()
    {
        var root = Flowchart("s>a s>d d.True>b a>j b>j j>e", Line("s"), Line("a"), Decision("d", "false"), Line("b"), Merge(Line("j"), "Merge"), Line("e"));
        var token = await RunAsync(FlowchartMode.Token, [Workflow(root)]);
        await token.SettleAsync(token.Main, token.Main.State.Incidents[0].Id, "Done");
        Assert.Equal("s a e | Finished", $"{token.Lines()} | {token.Status()}");
    }

    /// <summary>A loop beside a join that nobody is missing from keeps it from nothing: once a round, as in Elsa.</summary>
    [Fact]
    public async Task Run_LoopBesideACompleteJoin_RunsTheJoinEachRound()
    {
        var root = Flowchart("s>a s>b a>j b>j s>n n>d d.True>s", Line("s"), Line("a"), Line("b"), Line("j"), Set("n", "N", "getN() + 1"), Decision("d", "getN() < 3"));
        const string lines = "s a b j s a b j s a b j | Finished";
        await RunBothAsync(root, [], lines, lines, Variable("N", "Int32", "0"));
    }

    /// <summary>Two reviewers at once; each may ask for a revision that leads back to them (our very case).</summary>
    static JsonObject Approvals(JsonObject join) => Flowchart(
        "s>A s>B A>dA B>dB dA.True>j dB.True>j dA.False>RA dB.False>RB RA>A RB>B j>e",
        Line("s"), Event("A"), Event("B"), Decision("dA", "getInput('ok') === true"), Decision("dB", "getInput('ok') === true"),
        Event("RA"), Event("RB"), join, Line("e"));

    public static readonly TheoryData<string, string> Joins = new()
    {
        { "line", "s j e" }, { "Merge", "s j e" }, { "Converge", "s j e" }, { "WaitAll", "s e" }, { "WaitAllActive", "s e" },
    };

    static JsonObject JoinOf(string kind) => kind switch
    {
        "line" => Line("j"),
        "Merge" or "Converge" => Merge(Line("j"), kind),
        _ => Join("j", kind),
    };

    [Theory]
    [MemberData(nameof(Joins))]
    public async Task Run_ParallelApprovalWithLoopBack_JoinsOnceAfterBoth(string join, string lines)
    {
        foreach (var order in (string[][])
        [
            ["A {\"ok\":true}", "B {\"ok\":false}", "RB", "B {\"ok\":true}"],
            ["B {\"ok\":false}", "A {\"ok\":true}", "RB", "B {\"ok\":true}"],
            ["A {\"ok\":false}", "RA", "A {\"ok\":false}", "B {\"ok\":true}", "RA", "A {\"ok\":true}"],
            ["A {\"ok\":false}", "B {\"ok\":false}", "RB", "RA", "A {\"ok\":true}", "B {\"ok\":true}"],
        ])
        {
            await RunBothAsync(Approvals(JoinOf(join)), order, $"{lines} | Finished", $"{lines} | Finished");
            // One stimulus before the last: nothing after the join has run, and somebody waits.
            var before = await RunAsync(FlowchartMode.Counter, [Workflow(Approvals(JoinOf(join)))], null, order[..^1]);
            Assert.Equal("s | Suspended", $"{before.Lines()} | {before.Status()}");
            Assert.NotEqual("", before.Waiting());
            before = await RunAsync(FlowchartMode.Token, [Workflow(Approvals(JoinOf(join)))], null, order[..^1]);
            Assert.Equal("s | Suspended", $"{before.Lines()} | {before.Status()}");
        }
    }

    [Fact]
    public async Task Run_ApprovalsInsideOuterLoop_JoinsOncePerRound()
    {
        var root = Flowchart(
            "s>A s>B A>dA B>dB dA.True>j dB.True>j dA.False>RA dB.False>RB RA>A RB>B j>C C>dC dC.True>e dC.False>s",
            Line("s"), Event("A"), Event("B"), Decision("dA", "getInput('ok') === true"), Decision("dB", "getInput('ok') === true"),
            Event("RA"), Event("RB"), Merge(Line("j"), "Merge"), Event("C"), Decision("dC", "getInput('ok') === true"), Line("e"));
        await RunBothAsync(
            root,
            ["A {\"ok\":false}", "RA", "A {\"ok\":true}", "B {\"ok\":true}", "C {\"ok\":false}", "B {\"ok\":true}", "A {\"ok\":false}", "RA", "A {\"ok\":true}", "C {\"ok\":true}"],
            "s j s j e | Finished", "s j s j e | Finished");
    }

    [Theory]
    [InlineData("Race")]
    [InlineData("WaitAny")]
    public async Task Run_RaceFollowedByWait_Waits(string mode)
    {
        var join = mode == "Race" ? Merge(Event("w"), "Race") : Join("w0", "WaitAny");
        var root = mode == "Race"
            ? Flowchart("s>A s>B A>w B>w w>e", Line("s"), Event("A"), Event("B"), join, Line("e"))
            : Flowchart("s>A s>B A>w0 B>w0 w0>w w>e", Line("s"), Event("A"), Event("B"), join, Event("w"), Line("e"));
        var token = await RunAsync(FlowchartMode.Token, [Workflow(root)], null, "A");
        Assert.Equal("s | Suspended | w", $"{token.Lines()} | {token.Status()} | {token.Waiting()}");
        await token.DeliverAsync("B");
        Assert.Equal("w", token.Waiting());
        await token.DeliverAsync("w");
        Assert.Equal("s e | Finished", $"{token.Lines()} | {token.Status()}");
    }

    [Fact]
    public async Task Run_CounterWaitAny_FirstBranchWinsAndOthersAreCancelled()
    {
        var run = await RunAsync(Workflow(Flowchart("s>A s>B A>j B>j j>w w>e", Line("s"), Event("A"), Event("B"), Join("j", "WaitAny"), Event("w"), Line("e"))), "B");
        Assert.Equal("s | Suspended | w", $"{run.Lines()} | {run.Status()} | {run.Waiting()}");
        Assert.Contains("A:Canceled", run.Journal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SwitchMatchAny_FollowsAllMatchingCases()
    {
        var cases = new JsonArray(Case("A", "true"), Case("B", "false"), Case("C", "true"));
        var sw = Node("FlowSwitch", "sw", ("mode", Literal("MatchAny")), ("cases", cases));
        await RunBothAsync(
            Flowchart("sw.A>a sw.B>b sw.C>c sw.Default>d a>j b>j c>j", sw, Line("a"), Line("b"), Line("c"), Line("d"), Line("j")), [],
            "a c j | Finished", "a c j | Finished");
    }

    [Fact]
    public async Task Run_SwitchWithoutMatch_FollowsDefault() =>
        await RunBothAsync(
            Flowchart("sw.A>a sw.Default>d", Node("FlowSwitch", "sw", ("cases", new JsonArray(Case("A", "1 > 2")))), Line("a"), Line("d")), [],
            "d | Finished", "d | Finished");

    static JsonObject Case(string label, string script) =>
        new() { ["label"] = label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };

    [Fact]
    public async Task Run_DeadPathThroughTwoDecisions_JoinStillRuns() =>
        await RunBothAsync(
            Flowchart("s>d1 s>x d1.True>d2 d2.True>b b>j x>j d1.False>k", Line("s"), Decision("d1", "false"), Decision("d2", "true"), Line("b"), Line("x"), Line("j"), Line("k")), [],
            "s x k j | Finished", null);

    [Fact]
    public async Task Run_WaitAllWithDeadBranch_CounterSkipsWhatFollows() =>
        await RunBothAsync(
            Flowchart("s>a s>d d.True>b a>j b>j j>e", Line("s"), Line("a"), Decision("d", "false"), Line("b"), Join("j", "WaitAll"), Line("e")), [],
            "s a | Finished", "s a | Suspended");

    [Theory]
    [InlineData(0, "s a | Finished")]
    [InlineData(1, "s a e | Finished")]
    [InlineData(2, "s a e | Finished")]
    public async Task Run_JoinModeAsNumber_IsElsasOrder(int mode, string expected)
    {
        var join = Node("FlowJoin", "j", ("mode", Literal(mode, "Int32")));
        await RunBothAsync(Flowchart("s>a s>d d.True>b a>j b>j j>e", Line("s"), Line("a"), Decision("d", "false"), Line("b"), join, Line("e")), [], expected, null);
    }

    [Fact]
    public async Task Run_EndInBranch_EndsTheFlowchartAndCancelsWaits()
    {
        var root = Flowchart("s>w s>end w>x", Line("s"), Event("w"), Node("End", "end"), Line("x"));
        await RunBothAsync(root, [], "s | Finished", "s | Finished");
        var run = await RunAsync(Workflow(root));
        Assert.Contains("w:Canceled", run.Journal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_QueuedWorkOfEndedFlowchart_StillRunsAndMayWait()
    {
        var root = Flowchart("s>end s>o s>w w>x", Line("s"), Node("End", "end"), Line("o"), Event("w"), Line("x"));
        await RunBothAsync(root, [], "s o | Suspended", "s o | Suspended");
        await RunBothAsync(root, ["w"], "s o | Finished", "s o | Finished");
    }

    /// <summary>What was queued when its container ended goes on after its wait, and sees the variables of what has ended.</summary>
    [Fact]
    public async Task Run_QueuedBranchOfEndedFork_GoesOnAfterItsWaitWithItsVariables()
    {
        var branch = Sequence("q", Line("b"), Event("w"), Set("set", "N", "getN() + 1"), LineJs("v", "'v' + getN()"), Event("x"), LineJs("u", "'u' + getN()"));
        var root = Sequence("S", Node("Fork", "f", ("joinMode", "WaitAny"), ("branches", List(Line("a"), branch))), Line("after"));
        await RunBothAsync(root, [], "a after b | Suspended", "a after b | Suspended", Variable("N", "Int32", "1"));
        await RunBothAsync(root, ["w", "x"], "a after b v2 u2 | Finished", "a after b v2 u2 | Finished", Variable("N", "Int32", "1"));
    }

    [Theory]
    [InlineData("Complete")]
    [InlineData("Break")]
    [InlineData("Finish")]
    [InlineData("End")]
    public async Task Run_QueuedLoopOfEndedFork_IsOverWhenItIsLeft(string type)
    {
        var loop = Node("For", "l", ("start", Literal(0, "Int32")), ("end", Literal(0, "Int32")), ("body", Sequence("q", Event("w"), Node(type, "c"))));
        var root = Sequence("S", Node("Fork", "f", ("joinMode", "WaitAny"), ("branches", List(Line("a"), loop))), Line("after"));
        await RunBothAsync(root, [], "a after | Suspended", "a after | Suspended");
        await RunBothAsync(root, ["w"], "a after | Finished", "a after | Finished");
    }

    [Fact]
    public async Task Run_StartActivityMarked_BeginsThere() =>
        await RunBothAsync(Flowchart("a>b st>c", Line("a"), Line("b"), Node("Start", "st"), Line("c")), [], "c | Finished", "c | Finished");

    [Fact]
    public async Task Run_NestedFlowchart_CompletesBeforeTheOuterGoesOn()
    {
        var inner = Flowchart("F2", "x>y", Line("x"), Line("y"));
        await RunBothAsync(Flowchart("a>F2 F2>b", Line("a"), inner, Line("b")), [], "a x y b | Finished", "a x y b | Finished");
    }

    [Fact]
    public async Task Run_EmptyFlowchart_Finishes() => await RunBothAsync(Flowchart(""), [], " | Finished", " | Finished");

    [Fact]
    public async Task Run_InvalidBackwardConnection_IsAFaultInCounterMode()
    {
        // b leads back to a, but b is reached without a as well.
        var root = Flowchart("s>a s>b a>b b>a", Line("s"), Line("a"), Line("b"));
        var run = await RunAsync(Workflow(root));
        Assert.Equal("Faulted", run.Status());
    }

    [Fact]
    public async Task Run_LoopWithVariable_CountsInBothModes() =>
        await RunBothAsync(
            Flowchart("body>inc inc>d d.True>body d.False>end", Line("body"), Set("inc", "N", "getN() + 1"), Decision("d", "getN() < 3"), Line("end")), [],
            "body body body end | Finished", "body body body end | Finished", Variable("N", "Int32", "0"));
}
