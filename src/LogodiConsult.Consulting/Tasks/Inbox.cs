using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>One line of somebody's queue.</summary>
public sealed class InboxTask
{
    public long TaskId { get; init; }
    public long PlanId { get; init; }
    public string Kind { get; init; } = "";
    public string Stage { get; init; } = "";
    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public int ReviewRound { get; init; }
    public int? Months { get; init; }
    public string ProgrammeCode { get; init; } = "";
    public int RoundNumber { get; init; }
    public int PlanNumber { get; init; }
    public string Title { get; init; } = "";
    public string Language { get; init; } = "";
    public string OfficialName { get; init; } = "";
    public string? OfficialNativeName { get; init; }
    public string Institution { get; init; } = "";
    public int RevisionCount { get; init; }
    public int Words { get; init; }
    public int? LastSeen { get; init; }

    /// <summary>Sections that differ between the revision seen last and the newest one; 0 where nothing was seen yet.</summary>
    public int ChangedSections { get; init; }

    /// <summary>Comments of this person whose answers wait to be judged.</summary>
    public int AnswersToJudge { get; init; }

    /// <summary>Of a review whose release can still be recalled.</summary>
    public DateTimeOffset? ReleaseAt { get; init; }

    public WrittenName Official => new(OfficialName, OfficialNativeName);

    public string Reference => $"{ProgrammeCode}-{RoundNumber}-{PlanNumber:00}";

    public bool IsOverdue(DateTimeOffset now) => DueAt < now;
}

/// <summary>A plan in somebody's list of plans.</summary>
public sealed class PlanLine
{
    public long Id { get; init; }
    public string ProgrammeCode { get; init; } = "";
    public int RoundNumber { get; init; }
    public int Number { get; init; }
    public string Title { get; init; } = "";
    public string Language { get; init; } = "";
    public string Stage { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public PlanState State { get; init; }
    public DateTimeOffset StageSince { get; init; }
    public string OfficialName { get; init; } = "";
    public string? OfficialNativeName { get; init; }
    public string Institution { get; init; } = "";

    /// <summary>Who must act now; the earliest deadline first.</summary>
    public IReadOnlyList<Ball> Balls { get; set; } = [];

    public WrittenName Official => new(OfficialName, OfficialNativeName);

    public string Reference => $"{ProgrammeCode}-{RoundNumber}-{Number:00}";
}

/// <summary>What waits for a person, and the plans they take part in. The conditions say in SQL what <see cref="PlanAccess.Holds"/> says.</summary>
public sealed class Inbox(Database database)
{
    const string Line = """
        t.id as task_id, t.plan_id, t.stage, t.opened_at, t.review_round, t.months, g.code as programme_code,
        r.number as round_number, p.number as plan_number, p.title, p.language, o.name as official_name, o.native_name as official_native_name, o.institution, p.revision_count,
        coalesce((select v.words from revision v where v.plan_id = p.id and v.number = p.revision_count), 0) as words,
        (select l.revision_number from last_look l where l.plan_id = p.id and l.person_id = @me) as last_seen
        """;

    const string From = """
        from task t join plan p on p.id = t.plan_id join round r on r.id = p.round_id join programme g on g.id = r.programme_id
        join person o on o.id = p.official_id
        """;

    /// <summary>What waits for the actor, the earliest deadline first: open tasks that are theirs to do, and their sheets in panels that sit.</summary>
    public Task<IReadOnlyList<InboxTask>> TasksAsync(Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
        {
            var (tasks, sheets) = (await HeldAsync(session, actor), await SheetsAsync(session, actor));
            return sheets.Count == 0 ? tasks : [.. tasks.Concat(sheets).OrderBy(t => t.DueAt ?? DateTimeOffset.MaxValue).ThenBy(t => t.TaskId)];
        }, ct);

