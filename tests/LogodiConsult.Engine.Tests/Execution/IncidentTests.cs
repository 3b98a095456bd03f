using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Execution;

/// <summary>Faults, strategies, retry, skip and cancel.</summary>
public sealed class IncidentTests
{
    static JsonObject Fault(string id = "flt", string message = "boom") => Node("Fault", id, ("message", Literal(message)));

    static JsonObject Continuing(JsonObject workflow) =>
        workflow.With("options", new JsonObject { ["incidentStrategyType"] = "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core" });

    [Fact]
    public async Task Fault_WithFaultStrategy_FaultsTheInstanceButQueuedWorkRuns()
    {
        var run = await RunAsync(Workflow(Flowchart("s>flt s>o flt>x", Line("s"), Fault(), Line("o"), Line("x"))));
        Assert.Equal("s o | Faulted", $"{run.Lines()} | {run.Status()}");
        Assert.Equal(("flt", "boom"), (run.Main.State.Incidents[0].ActivityId, run.Main.State.Incidents[0].Message));
    }

    [Fact]
    public async Task Fault_WithContinueStrategy_OtherBranchesGoOnAndTheInstanceStaysSuspended()
    {
        var run = await RunAsync(Continuing(Workflow(Flowchart("s>flt s>E E>y flt>x", Line("s"), Fault(), Event("E"), Line("y"), Line("x")))), "E");
        Assert.Equal("s y | Suspended", $"{run.Lines()} | {run.Status()}");
        Assert.Single(run.Main.State.Incidents);
    }

    [Fact]
    public async Task Complete_WhatWasQueuedFails_TheInstanceIsFinished()
    {
        var run = await RunAsync(Continuing(Workflow(Flowchart("s>c s>flt", Line("s"), Node("Complete", "c"), Fault()))));
        Assert.Equal("s | Finished", $"{run.Lines()} | {run.Status()}");
        Assert.Equal("flt", Assert.Single(run.Main.Incidents).ActivityId);
    }

    /// <summary>As in Elsa: what failed is not hidden by a Finish that was queued already; once it is settled, the Finish can be retried.</summary>
    [Fact]
    public async Task Finish_AfterSomethingFailed_TheInstanceStaysFaulted()
    {
        var run = await RunAsync(Workflow(Flowchart("s>flt s>E s>fin", Line("s"), Fault(), Event("E"), Node("Finish", "fin"))));
        Assert.Equal(InstanceSubStatus.Faulted, run.Main.State.SubStatus);
        Assert.Equal(["flt", "fin"], run.Main.State.Incidents.Select(i => i.ActivityId));
        Assert.Empty(run.Main.State.Bookmarks);

        await run.SettleAsync(run.Main, run.Main.State.Incidents[0].Id, "Done");
        await run.SettleAsync(run.Main, run.Main.State.Incidents[0].Id, null);
        Assert.Equal(InstanceSubStatus.Finished, run.Main.State.SubStatus);
    }

