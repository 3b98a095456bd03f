using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// Moves what was committed from the write-ahead log into the file, on a connection and a thread of its own: if the writer did it, as SQLite
/// does by default, every thousandth page would make its callers wait for two more flushes; on the thread pool, which has as many threads as
/// the machine has cores, it would keep one of them from the callers. The writer keeps a far limit for the case that this one does not keep up.
/// </summary>
sealed class SqliteCheckpoints(Database database, Func<SqliteLink> open) : IDisposable
{
    /// <summary>Pages of the log (4 KB each) at which the writer itself clears the rest.</summary>
    public const int FarLimit = 32_000;

    // A checkpoint is felt by those who commit beside it: seldom enough that it meets fewer than one act in a hundred.
    const int Every = 2_000;

    readonly Lock gate = new();
    readonly AutoResetEvent due = new(initialState: false);
    Thread? thread;
    int since;
    volatile bool closed;

    /// <summary>Called by the writer after each commit.</summary>
    public void Committed(int units)
    {
        since += units;
        if (since < Every)
        {
            return;
        }

        since = 0;
        lock (gate)
        {
            if (!closed && thread is null)
            {
                thread = new Thread(Run) { IsBackground = true, Name = "write-ahead log", Priority = ThreadPriority.BelowNormal };
                thread.Start();
            }
        }

        due.Set();
    }

    void Run()
    {
        SqliteLink? link = null;
        while (due.WaitOne() && !closed)
        {
            try
            {
                link ??= open();
                link.Run("pragma wal_checkpoint(passive)");
            }
            catch (SqliteException e)
            {
                // Nothing is lost: the log keeps what it has, and the next one goes on from there.
                database.Logger.LogWarning(e, "The write-ahead log could not be moved into the file.");
            }
        }

        link?.Dispose();
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
        }

        due.Set();
        thread?.Join();
        due.Dispose();
    }
}
