using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Plans;

/// <param name="Add">Ids of those who shall take part in this role from now on.</param>
/// <param name="Remove">Ids of those whose part ends; what they have released stays.</param>
public sealed record ChangeAssignments(long PlanId, Role Role, IReadOnlyList<long> Add, IReadOnlyList<long> Remove, string Reason = "")
{
    public FormPost? Form { get; init; }
}

/// <summary>A lead assigns, replaces and withdraws consultants, interpreters and panel members, also while a review waits for them.</summary>
public sealed class AssignmentService(Database database, WorkflowHost workflows)
{
    public Task<Result<Done>> ChangeAsync(ChangeAssignments change, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, change.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, change.PlanId, PlanAct.Assign, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var facts = begun.Value;
            var plan = facts.Plan;
            if (MayChange(change, facts, await RoleHolders.InRoundAsync(work, plan.ProgrammeId, plan.RoundId)) is { } refusal)
                return refusal;
            foreach (var assignment in facts.Assigned.Where(a => a.Role == change.Role && change.Remove.Contains(a.PersonId)))
            {
                await PlanSql.EndAssignmentAsync(work, assignment.Id, change.Reason);
                await Trail.AddAsync(work, $"{change.Role.ToCode()}.released", actor, plan.Id, plan.RoundId, "person", assignment.PersonId);
                await Outgoing.QueueAsync(work, "consultant_released", assignment.PersonId, $"assignment-{assignment.Id}-ended", Facts(plan, change.Role));
            }
            foreach (var person in change.Add.Where(p => !facts.Assigned.Any(a => a.Role == change.Role && a.PersonId == p)).Distinct())
            {
                var id = await PlanSql.AssignAsync(work, plan.Id, person, change.Role, actor.PersonId);
                await Trail.AddAsync(work, $"{change.Role.ToCode()}.assigned", actor, plan.Id, plan.RoundId, "person", person);
                await Outgoing.QueueAsync(work, "consultant_assigned", person, $"assignment-{id}", Facts(plan, change.Role));
            }
            return change.Role == Role.Consultant ? await TellReviewAsync(work, plan, change, actor) : Done.Value;
        }), ct);

    /// <summary>A lead ends a review that waits too long and says how the plan goes on.</summary>
    public Task<Result<Done>> DecideReviewAsync(long planId, Recommendation decision, string reason, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Assign, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var plan = begun.Value.Plan;
            if (PlanRules.Reason(reason) is { } missing)
                return missing;
            if (await PanelAsync(work, plan) is not { } bookmark)
                return Refusal.OutOfTime("plan.notInReview");
            await Trail.AddAsync(work, "review.decidedByLead", actor, plan.Id, plan.RoundId, "plan", plan.Id,
                new JsonObject { ["recommendation"] = decision.ToCode(), ["reason"] = await Reasons.KeepAsync(work, plan.Id, reason, actor) });
            var resumed = await workflows.ResumeAsync(work, bookmark, new JsonObject { ["decide"] = decision.ToString(), ["by"] = actor.PersonId });
            await Releasing.EndAsync(work, planId);
            return resumed;
        }), ct);

    static Refusal? MayChange(ChangeAssignments change, PlanFacts facts, IReadOnlyList<RoleInRound> roles)
    {
        if (change.Role is not (Role.Consultant or Role.Interpreter or Role.Panel))
            return Refusal.Invalid("assignment.roleUnknown", "role");
        if (change.Add.Any(p => !roles.Any(r => r.PersonId == p && r.Role == change.Role)))
            return Refusal.Invalid($"plan.{change.Role.ToCode()}NotInRound", "add");
        if (change.Add.Any(p => p == facts.Plan.OfficialId || p == facts.Plan.SupervisorId || facts.CoAuthors.Contains(p)))
            return Refusal.Invalid("assignment.ownPlan", "add");
        if (change.Role == Role.Consultant && change.Add.Any(facts.InConflict.Contains))
            return Refusal.Invalid("assignment.conflict", "add");
        return change.Remove.Any(p => !facts.Assigned.Any(a => a.Role == change.Role && a.PersonId == p)) ? Refusal.OutOfTime("assignment.endedAlready") : null;
    }

    async Task<Result<Done>> TellReviewAsync(UnitOfWork work, Plan plan, ChangeAssignments change, Actor actor)
    {
        if (await PanelAsync(work, plan) is not { } bookmark)
            return Done.Value;
        var resumed = await workflows.ResumeAsync(work, bookmark, new JsonObject
        {
            ["add"] = new JsonArray([.. change.Add.Select(id => (JsonNode)id)]),
            ["remove"] = new JsonArray([.. change.Remove.Select(id => (JsonNode)id)]),
            ["by"] = actor.PersonId,
        });
        await Releasing.EndAsync(work, plan.Id);
        return resumed;
    }

    /// <summary>The bookmark by which a waiting review takes changes of its panel.</summary>
    internal static Task<string?> PanelAsync(Session session, Plan plan) =>
        session.FirstOrDefaultAsync<string>("select id from bookmark where instance_id = @InstanceId and name = @name", new { plan.InstanceId, name = Review.PanelBookmark });

    static JsonObject Facts(Plan plan, Role role) => new() { ["planId"] = plan.Id, ["role"] = role.ToCode() };
}
