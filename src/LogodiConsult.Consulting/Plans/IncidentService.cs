using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Plans;

/// <summary>A step of a plan's way that failed, and what a lead can do about it.</summary>
/// <param name="ActivityName">As the definition names the step; its id where it has no name.</param>
/// <param name="Outcomes">By which the step can be passed over; empty where its state cannot be read.</param>
/// <param name="IsBranch">It happened in a way that the plan's own way started, which can be stopped for itself.</param>
public sealed record PlanIncident(IncidentRow Row, string ActivityName, IReadOnlyList<string> Outcomes, bool IsBranch);

/// <param name="Outcome">For <see cref="IncidentAct.Skip"/>.</param>
public sealed record SettleIncident(long PlanId, long IncidentId, IncidentAct Act, string? Outcome, string Reason)
{
    public FormPost? Form { get; init; }
}

public enum IncidentAct
{
    Retry,
    Skip,
    Cancel,
}

/// <summary>What went wrong on a plan's way, for its leads: tried again, passed over, or the branch stopped, each a logged act.</summary>
public sealed class IncidentService(Database database, WorkflowHost workflows)
{
    public async Task<Result<IReadOnlyList<PlanIncident>>> OfPlanAsync(long planId, Actor actor, CancellationToken ct = default) =>
        await database.ReadAsync(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts)
                return Refusal.Hidden();
            if (PlanAccess.Why(PlanAct.Lead, facts, actor) is { } no)
                return (Result<IReadOnlyList<PlanIncident>>)no;
            var found = new List<PlanIncident>();
            foreach (var row in await WorkflowHost.OpenIncidentsAsync(session, planId))
                found.Add(await TellAsync(session, row));
            return Result.Of<IReadOnlyList<PlanIncident>>(found);
        }, ct);

    public async Task<Result<Done>> SettleAsync(SettleIncident settle, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, settle.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, settle.PlanId, PlanAct.Lead, actor);
            if (begun.IsRefused)
                return begun.Refusal!;
            if (PlanRules.Reason(settle.Reason) is { } missing)
                return missing;
            var open = await WorkflowHost.OpenIncidentsAsync(work, settle.PlanId);
            if (open.FirstOrDefault(i => i.Id == settle.IncidentId) is not { } row)
                return Refusal.OutOfTime("workflow.incidentSettled");
            var incident = await TellAsync(work, row);
            return settle.Act switch
            {
                IncidentAct.Retry => await workflows.RetryAsync(work, row.Id, actor),
                IncidentAct.Skip when settle.Outcome is { } outcome && incident.Outcomes.Contains(outcome) => await workflows.SkipAsync(work, row.Id, outcome, actor),
                IncidentAct.Skip => Refusal.Invalid("incident.outcomeMissing", "outcome"),
                IncidentAct.Cancel when incident.IsBranch => await CancelAsync(work, settle, row, actor),
                // To stop the plan's own way is to withdraw the plan, which has an act and a mail of its own.
                _ => Refusal.OutOfTime("incident.ownWay"),
            };
        }), ct);

    async Task<Result<Done>> CancelAsync(UnitOfWork work, SettleIncident settle, IncidentRow row, Actor actor)
    {
        await workflows.CancelAsync(work, row.InstanceId);
        await WorkflowSql.ResolveIncidentsAsync(work, row.InstanceId, [row.Number], "cancelled", actor.PersonId);
        await work.AuditAsync(actor, new AuditLine("workflow.canceled")
        {
            PlanId = settle.PlanId,
            Subject = "incident",
            SubjectId = row.Id,
            Facts = new JsonObject { ["reason"] = Trail.Digest(settle.Reason) },
        });
        return Done.Value;
    }

    async Task<PlanIncident> TellAsync(Session session, IncidentRow row)
    {
        var instance = await WorkflowSql.FindAsync(session, row.InstanceId) ?? throw new InvalidOperationException($"Incident {row.Id} has no instance.");
        if (row.Number == 0)
            return new PlanIncident(row, row.ActivityId, [], instance.ParentId is not null);
        var definition = await workflows.Definitions.GetAsync(session, instance.DefinitionId, instance.DefinitionVersion);
        var activity = definition.Activities.FirstOrDefault(a => a.Id == row.ActivityId);
        return new PlanIncident(row, activity?.Name ?? row.ActivityId, definition.OutcomesOf(row.ActivityId), instance.ParentId is not null);
    }
}
