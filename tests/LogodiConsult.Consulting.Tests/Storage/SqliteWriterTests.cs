using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

/// <summary>Group commit exists on SQLite only.</summary>
public sealed class SqliteWriterTests
{
    const string Insert = "insert into setting(key, value, updated_at, updated_by) values (@key, '', 0, 0)";

    [Fact]
    public async Task Group_OneFails_NeighboursStay()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var group = await GroupAsync(db, 9, async (i, work) =>
        {
            await work.ExecuteAsync(Insert, new { key = $"k{i}" });
            return i switch
            {
                3 => throw new FormatException("unit 3"),
                5 => Refusal.Forbidden("unit5"),
                _ => (Result<int>)await work.ExecuteAsync(Insert, new { key = i == 7 ? "k0" : $"l{i}" }),
            };
        });
        Assert.Equal(1, group.Commits);
        Assert.IsType<FormatException>(group.Tasks[3].Exception!.InnerException);
        Assert.Equal("unit5", (await group.Tasks[5]).Refusal!.Code);
        Assert.IsType<Microsoft.Data.Sqlite.SqliteException>(group.Tasks[7].Exception!.InnerException);
        Assert.Equal(12, await db.ScalarAsync<int>("select count(*) from setting"));
    }

    [Fact]
    public async Task Group_OneRefused_ThoseBeforeItRunOnceMore_AndAreStoredOnce()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var (runs, after) = (new int[6], new int[6]);
        var group = await GroupAsync(db, 6, async (i, work) =>
        {
            runs[i]++;
            work.AfterCommit(() => after[i]++);
            // The first is refused before anything is kept, the fourth sees what the two before it wrote.
            if (i == 0)
                return Refusal.Forbidden("first");
            if (i == 3)
                return await work.ScalarAsync<int>("select count(*) from setting") == 2 ? Refusal.Forbidden("fourth") : Refusal.Forbidden("blind");
            return (Result<int>)await work.ExecuteAsync(Insert, new { key = $"k{i}" });
        });
        Assert.Equal([1, 2, 2, 2, 1, 1], runs);
        Assert.Equal([0, 1, 1, 0, 1, 1], after);
        Assert.Equal(["first", "fourth"], [(await group.Tasks[0]).Refusal!.Code, (await group.Tasks[3]).Refusal!.Code]);
        Assert.Equal(["k1", "k2", "k4", "k5"], await db.QueryAsync<string>("select key from setting order by key"));
    }

    [Fact]
    public async Task Group_CommitFails_AllFailAndNothingStays()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        db.Database.OnStatement = (_, sql) =>
        {
            if (sql == "commit")
            {
                throw new InjectedFailure(0, sql);
            }
        };
        var after = 0;
        var group = await GroupAsync(db, 5, async (i, work) =>
        {
            work.AfterCommit(() => after++);
            return await work.ExecuteAsync(Insert, new { key = $"k{i}" });
        });
        Assert.All(group.Tasks, t => Assert.IsType<InjectedFailure>(t.Exception!.InnerException));
        Assert.Equal(0, after);
        db.Database.OnStatement = null;
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from setting"));
        await db.ExecuteAsync(Insert, new { key = "again" });
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from setting"));
    }

    [Fact]
    public async Task Group_WithdrawnBeforeItsTurn_IsLeftOut()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using var source = new CancellationTokenSource();
        using var entered = new SemaphoreSlim(0);
        var gate = new TaskCompletionSource();
        var first = Task.Run(() => db.Database.WriteAsync<Done>(async _ =>
        {
            entered.Release();
            await gate.Task;
            return Done.Value;
        }));
        await entered.WaitAsync();
        var begun = false;
        var second = db.Database.WriteAsync<Done>(
            _ =>
            {
                begun = true;
                return Task.FromResult<Result<Done>>(Done.Value);
            },
            source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.SetResult();
        await first;
        await db.ExecuteAsync(Insert, new { key = "later" });
        Assert.False(begun);
    }

    [Fact]
    public async Task Writers_Many_LoseNothing()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                var key = $"{caller}.{i}";
                await db.Database.WriteAsync<int>(async work => await work.ExecuteAsync(Insert, new { key }));
                Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from setting where key = @key", new { key }));
            }
        })));
        Assert.Equal(64 * 20, await db.ScalarAsync<int>("select count(*) from setting"));
    }

    [Fact]
    public async Task Connections_Every_AreSafe()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var written = await db.Database.WriteAsync<long[]>(async work => await PragmasAsync(work));
        var read = await db.Database.ReadAsync(PragmasAsync);
        Assert.Equal([2, 1, 30000], written.Value);
        Assert.Equal([2, 1, 30000], read);
        Assert.Equal("wal", await db.ScalarAsync<string>("pragma journal_mode"));
    }

    static async Task<long[]> PragmasAsync(Session session) =>
    [
        await session.ScalarAsync<long>("pragma synchronous"),
        await session.ScalarAsync<long>("pragma foreign_keys"),
        await session.ScalarAsync<long>("pragma busy_timeout"),
    ];

    /// <summary>Holds the writer until all units wait, so that they are committed together.</summary>
    static async Task<(IReadOnlyList<Task<Result<int>>> Tasks, int Commits)> GroupAsync(TestDatabase db, int units, Func<int, UnitOfWork, Task<Result<int>>> work)
    {
        db.Options.GroupTime = TimeSpan.FromMinutes(1);
        using var entered = new SemaphoreSlim(0);
        var gate = new TaskCompletionSource();
        var holding = Task.Run(() => db.Database.WriteAsync<Done>(async _ =>
        {
            entered.Release();
            await gate.Task;
            return Refusal.Hidden();
        }));
        await entered.WaitAsync();
        var groups = new HashSet<int>();
        var sessions = 0;
        var outer = db.Database.OnStatement;
        db.Database.OnStatement = (session, sql) =>
        {
            outer?.Invoke(session, sql);
            if (sql == "commit")
            {
                groups.Add(sessions);
            }
            else
            {
                sessions++;
            }
        };
        var tasks = Enumerable.Range(0, units).Select(i => db.Database.WriteAsync<int>(w => work(i, w))).ToList();
        gate.SetResult();
        // Refused as it is, it fails with its group when the group fails.
        await Task.WhenAny(holding);
        await Task.WhenAll(tasks).ContinueWith(_ => { }, TaskScheduler.Default);
        return (tasks, groups.Count);
    }
}
