using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.TestSupport;
using Xunit;
using static LogodiConsult.TestSupport.TestFlows;

namespace LogodiConsult.Consulting.Tests.Workflows;

/// <summary>
/// Random definitions and stimuli given to two nodes at once: two programs on one PostgreSQL database, two hosts on one SQLite file. What comes out is
/// what one caller would have got who did the same acts one after the other, in the order of the journal: nothing is lost, nothing doubled.
/// </summary>
public sealed class NodesPropertyTests
{
    /// <summary>A definition's block: a wait, one after the other, side by side, again, or a flowchart with a loop back before its join.</summary>
    abstract record Block;

    sealed record Person : Block;

    sealed record Then(Block[] Blocks) : Block;

    sealed record Beside(bool Any, Block[] Blocks) : Block;

    sealed record Again(int Times, Block Body) : Block;

    sealed record Approvals(string Join, Block[] Branches) : Block;

    /// <param name="Picks">For each stimulus: which open bookmark, whether it brings a key, and what each node says.</param>
    sealed record Trial(Block Root, bool Token, (int Bookmark, bool WithKey, bool First, bool Second)[][] Picks);

    static readonly Gen<Block> Blocks = Gen.Recursive<Block>((depth, inner) => depth > 1
        ? Gen.Const((Block)new Person())
        : Gen.OneOf(
            Gen.Const((Block)new Person()),
            inner.Array[1, 3].Select(b => (Block)new Then(b)),
            Gen.Select(Gen.Bool, inner.Array[2, 3], (any, b) => (Block)new Beside(any, b)),
            Gen.Select(Gen.Int[1, 2], inner, (n, b) => (Block)new Again(n, b)),
            Gen.Select(Gen.OneOf(Gen.Const("None"), Gen.Const("Merge"), Gen.Const("WaitAll"), Gen.Const("WaitAny")), inner.Array[2, 3], (j, b) => (Block)new Approvals(j, b))));

    static readonly Gen<Trial> Trials = Gen.Select(
        Blocks, Gen.Bool, Gen.Select(Gen.Int[0, 9], Gen.Bool, Gen.Bool, Gen.Bool).Array[1, 4].Array[3, 7], (root, token, picks) => new Trial(root, token, picks));

    int number;

    JsonObject Make(Block block)
    {
        var id = "n" + ++number;
        return block switch
        {
            Then then => Node("Elsa.Sequence", id, ("activities", All(then.Blocks))),
            Beside beside => Node("Elsa.Fork", id, ("joinMode", beside.Any ? "WaitAny" : "WaitAll"), ("branches", All(beside.Blocks))),
            Again again => Node("Elsa.For", id, ("start", Literal("Int32", 1)), ("end", Literal("Int32", again.Times)), ("body", Make(again.Body))),
            Approvals approvals => Chart(id, approvals),
            _ => Wait(id),
        };
    }

    JsonArray All(Block[] blocks) => new([.. blocks.Select(Make)]);

