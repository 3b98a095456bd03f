using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

/// <param name="Add">Officials of the round who shall write along.</param>
/// <param name="Remove">Those who shall no longer; they keep reading.</param>
public sealed record ChangeAuthors(long PlanId, IReadOnlyList<long> Add, IReadOnlyList<long> Remove)
{
    public FormPost? Form { get; init; }
}

/// <param name="ToId">The official of the round who owns the plan from now on.</param>
/// <param name="Reason">Kept as a digest in the audit; why a plan changes hands is asked later.</param>
public sealed record HandOverPlan(long PlanId, long ToId, string Reason)
{
    public FormPost? Form { get; init; }
}

/// <summary>Who writes a plan: its owner, colleagues beside them, and the colleague to whom it is handed over. A plan outlives its author.</summary>
public sealed class AuthorService(Database database)
{
    /// <summary>Officials of the round who could write the plan, by name; nobody for those who may not change who writes.</summary>
    public Task<IReadOnlyList<PersonName>> CandidatesAsync(long planId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts || !PlanAccess.May(PlanAct.AddAuthor, facts, actor))
                return [];
            var people = await session.QueryAsync<PersonName>(
                """
                select distinct h.id, h.name, h.native_name, h.institution, h.post, h.region, h.language, h.zone, h.sort_name
                from person h join role e on e.person_id = h.id
                where e.role = 'official' and e.ended_at is null and h.erased_at is null
                  and e.programme_id = @ProgrammeId and (e.round_id is null or e.round_id = @RoundId)
                order by h.sort_name, h.id
                """,
                new { facts.Plan.ProgrammeId, facts.Plan.RoundId });
            return (IReadOnlyList<PersonName>)[.. people.Where(p => p.Id != facts.Plan.OfficialId && !TakesPartOtherwise(facts, p.Id))];
        }, ct);

    public Task<Result<Done>> ChangeAsync(ChangeAuthors change, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, change.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, change.PlanId, PlanAct.AddAuthor, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var facts = begun.Value;
            var plan = facts.Plan;
            var added = change.Add.Distinct().Except(facts.CoAuthors).ToList();
            if (await MayWriteAsync(work, facts, added) is { } refusal)
                return refusal;
            if (change.Remove.Except(facts.CoAuthors).Any())
                return Refusal.OutOfTime("author.changedMeanwhile");
            foreach (var person in change.Remove.Distinct())
            {
                await AuthorSql.EndAsync(work, plan.Id, person);
                await Trail.AddAsync(work, "author.removed", actor, plan.Id, plan.RoundId, "person", person);
            }
            foreach (var person in added)
            {
                var id = await AuthorSql.AddAsync(work, plan.Id, person, AuthorKind.CoAuthor, actor.PersonId);
                await Trail.AddAsync(work, "author.added", actor, plan.Id, plan.RoundId, "person", person);
                await Outgoing.QueueAsync(work, "coauthor_added", person, $"author-{id}", new JsonObject { ["planId"] = plan.Id });
            }
            return Done.Value;
        }), ct);

    /// <summary>The new owner holds from now on what the old one held: tasks are held by the part, not by the name. The old one keeps reading.</summary>
    public Task<Result<Done>> HandOverAsync(HandOverPlan hand, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, hand.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, hand.PlanId, PlanAct.HandOver, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var facts = begun.Value;
            var plan = facts.Plan;
            if (hand.ToId == plan.OfficialId)
                return Refusal.OutOfTime("author.ownerAlready");
            if (PlanRules.Reason(hand.Reason) is { } missing)
                return missing;
            if (await MayWriteAsync(work, facts, [hand.ToId]) is { } refusal)
                return refusal;
            if (!await AuthorSql.SetOwnerAsync(work, plan.Id, plan.OfficialId, hand.ToId))
                return Refusal.OutOfTime("author.changedMeanwhile");
            await AuthorSql.EndAsync(work, plan.Id, hand.ToId);
            await AuthorSql.AddAsync(work, plan.Id, plan.OfficialId, AuthorKind.FormerOwner, actor.PersonId);
            await Trail.AddAsync(work, "plan.handedOver", actor, plan.Id, plan.RoundId, "person", hand.ToId,
                new JsonObject { ["from"] = plan.OfficialId, ["reason"] = await Reasons.KeepAsync(work, plan.Id, hand.Reason, actor) });
            long?[] told = [hand.ToId, plan.OfficialId, plan.SupervisorId];
            foreach (var person in told.OfType<long>().Distinct())
                await Outgoing.QueueAsync(work, "plan_handed_over", person, $"plan-{plan.Id}-owner-{hand.ToId}-{plan.Version}-{person}", new JsonObject { ["planId"] = plan.Id });
            return Done.Value;
        }), ct);

    static async Task<Refusal?> MayWriteAsync(UnitOfWork work, PlanFacts facts, IReadOnlyList<long> people)
    {
        if (people.Count == 0)
            return null;
        var roles = await RoleHolders.InRoundAsync(work, facts.Plan.ProgrammeId, facts.Plan.RoundId);
        if (people.Any(p => !roles.Any(r => r.PersonId == p && r.Role == Role.Official)))
            return Refusal.Invalid("author.notInRound", "people");
        return people.Any(p => p == facts.Plan.OfficialId || TakesPartOtherwise(facts, p)) ? Refusal.Invalid("author.otherPart", "people") : null;
    }

    static bool TakesPartOtherwise(PlanFacts facts, long person) => facts.Plan.SupervisorId == person || facts.Assigned.Any(a => a.PersonId == person);
}
