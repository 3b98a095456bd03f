namespace LogodiConsult.Consulting.Storage;

/// <summary>One unit of work on its way: waiting, then begun (it can no longer be cancelled), then committed or failed.</summary>
abstract class Unit(AsyncLocal<bool> writing)
{
    const int Waiting = 0, Begun = 1, Withdrawn = 2;

    // The caller's culture, activity and log scopes hold inside the work, on whichever thread the writer runs it.
    readonly ExecutionContext? context = ExecutionContext.Capture();
    readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int state;

    public Task Completion => completion.Task;

    public IReadOnlyList<Func<Task>> AfterCommit { get; private set; } = [];

    public IReadOnlyList<Func<UnitOfWork, Task>> EvenIfRefused { get; private set; } = [];

    /// <summary>False when the caller withdrew it before.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref state, Begun, Waiting) == Waiting;

    public void Withdraw(CancellationToken ct)
    {
        if (Interlocked.CompareExchange(ref state, Withdrawn, Waiting) == Waiting)
        {
            completion.TrySetCanceled(ct);
        }
    }

    /// <returns>True when what it wrote shall stay.</returns>
    public async Task<bool> RunAsync(UnitOfWork work)
    {
        Task<bool>? running = null;
        if (context is null)
        {
            running = Enter(work);
        }
        else
        {
            ExecutionContext.Run(context, _ => running = Enter(work), null);
        }

        var keep = await running!;
        AfterCommit = keep ? work.TakeAfterCommit() : [];
        EvenIfRefused = keep ? [] : work.TakeEvenIfRefused();
        return keep;
    }

    public void Complete() => completion.TrySetResult();

    public void Fail(Exception e) => completion.TrySetException(e);

    protected abstract Task<bool> WorkAsync(UnitOfWork work);

    async Task<bool> Enter(UnitOfWork work)
    {
        writing.Value = true;
        return await WorkAsync(work);
    }
}

sealed class Unit<T>(Func<UnitOfWork, Task<Result<T>>> work, AsyncLocal<bool> writing) : Unit(writing)
{
    public Result<T> Outcome { get; private set; }

    protected override async Task<bool> WorkAsync(UnitOfWork unitOfWork)
    {
        Outcome = await work(unitOfWork);
        return !Outcome.IsRefused;
    }
}
