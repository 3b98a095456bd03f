using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Translations;

public sealed class MachineJob
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public string Language { get; init; } = "";
    public string SourceLanguage { get; init; } = "";
    public string SourceDigest { get; init; } = "";
    public string Source { get; init; } = "";
    public int Attempts { get; init; }
}

/// <summary>What one plan's official said, and how far the machine is.</summary>
public sealed class MachineStatus
{
    /// <summary>Null: nobody was told yet.</summary>
    public MachineDecision? Decision { get; init; }

    public string? Service { get; init; }
    public long? PersonId { get; init; }
    public DateTimeOffset? At { get; init; }
    public int Waiting { get; init; }
    public int Failed { get; init; }

    /// <summary>The plan's own official has agreed to this very service.</summary>
    public bool IsAgreed(string service, long officialId) => Decision == MachineDecision.Agreed && Service == service && PersonId == officialId;
}

public enum MachineDecision
{
    Agreed,
    Declined,
}

/// <summary>
/// Jobs are claimed like mail: for a while, by one worker; a crash hands them to another. Only those are handed out whose plan's present official
/// has agreed, last of all, to the very service that is configured now.
/// </summary>
public static class MachineJobs
{
    public const int Attempts = 6;

    const string Agreed = """
        exists (select 1 from plan p join machine_notice n on n.plan_id = p.id and n.person_id = p.official_id
                where p.id = machine_job.plan_id and p.state <> 'withdrawn' and n.service = @service and n.decision = 'agreed'
                  and n.id = (select max(m.id) from machine_notice m where m.plan_id = p.id))
        """;

    public static Task<MachineStatus> StatusAsync(Session session, long planId) => session.SingleAsync<MachineStatus>(
        """
        select n.decision, n.service, n.person_id, n.at,
               (select count(*) from machine_job j where j.plan_id = p.id and j.failed_at is null) as waiting,
               (select count(*) from machine_job j where j.plan_id = p.id and j.failed_at is not null) as failed
        from plan p left join machine_notice n on n.id = (select max(m.id) from machine_notice m where m.plan_id = p.id)
        where p.id = @planId
        """,
        new { planId });

    public static Task<IReadOnlyList<MachineJob>> ClaimAsync(UnitOfWork work, string worker, string service, TimeSpan lease, int limit) =>
        // The condition stands in the outer `where` as well: without it PostgreSQL hands a row to two workers.
        work.QueryAsync<MachineJob>(
            $"""
            update machine_job set claimed_by = @worker, claimed_until = @until, attempts = attempts + 1
            where id in (
              select id from machine_job where failed_at is null and not_before <= @Now and claimed_until < @Now and {Agreed}
              order by not_before, id limit @limit{work.Dialect.ForUpdateSkipLocked()})
              and failed_at is null and claimed_until < @Now
            returning id, plan_id, language, source_language, source_digest, source, attempts
            """,
            new { worker, service, until = work.Now + lease, work.Now, limit });

    /// <summary>Asked once more right before a text leaves: somebody may have said no since it was claimed.</summary>
    public static async Task<bool> MayLeaveAsync(Session session, long id, string worker, string service) =>
        await session.ScalarAsync<long>($"select count(*) from machine_job where id = @id and claimed_by = @worker and {Agreed}", new { id, worker, service }) == 1;

    public static async Task DoneAsync(UnitOfWork work, MachineJob job, string worker, string text)
    {
        if (await work.ExecuteOneAsync("delete from machine_job where id = @Id and claimed_by = @worker", new { job.Id, worker }))
            await SegmentSql.SaveMachineAsync(work, job.PlanId, job.Language, job.SourceLanguage, job.SourceDigest, job.Source, text);
    }

    /// <summary>Waits longer after each attempt (1, 2, 4 … minutes, or as long as the server says); in the end it is failed until somebody asks again.</summary>
    public static Task FailedAsync(UnitOfWork work, MachineJob job, string worker, string reason, TimeSpan? after, bool forGood) =>
        work.ExecuteAsync(
            """
            update machine_job set error = @reason, claimed_until = 0, failed_at = @failedAt, not_before = @notBefore
            where id = @Id and claimed_by = @worker
            """,
            new
            {
                job.Id,
                worker,
                reason = reason.Length > 300 ? reason[..300] : reason,
                failedAt = forGood || job.Attempts >= Attempts ? work.Now : (DateTimeOffset?)null,
                notBefore = work.Now + (after ?? TimeSpan.FromMinutes(Math.Pow(2, Math.Min(job.Attempts, 6) - 1))),
            });

    /// <summary>Given back untried: it does not count as an attempt.</summary>
    public static Task ReturnAsync(UnitOfWork work, IReadOnlyList<long> ids, string worker, TimeSpan wait) =>
        work.ExecuteAsync(
            "update machine_job set claimed_until = 0, attempts = attempts - 1, not_before = @notBefore where id in @ids and claimed_by = @worker",
            new { ids, worker, notBefore = work.Now + wait });
}
