using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>
/// Resumes bookmarks whose time has come, and starts definitions that begin by the clock: one unit of work each, so that what fails stops
/// nothing else. On PostgreSQL several nodes run it; a row that one holds the others pass by. What fell due while the program stood still is done late, never left out.
/// </summary>
public sealed class DueLoop(Database database, WorkflowHost host, ILogger<DueLoop> logger)
    : BackgroundLoop(database.Time, TimeSpan.FromSeconds(10), logger)
{
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    // Bookmarks and triggers whose act threw (a lost connection, a full disk): later, and later still.
    readonly Dictionary<string, (DateTimeOffset NotBefore, int Failures)> resting = [];

    /// <returns>How many were resumed, and started.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct = default) =>
        await DrainAsync("due bookmark", ResumeNextAsync, ct) + await DrainAsync("due start", StartNextAsync, ct);

    async Task<int> DrainAsync(string what, Func<UnitOfWork, Claim, Task<Result<bool>>> next, CancellationToken ct)
    {
        for (var done = 0; ;)
        {
            var claim = new Claim();
            try
            {
                var result = await database.WriteAsync(work => next(work, claim), ct);
                if (result.IsRefused)
                {
                    Rest(claim.Key!);
                    logger.LogWarning("The {What} {Key} was refused: {Code}.", what, claim.Key, result.Refusal!.Code);
                }
                else if (!result.Value)
                {
                    return done;
                }
                else
                {
                    resting.Remove(claim.Key!);
                    done++;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException && claim.Key is not null)
            {
                // Edge of the loop: the others are not to wait for this one.
                Rest(claim.Key);
                logger.LogError(e, "The {What} {Key} could not be served.", what, claim.Key);
            }
        }
    }

    async Task<Result<bool>> ResumeNextAsync(UnitOfWork work, Claim claim)
    {
        claim.Key = await ClaimAsync(work);
        if (claim.Key is null)
        {
            return false;
        }

        var outcome = await host.ResumeAsync(work, claim.Key);
        return outcome.Refusal is { } refusal ? refusal : true;
    }

    async Task<Result<bool>> StartNextAsync(UnitOfWork work, Claim claim)
    {
        if (await Triggers.ClaimAsync(work, Resting(work)) is not { } due)
        {
            return false;
        }

        claim.Key = due.Key;
        await host.StartTriggeredAsync(work, due);
        return true;
    }

    Task<string?> ClaimAsync(UnitOfWork work)
    {
        var except = Resting(work);
        return work.ScalarAsync<string>(
            $"""
            select b.id from bookmark b join workflow_instance i on i.id = b.instance_id
            where b.due_at <= @Now and i.status = 'running' and not (b.id in @except)
              and not exists (select 1 from incident n where n.instance_id = i.id and n.kind = 'Unreadable' and n.resolved_at is null)
            order by b.due_at, b.id limit 1{(work.Dialect == Dialect.Postgres ? " for update of i skip locked" : "")}
            """,
            new { work.Now, except });
    }

    List<string> Resting(UnitOfWork work) => resting.Where(r => r.Value.NotBefore > work.Now).Select(r => r.Key).ToList();

    void Rest(string bookmark)
    {
        var failures = resting.TryGetValue(bookmark, out var before) ? before.Failures + 1 : 1;
        resting[bookmark] = (database.Time.GetUtcNow() + FirstWait * Math.Pow(2, Math.Min(failures - 1, 7)), failures);
    }

    sealed class Claim
    {
        public string? Key { get; set; }
    }
}
