using System.Data.Common;
using Dapper;

namespace LogodiConsult.Consulting.Storage;

/// <summary>One connection in one transaction: what is read here belongs together. <see cref="UnitOfWork"/> writes as well.</summary>
public abstract class Session
{
    readonly Database database;
    readonly DbConnection connection;
    readonly DbTransaction? transaction;

    private protected Session(Database database, DbConnection connection, DbTransaction? transaction, CancellationToken cancelled)
    {
        this.database = database;
        this.connection = connection;
        this.transaction = transaction;
        Cancelled = cancelled;
        Now = database.Time.GetUtcNow().Truncated();
    }

    public Dialect Dialect => database.Dialect;

    /// <summary>The moment of the act: one for the whole session, in whole microseconds.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Never cancelled inside a unit of work: cancellation ends where the work begins.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>How many statements were sent so far; tests ask it so that a page's statements do not grow with its rows.</summary>
    public int Statements { get; private set; }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null) =>
        Lone<T>.IsOurs
            ? (await connection.QueryAsync(await CommandAsync(sql, args))).Select(row => TypeHandlers.Convert<T>(((IDictionary<string, object?>)row).Values.First())!).ToList()
            : (await connection.QueryAsync<T>(await CommandAsync(sql, args))).AsList();

    public async Task<T?> FirstOrDefaultAsync<T>(string sql, object? args = null) =>
        Lone<T>.IsOurs ? (await QueryAsync<T>(sql, args)) is [var first, ..] ? first : default : await connection.QueryFirstOrDefaultAsync<T>(await CommandAsync(sql, args));

    /// <exception cref="InvalidOperationException">Not exactly one row.</exception>
    public async Task<T> SingleAsync<T>(string sql, object? args = null) =>
        Lone<T>.IsOurs ? (await QueryAsync<T>(sql, args)).Single() : await connection.QuerySingleAsync<T>(await CommandAsync(sql, args));

    public async Task<T?> ScalarAsync<T>(string sql, object? args = null) => TypeHandlers.Convert<T>(await connection.ExecuteScalarAsync(await CommandAsync(sql, args)));

    private protected DbConnection Connection => connection;

    private protected Database Database => database;

    private protected DbTransaction? Transaction => transaction;

    private protected void Count(string sql)
    {
        Statements++;
        database.OnStatement?.Invoke(this, sql);
    }

    private protected virtual ValueTask BeforeAsync(string sql) => ValueTask.CompletedTask;

    private protected async ValueTask<CommandDefinition> CommandAsync(string sql, object? args)
    {
        await BeforeAsync(sql);
        Count(sql);
        var (text, values) = Arguments.Of(sql, args, Dialect);
        return new CommandDefinition(text, values, transaction, cancellationToken: Cancelled);
    }

    /// <summary>Where the row is one value Dapper hands a handler the database's null, and takes enumerations for numbers; those are converted here.</summary>
    static class Lone<T>
    {
        public static readonly bool IsOurs = IsOurOwn(Nullable.GetUnderlyingType(typeof(T)), typeof(T));

        static bool IsOurOwn(Type? underlying, Type type) =>
            (underlying ?? type).IsEnum || underlying == typeof(DateTimeOffset) || underlying == typeof(DateOnly) || underlying == typeof(bool) || underlying == typeof(decimal);
    }

    internal void BeforeCommit() => database.OnStatement?.Invoke(this, "commit");
}

/// <summary>A read snapshot.</summary>
sealed class ReadSession(Database database, DbConnection connection, DbTransaction? transaction, CancellationToken cancelled)
    : Session(database, connection, transaction, cancelled);
