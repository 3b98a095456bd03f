using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

public sealed class DatabaseTests
{
    const string Insert = "insert into setting(key, value, updated_at, updated_by) values (@key, @value, @Now, 0)";

    [Theory, DatabaseData]
    public async Task Write_Accepted_IsReadBack(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var result = await db.Database.WriteAsync<string>(async work =>
        {
            await Settings.SetAsync(work, "a", "á한", 0);
            return "done";
        });
        Assert.Equal("done", result.Value);
        Assert.Equal("á한", await db.Database.ReadAsync(s => Settings.FindAsync(s, "a")));
    }

    [Theory, DatabaseData]
    public async Task Write_Refused_LeavesNothing(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var before = await Tables.DigestAsync(db.Database);
        var after = false;
        var result = await db.Database.WriteAsync<Done>(async work =>
        {
            work.AfterCommit(() => after = true);
            await Settings.SetAsync(work, "a", "b", 0);
            return Refusal.Forbidden("no");
        });
        Assert.Equal("no", result.Refusal?.Code);
        Assert.False(after);
        Assert.Equal(before, await Tables.DigestAsync(db.Database));
    }

    [Theory, DatabaseData]
    public async Task Write_Throwing_LeavesNothingAndThrows(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var before = await Tables.DigestAsync(db.Database);
        await Assert.ThrowsAsync<FormatException>(() => db.Database.WriteAsync<Done>(async work =>
        {
            await Settings.SetAsync(work, "a", "b", 0);
            throw new FormatException("x");
        }));
        Assert.Equal(before, await Tables.DigestAsync(db.Database));
    }

    [Theory, DatabaseData]
    public async Task Write_InsideWrite_Throws(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            db.Database.WriteAsync<Done>(async _ => (await db.Database.WriteAsync<Done>(_ => Task.FromResult<Result<Done>>(Done.Value))).Value));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            db.Database.WriteAsync<int>(async _ => await db.Database.ReadAsync(s => s.SingleAsync<int>("select 1"))));
        Assert.Equal(1, await db.ScalarAsync<int>("select 1"));
    }

    [Theory, DatabaseData]
    public async Task AfterCommit_Accepted_RunsOnceStoredAndMayWrite(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        string? seen = null;
        await db.Database.WriteAsync<Done>(async work =>
        {
            work.AfterCommit(async () => seen = await db.Database.ReadAsync(s => Settings.FindAsync(s, "a")));
            work.AfterCommit(() => throw new FormatException("is only logged"));
            await Settings.SetAsync(work, "a", "b", 0);
            return Done.Value;
        });
        Assert.Equal("b", seen);
    }

    [Theory, DatabaseData]
    public async Task Write_CancelledBefore_DoesNotBegin(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var begun = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.Database.WriteAsync<Done>(
            _ =>
            {
                begun = true;
                return Task.FromResult<Result<Done>>(Done.Value);
            },
            new CancellationToken(canceled: true)));
        Assert.False(begun);
    }

    [Theory, DatabaseData]
    public async Task Write_CancelledInside_EndsWell(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        using var source = new CancellationTokenSource();
        await db.Database.WriteAsync<Done>(
            async work =>
            {
                await source.CancelAsync();
                await Settings.SetAsync(work, "a", "b", 0);
                return Done.Value;
            },
            source.Token);
        Assert.Equal("b", await db.Database.ReadAsync(s => Settings.FindAsync(s, "a"), CancellationToken.None));
    }

    [Theory, DatabaseData]
    public async Task ExecuteOne_CountsRows(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.Database.WriteAsync<Done>(async work =>
        {
            await work.ExecuteAsync(Insert, new { key = "a", value = "x", work.Now });
            await work.ExecuteAsync(Insert, new { key = "b", value = "x", work.Now });
            Assert.True(await work.ExecuteOneAsync("update setting set value = 'y' where key = 'a'"));
            Assert.False(await work.ExecuteOneAsync("update setting set value = 'y' where key = 'c'"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => work.ExecuteOneAsync("update setting set value = 'z'"));
            return Done.Value;
        });
    }

    [Theory, DatabaseData]
    public async Task Read_IsOneState(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var counts = await db.Database.ReadAsync(async session =>
        {
            var first = await session.ScalarAsync<int>("select count(*) from setting");
            await Task.Run(async () => await db.Database.WriteAsync<int>(work => work.ExecuteAsync(Insert, new { key = "a", value = "x", work.Now }).ContinueWith(t => (Result<int>)t.Result, TaskScheduler.Default)));
            return (first, await session.ScalarAsync<int>("select count(*) from setting"));
        });
        Assert.Equal((0, 0), counts);
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from setting"));
    }

    [Theory, DatabaseData]
    public async Task Read_Writing_Fails(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await Assert.ThrowsAnyAsync<Exception>(() => db.QueryAsync<int>(
            "insert into setting(key, value, updated_at, updated_by) values ('a', 'b', 0, 0) returning 1"));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from setting"));
    }

    [Theory, DatabaseData]
    public async Task Statements_Counted_PerSession(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var seen = new List<string>();
        db.Database.OnStatement = (_, sql) => seen.Add(sql);
        var count = await db.Database.WriteAsync<int>(async work =>
        {
            await work.ScalarAsync<int>("select 1");
            await Settings.SetAsync(work, "a", "b", 0);
            return work.Statements;
        });
        Assert.Equal(2, count.Value);
        Assert.Equal("commit", seen[^1]);
    }

    [Theory, DatabaseData]
    public async Task FailNth_OfAnAct_AllOrNothing(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var places = await FailNth.StatementAsync(db, () => db.Database.WriteAsync<Done>(async work =>
        {
            await Settings.SetAsync(work, "a", "b", 0);
            await work.AuditAsync(Actor.System, new AuditLine("tried"));
            await Outbox.EnqueueAsync(work, new OutboxMessage("x", "a@example.org", "es", []));
            return Done.Value;
        }));
        Assert.Equal(6, places);
    }

    [Theory, DatabaseData]
    public async Task Write_CallersCulture_HoldsInside(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(async () =>
        {
            var culture = System.Globalization.CultureInfo.GetCultureInfo(i % 2 == 0 ? "es-PE" : "ko-KR");
            System.Globalization.CultureInfo.CurrentCulture = culture;
            var inside = await db.Database.WriteAsync<string>(async work =>
            {
                await work.ScalarAsync<int>("select 1");
                return System.Globalization.CultureInfo.CurrentCulture.Name;
            });
            return inside.Value == culture.Name;
        })));
        Assert.All(results, Assert.True);
    }
}
