using System.Text.Json.Nodes;
using CsCheck;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Execution;

/// <summary>Random definitions and stimuli against a plain model, and what must hold of every run.</summary>
public sealed class PropertyTests
{
    /// <summary>A structured program: what the model runs by recursion and the engine by its queue.</summary>
    abstract record Step;

    sealed record Say(string Text) : Step;

    sealed record Wait(string Name) : Step;

    sealed record Block(Step[] Steps) : Step;

    sealed record Choice(bool Holds, Step Then, Step Otherwise) : Step;

    sealed record Repeat(int Times, Step Body) : Step;

    sealed record Stop : Step;

    static readonly Gen<Step> Leaves = Gen.OneOf(
        Gen.Int[0, 99].Select(i => (Step)new Say("s" + i)),
        Gen.Int[0, 9].Select(i => (Step)new Wait("e" + i)),
        Gen.Const((Step)new Stop()));

    static readonly Gen<Step> Programs = Gen.Recursive<Step>((depth, inner) => depth > 3
        ? Leaves
        : Gen.OneOf(
            Leaves,
            Leaves,
            inner.Array[0, 4].Select(s => (Step)new Block(s)),
            Gen.Select(Gen.Bool, inner, inner, (h, a, b) => (Step)new Choice(h, a, b)),
            Gen.Select(Gen.Int[0, 3], inner, (n, b) => (Step)new Repeat(n, b))));

    int number;

    JsonObject Make(Step step)
    {
        var id = "n" + ++number;
        switch (step)
        {
            case Say say: return Node("WriteLine", id, ("text", Literal(say.Text)));
            case Wait wait: return Node("Event", id, ("eventName", Literal(wait.Name)));
            case Stop: return Node("Break", id);
            case Block block: return Sequence(id, [.. block.Steps.Select(Make)]);
            case Choice choice: return If(id, choice.Holds ? "true" : "false", Make(choice.Then), Make(choice.Otherwise));
            case Repeat repeat:
                return Node("For", id, ("start", Literal(1, "Int32")), ("end", Literal(repeat.Times, "Int32")), ("body", Make(repeat.Body)));
            default: throw new NotSupportedException(step.ToString());
        }
    }

    /// <summary>Lines and waits in order; true means that a break is on its way to the loop.</summary>
    static bool Model(Step step, List<string> trace)
    {
        switch (step)
        {
            case Say say:
                trace.Add(say.Text);
                return false;
            case Wait wait:
                trace.Add("?" + wait.Name);
                return false;
            case Stop:
                return true;
            case Block block:
                foreach (var child in block.Steps)
                {
                    if (Model(child, trace)) return true;
                }

                return false;
            case Choice choice:
                return Model(choice.Holds ? choice.Then : choice.Otherwise, trace);
            case Repeat repeat:
                for (var i = 0; i < repeat.Times; i++)
                {
                    if (Model(repeat.Body, trace)) break;
                }

                return false;
            default: throw new NotSupportedException(step.ToString());
        }
    }

    [Fact]
    public async Task Run_RandomStructuredProgram_MatchesThePlainModel() =>
        await Programs.SampleAsync(
            async program =>
            {
                number = 0;
                var root = Sequence("root", Make(program));
                var expected = new List<string>();
                Model(program, expected);
                var rehearsal = new Rehearsal([Read(Workflow(root))], Settings());
                await rehearsal.StartAsync();
                var trace = new List<string>(rehearsal.Lines);
                while (rehearsal.Main.State.Bookmarks is [var bookmark, ..])
                {
                    var written = rehearsal.Lines.Count;
                    trace.Add("?" + (string)bookmark.Payload!["eventName"]!);
                    await rehearsal.ResumeAsync(rehearsal.Main, bookmark.Id, null);
                    trace.AddRange(rehearsal.Lines.Skip(written));
                }

                Assert.Equal(expected, trace);
                Assert.Equal(InstanceSubStatus.Finished, rehearsal.Main.State.SubStatus);
            },
            iter: 300,
            threads: 1);

