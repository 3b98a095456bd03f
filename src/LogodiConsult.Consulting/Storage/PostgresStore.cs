using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Several nodes share one server: plain transactions, one connection each.</summary>
sealed class PostgresStore : Store
{
    const int Attempts = 4;

    readonly Database database;
    readonly NpgsqlDataSource source;
    readonly NpgsqlDataSource reading;

    public PostgresStore(Database database)
    {
        this.database = database;
        var text = database.Options.ConnectionString
            ?? throw new InvalidOperationException("PostgreSQL needs its connection string (setting Database:ConnectionString).");
        var settings = new NpgsqlConnectionStringBuilder(text);
        if (settings.MaxAutoPrepare == 0)
        {
            // The same few hundred statements come again and again: the server plans each once per connection.
            settings.MaxAutoPrepare = 200;
        }

        source = NpgsqlDataSource.Create(settings);
        settings.Options = $"{settings.Options} -c default_transaction_read_only=on".Trim();
        reading = NpgsqlDataSource.Create(settings);
    }

    public override async Task WriteAsync(Unit unit, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await TryAsync(unit, ct);
                return;
            }
            catch (PostgresException e) when (attempt < Attempts && IsConflict(e))
            {
                // The server rolled everything back, so running the work again cannot do anything twice.
                database.Logger.LogInformation("Transaction runs again after {State}, attempt {Attempt}.", e.SqlState, attempt);
                await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt * (1 + Random.Shared.NextDouble())), ct);
            }
        }
    }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken ct)
    {
        await using var connection = await reading.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var value = await read(new ReadSession(database, connection, transaction, ct));
        await transaction.CommitAsync(CancellationToken.None);
        return value;
    }

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await reading.DisposeAsync();
    }

    static bool IsConflict(PostgresException e) => e.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    async Task TryAsync(Unit unit, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        var work = new UnitOfWork(database, connection, transaction);
        if (await unit.RunAsync(work))
        {
            work.BeforeCommit();
            await transaction.CommitAsync(CancellationToken.None);
        }
        else
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
    }
}