    [Fact]
    public async Task Fault_InSequenceWithContinueStrategy_StopsThere()
    {
        var run = await RunAsync(Continuing(Workflow(Sequence("S", Line("a"), Fault(), Line("b")))));
        Assert.Equal("a | Suspended", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task Skip_FaultedActivity_GoesOnWithTheOutcome()
    {
        var run = await RunAsync(Continuing(Workflow(Flowchart("s>flt flt>x", Line("s"), Fault(), Line("x")))));
        await run.SettleAsync(run.Main, run.Main.State.Incidents[0].Id, "Done");
        Assert.Equal("s x | Finished", $"{run.Lines()} | {run.Status()}");
        Assert.Empty(run.Main.State.Incidents);
    }

    [Fact]
    public async Task Skip_InstanceFaultedByStrategy_RunsAgain()
    {
        var run = await RunAsync(Workflow(Flowchart("s>flt flt>x", Line("s"), Fault(), Line("x"))));
        Assert.Equal(InstanceStatus.Finished, run.Main.State.Status);
        await run.SettleAsync(run.Main, run.Main.State.Incidents[0].Id, "Done");
        Assert.Equal("s x | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task Retry_ScriptThatFailsOnce_SucceedsTheSecondTime()
    {
        // The first run sees no correlation id and throws; the retry sees one.
        var root = Flowchart("s>j j>e", Line("s"), LineJs("j", "getN() > 0 ? 'ok' : (setN(1), nowhere.x)"), Line("e"));
        var run = await RunAsync(Continuing(Workflow(root, Variable("N", "Int32", "0"))));
        Assert.Equal("s | Suspended", $"{run.Lines()} | {run.Status()}");
        await run.SettleAsync(run.Main, run.Main.State.Incidents[0].Id, null);
        Assert.Equal("s ok e | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task Settle_UnknownIncident_IsGone()
    {
        var run = await RunAsync(Workflow(Event("E")));
        Assert.IsType<BookmarkGone>(await run.SettleAsync(run.Main, 99, null));
    }

    [Fact]
    public async Task Cancel_SuspendedInstance_ClosesItsWaits()
    {
        var definition = Compile(Workflow(Flowchart("s>E", Line("s"), Event("E"))));
        var interpreter = new Interpreter();
        var context = new BurstContext { Now = Start };
        var burst = await interpreter.StartAsync(definition, new StartRequest { InstanceId = "i" }, context);
        var bookmark = Assert.Single(burst.Opened);
        var canceled = Assert.IsType<Burst>(await interpreter.CancelAsync(definition, burst.State, context));
        Assert.Equal(InstanceSubStatus.Cancelled, canceled.State.SubStatus);
        Assert.Equal([bookmark.Id], canceled.Closed);
        Assert.IsType<BookmarkGone>(await interpreter.ResumeAsync(definition, canceled.State, bookmark.Id, null, context));
        Assert.IsType<BookmarkGone>(await interpreter.CancelAsync(definition, canceled.State, context));
    }

    [Fact]
    public async Task Resume_SameBookmarkTwice_SecondIsGone()
    {
        var run = await RunAsync(Workflow(Flowchart("A>j B>j s>A s>B", Line("s"), Event("A"), Event("B"), Line("j"))));
        var first = run.Main.State.Bookmarks[0];
        Assert.IsType<Burst>(await run.ResumeAsync(run.Main, first.Id, null));
        Assert.IsType<BookmarkGone>(await run.ResumeAsync(run.Main, first.Id, null));
    }

    [Fact]
    public async Task Resume_TwoBranchesOneAfterTheOther_JoinCompletes()
    {
        var run = await RunAsync(Workflow(Flowchart("s>A s>B A>j B>j", Line("s"), Event("A"), Event("B"), Line("j"))));
        var (a, b) = (run.Main.State.Bookmarks[0].Id, run.Main.State.Bookmarks[1].Id);
        await run.ResumeAsync(run.Main, b, null);
        await run.ResumeAsync(run.Main, a, null);
        Assert.Equal("s j | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task PassThrough_ExceptionOfTheHost_ReachesTheHost()
    {
        var definition = Compile(Workflow(Node("RunJavaScript", "r", ("script", Literal("nowhere.x")))));
        var context = new BurstContext { Now = Start, PassThrough = static _ => true };
        await Assert.ThrowsAnyAsync<Exception>(async () => await new Interpreter().StartAsync(definition, new StartRequest { InstanceId = "i" }, context));
    }

    [Fact]
    public async Task Run_DanglingActivityFollowed_IsAnIncidentNotACrash()
    {
        var run = await RunAsync(Workflow(Node("RunJavaScript", "r", ("script", Literal("throw new Error('no')")))));
        Assert.Equal("Faulted", run.Status());
        Assert.Contains("no", Assert.Single(run.Main.State.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OutcomesOf_EveryKindOfActivity_NamesByWhatItCanBePassedOver()
    {
        var sw = Node("FlowSwitch", "sw", ("cases", List(new JsonObject { ["label"] = "A", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "true" } })));
        var fork = Node("FlowFork", "fk", ("branches", Input("String[]", "Object", "[\"L\",\"R\"]")));
        var child = Named("Child", Line("x")).With("options", new JsonObject { ["usableAsActivity"] = true }).With("outcomes", new JsonArray("Yes", "No"));
        var root = Sequence("S", Line("w"), Decision("d", "true"), sw, fork, Node("Any.Child", "c", ("workflowDefinitionId", "Child")));
        var compiled = DefinitionCompiler.Compile(Read(Workflow(root)), Catalog, DefinitionSources.Of([Read(child)]));
        Assert.Equal(["Done"], compiled.OutcomesOf("w"));
        Assert.Equal(["True", "False"], compiled.OutcomesOf("d"));
        Assert.Equal(["A", "Default"], compiled.OutcomesOf("sw"));
        Assert.Equal(["L", "R"], compiled.OutcomesOf("fk"));
        Assert.Contains("No", compiled.OutcomesOf("c"));
        Assert.Empty(compiled.OutcomesOf("nobody"));
    }
}
