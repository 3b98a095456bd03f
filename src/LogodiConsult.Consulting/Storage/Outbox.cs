using System.Text.Json.Nodes;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Mail that an act wants sent: written in the act's transaction, sent later by a loop. The text is made when it is sent, from kind and facts.</summary>
public sealed record OutboxMessage(string Kind, string Address, string Language, JsonObject Facts)
{
    public long? PersonId { get; init; }

    public long? PlanId { get; init; }

    /// <summary>A second message with the same key is not written: one reminder per task and day, however often it is asked for.</summary>
    public string? DedupeKey { get; init; }

    public DateTimeOffset? NotBefore { get; init; }
}

public sealed class OutboxRow
{
    public long Id { get; init; }

    public string Kind { get; init; } = "";

    public long? PersonId { get; init; }

    public long? PlanId { get; init; }

    public string Address { get; init; } = "";

    public string Language { get; init; } = "";

    public string Facts { get; init; } = "{}";

    public string? DedupeKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset NotBefore { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    public string? Error { get; init; }
}

/// <summary>
/// At least once: a worker claims messages for a while, sends, marks. When it dies in between, another sends again after the claim has run out
/// (with the same Message-ID, so that mail programs show it once).
/// </summary>
public static class Outbox
{
    /// <summary>Attempts before the message counts as failed and waits for a person to send it again.</summary>
    public const int Attempts = 8;

    const string Columns = "id, kind, person_id, plan_id, address, language, facts, dedupe_key, created_at, not_before, attempts, sent_at, failed_at, error";

    /// <returns>Id of the message, or null when its dedupe key was used before or the database takes no mail (<see cref="Database.DropsMail"/>).</returns>
    public static async Task<long?> EnqueueAsync(UnitOfWork work, OutboxMessage message) =>
        work.DropsMail ? null : await work.ScalarAsync<long?>(
            """
            insert into outbox(kind, person_id, plan_id, address, language, facts, dedupe_key, created_at, not_before)
            values (@Kind, @PersonId, @PlanId, @Address, @Language, @Facts, @DedupeKey, @Now, @NotBefore)
            on conflict (dedupe_key) do nothing
            returning id
            """,
            new
            {
                message.Kind,
                message.PersonId,
                message.PlanId,
                message.Address,
                message.Language,
                message.Facts,
                message.DedupeKey,
                work.Now,
                NotBefore = message.NotBefore ?? work.Now,
            });

    /// <summary>Claims up to <paramref name="limit"/> messages for this worker; nobody else gets them until <paramref name="lease"/> is over.</summary>
    public static async Task<IReadOnlyList<OutboxRow>> ClaimAsync(UnitOfWork work, string worker, TimeSpan lease, int limit = 10) =>
        // The condition stands in the outer `where` as well: without it PostgreSQL hands a row to two workers.
        await work.QueryAsync<OutboxRow>(
            $"""
            update outbox set claimed_by = @worker, claimed_until = @until, attempts = attempts + 1
            where id in (
              select id from outbox where sent_at is null and failed_at is null and not_before <= @Now and claimed_until < @Now
              order by not_before, id limit @limit{work.Dialect.ForUpdateSkipLocked()})
              and sent_at is null and failed_at is null and claimed_until < @Now
            returning {Columns}
            """,
            new { worker, until = work.Now + lease, work.Now, limit });

    /// <summary>The facts are not needed any more; a one-time link among them must not stay readable.</summary>
    /// <returns>False when the claim had run out and another worker took the message over.</returns>
    public static Task<bool> MarkSentAsync(UnitOfWork work, long id, string worker) =>
        work.ExecuteOneAsync(
            "update outbox set sent_at = @Now, claimed_until = 0, error = null, facts = '{}' where id = @id and claimed_by = @worker and sent_at is null",
            new { work.Now, id, worker });

    /// <summary>Waits longer after each attempt (1, 2, 4 … minutes); after <see cref="Attempts"/> it is failed for good, which the lead sees.</summary>
    /// <param name="forGood">Trying again without a change cannot help: it fails at once.</param>
    public static Task<bool> MarkFailedAsync(UnitOfWork work, OutboxRow message, string worker, string error, bool forGood = false)
    {
        var last = forGood || message.Attempts >= Attempts;
        return work.ExecuteOneAsync(
            """
            update outbox set error = @error, claimed_until = 0, failed_at = @failedAt, not_before = @notBefore
            where id = @Id and claimed_by = @worker and sent_at is null
            """,
            new
            {
                error = error.Length > 1000 ? error[..1000] : error,
                failedAt = last ? work.Now : (DateTimeOffset?)null,
                notBefore = work.Now + TimeSpan.FromMinutes(Math.Pow(2, Math.Min(message.Attempts, 10) - 1)),
                message.Id,
                worker,
            });
    }

    /// <summary>The lead's "send again": only for what has failed.</summary>
    public static Task<bool> SendAgainAsync(UnitOfWork work, long id) =>
        work.ExecuteOneAsync(
            "update outbox set failed_at = null, attempts = 0, claimed_until = 0, not_before = @Now where id = @id and failed_at is not null",
            new { work.Now, id });

    public static Task<IReadOnlyList<OutboxRow>> FailedAsync(Session session, int limit = 100) =>
        session.QueryAsync<OutboxRow>($"select {Columns} from outbox where failed_at is not null order by failed_at desc, id desc limit @limit", new { limit });
}
