using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>A consultant hands a review back or declares a conflict of interest. Their place in the review stays free until a lead fills it or
/// decides; what they had written stays theirs and is shown to nobody.</summary>
public sealed class StepBackService(Database database, WorkflowHost workflows)
{
    public Task<Result<Done>> StepBackAsync(StepBack back, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, back.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, back.PlanId, PlanAct.StepBack, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (Refusal.All([back.Kind is null ? Refusal.Invalid("stepBack.kindMissing", "kind") : null, PlanRules.Reason(back.Reason)]) is { } wrong)
                return wrong;
            var (plan, kind) = (begun.Value.Plan, back.Kind!.Value);
            var assignment = begun.Value.Assigned.First(a => a.PersonId == actor.PersonId && a.Role == Role.Consultant);
            await PlanSql.EndAssignmentAsync(work, assignment.Id, kind.ToCode());
            var id = await RecusalSql.InsertAsync(work, plan.Id, actor.PersonId, kind, back.Reason.Trim());
            await Trail.AddAsync(work, kind == RecusalKind.Conflict ? "review.conflictDeclared" : "review.handedBack", actor, plan.Id, plan.RoundId, "recusal", id,
                new JsonObject { ["reason"] = Trail.Digest(back.Reason) });
            foreach (var lead in await TaskHolders.OfAsync(work, plan.Id, Role.Lead))
            {
                if (lead == plan.OfficialId || lead == plan.SupervisorId || begun.Value.CoAuthors.Contains(lead))
                    continue;
                await Outgoing.QueueAsync(work, kind == RecusalKind.Conflict ? "conflict_declared" : "review_handed_back", lead, $"recusal-{id}-{lead}",
                    new JsonObject { ["planId"] = plan.Id });
            }
            return await VacateAsync(work, plan, actor);
        }), ct);

    /// <summary>A lead finds that the conflict is over: the person may be assigned again, and reads again what they once worked on.</summary>
    public Task<Result<Done>> LiftAsync(long planId, long recusalId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Lead, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (!await RecusalSql.LiftAsync(work, recusalId, planId, actor.PersonId))
                return Refusal.OutOfTime("conflict.liftedAlready");
            await Trail.AddAsync(work, "review.conflictLifted", actor, planId, begun.Value.Plan.RoundId, "recusal", recusalId);
            return Done.Value;
        }), ct);

    /// <summary>Who stepped back and why, for the leads alone; a lead who writes or endorses this plan finds nothing.</summary>
    public Task<Result<IReadOnlyList<Recusal>>> OfPlanAsync(long planId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts)
                return (Result<IReadOnlyList<Recusal>>)Refusal.Hidden();
            if (PlanAccess.Why(PlanAct.Lead, facts, actor) is { } no)
                return no;
            return Result.Of(PlanAccess.May(PlanAct.Notes, facts, actor) ? await RecusalSql.OfPlanAsync(session, planId) : []);
        }, ct);

    async Task<Result<Done>> VacateAsync(UnitOfWork work, Plan plan, Actor actor)
    {
        if (await AssignmentService.PanelAsync(work, plan) is not { } bookmark)
            return Done.Value;
        var resumed = await workflows.ResumeAsync(work, bookmark, new JsonObject { ["vacate"] = new JsonArray(actor.PersonId), ["by"] = actor.PersonId });
        await Releasing.EndAsync(work, plan.Id);
        return resumed;
    }
}
