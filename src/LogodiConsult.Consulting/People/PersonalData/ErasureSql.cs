namespace LogodiConsult.Consulting.People.PersonalData;

static class ErasureSql
{
    /// <summary>Open plans that rest on the person: as their official, co-author or supervisor, or by an assignment.</summary>
    public const string OpenPlans = """
        select count(*) from plan p
        where p.state = 'open' and (p.official_id = @id or p.supervisor_id = @id
          or exists (select 1 from author u where u.plan_id = p.id and u.person_id = @id and u.kind = 'coAuthor' and u.ended_at is null)
          or exists (select 1 from assignment a where a.plan_id = p.id and a.person_id = @id and a.ended_at is null)
          or exists (select 1 from task t where t.plan_id = p.id and t.person_id = @id and t.closed_at is null))
        """;

    /// <summary>Active programmes that nobody else leads as a whole.</summary>
    public const string LedAlone = """
        select count(*) from role l join programme g on g.id = l.programme_id
        where l.person_id = @id and l.role = 'lead' and l.round_id is null and l.ended_at is null and g.state = 'active'
          and not exists (select 1 from role o where o.programme_id = l.programme_id and o.role = 'lead' and o.round_id is null
            and o.ended_at is null and o.person_id <> @id)
        """;

    public const string OtherAdministrators = "select count(*) from person where is_administrator = 1 and erased_at is null and id <> @id";

    /// <summary>Each takes what it needs of: id, now, none, email, stamp, named.</summary>
    public static IReadOnlyList<string> Forget { get; } =
    [
        """
        update person set name = @none, native_name = null, sort_name = '', email = @email, institution = '', post = '', region = null,
          is_administrator = 0, stamp = @stamp, erased_at = @now, version = version + 1
        where id = @id
        """,
        "update role set ended_at = @now where person_id = @id and ended_at is null",
        "update assignment set ended_at = @now where person_id = @id and ended_at is null",
        "update author set ended_at = @now where person_id = @id and ended_at is null",
        // Why somebody could not judge a plan is about the person, not about the plan.
        "update recusal set reason = @none where person_id = @id",
        "delete from one_time_link where person_id = @id",
        "delete from calendar_feed where person_id = @id",
        "delete from phrase where person_id = @id",
        "delete from last_look where person_id = @id",
        "delete from upload where person_id = @id",
        "delete from outbox where person_id = @id and sent_at is null",
        // That a mail left the house stays; where to does not.
        "update outbox set address = '', facts = '{}', error = null where person_id = @id",
        "delete from form_receipt where actor_id = @id or answer like @named escape '!'",
    ];
}
