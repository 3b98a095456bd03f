using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogodiConsult.Consulting.Storage;

/// <summary>The one door to the data: whatever is written passes <see cref="WriteAsync"/>, whatever is read <see cref="ReadAsync"/>.</summary>
public sealed class Database : IAsyncDisposable
{
    static readonly AsyncLocal<bool> Writing = new();

    readonly Store store;
    readonly ILogger logger;

    public Database(DatabaseOptions options, TimeProvider time, ILogger<Database>? logger = null)
    {
        TypeHandlers.Register();
        Options = options;
        Time = time;
        this.logger = logger ?? NullLogger<Database>.Instance;
        store = options.Provider == Dialect.Postgres ? new PostgresStore(this) : new SqliteStore(this);
    }

    public DatabaseOptions Options { get; }

    public Dialect Dialect => Options.Provider;

    public TimeProvider Time { get; }

    /// <summary>Mail that acts ask for is not queued: set where the past is played for the sample, so that nobody is written to about it.</summary>
    public bool DropsMail { get; init; }

    /// <summary>Sees every statement before it is sent (<c>commit</c> too); what it throws fails that statement. For tests and diagnosis.</summary>
    public Action<Session, string>? OnStatement { get; set; }

    internal ILogger Logger => logger;

    /// <summary>
    /// One act, one transaction: all of it is stored, or nothing when it is refused or throws. Returns after the commit is durable.
    /// The work may run more than once, so it changes nothing outside <c>work</c>: on PostgreSQL when the server breaks a deadlock or a serialization
    /// conflict, on SQLite when another unit of the same group is refused or fails.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called inside another unit of work.</exception>
    public async Task<Result<T>> WriteAsync<T>(Func<UnitOfWork, Task<Result<T>>> work, CancellationToken ct = default)
    {
        RefuseNesting();
        var unit = new Unit<T>(work, Writing);
        await store.WriteAsync(unit, ct);
        foreach (var act in unit.AfterCommit)
        {
            try
            {
                await act();
            }
            catch (Exception e)
            {
                // The act is stored: what follows it may not turn it into a failure.
                logger.LogError(e, "Work after a commit failed.");
            }
        }

        foreach (var act in unit.EvenIfRefused)
        {
            await WriteAsync<Done>(
                async work =>
                {
                    await act(work);
                    return Done.Value;
                },
                CancellationToken.None);
        }

        return unit.Outcome;
    }

    /// <summary>Reads one state of the data: everything that was committed before, nothing that comes after.</summary>
    /// <exception cref="InvalidOperationException">Called inside a unit of work, which reads through itself.</exception>
    public Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken ct = default)
    {
        RefuseNesting();
        return store.ReadAsync(read, ct);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    static void RefuseNesting()
    {
        if (Writing.Value)
        {
            throw new InvalidOperationException("Inside a unit of work everything goes through it: hand the UnitOfWork on as a parameter.");
        }
    }
}

/// <summary>One database behind <see cref="Database"/>.</summary>
abstract class Store : IAsyncDisposable
{
    public abstract Task WriteAsync(Unit unit, CancellationToken ct);

    public abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> read, CancellationToken ct);

    public abstract ValueTask DisposeAsync();
}