    static Task<IReadOnlyList<InboxTask>> HeldAsync(Session session, Actor actor) =>
        session.QueryAsync<InboxTask>(
            $"""
            select {Line}, t.kind, t.due_at,
                   (select count(*) from last_look l join revision o on o.plan_id = p.id and o.number = l.revision_number
                    join revision n on n.plan_id = p.id and n.number = p.revision_count
                    join revision_section s on s.revision_id = n.id left join revision_section b on b.revision_id = o.id and b.key = s.key
                    where l.plan_id = p.id and l.person_id = @me and coalesce(b.content, '') <> s.content) as changed_sections,
                   (select count(*) from comment c where t.kind = 'review' and c.plan_id = p.id and c.owner_id = @me and c.state = 'answered'
                    and not exists (select 1 from answer a where a.comment_id = c.id and a.decided_by = @me and a.round = (select max(o.round) from answer o where o.comment_id = c.id))) as answers_to_judge,
                   (select w.release_at from review w where w.task_id = t.id) as release_at
            {From}
            where t.closed_at is null and {PlanVisibility.Sql} and (
                t.person_id = @me
                or (t.person_id is null and (
                    (t.role = 'official' and (p.official_id = @me
                        or exists (select 1 from author u where u.plan_id = p.id and u.person_id = @me and u.kind = 'coAuthor' and u.ended_at is null)))
                    or (t.role = 'supervisor' and p.supervisor_id = @me)
                    or (t.role = 'lead' and (@seesAll = 1 or exists (select 1 from role vr where vr.person_id = @me and vr.role = 'lead' and vr.ended_at is null
                            and vr.programme_id = r.programme_id and (vr.round_id is null or vr.round_id = r.id))))
                    or exists (select 1 from assignment a where a.plan_id = p.id and a.person_id = @me and a.role = t.role and a.ended_at is null))))
            order by case when t.due_at is null then 1 else 0 end, t.due_at, t.id
            """,
            PlanVisibility.Of(actor));

    /// <summary>The lead holds the one task of a presentation; each panel member owes a sheet until it ends. Says in SQL what <see cref="PlanAct.ScoreInPanel"/> says.</summary>
    static Task<IReadOnlyList<InboxTask>> SheetsAsync(Session session, Actor actor) =>
        session.QueryAsync<InboxTask>(
            $"""
            select {Line}, 'panel' as kind, h.starts_at + cast(h.minutes as bigint) * 60000000 as due_at
            {From} join presentation h on h.plan_id = p.id and h.state = 'scheduled'
            where t.closed_at is null and t.kind = 'present' and {PlanVisibility.InPerson}
              and exists (select 1 from assignment a where a.plan_id = p.id and a.person_id = @me and a.role = 'panel' and a.ended_at is null)
              and not exists (select 1 from score_sheet s where s.presentation_id = h.id and s.person_id = @me and s.submitted_at is not null)
            order by h.starts_at, t.id
            """,
            new { me = actor.PersonId });

    /// <summary>The plans in which the actor takes part in person (not those they only lead), each with who has it; the newest first.</summary>
    public Task<IReadOnlyList<PlanLine>> PlansAsync(Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
        {
            var plans = await session.QueryAsync<PlanLine>(
                $"""
                select p.id, g.code as programme_code, r.number as round_number, p.number, p.title, p.language, p.stage, r.definition_id, p.state, p.stage_since,
                       o.name as official_name, o.native_name as official_native_name, o.institution
                from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id join person o on o.id = p.official_id
                where {PlanVisibility.InPerson}
                order by p.created_at desc, p.id desc
                """,
                PlanVisibility.Of(actor));
            if (plans.Count == 0)
                return plans;
            var balls = (await session.QueryAsync<Ball>(DashboardSql.BallsOfPlans, new { ids = plans.Select(p => p.Id).ToList(), now = session.Now })).ToLookup(b => b.PlanId);
            foreach (var plan in plans)
                plan.Balls = [.. balls[plan.Id]];
            return plans;
        }, ct);
}
