using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace LogodiConsult.Consulting.Storage;

/// <summary>The embedded default: one writer with group commit, readers with their own connections that never wait.</summary>
sealed class SqliteStore : Store
{
    readonly Database database;
    readonly string connectionString;
    readonly SqliteWriter writer;
    readonly ConcurrentStack<SqliteLink> readers = new();

    // The writer keeps a thread of the pool while it waits for the disk; without one more, a machine of two cores has one left for its callers.
    static SqliteStore()
    {
        ThreadPool.GetMinThreads(out var workers, out var io);
        ThreadPool.SetMinThreads(workers + 1, io);
    }

    public SqliteStore(Database database)
    {
        this.database = database;
        connectionString = ConnectionString(database.Options.SqlitePath);
        writer = new SqliteWriter(database, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(database.Options.SqlitePath)!);
            return SqliteLink.Open(connectionString, readOnly: false);
        });
    }

    public static string ConnectionString(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true, DefaultTimeout = 30 }.ToString();

    public override Task WriteAsync(Unit unit, CancellationToken ct) => writer.WriteAsync(unit, ct);

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (!readers.TryPop(out var link))
        {
            link = SqliteLink.Open(connectionString, readOnly: true);
        }

        try
        {
            link.Run("begin");
            var value = await read(new ReadSession(database, link, null, ct));
            link.Run("commit");
            readers.Push(link);
            return value;
        }
        catch
        {
            // A connection that failed is not used again: its transaction ends with it.
            await link.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        while (readers.TryPop(out var link))
        {
            await link.DisposeAsync();
        }
    }
}
