using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Something that is always true of the data.</summary>
/// <param name="Name">The sentence that holds.</param>
/// <param name="Sql">Gives one text column, a row for each thing of which it does not hold; the same on both databases.</param>
public sealed record Invariant(string Name, string Sql);

/// <param name="Name">The sentence that does not hold.</param>
/// <param name="Of">Of what.</param>
public sealed record Violation(string Name, string Of);

/// <summary>What <c>verify</c> runs on live data and every database test at its end. Each room has its list; a new list is named in <see cref="All"/>.</summary>
public static class Invariants
{
    const int Shown = 20;

    public static IReadOnlyList<Invariant> All { get; } = [.. House, .. Plans.PlanInvariants.All, .. Scoring.ScoringInvariants.All];

    static IReadOnlyList<Invariant> House =>
    [
        new("the journal of an instance has no gap and is as long as the instance says",
            """
            select cast(i.id as text) from workflow_instance i
            left join (select instance_id, count(*) as lines, max(seq) as last from journal group by instance_id) j on j.instance_id = i.id
            where coalesce(j.lines, 0) <> i.journal_length or coalesce(j.last, 0) <> i.journal_length
            """),
        new("a finished instance waits for nothing",
            "select b.id from bookmark b join workflow_instance i on i.id = b.instance_id where i.sub_status in ('finished', 'cancelled')"),
        new("a running instance waits for something or has an open incident",
            """
            select cast(i.id as text) from workflow_instance i
            where i.status = 'running'
              and not exists (select 1 from bookmark b where b.instance_id = i.id)
              and not exists (select 1 from incident n where n.instance_id = i.id and n.resolved_at is null)
            """),
        new("an open task has its bookmark",
            """
            select cast(t.id as text) from task t
            where t.closed_at is null and not exists (select 1 from bookmark b where b.id = t.bookmark_id and b.instance_id = t.instance_id)
            """),
        new("the instance of a plan exists and names the plan",
            """
            select cast(p.id as text) from plan p
            where p.instance_id is not null and not exists (select 1 from workflow_instance i where i.id = p.instance_id and i.plan_id = p.id)
            """),
        new("a message that was sent was tried",
            "select cast(id as text) from outbox where sent_at is not null and attempts = 0"),
    ];

    /// <returns>Nothing when all is well; at most twenty examples for each sentence otherwise.</returns>
    public static Task<IReadOnlyList<Violation>> VerifyAsync(Database database, CancellationToken ct = default) =>
        database.ReadAsync(VerifyAsync, ct);

    static async Task<IReadOnlyList<Violation>> VerifyAsync(Session session)
    {
        var violations = new List<Violation>();
        foreach (var invariant in All)
        {
            var offenders = await session.QueryAsync<string>($"select * from ({invariant.Sql}) offenders limit {Shown}");
            violations.AddRange(offenders.Select(o => new Violation(invariant.Name, o)));
        }

        violations.AddRange((await Audit.VerifyAsync(session)).Take(Shown).Select(o => new Violation("the audit is whole", o)));
        violations.AddRange((await WorkflowInvariants.VerifyAsync(session)).Take(Shown));
        if (session.Dialect == Dialect.Sqlite)
        {
            violations.AddRange((await session.QueryAsync<string>($"select \"table\" || ' ' || coalesce(rowid, 0) || ' → ' || parent from pragma_foreign_key_check limit {Shown}"))
                .Select(o => new Violation("every reference points to a row", o)));
            violations.AddRange((await session.QueryAsync<string>("select integrity_check from pragma_integrity_check"))
                .Where(o => o != "ok").Select(o => new Violation("the file is sound", o)));
        }

        return violations;
    }
}
