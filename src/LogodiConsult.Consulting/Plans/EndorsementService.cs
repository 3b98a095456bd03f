using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Plans;

/// <param name="Endorsed">False returns the plan to the official, with the note as the reason.</param>
public sealed record EndorsePlan(long PlanId, bool Endorsed, string Note)
{
    public FormPost? Form { get; init; }
}

/// <summary>The supervisor endorses mandate and resources, or returns the plan; a lead may go on without.</summary>
public sealed class EndorsementService(Database database, WorkflowHost workflows)
{
    public Task<Result<Done>> EndorseAsync(EndorsePlan endorse, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, endorse.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, endorse.PlanId, PlanAct.Endorse, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (endorse.Note.Length > PlanRules.LongestReason)
                return Refusal.Invalid("reason.tooLong", "note").With("longest", PlanRules.LongestReason);
            if (!endorse.Endorsed && PlanRules.Reason(endorse.Note) is { } missing)
                return missing with { Field = "note" };
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("endorse"));
            await work.ExecuteAsync(
                """
                insert into endorsement (plan_id, revision_id, task_id, supervisor_id, decision, note, at)
                select @planId, id, @taskId, @supervisor, @decision, @Note, @Now from revision where plan_id = @planId and number = @RevisionCount
                """,
                new
                {
                    planId = plan.Id,
                    taskId = task.Id,
                    supervisor = actor.PersonId,
                    decision = endorse.Endorsed ? "endorsed" : "returned",
                    endorse.Note,
                    work.Now,
                    plan.RevisionCount,
                });
            await Trail.AddAsync(work, endorse.Endorsed ? "plan.endorsed" : "plan.returned", actor, plan.Id, plan.RoundId, "task", task.Id);
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted(endorse.Endorsed ? "Endorsed" : "Returned", actor));
        }), ct);

    /// <summary>A lead lets the plan go on without an endorsement, with a reason.</summary>
    public Task<Result<Done>> WaiveAsync(long planId, string reason, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.WaiveEndorsement, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (PlanRules.Reason(reason) is { } missing)
                return missing;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("endorse"));
            await Trail.AddAsync(work, "plan.endorsementWaived", actor, plan.Id, plan.RoundId, "task", task.Id,
                new JsonObject { ["reason"] = await Reasons.KeepAsync(work, plan.Id, reason, actor) });
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted("NotNeeded", actor));
        }), ct);
}
