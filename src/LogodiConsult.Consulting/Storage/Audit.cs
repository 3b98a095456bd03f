using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;

namespace LogodiConsult.Consulting.Storage;

/// <summary>One line of the audit: who did what to what. Ids, codes and digests only; never a text that a person wrote, never a name.</summary>
/// <param name="Act">What was done, e.g. <c>plan.submitted</c>.</param>
public sealed record AuditLine(string Act)
{
    public long? PlanId { get; init; }

    public long? RoundId { get; init; }

    /// <summary>Kind of the thing acted upon (<c>task</c>, <c>person</c>…) with <see cref="SubjectId"/>.</summary>
    public string? Subject { get; init; }

    public long? SubjectId { get; init; }

    public JsonObject? Facts { get; init; }

    /// <summary>SHA-256 of the content the act concerned, where there is one.</summary>
    public string? Digest { get; init; }
}

/// <summary>
/// The audit is append-only and chained: each line's hash covers the line before. There is one chain for each plan and one for the house, so
/// that nodes working on different plans do not wait for each other; the head row of a chain is locked while a line is added, and says how
/// long the chain is, so that lines missing at its end are noticed too.
/// </summary>
public static class Audit
{
    public static async Task AppendAsync(UnitOfWork work, Actor actor, AuditLine line)
    {
        var chain = line.PlanId is { } plan ? $"plan:{plan}" : "house";
        var head = await work.SingleAsync<Head>(
            """
            insert into audit_chain(chain, length, hash) values (@chain, 0, '')
            on conflict (chain) do update set length = audit_chain.length
            returning length, hash
            """,
            new { chain });
        var row = new AuditRow
        {
            Chain = chain,
            Seq = head.Length + 1,
            At = work.Now,
            ActorId = actor.PersonId,
            Act = line.Act,
            PlanId = line.PlanId,
            RoundId = line.RoundId,
            Subject = line.Subject,
            SubjectId = line.SubjectId,
            Facts = line.Facts is null ? "{}" : Texts.Json(line.Facts),
            Digest = line.Digest,
            PreviousHash = head.Hash,
        };
        row.Hash = HashOf(row);
        await work.ExecuteAsync(
            """
            insert into audit(chain, seq, at, actor_id, act, plan_id, round_id, subject, subject_id, facts, digest, previous_hash, hash)
            values (@Chain, @Seq, @At, @ActorId, @Act, @PlanId, @RoundId, @Subject, @SubjectId, @Facts, @Digest, @PreviousHash, @Hash)
            """,
            row);
        await work.ExecuteAsync("update audit_chain set length = @Seq, hash = @Hash where chain = @Chain", new { row.Seq, row.Hash, row.Chain });
    }

    /// <returns>One sentence for each break; none when every chain is whole.</returns>
    public static async Task<IReadOnlyList<string>> VerifyAsync(Session session)
    {
        var broken = new List<string>();
        var heads = (await session.QueryAsync<Head>("select chain, length, hash from audit_chain")).ToDictionary(h => h.Chain);
        string? chain = null;
        var (seq, hash) = (0L, "");
        void Close()
        {
            if (chain is not null && (!heads.Remove(chain, out var head) || head.Length != seq || head.Hash != hash))
            {
                broken.Add($"{chain} ends at {seq}, its head says otherwise");
            }
        }

        await foreach (var row in LinesAsync(session))
        {
            if (row.Chain != chain)
            {
                Close();
                (chain, seq, hash) = (row.Chain, 0, "");
            }

            if (row.Seq != seq + 1 || row.PreviousHash != hash || row.Hash != HashOf(row))
            {
                broken.Add($"{row.Chain} line {row.Seq} (audit {row.Id}) does not follow from the line before");
            }

            (seq, hash) = (row.Seq, row.Hash);
        }

        Close();
        broken.AddRange(heads.Values.Where(h => h.Length > 0).Select(h => $"{h.Chain} has lost all its {h.Length} lines"));
        return broken;
    }

    static async IAsyncEnumerable<AuditRow> LinesAsync(Session session)
    {
        const int Page = 5_000;
        var (chain, seq) = ("", 0L);
        while (true)
        {
            var rows = await session.QueryAsync<AuditRow>(
                """
                select id, chain, seq, at, actor_id, act, plan_id, round_id, subject, subject_id, facts, digest, previous_hash, hash
                from audit where chain > @chain or chain = @chain and seq > @seq order by chain, seq limit @Page
                """,
                new { chain, seq, Page });
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < Page)
            {
                yield break;
            }

            (chain, seq) = (rows[^1].Chain, rows[^1].Seq);
        }
    }

    static string HashOf(AuditRow row)
    {
        var content = new JsonArray(
            row.PreviousHash, row.Chain, row.Seq, row.At.ToMicroseconds(), row.ActorId, row.Act, row.PlanId, row.RoundId, row.Subject, row.SubjectId, row.Facts, row.Digest);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Texts.Json(content))));
    }

    sealed class Head
    {
        public string Chain { get; init; } = "";

        public long Length { get; init; }

        public string Hash { get; init; } = "";
    }
}

/// <summary>A line as it is stored.</summary>
public sealed class AuditRow
{
    public long Id { get; init; }

    public string Chain { get; init; } = "";

    public long Seq { get; init; }

    public DateTimeOffset At { get; init; }

    public long ActorId { get; init; }

    public string Act { get; init; } = "";

    public long? PlanId { get; init; }

    public long? RoundId { get; init; }

    public string? Subject { get; init; }

    public long? SubjectId { get; init; }

    public string Facts { get; init; } = "{}";

    public string? Digest { get; init; }

    public string PreviousHash { get; init; } = "";

    public string Hash { get; set; } = "";
}
