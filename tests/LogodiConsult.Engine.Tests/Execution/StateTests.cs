using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Execution;

/// <summary>States: small, saved and loaded without loss, never guessed; replays; migration.</summary>
public sealed class StateTests
{
    /// <summary>A plan's way: draft, review, revision, review, schedule, present, with names as long as real ones.</summary>
    static JsonObject PlanLifecycle() => Workflow(
        Flowchart(
            "DraftActionPlan>ReviewActionPlan ReviewActionPlan>IsAccepted IsAccepted.True>SchedulePresentation IsAccepted.False>CountRounds CountRounds>ReviseActionPlan ReviseActionPlan>ReviewActionPlan SchedulePresentation>PresentActionPlan PresentActionPlan>FollowUpAfterThreeMonths FollowUpAfterThreeMonths>Completed",
            Event("DraftActionPlan"), Event("ReviewActionPlan"), Decision("IsAccepted", "getInput('verdict') === 'accept'"), Set("CountRounds", "RevisionRounds", "getRevisionRounds() + 1"),
            Event("ReviseActionPlan"), Event("SchedulePresentation"), Event("PresentActionPlan"), Node("Delay", "FollowUpAfterThreeMonths", ("timeSpan", Literal("90.00:00:00", "TimeSpan"))), Line("Completed")),
        Variable("RevisionRounds", "Int32", "0"), Variable("LastVerdict", "String", "none"));

    static readonly string[] Acts =
    [
        "DraftActionPlan", "ReviewActionPlan {\"verdict\":\"revise\"}", "ReviseActionPlan", "ReviewActionPlan {\"verdict\":\"accept\"}", "SchedulePresentation", "PresentActionPlan",
    ];

    [Theory]
    [InlineData(FlowchartMode.Counter)]
    [InlineData(FlowchartMode.Token)]
    public async Task Save_ThroughAPlansLife_StaysUnderTwoKilobytes(FlowchartMode mode)
    {
        for (var n = 0; n <= Acts.Length; n++)
        {
            var rehearsal = new Rehearsal([Read(PlanLifecycle())], Settings(mode));
            await rehearsal.StartAsync();
            foreach (var act in Acts[..n])
            {
                var i = act.IndexOf(' ', StringComparison.Ordinal);
                await rehearsal.DeliverAsync(i < 0 ? act : act[..i], i < 0 ? null : JsonNode.Parse(act[(i + 1)..])!.AsObject());
            }

            Assert.InRange(rehearsal.Main.State.Save().Length, 100, 2_000);
        }
    }

    [Theory]
    [InlineData(FlowchartMode.Counter)]
    [InlineData(FlowchartMode.Token)]
    public async Task SaveAndLoad_AtEveryStep_ChangesNothing(FlowchartMode mode)
    {
        async Task<Rehearsal> PlayAsync(bool saves)
        {
            var rehearsal = new Rehearsal([Read(PlanLifecycle())], Settings(mode) with { SavesBetweenBursts = saves });
            await rehearsal.StartAsync();
            foreach (var act in Acts)
            {
                var i = act.IndexOf(' ', StringComparison.Ordinal);
                await rehearsal.DeliverAsync(i < 0 ? act : act[..i], i < 0 ? null : JsonNode.Parse(act[(i + 1)..])!.AsObject());
            }

            return rehearsal;
        }

        var (kept, saved) = (await PlayAsync(false), await PlayAsync(true));
        Assert.Equal(kept.Journal(), saved.Journal());
        Assert.Equal(kept.Main.State.Save(), saved.Main.State.Save());
        Assert.Equal(saved.Main.State.Save(), InstanceState.Load(saved.Main.State.Save()).Save());
    }

