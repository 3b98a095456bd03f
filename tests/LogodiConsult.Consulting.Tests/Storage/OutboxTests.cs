using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

public sealed class OutboxTests
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    [Theory, DatabaseData]
    public async Task Enqueue_SameDedupeKey_OneMessage(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        Assert.NotNull(await EnqueueAsync(db, "once"));
        Assert.Null(await EnqueueAsync(db, "once"));
        Assert.NotNull(await EnqueueAsync(db, null));
        Assert.NotNull(await EnqueueAsync(db, null));
    }

    [Theory, DatabaseData]
    public async Task Claim_ByManyWorkers_EachMessageOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        for (var i = 0; i < 60; i++)
        {
            await EnqueueAsync(db, null);
        }

        db.Time.Advance(TimeSpan.FromSeconds(1));
        var claimed = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            var ids = new List<long>();
            for (var n = 0; n < 3; n++)
            {
                ids.AddRange((await ClaimAsync(db, $"w{i}")).Select(m => m.Id));
            }

            return ids;
        })));
        var all = claimed.SelectMany(c => c).ToList();
        Assert.Equal(60, all.Count);
        Assert.Equal(60, all.Distinct().Count());
    }

    [Theory, DatabaseData]
    public async Task Claim_WorkerDied_AnotherTakesOverAfterTheLease(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await EnqueueAsync(db, null);
        db.Time.Advance(TimeSpan.FromSeconds(1));
        var first = Assert.Single(await ClaimAsync(db, "a"));
        Assert.Empty(await ClaimAsync(db, "b"));
        db.Time.Advance(Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(first.Id, Assert.Single(await ClaimAsync(db, "b")).Id);
        Assert.False((await db.Database.WriteAsync<bool>(async w => await Outbox.MarkSentAsync(w, first.Id, "a"))).Value);
        Assert.True((await db.Database.WriteAsync<bool>(async w => await Outbox.MarkSentAsync(w, first.Id, "b"))).Value);
        db.Time.Advance(Lease * 2);
        Assert.Empty(await ClaimAsync(db, "c"));
    }

    [Theory, DatabaseData]
    public async Task Failure_AgainAndAgain_WaitsLongerThenShowsAndIsSentAgain(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await EnqueueAsync(db, null);
        var waits = new List<TimeSpan>();
        for (var attempt = 1; attempt <= Outbox.Attempts; attempt++)
        {
            db.Time.Advance(TimeSpan.FromDays(1));
            var message = Assert.Single(await ClaimAsync(db, "a"));
            Assert.Equal(attempt, message.Attempts);
            await db.Database.WriteAsync<bool>(async w => await Outbox.MarkFailedAsync(w, message, "a", "550 no such box"));
            waits.Add(await db.ScalarAsync<DateTimeOffset>("select not_before from outbox") - db.Time.GetUtcNow());
        }

        Assert.Equal(waits.Order(), waits);
        db.Time.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await ClaimAsync(db, "a"));
        var failed = Assert.Single(await db.Database.ReadAsync(s => Outbox.FailedAsync(s)));
        Assert.Equal("550 no such box", failed.Error);
        Assert.True((await db.Database.WriteAsync<bool>(async w => await Outbox.SendAgainAsync(w, failed.Id))).Value);
        db.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Assert.Single(await ClaimAsync(db, "a")).Attempts);
    }

    static async Task<long?> EnqueueAsync(TestDatabase db, string? key) =>
        (await db.Database.WriteAsync<long?>(async work =>
            await Outbox.EnqueueAsync(work, new OutboxMessage("reminder", "ana@example.org", "es", new JsonObject { ["plan"] = 1 }) { DedupeKey = key }))).Value;

    static async Task<IReadOnlyList<OutboxRow>> ClaimAsync(TestDatabase db, string worker)
    {
        IReadOnlyList<OutboxRow> rows = [];
        await db.Database.WriteAsync<Done>(async work =>
        {
            rows = await Outbox.ClaimAsync(work, worker, Lease);
            return Done.Value;
        });
        return rows;
    }
}
