using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
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
