using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

public sealed class AuditTests
{
    [Theory, DatabaseData]
    public async Task Chain_Untouched_IsWhole(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await WriteAsync(db);
        Assert.Empty(await db.Database.ReadAsync(Audit.VerifyAsync));
        Assert.Equal([1, 2, 3], await db.QueryAsync<long>("select seq from audit where chain = 'plan:1' order by id"));
    }

    [Theory, DatabaseData]
    public async Task Chain_LineChanged_IsFound(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        db.SkipInvariants = true;
        await WriteAsync(db);
        await UnguardAsync(db);
        await db.ExecuteAsync("update audit set actor_id = 99 where chain = 'plan:1' and seq = 2");
        Assert.Contains("plan:1 line 2", Assert.Single(await db.Database.ReadAsync(Audit.VerifyAsync)));
    }

    [Theory, DatabaseData]
    public async Task Chain_LinesMissingAtItsEnd_AreFound(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        db.SkipInvariants = true;
        await WriteAsync(db);
        await UnguardAsync(db);
        await db.ExecuteAsync("delete from audit where chain = 'plan:1' and seq = 3");
        Assert.Contains("plan:1 ends at 2", Assert.Single(await db.Database.ReadAsync(Audit.VerifyAsync)));
        await db.ExecuteAsync("delete from audit where chain = 'plan:1'");
        Assert.Contains("plan:1 has lost all", Assert.Single(await db.Database.ReadAsync(Audit.VerifyAsync)));
    }

    [Theory, DatabaseData]
    public async Task Lines_ChangedThroughTheDoor_AreRefused(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await WriteAsync(db);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.ExecuteAsync("update audit set actor_id = 99"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.ExecuteAsync("delete from audit"));
    }

    [Theory, DatabaseData]
    public async Task Append_ManyAtOnce_OneChain(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => db.Database.WriteAsync<Done>(async work =>
        {
            await work.AuditAsync(Actor.System, new AuditLine("x") { PlanId = i % 2 });
            return Done.Value;
        }))));
        Assert.Equal(40, await db.ScalarAsync<int>("select sum(length) from audit_chain"));
    }

    static Task WriteAsync(TestDatabase db) => db.Database.WriteAsync<Done>(async work =>
    {
        for (var i = 0; i < 3; i++)
        {
            await work.AuditAsync(Actor.System, new AuditLine("plan.submitted") { PlanId = 1, Subject = "task", SubjectId = i, Facts = new JsonObject { ["n"] = i } });
            await work.AuditAsync(Actor.System, new AuditLine("person.invited") { Subject = "person", SubjectId = i });
        }

        return Done.Value;
    });

    static async Task UnguardAsync(TestDatabase db)
    {
        var postgres = db.Database.Dialect == Dialect.Postgres;
        await db.ExecuteAsync("drop trigger audit_immutable" + (postgres ? " on audit" : ""));
        if (!postgres)
        {
            await db.ExecuteAsync("drop trigger audit_kept");
        }
    }
}
