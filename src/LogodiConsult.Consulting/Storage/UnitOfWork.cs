using System.Data.Common;
using Dapper;
using LogodiConsult.Consulting.People;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Whatever must commit together takes it as a parameter. It lives inside <see cref="Storage.Database.WriteAsync"/> only.</summary>
public sealed class UnitOfWork : Session
{
    List<Func<Task>>? afterCommit;
    List<Func<UnitOfWork, Task>>? evenIfRefused;
    StepState step;

    internal UnitOfWork(Database database, DbConnection connection, DbTransaction? transaction)
        : base(database, connection, transaction, CancellationToken.None) => DropsMail = database.DropsMail;

    /// <inheritdoc cref="Database.DropsMail"/>
    public bool DropsMail { get; }

    /// <returns>The number of rows that were changed.</returns>
    public async Task<int> ExecuteAsync(string sql, object? args = null) => await Connection.ExecuteAsync(await CommandAsync(sql, args));

    /// <summary>An insert that ends with <c>returning id</c>.</summary>
    public async Task<long> InsertAsync(string sql, object? args = null) => await Connection.ExecuteScalarAsync<long>(await CommandAsync(sql, args));

    /// <summary>An update of one row on a condition (its version, its state): true when the row was as expected, false when it was not.</summary>
    /// <exception cref="InvalidOperationException">More than one row was changed: the statement names no single row.</exception>
    public async Task<bool> ExecuteOneAsync(string sql, object? args = null) =>
        await ExecuteAsync(sql, args) switch
        {
            0 => false,
            1 => true,
            var n => throw new InvalidOperationException($"One row was to be changed, {n} were: {sql}"),
        };

    /// <summary>Runs once the transaction is durable, never otherwise: caches, events to browsers. Its failure is logged, not thrown.</summary>
    public void AfterCommit(Func<Task> act) => (afterCommit ??= []).Add(act);

    public void AfterCommit(Action act) =>
        AfterCommit(() =>
        {
            act();
            return Task.CompletedTask;
        });

    /// <summary>Adds a line to the audit, in this transaction.</summary>
    public Task AuditAsync(Actor actor, AuditLine line) => Audit.AppendAsync(this, actor, line);

    /// <summary>Runs as a unit of its own when this one is refused, so that what was found broken is kept although the act leaves nothing.</summary>
    public void EvenIfRefused(Func<UnitOfWork, Task> act) => (evenIfRefused ??= []).Add(act);

    /// <summary>Begins a step that can be undone by itself. What writes nothing costs nothing: the savepoint is set before the first change.</summary>
    public void BeginStep() => step = StepState.Begun;

    public async ValueTask KeepStepAsync()
    {
        if (step == StepState.Changed)
        {
            step = StepState.None;
            await ExecuteAsync("release savepoint step");
        }

        step = StepState.None;
    }

    public async ValueTask UndoStepAsync()
    {
        if (step == StepState.Changed)
        {
            step = StepState.None;
            await ExecuteAsync("rollback to savepoint step");
            await ExecuteAsync("release savepoint step");
        }

        step = StepState.None;
    }

    private protected override ValueTask BeforeAsync(string sql) =>
        step == StepState.Begun && !sql.AsSpan().TrimStart().StartsWith("select", StringComparison.OrdinalIgnoreCase) ? OpenStepAsync() : default;

    async ValueTask OpenStepAsync()
    {
        step = StepState.Changed;
        await ExecuteAsync("savepoint step");
    }

    internal DbTransaction? Ongoing => Transaction;

    /// <summary>For <see cref="HotStatement"/>: counted and guarded like every other statement.</summary>
    internal ValueTask<DbConnection> UseAsync(string sql)
    {
        var before = BeforeAsync(sql);
        if (!before.IsCompletedSuccessfully)
        {
            return AfterAsync(before, sql);
        }

        Count(sql);
        return new(Connection);
    }

    async ValueTask<DbConnection> AfterAsync(ValueTask before, string sql)
    {
        await before;
        Count(sql);
        return Connection;
    }

    internal IReadOnlyList<Func<UnitOfWork, Task>> TakeEvenIfRefused() => evenIfRefused ?? (IReadOnlyList<Func<UnitOfWork, Task>>)[];

    internal IReadOnlyList<Func<Task>> TakeAfterCommit() => afterCommit ?? (IReadOnlyList<Func<Task>>)[];

    enum StepState
    {
        None,
        Begun,
        Changed,
    }
}