    /// <summary>A random flowchart: lines, events, decisions and joins with random connections, backward ones included.</summary>
    static readonly Gen<(JsonObject Root, bool Token, int Seed)> Charts =
        from count in Gen.Int[2, 8]
        from kinds in Gen.Int[0, 5].Array[count]
        from edges in Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1], Gen.Bool).Array[count, count * 2]
        from token in Gen.Bool
        from seed in Gen.Int[0, 10_000]
        select (Chart(kinds, edges), token, seed);

    static JsonObject Chart(int[] kinds, (int From, int To, bool Port)[] edges)
    {
        var nodes = kinds.Select((kind, i) => kind switch
        {
            0 => Line("n" + i),
            1 => LineJs("n" + i, "newGuid() + Math.random() + Date.now() + setN(getN() + Math.floor(Math.random() * 3))"),
            2 => Event("n" + i),
            3 => Decision("n" + i, "getN() % 2 === 0"),
            4 => Merge(Line("n" + i), ((string[])["Merge", "Converge", "Cascade", "Race", "None"])[i % 5]),
            _ => Join("n" + i, ((string[])["WaitAny", "WaitAll", "WaitAllActive"])[i % 3]),
        }).ToArray();
        // Without a way on from node to node most charts end at once.
        var chain = Enumerable.Range(0, kinds.Length - 1).Select(i => (From: i, To: i + 1, Port: true));
        var texts = chain.Concat(edges).Select(e => kinds[e.From] == 3 ? $"n{e.From}.{(e.Port ? "True" : "False")}>n{e.To}" : $"n{e.From}>n{e.To}").Distinct();
        return Flowchart(string.Join(' ', texts), nodes);
    }

    [Fact]
    public async Task Run_RandomFlowchart_NeverStandsStillWithoutAWaitOrAnIncident() =>
        await Charts.SampleAsync(
            async chart =>
            {
                var (root, token, seed) = chart;
                var definition = Read(Workflow(root, Variable("N", "Int32", "0")));
                var settings = Settings(token ? FlowchartMode.Token : FlowchartMode.Counter) with { Limits = new BurstLimits { Steps = 150 } };
                var plain = new Rehearsal([definition], settings with { SavesBetweenBursts = false });
                var saving = new Rehearsal([definition], settings);
                await plain.StartAsync();
                await saving.StartAsync();
                var random = new Random(seed);
                for (var i = 0; i < 12; i++)
                {
                    var state = saving.Main.State;
                    Assert.True(state.SubStatus != InstanceSubStatus.Suspended || state.Bookmarks.Count > 0 || state.Incidents.Count > 0, "suspended without a bookmark or an incident");
                    Assert.Equal(plain.Main.State.Save(), state.Save());
                    if (state.Status == InstanceStatus.Finished || state.Bookmarks.Count == 0) break;
                    var bookmark = state.Bookmarks[random.Next(state.Bookmarks.Count)].Id;
                    Assert.IsType<Burst>(await saving.ResumeAsync(saving.Main, bookmark, null));
                    Assert.IsType<Burst>(await plain.ResumeAsync(plain.Main, bookmark, null));
                    Assert.IsType<BookmarkGone>(await saving.ResumeAsync(saving.Main, bookmark, null));
                }

                Assert.Equal(plain.Main.Journal.Select(j => (j.Seq, j.ActivityId, j.Kind)), saving.Main.Journal.Select(j => (j.Seq, j.ActivityId, j.Kind)));
                Assert.Equal(saving.Main.State.Save(), await ReplayAsync(saving.Main, settings));
            },
            iter: 200,
            threads: 1);

    /// <summary>What was recorded (stimuli and times; random values follow from the instance's id), done again from nothing.</summary>
    static async Task<string> ReplayAsync(RehearsedInstance recorded, RehearsalSettings settings)
    {
        InstanceState? state = null;
        foreach (var (bookmark, input, at) in recorded.Stimuli)
        {
            var context = new BurstContext { Now = at, Limits = settings.Limits };
            var burst = bookmark is null
                ? await new Interpreter().StartAsync(recorded.Definition, new StartRequest { InstanceId = recorded.State.InstanceId, Input = input, Mode = settings.Mode }, context)
                : (Burst)await new Interpreter().ResumeAsync(recorded.Definition, state!, bookmark, input, context);
            state = InstanceState.Load(burst.State.Save());
        }

        return state!.Save();
    }

    /// <summary>Any number of reviewers, each with any number of revisions, in any order: the join runs once, at the end.</summary>
    [Fact]
    public async Task Run_RandomParallelApprovals_JoinRunsOnceAfterAll() =>
        await Gen.Select(Gen.Int[0, 3].Array[2, 5], Gen.Int[0, 100_000], Gen.Bool, Gen.Int[0, 2]).SampleAsync(
            async (rejections, seed, token, join) =>
            {
                var n = rejections.Length;
                var activities = new List<JsonObject> { Line("s") };
                var connections = new List<string>();
                for (var i = 0; i < n; i++)
                {
                    activities.AddRange([Event("A" + i), Decision("d" + i, "getInput('ok') === true"), Event("R" + i)]);
                    connections.AddRange([$"s>A{i}", $"A{i}>d{i}", $"d{i}.True>j", $"d{i}.False>R{i}", $"R{i}>A{i}"]);
                }

                activities.Add(join switch { 0 => Line("j"), 1 => Merge(Line("j"), "Merge"), _ => Merge(Line("j"), "Converge") });
                activities.Add(Line("e"));
                var root = Flowchart(string.Join(' ', connections) + " j>e", [.. activities]);
                var rehearsal = new Rehearsal([Read(Workflow(root))], Settings(token ? FlowchartMode.Token : FlowchartMode.Counter));
                await rehearsal.StartAsync();
                var left = rejections.ToArray();
                var random = new Random(seed);
                while (rehearsal.Main.State.Bookmarks is { Count: > 0 } open)
                {
                    Assert.Equal(["s"], rehearsal.Lines);
                    var bookmark = open[random.Next(open.Count)];
                    var i = bookmark.ActivityId[1] - '0';
                    var ok = bookmark.ActivityId[0] == 'A' && left[i]-- <= 0;
                    await rehearsal.ResumeAsync(rehearsal.Main, bookmark.Id, new JsonObject { ["ok"] = ok });
                }

                Assert.Equal(["s", "j", "e"], rehearsal.Lines);
                Assert.Equal(InstanceSubStatus.Finished, rehearsal.Main.State.SubStatus);
            },
            iter: 300,
            threads: 1);

    /// <summary>
    /// The same with rejections that lead back to the common start, where all are asked again, in several rounds around the join: it runs once a round, when
    /// nobody is left who was asked.
    /// </summary>
    [Fact]
    public async Task Run_RandomApprovalsFromACommonStart_JoinRunsOnceARound() =>
        await Gen.Select(Gen.Int[2, 4], Gen.Int[0, 100_000], Gen.Int[1, 3], Gen.Bool, Gen.Bool).SampleAsync(
            async (n, seed, rounds, own, token) =>
            {
                var activities = new List<JsonObject> { Line("s"), Line("j"), Event("O"), Decision("o", "getInput('ok') === true"), Line("e") };
                var connections = new List<string> { "j>O", "O>o", "o.False>s", "o.True>e" };
                for (var i = 0; i < n; i++)
                {
                    activities.AddRange([Event("A" + i), Decision("d" + i, "getInput('ok') === true")]);
                    connections.AddRange([$"s>A{i}", $"A{i}>d{i}", $"d{i}.True>j", own && i == 0 ? $"d{i}.False>A{i}" : $"d{i}.False>s"]);
                }

                var rehearsal = new Rehearsal([Read(Workflow(Flowchart(string.Join(' ', connections), [.. activities])))], Settings(token ? FlowchartMode.Token : FlowchartMode.Counter));
                await rehearsal.StartAsync();
                var random = new Random(seed);
                var rejections = random.Next(0, 6);
                for (var round = 1; rehearsal.Main.State.Bookmarks is { Count: > 0 } open;)
                {
                    var bookmark = open[random.Next(open.Count)];
                    var isOuter = bookmark.ActivityId == "O";
                    // Nobody is asked any more when the join has run.
                    if (isOuter) Assert.Single(open);
                    Assert.Equal(isOuter ? round : round - 1, rehearsal.Lines.Count(l => l == "j"));
                    var ok = isOuter ? round++ == rounds : random.Next(3) > 0 || rejections-- <= 0;
                    await rehearsal.ResumeAsync(rehearsal.Main, bookmark.Id, new JsonObject { ["ok"] = ok });
                }

                Assert.Equal(rounds, rehearsal.Lines.Count(l => l == "j"));
                Assert.Equal("e", rehearsal.Lines[^1]);
                Assert.Equal(InstanceSubStatus.Finished, rehearsal.Main.State.SubStatus);
            },
            iter: 500,
            threads: 1);
}
