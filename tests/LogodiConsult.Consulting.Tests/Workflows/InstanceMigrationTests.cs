using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Workflows;

public sealed class InstanceMigrationTests
{
    readonly WorkflowHost host = TestActivities.Host();

    [Theory, DatabaseData]
    public async Task Move_ToNextVersion_KeepsTheWaitAndIsLogged(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Lifecycle());
        var id = await db.StartAsync(host, "lifecycle");
        await db.ResumeAsync(host, await db.OnlyBookmarkAsync(id));
        await db.PublishAsync(host, TestFlows.Lifecycle(version: 2));
        var migration = new InstanceMigration(db.Database, host);
        var before = await Tables.DigestAsync(db.Database);
        Assert.Equal(MoveOutlook.Moves, Assert.Single(await migration.PreviewAsync("lifecycle", 1, 2)).Outlook);
        Assert.Equal(before, await Tables.DigestAsync(db.Database));
        await migration.MoveAsync("lifecycle", 1, 2, Actor.System);
        Assert.Empty(await migration.MoveAsync("lifecycle", 1, 2, Actor.System));
        Assert.Equal(2, await db.ScalarAsync<int>("select definition_version from workflow_instance where id = @id", new { id }));
        Assert.Equal("workflow.moved", await db.ScalarAsync<string>("select act from audit"));
        foreach (var outcome in (string[])["Revise", "Done", "Accept", "Done", "Done"])
        {
            Assert.False((await db.ResumeAsync(host, await db.OnlyBookmarkAsync(id), outcome)).IsRefused);
        }

        Assert.Equal("finished", await db.ScalarAsync<string>("select sub_status from workflow_instance where id = @id", new { id }));
    }

    [Theory, DatabaseData]
    public async Task Move_FailedAtAnyStatement_LeavesAllOrNothing(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Lifecycle());
        await db.StartAsync(host, "lifecycle");
        await db.PublishAsync(host, TestFlows.Lifecycle(version: 2));
        // Hold the instance, write its state, its version and the line in the audit; commit.
        await FailNth.StatementAsync(db, () => new InstanceMigration(db.Database, host).MoveAsync("lifecycle", 1, 2, Actor.System), atLeast: 4);
    }

    [Theory, DatabaseData]
    public async Task MoveRound_FailedAtAnyStatement_MovesAllPlansOrNone(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plans = (long[])[await house.OpenAsync(), await house.OpenAsync()];
        await house.WriteAndSubmitAsync(plans[0]);
        var text = await house.Db.ScalarAsync<string>("select json from workflow_definition where definition_id = 'action-plan' order by version desc limit 1");
        var json = JsonNode.Parse(text!)!.AsObject();
        var from = (int)json["version"]!;
        (json["version"], json["id"]) = (from + 1, $"action-plan-v{from + 1}");
        await house.Db.PublishAsync(house.Host, json.ToJsonString());
        var move = new MoveRound(house.RoundId, "action-plan", from, from + 1) { Form = new FormPost("move", "lead") };

        await FailNth.StatementAsync(house.Db, async () => PlanHouse.Ok(await new RoundVersions(house.Db.Database, house.Host).MoveAsync(move, house.Lead)), atLeast: 8);

        Assert.Equal([from + 1], await house.Db.QueryAsync<int>("select distinct definition_version from workflow_instance where plan_id is not null"));
        Assert.Equal(plans, await house.Db.QueryAsync<long>("select plan_id from audit where act = 'workflow.moved' order by plan_id"));
    }

    [Theory, DatabaseData]
    public async Task Move_WhereItsStepIsGone_IsStuckAndStays(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(host, TestFlows.Simple());
        await db.PublishAsync(host, TestFlows.Simple(version: 2, step: "other"));
        await db.Database.WriteAsync<long>(async work => (await host.StartAsync(work, "simple", 1)).Value.Id);
        var moves = await new InstanceMigration(db.Database, host).MoveAsync("simple", 1, 2, Actor.System);
        var move = Assert.Single(moves);
        Assert.Equal(MoveOutlook.Stuck, move.Outlook);
        Assert.NotEmpty(move.Why);
        Assert.Equal(1, await db.ScalarAsync<int>("select definition_version from workflow_instance"));
    }
}