    [Fact]
    public async Task Replay_RecordedStimuliAndTimes_GivesTheSameState()
    {
        var root = Flowchart("s>A s>B A>dA dA.True>j dA.False>A B>j j>t t>e", LineJs("s", "newGuid() + Math.random() + Date.now()"), Event("A"), Event("B"), Decision("dA", "getInput('ok') === true"), Merge(Line("j"), "Merge"), Node("RunTask", "t", ("taskName", Literal("T"))), Line("e"));
        var recorded = await RunAsync(FlowchartMode.Counter, [Workflow(root)], null, "A", "B", "A {\"ok\":true}");
        var definition = Compile(Workflow(root));
        InstanceState? state = null;
        var journal = new List<JournalEntry>();
        foreach (var (bookmark, input, at) in recorded.Main.Stimuli)
        {
            var context = new BurstContext { Now = at };
            var burst = bookmark is null
                ? await new Interpreter().StartAsync(definition, new StartRequest { InstanceId = recorded.Main.State.InstanceId, Mode = FlowchartMode.Counter }, context)
                : (Burst)await new Interpreter().ResumeAsync(definition, state!, bookmark, input, context);
            state = burst.State;
            journal.AddRange(burst.Journal);
        }

        Assert.Equal(recorded.Main.State.Save(), state!.Save());
        Assert.Equal(recorded.Main.Journal.Select(j => (j.Seq, j.ActivityId, j.Kind, j.Facts?.ToJsonString())), journal.Select(j => (j.Seq, j.ActivityId, j.Kind, j.Facts?.ToJsonString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"f\":2}")]
    [InlineData("{\"f\":1,\"i\":\"a\"}")]
    [InlineData("{\"f\":1,\"i\":null,\"d\":\"d\",\"v\":\"v\",\"w\":1,\"s\":2,\"q\":[0,0,0,0,0,0]}")]
    [InlineData("{\"f\":1,\"i\":\"a\",\"d\":\"d\",\"v\":\"v\",\"w\":1,\"s\":99,\"q\":[0,0,0,0,0,0]}")]
    [InlineData("{\"f\":1,\"i\":\"a\",\"d\":\"d\",\"v\":\"v\",\"w\":1,\"s\":2,\"q\":[0]}")]
    public void Load_TextThatIsNoState_ThrowsAndSaysSo(string json) => Assert.Throws<UnreadableStateException>(() => InstanceState.Load(json));

    [Fact]
    public void Load_StateOfALaterProgram_NamesItsFormat()
    {
        var e = Assert.Throws<UnreadableStateException>(() => InstanceState.Load("{\"i\":7,\"w\":\"three\",\"b\":{},\"f\":2}"));
        Assert.Equal("State format 2 is unknown.", e.Message);
    }

    [Fact]
    public async Task Resume_WithAnotherVersion_IsRefusedAsUnreadable()
    {
        var run = await RunAsync(Workflow(Sequence("S", Event("E"))));
        var other = Compile(Workflow(Sequence("S", Event("E"))).With("id", "test-v2"));
        await Assert.ThrowsAsync<UnreadableStateException>(async () => await new Interpreter().ResumeAsync(other, run.Main.State, run.Main.State.Bookmarks[0].Id, null, new BurstContext { Now = Start }));
    }

    [Fact]
    public async Task Migrate_OpenActivityStillThere_GoesOnInTheNewVersion()
    {
        var old = Workflow(Flowchart("s>A s>B A>j B>j", Line("s"), Event("A"), Event("B"), Line("j")));
        var run = await RunAsync(old, "A");
        var newer = Compile(Workflow(Flowchart("s>B s>A A>j B>j j>k", Line("k"), Line("s"), Line("x"), Event("B"), Event("A"), Line("j"))).With("id", "test-v2").With("version", 2));
        var (state, obstacles) = Interpreter.Migrate(InstanceState.Load(run.Main.State.Save()), Compile(old), newer);
        Assert.Empty(obstacles);
        var burst = (Burst)await new Interpreter().ResumeAsync(newer, InstanceState.Load(state!.Save()), state.Bookmarks[0].Id, null, new BurstContext { Now = Start });
        Assert.Equal(["j", "k"], burst.Journal.Where(j => j.Kind == "Line").Select(j => j.ActivityId));
        Assert.Equal((2, InstanceSubStatus.Finished), (burst.State.DefinitionVersion, burst.State.SubStatus));
    }

    [Fact]
    public async Task Migrate_WhatWaitsInsideOfWhatHasEnded_GoesOnInTheNewVersion()
    {
        static JsonObject Fork(params JsonObject[] more) => Workflow(
            Sequence("S", Node("Fork", "f", ("joinMode", "WaitAny"), ("branches", List([Line("a"), Sequence("q", [Event("w"), LineJs("v", "'v' + getN()"), .. more])]))), Line("after")),
            Variable("N", "Int32", "1"));
        Assert.Equal("v1 new Finished", await MigratedAsync(Fork(), Fork(Line("new")), "", "w"));
    }

    static async Task<string> MigratedAsync(JsonObject old, JsonObject newer, string before, string after, FlowchartMode mode = FlowchartMode.Counter)
    {
        var run = await RunAsync(mode, [old], null, before.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var to = Compile(newer.With("id", "test-v2").With("version", 2));
        var (state, obstacles) = Interpreter.Migrate(InstanceState.Load(run.Main.State.Save()), Compile(old), to);
        if (state is null) return string.Join(" | ", obstacles);
        var lines = new List<string>();
        foreach (var name in after.Split(' '))
        {
            var id = state.Bookmarks.First(b => b.ActivityId == name).Id;
            state = ((Burst)await new Interpreter().ResumeAsync(to, InstanceState.Load(state.Save()), id, null, new BurstContext { Now = Start, OnLine = lines.Add })).State;
        }

        return $"{string.Join(' ', lines)} {state.SubStatus}";
    }

    [Fact]
    public async Task Migrate_SequenceWithStepsBeforeAndBehind_RunsNoFinishedStepAgain()
    {
        var old = Workflow(Sequence("S", Line("a"), Event("E"), Line("z")));
        Assert.Equal("y z Finished", await MigratedAsync(old, Workflow(Sequence("S", Line("n"), Line("a"), Line("m"), Event("E"), Line("y"), Line("z"))), "", "E"));
        Assert.Equal("z Finished", await MigratedAsync(old, Workflow(Sequence("S", Event("E"), Line("z"))), "", "E"));
        Assert.Contains("'a' is done", await MigratedAsync(old, Workflow(Sequence("S", Event("E"), Line("a"), Line("z"))), "", "E"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_LoopAroundASequence_KeepsItsRound()
    {
        var old = Workflow(ForEach("f", "['p','q']", Sequence("S", Line("a"), Event("E"), LineJs("v", "getCurrentValue()"))));
        var newer = Workflow(ForEach("f", "['p','q']", Sequence("S", Line("n"), Line("a"), Event("E"), LineJs("v", "getCurrentValue()"))));
        Assert.Equal("p n a q Finished", await MigratedAsync(old, newer, "", "E E"));
    }

    [Fact]
    public async Task Migrate_ForkWithBranchesInAnotherOrder_JoinsOnce()
    {
        static JsonObject Fork(params JsonObject[] branches) => Workflow(Sequence("S", Node("Fork", "K", ("joinMode", "WaitAll"), ("branches", List(branches))), Line("end")));
        var old = Fork(Sequence("P", Event("A"), Line("a")), Sequence("Q", Event("B"), Line("b")));
        Assert.Equal("b end Finished", await MigratedAsync(old, Fork(Sequence("Q", Event("B"), Line("b")), Sequence("P", Event("A"), Line("a"))), "A", "B"));
        Assert.Contains("'c' is a new branch", await MigratedAsync(old, Fork(Line("c"), Sequence("P", Event("A"), Line("a")), Sequence("Q", Event("B"), Line("b"))), "A", "B"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_JoinWithAnotherWayToIt_RunsAllTheSame()
    {
        var old = Workflow(Flowchart("s>A s>B A>j B>j j>e", Line("s"), Event("A"), Event("B"), Line("j"), Line("e")));
        var newer = Workflow(Flowchart("s>A s>B s>c c>d d>j A>j B>j j>e", Line("s"), Event("A"), Event("B"), Line("c"), Line("d"), Line("j"), Line("e")));
        Assert.Equal("j e Finished", await MigratedAsync(old, newer, "A", "B"));
        Assert.Equal("j e Finished", await MigratedAsync(old, newer, "", "A B"));
    }

    [Fact]
    public async Task Migrate_MergeWithANewWayFromWhatIsDone_IsStuckInTokenMode()
    {
        var old = Workflow(Flowchart("s>A s>B A>j B>j", Line("s"), Event("A"), Event("B"), Merge(Line("j"), "Merge")));
        var late = Workflow(Flowchart("s>A s>B s>c A>j B>j c>j", Line("s"), Event("A"), Event("B"), Line("c"), Merge(Line("j"), "Merge")));
        Assert.Contains("'j' waits for 'c'", await MigratedAsync(old, late, "A", "B", FlowchartMode.Token), StringComparison.Ordinal);
        Assert.Contains("'j' waits for 'c'", await MigratedAsync(old, late, "", "A B", FlowchartMode.Token), StringComparison.Ordinal);
        var intime = Workflow(Flowchart("s>A s>B A>j B>j B>c c>j", Line("s"), Event("A"), Event("B"), Line("c"), Merge(Line("j"), "Merge")));
        Assert.Equal("c j Finished", await MigratedAsync(old, intime, "A", "B", FlowchartMode.Token));
        var streamed = Workflow(Flowchart("s>A s>B s>c A>j B>j c>j", Line("s"), Event("A"), Event("B"), Line("c"), Line("j")));
        Assert.EndsWith("j Finished", await MigratedAsync(old, streamed, "A", "B", FlowchartMode.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_JoinWhoseOpenWayIsTakenAway_IsStuck()
    {
        var old = Workflow(Flowchart("s>A s>B A>j B>j j>e", Line("s"), Event("A"), Event("B"), Line("j"), Line("e")));
        var newer = Workflow(Flowchart("s>A s>B A>j j>e", Line("s"), Event("A"), Event("B"), Line("j"), Line("e")));
        Assert.Contains("'j'", await MigratedAsync(old, newer, "A", "B"), StringComparison.Ordinal);
        Assert.Equal("j e Suspended", await MigratedAsync(old, newer, "", "A"));
    }

    [Fact]
    public async Task Migrate_OpenActivityGone_SaysSo()
    {
        var old = Workflow(Flowchart("s>A", Line("s"), Event("A")));
        var run = await RunAsync(old);
        var (state, obstacles) = Interpreter.Migrate(run.Main.State, Compile(old), Compile(Workflow(Flowchart("s>B", Line("s"), Event("B"))).With("id", "test-v2")));
        Assert.Null(state);
        Assert.Contains("'A'", Assert.Single(obstacles), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_OverBursts_IsNumberedWithoutGaps()
    {
        var run = await RunAsync(PlanLifecycle(), Acts);
        Assert.Equal(Enumerable.Range(1, run.Main.Journal.Count).Select(i => (long)i), run.Main.Journal.Select(j => j.Seq));
        Assert.Equal("Finished", run.Status());
    }
}
