namespace LogodiConsult.Consulting.Dashboards;

static class DashboardSql
{
    /// <summary>The one filter of every dashboard: an administrator sees all rounds, a lead those of their programme or their round.</summary>
    const string Visible = """
        (@all = 1 or exists (
          select 1 from role l where l.person_id = @person and l.role = 'lead' and l.ended_at is null
            and l.programme_id = r.programme_id and (l.round_id is null or l.round_id = r.id)))
        """;

    const string Head = """
        select r.id, r.programme_id, p.code as programme_code, p.title as programme_title, r.number, r.title, r.starts_on, r.ends_on,
               r.zone, r.state, r.definition_id
        from round r join programme p on p.id = r.programme_id
        """;

    public const string Round = $"{Head} where r.id = @round and {Visible}";

    public const string Rounds = $"{Head} where {Visible} order by r.starts_on desc, r.id desc";

    public const string Plans = """
        select pl.id, pl.number, pl.title, pl.language, pl.state, pl.official_id, o.name as official_name, o.native_name as official_native_name, o.sort_name as official_sort_name,
               o.institution, o.region, pl.subject_id, s.name as subject, pl.stage, pl.stage_since, pl.review_round, pl.revision_count,
               (select count(*) from comment c where c.plan_id = pl.id and c.required = 1 and c.state in ('open', 'notAccepted')
                and pl.state = 'open') as open_required
        from plan pl
        join person o on o.id = pl.official_id
        left join subject s on s.id = pl.subject_id
        where pl.round_id = @round
        order by pl.number
        """;

    const string OpenTasks = """
        select t.id as task_id, t.plan_id, t.kind, t.person_id, coalesce(h.name, case t.role
                 when 'supervisor' then (select s.name from person s where s.id = pl.supervisor_id)
                 else (select string_agg(x.name, ', ' order by a.id) from assignment a join person x on x.id = a.person_id
                       where a.plan_id = pl.id and a.role = t.role and a.ended_at is null) end) as person_name,
               coalesce(h.native_name, h.name, case t.role
                 when 'supervisor' then (select coalesce(s.native_name, s.name) from person s where s.id = pl.supervisor_id)
                 else (select string_agg(coalesce(x.native_name, x.name), ', ' order by a.id) from assignment a join person x on x.id = a.person_id
                       where a.plan_id = pl.id and a.role = t.role and a.ended_at is null) end) as person_native_name, t.role, t.opened_at as since, t.due_at as due,
               case when t.due_at < @now then 1 else 0 end as overdue
        from task t
        join plan pl on pl.id = t.plan_id
        left join person h on h.id = t.person_id
        """;

    const string EarliestFirst = "order by t.plan_id, coalesce(t.due_at, 9223372036854775807), t.id";

    public const string Balls = $"{OpenTasks} where pl.round_id = @round and t.closed_at is null {EarliestFirst}";

    public const string BallsOfPlans = $"{OpenTasks} where t.plan_id in @ids and t.closed_at is null {EarliestFirst}";

    public const string Counts = $"""
        select r.id as round_id, pl.state, pl.stage, count(*) as plans,
               sum(case when exists (select 1 from task t where t.plan_id = pl.id and t.closed_at is null and t.due_at < @now)
                   then 1 else 0 end) as overdue
        from round r join plan pl on pl.round_id = r.id
        where {Visible}
        group by r.id, pl.state, pl.stage
        """;
}
