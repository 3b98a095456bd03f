using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Workflows;

/// <summary>Definitions that begin by the clock or with an event, and the strategies that say when one may start.</summary>
public sealed class TriggersTests
{
    readonly WorkflowHost host = TestActivities.Host();

    [Theory, DatabaseData]
    public async Task Timer_AtTheBeginning_StartsOnceLateAfterAStopAndKeepsItsBeat(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.Timer", "interval", "TimeSpan", "01:00:00"));
        Assert.Equal(0, await Loop(db.Database, host).RunOnceAsync());
        db.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await Loop(db.Database, host).RunOnceAsync());
        Assert.Equal(0, await Loop(db.Database, host).RunOnceAsync());

        // The program stood still for five hours and a half; then many loops begin at once: one start for all that was missed.
        db.Time.Advance(TimeSpan.FromHours(5.5));
        var another = dialect == Dialect.Postgres ? db.OpenAnother() : db.Database;
        var started = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Loop(i % 2 == 0 ? db.Database : another, TestActivities.Host()).RunOnceAsync())));
        Assert.Equal(1, started.Sum() + await Loop(db.Database, host).RunOnceAsync());
        Assert.Equal(2, await db.ScalarAsync<int>("select count(*) from workflow_instance"));
        Assert.Equal(2, await db.ScalarAsync<int>("select count(*) from journal where activity_id = 'clock' and kind = 'Completed'"));
        db.Time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(0, await Loop(db.Database, host).RunOnceAsync());
        db.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Loop(db.Database, host).RunOnceAsync());
    }

    [Theory, DatabaseData]
    public async Task Cron_AfterALongStop_StartsOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.Cron", "cronExpression", "String", "*/5 * * * *"));
        db.Time.Advance(TimeSpan.FromDays(365));
        Assert.Equal(1, await Loop(db.Database, host).RunOnceAsync());
        db.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await Loop(db.Database, host).RunOnceAsync());
    }

    [Theory, DatabaseData]
    public async Task StartAt_AtTheBeginning_StartsOnceAndNeverAgain(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var soon = db.Time.GetUtcNow().AddDays(40).ToString("O");
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.StartAt", "dateTime", "DateTimeOffset", soon));
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.StartAt", "dateTime", "DateTimeOffset", "2001-01-01T00:00:00Z", id: "past"));
        db.Time.Advance(TimeSpan.FromDays(39));
        Assert.Equal(0, await Loop(db.Database, host).RunOnceAsync());
        db.Time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(1, await Loop(db.Database, host).RunOnceAsync());
        db.Time.Advance(TimeSpan.FromDays(400));
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.StartAt", "dateTime", "DateTimeOffset", soon));
        Assert.Equal(0, await Loop(db.Database, host).RunOnceAsync());
        Assert.Equal("clocked", await db.ScalarAsync<string>("select definition_id from workflow_instance"));
    }

    [Theory, DatabaseData]
    public async Task Cron_NewVersion_TakesOverAndStartsWhatWasDue(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.Cron", "cronExpression", "String", "0 * * * *"));
        db.Time.Advance(TimeSpan.FromMinutes(70)); // one occurrence passed while nothing looked
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.Cron", "cronExpression", "String", "0 0 * * *", version: 2));
        Assert.Equal(1, await Loop(db.Database, host).RunOnceAsync());
        Assert.Equal(2, await db.ScalarAsync<int>("select definition_version from workflow_instance"));
        db.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(1, await Loop(db.Database, host).RunOnceAsync());
        await db.PublishAsync(host, TestFlows.Simple("clocked", version: 3));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from workflow_trigger"));
    }

    [Theory, DatabaseData]
    public async Task Trigger_FailingAtEveryStatement_AllOrNothing(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.Timer", "interval", "TimeSpan", "01:00:00"));
        await FailNth.StatementAsync(db, () => db.PublishAsync(host, TestFlows.Clocked("Elsa.Timer", "interval", "TimeSpan", "02:00:00", version: 2)), atLeast: 3);
        db.Time.Advance(TimeSpan.FromHours(2));
        for (var n = 1; ; n++)
        {
            var (seen, fails) = (0, false);
            db.Database.OnStatement = (_, _) =>
            {
                if (++seen == n)
                {
                    fails = true;
                    throw new InvalidOperationException("this statement fails");
                }
            };
            var loop = Loop(db.Database, host);
            try
            {
                await loop.RunOnceAsync();
            }
            catch (InvalidOperationException)
            {
                // The claim itself failed.
            }

            db.Database.OnStatement = null;
            var instances = await db.ScalarAsync<int>("select count(*) from workflow_instance");
            Assert.InRange(instances, 0, 1);
            Assert.Equal(instances == 0, await db.ScalarAsync<int>("select count(*) from workflow_trigger where due_at <= @now", new { now = db.Time.GetUtcNow() }) == 1);
            if (!fails)
            {
                Assert.Equal((1, true), (instances, n > 5));
                return;
            }

            if (instances == 1)
            {
                return; // only what followed the commit failed
            }
        }
    }

    [Theory, DatabaseData]
    public async Task Singleton_WhileOneRuns_NoTimerNorEventStartsAnother(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Clocked("Elsa.Timer", "interval", "TimeSpan", "01:00:00", strategy: "SingletonStrategy"));
        await db.PublishAsync(host, TestFlows.With(TestFlows.Triggered(), "Elsa.Workflows.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Core"));
        db.Time.Advance(TimeSpan.FromHours(3));
        await Loop(db.Database, host).RunOnceAsync();
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from workflow_instance"));
        var only = await db.OnlyBookmarkAsync(await db.ScalarAsync<long>("select id from workflow_instance"));
        Assert.False((await db.ResumeAsync(host, only)).IsRefused);
        db.Time.Advance(TimeSpan.FromHours(1));
        await Loop(db.Database, host).RunOnceAsync();
        Assert.Equal(2, await db.ScalarAsync<int>("select count(*) from workflow_instance where definition_id = 'clocked'"));
        foreach (var correlation in (string[])["a", "a", "b"])
        {
            await db.Database.WriteAsync<Done>(async work =>
            {
                await host.PublishEventAsync(work, "news", new JsonObject { ["who"] = correlation }, correlation);
                return Done.Value;
            });
        }

        Assert.Equal(2, await db.ScalarAsync<int>("select count(*) from workflow_instance where definition_id = 'triggered'"));
    }

    [Theory, DatabaseData]
    public async Task Singleton_StartedTwiceAtOnce_OneIsRefused(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.With(TestFlows.Simple(), "SingletonStrategy"));
        var another = dialect == Dialect.Postgres ? db.OpenAnother() : db.Database;
        var results = await Task.WhenAll(new[] { db.Database, another }.Select(d => Task.Run(() => d.WriteAsync(work => TestActivities.Host().StartAsync(work, "simple")))));
        Assert.Equal("workflow.runsAlready", Assert.Single(results, r => r.IsRefused).Refusal!.Code);
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from workflow_instance"));
    }

    static DueLoop Loop(Database database, WorkflowHost host) => new(database, host, NullLogger<DueLoop>.Instance);
}
