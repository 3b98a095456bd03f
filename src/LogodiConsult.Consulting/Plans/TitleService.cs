using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

/// <summary>What the editor sends by itself while somebody writes the title.</summary>
/// <param name="BaseVersion">Version of the title that the writer has before them.</param>
public sealed record PatchTitle(long PlanId, long BaseVersion, Splice? Splice, string? Content);

/// <param name="IsConflict">Somebody else saved meanwhile and nothing was changed: <paramref name="Title"/> is theirs.</param>
public sealed record WrittenTitle(string Title, long Version, bool IsConflict);

/// <summary>Saves the title of a plan while it is being written.</summary>
public sealed class TitleService(Database database)
{
    public Task<Result<WrittenTitle>> PatchAsync(PatchTitle patch, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync<WrittenTitle>(async work =>
        {
            var facts = await PlanActs.BeginAsync(work, patch.PlanId, PlanAct.Write, actor);
            if (facts.IsRefused)
                return facts.Refusal!;
            var plan = facts.Value.Plan;
            // A patch sent again after a lost answer finds its own text: it is confirmed, not made twice.
            if (patch.Content is { } whole && PlanRules.CleanTitle(whole) == plan.Title)
                return new WrittenTitle(plan.Title, plan.TitleVersion, false);
            if (patch.BaseVersion != plan.TitleVersion)
                return new WrittenTitle(plan.Title, plan.TitleVersion, true);
            if ((patch.Content ?? patch.Splice?.ApplyTo(plan.Title)) is not { } wanted)
                return Refusal.Invalid("section.patchDoesNotFit", "title");
            if (PlanRules.Title(wanted) is { } refusal)
                return refusal;
            var title = PlanRules.CleanTitle(wanted);
            return await PlanSql.SetTitleAsync(work, plan.Id, title)
                ? new WrittenTitle(title, plan.TitleVersion + 1, false)
                : new WrittenTitle(plan.Title, plan.TitleVersion, false);
        }, ct);

    /// <summary>The title as it stands now.</summary>
    public Task<Result<WrittenTitle>> ReadAsync(long planId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync<Result<WrittenTitle>>(
            async session =>
            {
                if (await PlanSql.FactsAsync(session, planId) is not { } facts)
                    return Refusal.Hidden();
                return PlanAccess.Why(PlanAct.Write, facts, actor) is { } refusal
                    ? refusal
                    : new WrittenTitle(facts.Plan.Title, facts.Plan.TitleVersion, false);
            },
            ct);
}
