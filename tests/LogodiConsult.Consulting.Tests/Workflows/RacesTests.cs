using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Workflows;

/// <summary>Several callers at once; on PostgreSQL several nodes.</summary>
public sealed class RacesTests
{
    [Theory, DatabaseData]
    public async Task Resume_OneBookmarkByMany_OneWins(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var nodes = Nodes(db);
        await db.PublishAsync(nodes[0].Host, TestFlows.Lifecycle());
        for (var round = 0; round < 10; round++)
        {
            var bookmark = await db.OnlyBookmarkAsync(await db.StartAsync(nodes[0].Host, "lifecycle"));
            var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
                nodes[i % nodes.Count].Database.WriteAsync<Done>(work => nodes[i % nodes.Count].Host.ResumeAsync(work, bookmark)))));
            Assert.Equal(1, results.Count(r => !r.IsRefused));
            Assert.All(results.Where(r => r.IsRefused), r => Assert.Equal("task.doneAlready", r.Refusal!.Code));
        }
    }

    [Theory, DatabaseData]
    public async Task Resume_BothBranchesAtOnce_BothSucceedAndTheJoinRunsOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var nodes = Nodes(db);
        await db.PublishAsync(nodes[0].Host, TestFlows.Fork());
        for (var round = 0; round < 20; round++)
        {
            var id = await db.StartAsync(nodes[0].Host, "fork");
            var bookmarks = await db.QueryAsync<string>("select id from bookmark where instance_id = @id", new { id });
            Assert.Equal(2, bookmarks.Count);
            var results = await Task.WhenAll(bookmarks.Select((b, i) => Task.Run(() =>
                nodes[i % nodes.Count].Database.WriteAsync<Done>(work => nodes[i % nodes.Count].Host.ResumeAsync(work, b)))));
            Assert.All(results, r => Assert.False(r.IsRefused));
            Assert.Equal("end", await db.ScalarAsync<string>("select activity_id from bookmark where instance_id = @id", new { id }));
            Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from journal where instance_id = @id and activity_id = 'join' and kind = 'Completed'", new { id }));
        }
    }

    [Theory, DatabaseData]
    public async Task Timers_ByManyLoops_FireOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var nodes = Nodes(db);
        await db.PublishAsync(nodes[0].Host, TestFlows.Delayed());
        for (var i = 0; i < 25; i++)
        {
            await db.StartAsync(nodes[0].Host, "delayed");
        }

        Assert.Equal(0, await Loop(nodes[0]).RunOnceAsync());
        db.Time.Advance(TimeSpan.FromDays(40)); // the program stood still for long: late, not never
        var fired = await Task.WhenAll(nodes.Concat(nodes).Select(n => Task.Run(() => Loop(n).RunOnceAsync())));
        var left = await Loop(nodes[0]).RunOnceAsync();
        Assert.Equal(25, fired.Sum() + left);
        Assert.Equal(25, await db.ScalarAsync<int>("select count(*) from bookmark where activity_id = 'after'"));
    }

    [Theory, DatabaseData]
    public async Task Timer_ThatCannotBeResumed_DoesNotStopTheOthers(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var node = Nodes(db)[0];
        await db.PublishAsync(node.Host, TestFlows.Delayed());
        var torn = await db.StartAsync(node.Host, "delayed");
        await db.ExecuteAsync("update workflow_instance set state = 'torn' where id = @torn", new { torn });
        for (var i = 0; i < 3; i++)
        {
            await db.StartAsync(node.Host, "delayed");
        }

        db.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, await Loop(node).RunOnceAsync());
        Assert.Equal(0, await Loop(node).RunOnceAsync());
    }

    [Theory, DatabaseData]
    public async Task Timer_OverTwentyFiveDays_Works(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var node = Nodes(db)[0];
        await db.PublishAsync(node.Host, TestFlows.Delayed(minutes: 400 * 24 * 60));
        await db.StartAsync(node.Host, "delayed");
        db.Time.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await Loop(node).RunOnceAsync());
        db.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await Loop(node).RunOnceAsync());
    }

    static DueLoop Loop((Database Database, WorkflowHost Host) node) => new(node.Database, node.Host, NullLogger<DueLoop>.Instance);

    static List<(Database Database, WorkflowHost Host)> Nodes(TestDatabase db) =>
        db.Database.Dialect == Dialect.Postgres
            ? [(db.Database, TestActivities.Host()), (db.OpenAnother(), TestActivities.Host())]
            : [(db.Database, TestActivities.Host())];
}
