using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Reviews;

public static class RecusalSql
{
    public static Task<IReadOnlyList<long>> InConflictAsync(Session session, long planId) =>
        session.QueryAsync<long>("select person_id from recusal where plan_id = @planId and kind = 'conflict' and lifted_at is null order by id", new { planId });

    public static Task<IReadOnlyList<Recusal>> OfPlanAsync(Session session, long planId) =>
        session.QueryAsync<Recusal>(
            "select id, plan_id, person_id, kind, reason, at, lifted_at, lifted_by from recusal where plan_id = @planId order by id desc", new { planId });

    public static Task<long> InsertAsync(UnitOfWork work, long planId, long personId, RecusalKind kind, string reason) =>
        work.InsertAsync(
            "insert into recusal (plan_id, person_id, kind, reason, at) values (@planId, @personId, @kind, @reason, @Now) returning id",
            new { planId, personId, kind, reason, work.Now });

    public static Task<bool> LiftAsync(UnitOfWork work, long id, long planId, long by) =>
        work.ExecuteOneAsync(
            "update recusal set lifted_at = @Now, lifted_by = @by where id = @id and plan_id = @planId and kind = 'conflict' and lifted_at is null",
            new { id, planId, by, work.Now });
}
