using Dapper;
using Npgsql;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// Nodes that start on one PostgreSQL server at the same moment take turns: what the first migrates, publishes and plays, the next finds done. On SQLite
/// the <see cref="WriteLock"/> has let only one program in.
/// </summary>
public sealed class StartTurn : IAsyncDisposable
{
    // Any fixed number serves, as long as every node uses the same and the migrator another.
    const long AdvisoryLock = 0x10_60_D2;

    readonly NpgsqlConnection? connection;

    StartTurn(NpgsqlConnection? connection) => this.connection = connection;

    /// <summary>Waits as long as another node has the turn; a node that dies gives it back with its connection.</summary>
    public static async Task<StartTurn> TakeAsync(DatabaseOptions options, CancellationToken ct = default)
    {
        if (options.Provider != Dialect.Postgres)
            return new StartTurn(null);
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Pooling = false, CommandTimeout = 0, KeepAlive = 30 };
        var opened = new NpgsqlConnection(settings.ToString());
        try
        {
            await opened.OpenAsync(ct);
            await opened.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@AdvisoryLock)", new { AdvisoryLock }, cancellationToken: ct));
            return new StartTurn(opened);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => connection?.DisposeAsync() ?? ValueTask.CompletedTask;
}