    /// <summary>Each branch ends with somebody who accepts, or sends it back.</summary>
    JsonObject Chart(string id, Approvals approvals)
    {
        var activities = new JsonArray(Node("Elsa.FlowFork", id + "s"));
        var connections = new List<(string From, string Port, string To)>();
        foreach (var branch in approvals.Branches)
        {
            var (body, judge) = (Make(branch), Wait($"n{++number}", "Done", "Revise"));
            var (first, second) = ((string)body["id"]!, (string)judge["id"]!);
            connections.AddRange([(id + "s", "Done", first), (first, "Done", second), (second, "Done", id + "j"), (second, "Revise", first)]);
            activities.Add(body);
            activities.Add(judge);
        }

        var join = approvals.Join is "None" or "Merge" ? Wait(id + "j") : Node("Elsa.FlowJoin", id + "j", ("mode", Literal("String", approvals.Join)));
        if (approvals.Join == "Merge") join["customProperties"]!["mergeMode"] = "Merge";
        activities.Add(join);
        activities.Add(Wait(id + "e"));
        connections.Add((id + "j", "Done", id + "e"));
        return Node("Elsa.Flowchart", id, ("activities", activities), ("connections", new JsonArray([.. connections.Select(c => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = c.From, ["port"] = c.Port },
            ["target"] = new JsonObject { ["activity"] = c.To, ["port"] = "In" },
        })])));
    }

    [Theory, DatabaseData]
    public async Task Acts_OfTwoNodesAtOnce_AreAsIfDoneOneAfterTheOther(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        (Database Database, WorkflowHost Host)[] nodes = [(db.Database, TestActivities.Host()), (dialect == Dialect.Postgres ? db.OpenAnother() : db.Database, TestActivities.Host())];
        var trials = 0;
        var acts = 0;
        await Trials.SampleAsync(
            async trial =>
            {
                number = 0;
                var definition = $"trial{++trials}";
                var text = Definition(definition, Make(trial.Root), trial.Token);
                await db.PublishAsync(nodes[0].Host, text);
                var instances = await Task.WhenAll(nodes.Select(n => Task.Run(async () => (await n.Database.WriteAsync<long>(async work => (await n.Host.StartAsync(work, definition)).Value.Id)).Value)));
                Assert.Equal(2, instances.Distinct().Count());
                var done = new Dictionary<string, string>();
                foreach (var picks in trial.Picks)
                {
                    var open = await db.QueryAsync<string>("select id from bookmark where instance_id in @instances order by id", new { instances });
                    if (open.Count == 0) break;
                    await ActAsync(db, nodes, [.. picks.DistinctBy(p => p.Bookmark % open.Count).Select(p => (open[p.Bookmark % open.Count], p.WithKey, Outcome(p.First), Outcome(p.WithKey ? p.First : p.Second)))], done);
                }

                acts += done.Count;
                foreach (var id in instances) await AssertAsIfAloneAsync(db, text, id, done);
            },
            iter: 15,
            threads: 1);
        Assert.True(acts > trials, $"Only {acts} acts in {trials} trials.");
    }

    static string Outcome(bool accepts) => accepts ? "Done" : "Revise";

    /// <summary>Every stimulus by both nodes, all at the same moment.</summary>
    static async Task ActAsync(
        TestDatabase db, (Database Database, WorkflowHost Host)[] nodes, IReadOnlyList<(string Bookmark, bool WithKey, string First, string Second)> stimuli, Dictionary<string, string> done)
    {
        var calls = stimuli.SelectMany(s => new[] { (s.Bookmark, s.WithKey, Outcome: s.First, Node: nodes[0]), (s.Bookmark, s.WithKey, Outcome: s.Second, Node: nodes[1]) }).ToList();
        var results = await Task.WhenAll(calls.Select(c => Task.Run(() => c.Node.Database.WriteAsync<Done>(work =>
            c.Node.Host.ResumeAsync(work, c.Bookmark, new JsonObject { ["outcome"] = c.Outcome }, c.WithKey ? "key " + c.Bookmark : null)))));
        var left = await db.QueryAsync<string>("select id from bookmark where id in @ids", new { ids = stimuli.Select(s => s.Bookmark).ToList() });
        Assert.Empty(left);
        foreach (var both in calls.Zip(results).GroupBy(c => c.First.Bookmark))
        {
            Assert.All(both.Where(c => c.Second.IsRefused), c => Assert.Equal("task.doneAlready", c.Second.Refusal!.Code));
            var answered = both.Where(c => !c.Second.IsRefused).Select(c => c.First).ToList();
            // None: another act of this moment ended the wait. With a key the second is told of the first's success.
            Assert.Contains(answered.Count, both.First().First.WithKey ? [0, 2] : (int[])[0, 1]);
            if (answered is [var winner, ..]) done.Add(both.Key, winner.Outcome);
        }
    }

    static async Task AssertAsIfAloneAsync(TestDatabase db, string text, long id, Dictionary<string, string> done)
    {
        var journal = await db.QueryAsync<string>("select activity_id || ' ' || kind from journal where instance_id = @id order by seq", new { id });
        var compiled = DefinitionCompiler.Compile(DefinitionReader.Read(text).Definition!, TestActivities.Catalog, DefinitionSources.Of([]));
        var context = new BurstContext { Now = db.Time.GetUtcNow(), Desk = new object() };
        var engineId = id.ToString(CultureInfo.InvariantCulture);
        var burst = await new Interpreter().StartAsync(compiled, new StartRequest { InstanceId = engineId }, context);
        var alone = burst.Journal.ToList();
        var served = 0;
        foreach (var resumed in journal.Where(j => j.EndsWith(" Resumed", StringComparison.Ordinal)))
        {
            var bookmark = Assert.Single(burst.State.Bookmarks, b => b.ActivityId == resumed.Split(' ')[0]).Id;
            Assert.True(done.ContainsKey(bookmark), $"{bookmark} was resumed, but nobody was told so.");
            burst = Assert.IsType<Burst>(await new Interpreter().ResumeAsync(compiled, InstanceState.Load(burst.State.Save()), bookmark, new JsonObject { ["outcome"] = done[bookmark] }, context));
            alone.AddRange(burst.Journal);
            served++;
        }

        Assert.Equal(done.Keys.Count(b => b.StartsWith($"{engineId}.", StringComparison.Ordinal)), served);
        Assert.Equal(alone.Select(j => $"{j.ActivityId} {j.Kind}"), journal);
        Assert.Equal(burst.State.Bookmarks.Select(b => b.Id).Order(StringComparer.Ordinal), (await db.QueryAsync<string>("select id from bookmark where instance_id = @id", new { id })).Order(StringComparer.Ordinal));
        Assert.Equal(burst.State.Save(), InstanceState.Load((await db.ScalarAsync<string>("select state from workflow_instance where id = @id", new { id }))!).Save());
    }

    static string Definition(string id, JsonObject root, bool token) => new JsonObject
    {
        ["id"] = id + "-v1",
        ["definitionId"] = id,
        ["name"] = id,
        ["version"] = 1,
        ["isPublished"] = true,
        ["customProperties"] = new JsonObject { ["flowchartMode"] = token ? "token" : "counter" },
        ["root"] = root,
    }.ToJsonString();
}
