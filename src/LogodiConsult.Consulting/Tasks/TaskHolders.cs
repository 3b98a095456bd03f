using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>Who holds a role on a plan, as <see cref="Plans.PlanAccess.Holds"/> reads it.</summary>
public static class TaskHolders
{
    public static async Task<IReadOnlyList<long>> OfAsync(Session session, long planId, Role role) => role switch
    {
        Role.Official => await session.QueryAsync<long>(
            """
            select official_id from plan where id = @planId
            union all select person_id from author where plan_id = @planId and kind = 'coAuthor' and ended_at is null
            """,
            new { planId }),
        Role.Supervisor => await session.QueryAsync<long>("select supervisor_id from plan where id = @planId and supervisor_id is not null", new { planId }),
        Role.Lead => await session.QueryAsync<long>(
            """
            select distinct vr.person_id from plan p join round r on r.id = p.round_id
            join role vr on vr.programme_id = r.programme_id and (vr.round_id is null or vr.round_id = r.id)
            where p.id = @planId and vr.role = 'lead' and vr.ended_at is null order by vr.person_id
            """,
            new { planId }),
        _ => await session.QueryAsync<long>(
            "select person_id from assignment where plan_id = @planId and role = @role and ended_at is null order by id", new { planId, role }),
    };
}
