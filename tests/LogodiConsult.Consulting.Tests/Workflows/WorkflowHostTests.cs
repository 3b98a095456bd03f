using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Workflows;

public sealed class WorkflowHostTests
{
    readonly WorkflowHost host = TestActivities.Host();

    [Theory, DatabaseData]
    public async Task Lifecycle_StartAndSixResumes_Finishes(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Lifecycle());
        var id = await db.StartAsync(host, "lifecycle");
        foreach (var outcome in (string[])["Done", "Revise", "Done", "Accept", "Done", "Done"])
        {
            Assert.False((await db.ResumeAsync(host, await db.OnlyBookmarkAsync(id), outcome)).IsRefused);
        }

        Assert.Equal("finished", await db.ScalarAsync<string>("select sub_status from workflow_instance where id = @id", new { id }));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from bookmark"));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from setting where value = 'open'"));
        Assert.Equal(6, await db.ScalarAsync<int>("select count(*) from journal where kind = 'Resumed'"));
    }

    /// <summary>More rows than one statement takes, whose empty columns change from row to row.</summary>
    [Theory, DatabaseData]
    public async Task Start_ManyWaits_StoresTheRowsAsTheBurstHasThem(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var bare = TestActivities.BareHost();
        await db.PublishAsync(bare, TestFlows.ManyWaits(100));
        var id = await db.StartAsync(bare, "many-waits");
        var now = await db.ScalarAsync<DateTimeOffset>("select created_at from workflow_instance where id = @id", new { id });
        var definition = DefinitionCompiler.Compile(DefinitionReader.Read(TestFlows.ManyWaits(100)).Definition!, TestActivities.Catalog);
        var burst = await new Interpreter().StartAsync(definition, new StartRequest { InstanceId = $"{id}" }, new BurstContext { Now = now, Desk = new object() });

        Assert.Equal(100, burst.Opened.Count);
        Assert.Equal(
            burst.Opened.Select(b => (b.Id, b.Name, b.ActivityId, Json(b.Payload), b.DueAt, b.Tag)).OrderBy(b => b.Id, StringComparer.Ordinal),
            (await db.QueryAsync<(string Id, string Name, string ActivityId, string? Payload, DateTimeOffset? DueAt, string? Tag)>("select id, name, activity_id, payload, due_at, tag from bookmark"))
                .OrderBy(b => b.Id, StringComparer.Ordinal));
        Assert.Equal(
            burst.Journal.Select(j => (j.Seq, j.ActivityId, j.Kind, Json(j.Facts))),
            await db.QueryAsync<(long Seq, string ActivityId, string Kind, string? Facts)>("select seq, activity_id, kind, facts from journal order by seq"));
        Assert.Equal(33, await db.ScalarAsync<int>("select count(*) from bookmark where key like 'news %'"));
        Assert.Equal(33, await db.ScalarAsync<int>("select count(*) from bookmark where key is not null"));

        static string? Json(JsonNode? node) => node is null ? null : Texts.Json(node);
    }

    [Theory, DatabaseData]
    public async Task Publish_SameVersion_OnlyWithTheSameContent(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        Assert.Null(await TryPublishAsync(db, TestFlows.Simple()));
        Assert.Null(await TryPublishAsync(db, TestFlows.Simple()));
        Assert.Equal("workflow.versionTaken", (await TryPublishAsync(db, TestFlows.Simple(step: "other")))?.Code);
        Assert.Null(await TryPublishAsync(db, TestFlows.Simple(version: 2, step: "other")));
        var id = await db.StartAsync(host, "simple");
        Assert.Equal(2, await db.ScalarAsync<int>("select definition_version from workflow_instance where id = @id", new { id }));
    }

    [Theory, DatabaseData]
    public async Task Publish_Broken_IsRefusedWithItsProblems(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var refusal = await TryPublishAsync(db, TestFlows.Simple().Replace("Test.Wait", "Test.Unknown"));
        Assert.Equal("workflow.broken", refusal?.Code);
        Assert.Contains("Test.Unknown", (string)refusal!.Facts["problems"]!);
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from workflow_definition"));
    }

    [Theory, DatabaseData]
    public async Task Publish_RolledBack_LeavesNothingInTheCache(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.Database.WriteAsync<Done>(async work =>
        {
            await host.PublishAsync(work, TestFlows.Simple(step: "first"));
            Assert.False((await host.StartAsync(work, "simple")).IsRefused);
            return Refusal.Hidden();
        });
        await db.PublishAsync(host, TestFlows.Simple(step: "second"));
        await db.StartAsync(host, "simple");
        Assert.Equal("second", await db.ScalarAsync<string>("select activity_id from bookmark"));
    }

    [Theory, DatabaseData]
    public async Task Resume_Twice_SecondIsRefused(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Lifecycle());
        var bookmark = await db.OnlyBookmarkAsync(await db.StartAsync(host, "lifecycle"));
        Assert.False((await db.ResumeAsync(host, bookmark)).IsRefused);
        var before = await Tables.DigestAsync(db.Database);
        Assert.Equal("task.doneAlready", (await db.ResumeAsync(host, bookmark)).Refusal?.Code);
        Assert.Equal(before, await Tables.DigestAsync(db.Database));
    }

    [Theory, DatabaseData]
    public async Task Resume_SameKey_IsDoneOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Lifecycle());
        var bookmark = await db.OnlyBookmarkAsync(await db.StartAsync(host, "lifecycle"));
        Assert.False((await db.ResumeAsync(host, bookmark, "Done", "k")).IsRefused);
        var before = await Tables.DigestAsync(db.Database);
        Assert.False((await db.ResumeAsync(host, bookmark, "Done", "k")).IsRefused);
        Assert.Equal(before, await Tables.DigestAsync(db.Database));
        Assert.Equal("workflow.keyUsed", (await db.ResumeAsync(host, bookmark, "Other", "k")).Refusal?.Code);
        Assert.Equal("task.doneAlready", (await db.ResumeAsync(host, bookmark, "Done", "l")).Refusal?.Code);
    }

    [Theory, DatabaseData]
    public async Task Resume_FailingAtEveryStatement_AllOrNothing(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Lifecycle());
        var id = await db.StartAsync(host, "lifecycle");
        await FailNth.StatementAsync(db, () => db.StartAsync(host, "lifecycle"), atLeast: 5);
        var bookmark = await db.OnlyBookmarkAsync(id);
        var places = await FailNth.StatementAsync(db, () => db.ResumeAsync(host, bookmark, "Done", "key"), atLeast: 6);
        // On SQLite each line of the journal is a statement, and so a place to fail.
        Assert.InRange(places, 6, dialect == Dialect.Sqlite ? 18 : 16);
    }

    [Theory, DatabaseData]
    public async Task Resume_AskingForMoreThanOneActMay_LeavesAllAsItWas(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Shouter(10_001));
        var bookmark = await db.OnlyBookmarkAsync(await db.StartAsync(host, "shouter"));
        var before = await Tables.DigestAsync(db.Database);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => db.ResumeAsync(host, bookmark));
        Assert.Contains("10000", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Tables.DigestAsync(db.Database));
    }

    [Theory, DatabaseData]
    public async Task Children_Dispatched_ResumeTheirParent(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Simple());
        await db.PublishAsync(host, TestFlows.Parent("simple"));
        var parent = await db.StartAsync(host, "parent");
        var child = await db.ScalarAsync<long>("select id from workflow_instance where parent_id = @parent", new { parent });
        Assert.False((await db.ResumeAsync(host, await db.OnlyBookmarkAsync(child))).IsRefused);
        Assert.Equal("after", await db.ScalarAsync<string>("select activity_id from bookmark where instance_id = @parent", new { parent }));
        Assert.Equal("finished", await db.ScalarAsync<string>("select sub_status from workflow_instance where id = @child", new { child }));
    }

    [Theory, DatabaseData]
    public async Task Children_ExecutedInline_AreStoredAndResumeTheirParent(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Simple());
        await db.PublishAsync(host, TestFlows.Parent("simple", "Elsa.ExecuteWorkflow"));
        var parent = await db.StartAsync(host, "parent");
        var child = await db.ScalarAsync<long>("select id from workflow_instance where parent_id = @parent", new { parent });
        Assert.False((await db.ResumeAsync(host, await db.OnlyBookmarkAsync(child))).IsRefused);
        Assert.Equal("after", await db.ScalarAsync<string>("select activity_id from bookmark where instance_id = @parent", new { parent }));
    }

    [Theory, DatabaseData]
    public async Task Children_ExecutedInline_WriteAtTheirOwnDesk(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Simple());
        await db.PublishAsync(host, TestFlows.Parent("simple", "Elsa.ExecuteWorkflow"));
        var parent = await db.StartAsync(host, "parent");
        var child = await db.ScalarAsync<long>("select id from workflow_instance where parent_id = @parent", new { parent });
        Assert.Equal(child, await db.ScalarAsync<long>("select updated_by from setting where key like 'open %'"));
        await FailNth.StatementAsync(db, () => db.StartAsync(host, "parent"), atLeast: 8);
    }

    [Theory, DatabaseData]
    public async Task Dispatch_OfWhatIsNotPublished_IsAnIncidentThatCanBeRetried(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Parent("simple"));
        var parent = await db.StartAsync(host, "parent");
        var incident = Assert.Single(await db.Database.ReadAsync(s => WorkflowHost.OpenIncidentsAsync(s)));
        Assert.Equal((parent, "call"), (incident.InstanceId, incident.ActivityId));
        Assert.Contains("'simple'", incident.Message);
        await db.PublishAsync(host, TestFlows.Simple());
        Assert.False((await db.Database.WriteAsync<Done>(work => host.RetryAsync(work, incident.Id, Actor.System))).IsRefused);
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from workflow_instance where parent_id = @parent", new { parent }));
    }

    [Theory, DatabaseData]
    public async Task Dispatch_OfASingletonThatRuns_TellsTheParentAtOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.With(TestFlows.Simple(), "SingletonStrategy"));
        await db.PublishAsync(host, TestFlows.Parent("simple"));
        await db.StartAsync(host, "simple");
        var parent = await db.StartAsync(host, "parent");
        Assert.Equal("after", await db.ScalarAsync<string>("select activity_id from bookmark where instance_id = @parent", new { parent }));
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from workflow_instance where definition_id = 'simple'"));
    }

    [Theory, DatabaseData]
    public async Task Cancel_Parent_EndsItsChildren(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Simple());
        await db.PublishAsync(host, TestFlows.Parent("simple"));
        var parent = await db.StartAsync(host, "parent");
        await db.Database.WriteAsync<Done>(async work =>
        {
            await host.CancelAsync(work, parent);
            await host.CancelAsync(work, parent);
            return Done.Value;
        });
        Assert.Equal(2, await db.ScalarAsync<int>("select count(*) from workflow_instance where sub_status = 'cancelled'"));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from bookmark"));
    }

    [Theory, DatabaseData]
    public async Task Event_Published_ReachesEveryListenerAndStartsNewOnes(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Listener());
        await db.PublishAsync(host, TestFlows.Triggered());
        await db.PublishAsync(host, TestFlows.Speaker("NEWS"));
        var listeners = new[] { await db.StartAsync(host, "listener"), await db.StartAsync(host, "listener") };
        var speaker = await db.StartAsync(host, "speaker");
        await db.ResumeAsync(host, await db.OnlyBookmarkAsync(speaker));
        Assert.Equal("finished", await db.ScalarAsync<string>("select sub_status from workflow_instance where id = @speaker", new { speaker }));
        foreach (var id in listeners)
        {
            Assert.Equal("after", await db.ScalarAsync<string>("select activity_id from bookmark where instance_id = @id", new { id }));
        }

        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from workflow_instance where definition_id = 'triggered'"));
    }

    [Theory, DatabaseData]
    public async Task Incident_Retried_GoesOn(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var (id, incident) = await BreakAsync(db);
        Assert.Equal("it is broken", incident.Message);
        await db.ExecuteAsync("delete from setting where key = 'broken'");
        var retried = await db.Database.WriteAsync<Done>(work => host.RetryAsync(work, incident.Id, Actor.System));
        Assert.False(retried.IsRefused);
        Assert.Equal("after", await db.ScalarAsync<string>("select activity_id from bookmark where instance_id = @id", new { id }));
        Assert.Equal("retried", await db.ScalarAsync<string>("select resolution from incident"));
        Assert.Equal("workflow.retried", await db.ScalarAsync<string>("select act from audit"));
        var again = await db.Database.WriteAsync<Done>(work => host.RetryAsync(work, incident.Id, Actor.System));
        Assert.Equal("workflow.incidentSettled", again.Refusal?.Code);
    }

    [Theory, DatabaseData]
    public async Task Incident_Skipped_GoesOn(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var (id, incident) = await BreakAsync(db);
        Assert.False((await db.Database.WriteAsync<Done>(work => host.SkipAsync(work, incident.Id, "Done", Actor.System))).IsRefused);
        Assert.Equal("after", await db.ScalarAsync<string>("select activity_id from bookmark where instance_id = @id", new { id }));
    }

    [Theory, DatabaseData]
    public async Task Incident_Cancelled_IsSettled(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var (id, _) = await BreakAsync(db);
        await db.Database.WriteAsync<Done>(async work =>
        {
            await host.CancelAsync(work, id);
            return Done.Value;
        });
        Assert.Empty(await db.Database.ReadAsync(s => WorkflowHost.OpenIncidentsAsync(s)));
    }

    [Theory, DatabaseData]
    public async Task State_Unreadable_IsAnIncidentAndStays(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Simple());
        var id = await db.StartAsync(host, "simple");
        var whole = await db.ScalarAsync<string>("select state from workflow_instance where id = @id", new { id });
        await db.ExecuteAsync("update workflow_instance set state = '{torn' where id = @id", new { id });
        var bookmark = await db.OnlyBookmarkAsync(id);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("workflow.unreadable", (await db.ResumeAsync(host, bookmark)).Refusal?.Code);
        }

        Assert.Equal("{torn", await db.ScalarAsync<string>("select state from workflow_instance where id = @id", new { id }));
        var incident = Assert.Single(await db.Database.ReadAsync(s => WorkflowHost.OpenIncidentsAsync(s)));
        Assert.Equal("Unreadable", incident.Kind);

        // It is settled only when somebody has repaired the state.
        Task<Result<Done>> RetryAsync() => db.Database.WriteAsync<Done>(work => host.RetryAsync(work, incident.Id, Actor.System));
        Assert.Equal("workflow.unreadable", (await RetryAsync()).Refusal?.Code);
        await db.ExecuteAsync("update workflow_instance set state = @whole where id = @id", new { whole, id });
        Assert.False((await RetryAsync()).IsRefused);
        Assert.False((await db.ResumeAsync(host, bookmark)).IsRefused);
    }

    async Task<(long Id, IncidentRow Incident)> BreakAsync(TestDatabase db)
    {
        await db.PublishAsync(host, TestFlows.Fragile());
        var id = await db.StartAsync(host, "fragile");
        await db.ExecuteAsync("insert into setting values ('broken', '', 0, 0)");
        var bookmark = await db.OnlyBookmarkAsync(id);
        Assert.False((await db.ResumeAsync(host, bookmark)).IsRefused);
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from setting where key like 'fragile%'"));
        return (id, Assert.Single(await db.Database.ReadAsync(s => WorkflowHost.OpenIncidentsAsync(s))));
    }

    async Task<Refusal?> TryPublishAsync(TestDatabase db, string json) =>
        (await db.Database.WriteAsync<Done>(async work => (await host.PublishAsync(work, json)) is { Refusal: { } refusal } ? refusal : Done.Value)).Refusal;
}
