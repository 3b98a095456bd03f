using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

/// <summary>What is always true of plans, their tasks and their review.</summary>
public static class PlanInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("a plan counts its revisions",
            """
            select cast(p.id as text) from plan p left join (select plan_id, count(*) as n, max(number) as last from revision group by plan_id) v on v.plan_id = p.id
            where p.revision_count <> coalesce(v.n, 0) or p.revision_count <> coalesce(v.last, 0)
            """),
        new("a plan counts its released comments, numbered without a gap",
            """
            select cast(p.id as text) from plan p
            left join (select plan_id, count(*) as n, max(number) as last from comment where number is not null group by plan_id) c on c.plan_id = p.id
            where p.comment_count <> coalesce(c.n, 0) or p.comment_count <> coalesce(c.last, 0)
            """),
        new("an open plan that is under way waits for somebody, for a time, or for a lead to look at an incident",
            """
            select cast(p.id as text) from plan p
            where p.state = 'open'
              and not exists (select 1 from task t where t.plan_id = p.id and t.closed_at is null)
              and not exists (select 1 from bookmark b where b.instance_id = p.instance_id and b.due_at is not null)
              and not exists (select 1 from incident n where n.instance_id = p.instance_id and n.resolved_at is null)
            """),
        new("a withdrawn plan waits for nobody", "select cast(p.id as text) from plan p join task t on t.plan_id = p.id where p.state = 'withdrawn' and t.closed_at is null"),
        new("a released review has no draft comment, a draft review no released one",
            """
            select cast(c.id as text) from comment c join review w on w.id = c.review_id
            where (w.state = 'released' and c.state = 'draft') or (w.state <> 'released' and c.state <> 'draft')
            """),
        new("a review is released with its task, and its task is closed by its recommendation",
            """
            select cast(w.id as text) from review w join task t on t.id = w.task_id
            where w.state = 'released' and (t.closed_at is null or lower(t.outcome) <> w.recommendation)
            """),
        new("a draft review has its open task", "select cast(w.id as text) from review w join task t on t.id = w.task_id where w.state = 'draft' and t.closed_at is not null"),
        new("a release that was ordered has its open task and its recommendation",
            """
            select cast(w.id as text) from review w join task t on t.id = w.task_id
            where w.release_at is not null and (w.state <> 'draft' or t.closed_at is not null or w.recommendation is null)
            """),
        new("who declared a conflict of interest takes no part as a consultant",
            """
            select cast(c.id as text) from recusal c
            join assignment a on a.plan_id = c.plan_id and a.person_id = c.person_id and a.role = 'consultant' and a.ended_at is null
            where c.kind = 'conflict' and c.lifted_at is null
            """),
        new("a decided answer decides its comment",
            """
            select cast(c.id as text) from comment c join answer a on a.comment_id = c.id
            where a.round = (select max(o.round) from answer o where o.comment_id = c.id) and a.decision is not null
              and c.state <> a.decision and c.state <> 'answered'
            """),
        new("a held presentation is scored and its plan is past it",
            """
            select cast(h.id as text) from presentation h
            where h.state = 'held' and not exists (select 1 from score s where s.presentation_id = h.id)
            """),
        new("a task that is open belongs to the plan's own instance",
            "select cast(t.id as text) from task t join plan p on p.id = t.plan_id where t.closed_at is null and t.instance_id <> p.instance_id"),
    ];
}
