using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

/// <summary>Remembers which revision each reader saw last, so that everybody can ask what changed since.</summary>
public sealed class LookService(Database database)
{
    /// <summary>The newest revision was shown to the actor.</summary>
    public Task<Result<Done>> SeenAsync(long planId, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync<Done>(async work =>
        {
            if (await PlanSql.FactsAsync(work, planId) is not { } facts || PlanAccess.Why(PlanAct.See, facts, actor) is not null)
                return Refusal.Hidden();
            if (facts.Plan.RevisionCount > 0)
                await PlanSql.LookAsync(work, actor.PersonId, planId, facts.Plan.RevisionCount);
            return Done.Value;
        }, ct);
}
