using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>
/// Resumes bookmarks whose time has come: one unit of work each, so that what fails stops nothing else. On PostgreSQL several nodes run it;
/// a row that one holds the others pass by. What fell due while the program stood still is done late, never left out.
/// </summary>
public sealed class DueLoop(Database database, WorkflowHost host, ILogger<DueLoop> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    // Bookmarks whose resume threw (a lost connection, a full disk): later, and later still.
    readonly Dictionary<string, (DateTimeOffset NotBefore, int Failures)> resting = [];

    /// <returns>How many were resumed.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        for (var resumed = 0; ;)
        {
            string? claimed = null;
            try
            {
                var result = await database.WriteAsync<bool>(
                    async work =>
                    {
                        claimed = await ClaimAsync(work);
                        if (claimed is null)
                        {
                            return false;
                        }

                        var outcome = await host.ResumeAsync(work, claimed);
                        return outcome.Refusal is { } refusal ? refusal : true;
                    },
                    ct);
                if (result.IsRefused)
                {
                    Rest(claimed!);
                    logger.LogWarning("The due bookmark {Bookmark} was refused: {Code}.", claimed, result.Refusal!.Code);
                }
                else if (!result.Value)
                {
                    return resumed;
                }
                else
                {
                    resting.Remove(claimed!);
                    resumed++;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException && claimed is not null)
            {
                // Edge of the loop: the others are not to wait for this one.
                Rest(claimed);
                logger.LogError(e, "The due bookmark {Bookmark} could not be resumed.", claimed);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Looking for due bookmarks failed.");
            }

            await Task.Delay(Pause, database.Time, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    Task<string?> ClaimAsync(UnitOfWork work)
    {
        var except = resting.Where(r => r.Value.NotBefore > work.Now).Select(r => r.Key).ToList();
        return work.ScalarAsync<string>(
            $"""
            select b.id from bookmark b join workflow_instance i on i.id = b.instance_id
            where b.due_at <= @Now and i.status = 'running' and not (b.id in @except)
              and not exists (select 1 from incident n where n.instance_id = i.id and n.kind = 'Unreadable' and n.resolved_at is null)
            order by b.due_at, b.id limit 1{(work.Dialect == Dialect.Postgres ? " for update of i skip locked" : "")}
            """,
            new { work.Now, except });
    }

    void Rest(string bookmark)
    {
        var failures = resting.TryGetValue(bookmark, out var before) ? before.Failures + 1 : 1;
        resting[bookmark] = (database.Time.GetUtcNow() + FirstWait * Math.Pow(2, Math.Min(failures - 1, 7)), failures);
    }
}
