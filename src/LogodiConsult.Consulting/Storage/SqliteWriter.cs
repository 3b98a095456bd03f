using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// All writes of the process, one after another on one connection. Units that wait together share one COMMIT (and so one flush). Most are kept: a group
/// begins without savepoints, which would copy every page that a unit changes. When one is refused or fails beside others that are kept, the group is
/// rolled back and they run again, as they would on PostgreSQL after a deadlock, now each behind its own savepoint. A caller that finds the writer free
/// runs its unit itself; the rest is done by a loop on the thread pool.
/// </summary>
sealed class SqliteWriter(Database database, Func<SqliteLink> open) : IAsyncDisposable
{
    const int GroupSize = 128;
    static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentQueue<Unit> waiting = new();
    readonly SqliteCheckpoints checkpoints = new(database, open);
    readonly List<Member> group = [];
    SqliteLink? link;
    int busy;
    volatile bool closed;

    public async Task WriteAsync(Unit unit, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(closed, database);
        using var withdrawal = ct.CanBeCanceled ? ct.Register(() => unit.Withdraw(ct)) : default;
        waiting.Enqueue(unit);
        if (TryLead())
        {
            await RunGroupAsync();
            HandOver();
        }

        await unit.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        while (!TryLead())
        {
            await Task.Delay(1);
        }

        checkpoints.Dispose();
        link?.Dispose();
        link = null;
    }

    SqliteLink Opened()
    {
        var opened = open();
        opened.Run($"pragma wal_autocheckpoint = {SqliteCheckpoints.FarLimit}");
        return opened;
    }

    bool TryLead() => Interlocked.CompareExchange(ref busy, 1, 0) == 0;

    void HandOver()
    {
        if (waiting.IsEmpty)
        {
            Volatile.Write(ref busy, 0);
            if (waiting.IsEmpty || !TryLead())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.DrainAsync(), this, preferLocal: false);
    }

    async Task DrainAsync()
    {
        do
        {
            while (!waiting.IsEmpty)
            {
                await RunGroupAsync();
            }

            Volatile.Write(ref busy, 0);
        }
        while (!waiting.IsEmpty && TryLead());
    }

    /// <summary>Never throws: whatever happens is told to the units.</summary>
    async Task RunGroupAsync()
    {
        group.Clear();
        var started = Stopwatch.GetTimestamp();
        try
        {
            link ??= Opened();
            link.Run("begin immediate");
            var apart = false;
            while (group.Count < GroupSize && Stopwatch.GetElapsedTime(started) < database.Options.GroupTime && waiting.TryDequeue(out var unit))
            {
                if (!unit.TryBegin())
                {
                    continue;
                }

                var member = new Member(unit);
                group.Add(member);
                await RunAsync(link, member, apart);
                if (member.Kept is null && !apart)
                {
                    link.Run("rollback");
                    link.Run("begin immediate");
                    foreach (var again in group.SkipWhile(m => m.Kept is null).ToList())
                    {
                        apart = true;
                        await RunAsync(link, again, apart);
                    }
                }
            }

            foreach (var member in group)
            {
                member.Kept?.BeforeCommit();
            }

            link.Run("commit");
            checkpoints.Committed(group.Count);
        }
        catch (Exception e)
        {
            GiveUp(e);
            return;
        }

        foreach (var member in group)
        {
            member.Answer(null);
        }
    }

    /// <param name="apart">Behind a savepoint, so that it is undone alone; otherwise the caller undoes the whole group.</param>
    /// <exception cref="InvalidOperationException">The whole transaction is lost, not only this unit.</exception>
    async Task RunAsync(SqliteLink connection, Member member, bool apart)
    {
        (member.Kept, member.Error) = (null, null);
        var started = Stopwatch.GetTimestamp();
        if (apart)
        {
            connection.Run("savepoint unit");
        }

        var work = new UnitOfWork(database, connection, null);
        try
        {
            member.Kept = await member.Unit.RunAsync(work) ? work : null;
        }
        catch (Exception e)
        {
            // The caller gets it once the group has ended; the neighbours are not touched.
            member.Error = e;
        }

        if (!connection.InTransaction)
        {
            throw new InvalidOperationException("The database ended the transaction of the group.", member.Error);
        }

        if (apart)
        {
            if (member.Kept is null)
            {
                connection.Run("rollback to unit");
            }

            connection.Run("release unit");
        }

        if (Stopwatch.GetElapsedTime(started) is var spent && spent > Slow)
        {
            database.Logger.LogWarning("A unit of work kept the only writer for {Milliseconds} ms; it may await nothing but the database.", (long)spent.TotalMilliseconds);
        }
    }

    void GiveUp(Exception e)
    {
        // A connection in doubt is closed, which rolls back; the next group opens its own.
        link?.Dispose();
        link = null;
        if (group.Count == 0 && waiting.TryDequeue(out var first) && first.TryBegin())
        {
            // Nothing had begun (no file, locked by another program): the first that waits is told, the next tries again.
            first.Fail(e);
        }

        foreach (var member in group)
        {
            member.Answer(e);
        }
    }

    sealed class Member(Unit unit)
    {
        public Unit Unit => unit;

        /// <summary>The work whose rows stay; null when it was refused or failed.</summary>
        public UnitOfWork? Kept { get; set; }

        public Exception? Error { get; set; }

        public void Answer(Exception? groupError)
        {
            if ((Error ?? groupError) is { } e)
            {
                unit.Fail(e);
            }
            else
            {
                unit.Complete();
            }
        }
    }
}
