using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// Moves what was committed from the write-ahead log into the file, on a connection and a thread of its own: if the writer did it, as SQLite
/// does by default, every thousandth page would make its callers wait for two more flushes. The writer keeps a far limit for the case that this
/// one does not keep up.
/// </summary>
sealed class SqliteCheckpoints(Database database, Func<SqliteLink> open) : IDisposable
{
    /// <summary>Pages of the log (4 KB each) at which the writer itself clears the rest.</summary>
    public const int FarLimit = 32_000;

    const int Every = 200;

    readonly Lock gate = new();
    SqliteLink? link;
    int since;
    int running;
    bool closed;

    /// <summary>Called by the writer after each commit.</summary>
    public void Committed(int units)
    {
        since += units;
        if (since >= Every && Interlocked.CompareExchange(ref running, 1, 0) == 0)
        {
            since = 0;
            ThreadPool.UnsafeQueueUserWorkItem(static checkpoints => checkpoints.Run(), this, preferLocal: false);
        }
    }

    void Run()
    {
        try
        {
            lock (gate)
            {
                if (!closed)
                {
                    link ??= open();
                    link.Run("pragma wal_checkpoint(passive)");
                }
            }
        }
        catch (SqliteException e)
        {
            // Nothing is lost: the log keeps what it has, and the next one goes on from there.
            database.Logger.LogWarning(e, "The write-ahead log could not be moved into the file.");
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            link?.Dispose();
            link = null;
        }
    }
}
