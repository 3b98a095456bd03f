using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;

namespace LogodiConsult.Consulting.Plans;

/// <summary>How every act on a plan begins: the plan is taken, so that acts on it queue, and the one rule is asked.</summary>
public static class PlanActs
{
    public static async Task<Result<PlanFacts>> BeginAsync(UnitOfWork work, long planId, PlanAct act, Actor actor)
    {
        if (await PlanSql.FactsForActAsync(work, planId) is not { } facts)
            return Refusal.Hidden();
        return PlanAccess.Why(act, facts, actor) is { } refusal ? refusal : facts;
    }

    /// <summary>The open task of this kind, whoever holds it.</summary>
    public static PlanTask Open(this PlanFacts facts, string kind) => facts.OpenTasks.First(t => t.Kind == kind);
}
