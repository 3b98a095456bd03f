using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

public sealed class StartTurnTests
{
    [Fact]
    public async Task TakeAsync_WhileAnotherNodeStarts_WaitsForItsTurn()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var db = await TestDatabase.CreateAsync(Dialect.Postgres);
        var first = await StartTurn.TakeAsync(db.Options, TestContext.Current.CancellationToken);
        var second = StartTurn.TakeAsync(db.Options, TestContext.Current.CancellationToken);
        while (!second.IsCompleted && await db.ScalarAsync<long>(
            "select count(*) from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and not l.granted") == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await (await second).DisposeAsync();
    }
}
