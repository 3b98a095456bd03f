using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Plans;

/// <summary>A plan goes on in a later round as a new plan with its history: 2020 → 2022.</summary>
static class Continuation
{
    /// <summary>Null when the plan that is opened continues none, or one that it may.</summary>
    public static async Task<Refusal?> WhyNotAsync(UnitOfWork work, OpenPlan open, Actor actor)
    {
        if (open.ContinuesId is not { } id)
            return null;
        // Who leads the new round may not lead the old one: the official's own earlier plan is theirs to continue all the same.
        if (await PlanSql.FactsAsync(work, id) is not { } earlier || !(PlanAccess.May(PlanAct.See, earlier, actor) || earlier.Plan.OfficialId == open.OfficialId))
            return Refusal.Invalid("plan.earlierUnknown", "continuesId");
        if (earlier.Plan.RoundId == open.RoundId)
            return Refusal.Invalid("plan.earlierSameRound", "continuesId");
        if (open.CarriesText && earlier.Plan.RevisionCount == 0)
            return Refusal.Invalid("plan.earlierWithoutText", "continuesId");
        return await work.ScalarAsync<long>("select count(*) from plan where continues_id = @id and state <> 'withdrawn'", new { id }) > 0
            ? Refusal.Invalid("plan.continuedAlready", "continuesId")
            : null;
    }

    /// <summary>The last revision becomes the first draft, as far as the new template has a place for it; who wrote it stays known.</summary>
    public static async Task CarryAsync(UnitOfWork work, long earlierId, long planId, TemplateLibrary templates, Actor actor)
    {
        var plan = (await PlanSql.FindAsync(work, planId))!;
        var template = templates.Get(plan.TemplateId, plan.TemplateVersion);
        var sections = await work.QueryAsync<RevisionSection>(
            """
            select s.revision_id, s.key, s.content, s.language, s.updated_by
            from revision_section s join revision v on v.id = s.revision_id join plan p on p.id = v.plan_id
            where p.id = @earlierId and v.number = p.revision_count
            """,
            new { earlierId });
        foreach (var section in sections.Where(s => template.Find(s.Key) is { } declared && declared.Kind.Fault(declared, s.Content) is null))
            await PlanSql.SaveSectionAsync(work, planId, new SectionText(section.Key, section.Content, 0), section.Language, section.UpdatedBy);
        await AttachmentSql.CarryAsync(work, earlierId, planId);
        await Trail.AddAsync(work, "plan.carried", actor, planId, plan.RoundId, "plan", earlierId, new JsonObject { ["sections"] = sections.Count });
    }
}

/// <summary>A plan that could be continued.</summary>
public sealed class EarlierPlan
{
    public long Id { get; init; }
    public string ProgrammeCode { get; init; } = "";
    public int RoundNumber { get; init; }
    public int Number { get; init; }
    public string Title { get; init; } = "";
    public string Language { get; init; } = "";
    public string OfficialName { get; init; } = "";
    public string? OfficialNativeName { get; init; }
    public WrittenName Official => new(OfficialName, OfficialNativeName);
    public string StartsOn { get; init; } = "";

    public string Reference => $"{ProgrammeCode}-{RoundNumber}-{Number:00}";

    public string Year => StartsOn[..4];
}

/// <summary>A plan and those that it continues, the newest first.</summary>
public sealed record ChainLink(EarlierPlan Plan, IReadOnlyList<Revision> Revisions);

/// <summary>The frozen text of one plan of a chain, with the template it was written by.</summary>
public sealed record ChainText(ChainLink Link, Revision Revision, IReadOnlyDictionary<string, string> Contents);

/// <summary>Reads plans together with those they continue. Whoever sees a plan may read what was handed in of the plans that it continues, since its text
/// grew out of theirs; their comments, scores and working texts stay with those who see those plans.</summary>
public sealed class ChainService(Database database)
{
    // Nobody has continued a plan so often; a ring in the data must not turn for ever.
    const int Longest = 20;

    const string Columns = """
        p.id, g.code as programme_code, r.number as round_number, p.number, p.title, p.language, coalesce(o.name, '') as official_name, o.native_name as official_native_name,
        r.starts_on
        """;

    /// <summary>The plans before this one; empty when it continues none.</summary>
    public Task<Result<IReadOnlyList<ChainLink>>> EarlierAsync(long planId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session => await PlanSql.FactsAsync(session, planId) is not { } facts || PlanAccess.Why(PlanAct.See, facts, actor) is not null
            ? (Result<IReadOnlyList<ChainLink>>)Refusal.Hidden()
            : Result.Of(await EarlierAsync(session, planId)), ct);

    /// <summary>A revision of a plan before this one.</summary>
    public Task<Result<ChainText>> TextAsync(long planId, long earlierId, int number, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync<Result<ChainText>>(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts || PlanAccess.Why(PlanAct.See, facts, actor) is not null)
                return Refusal.Hidden();
            var link = (await EarlierAsync(session, planId)).FirstOrDefault(l => l.Plan.Id == earlierId);
            if (link?.Revisions.FirstOrDefault(r => r.Number == number) is not { } revision)
                return Refusal.Hidden();
            var sections = await PlanSql.RevisionSectionsAsync(session, revision.Id);
            return new ChainText(link, revision, sections.ToDictionary(s => s.Key, s => s.Content));
        }, ct);

    /// <summary>What a plan opened in the round may continue: handed in, of another round that began before, not continued yet; the newest first.</summary>
    public Task<IReadOnlyList<EarlierPlan>> CandidatesAsync(long roundId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(session => session.QueryAsync<EarlierPlan>(
            $"""
            select {Columns}
            from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id left join person o on o.id = p.official_id and o.erased_at is null
            where p.state <> 'withdrawn' and p.revision_count > 0 and r.id <> @roundId
              and r.starts_on <= (select n.starts_on from round n where n.id = @roundId)
              and not exists (select 1 from plan c where c.continues_id = p.id and c.state <> 'withdrawn')
              and {PlanVisibility.Sql}
            order by r.starts_on desc, p.number limit 400
            """,
            new Dictionary<string, object?>(PlanVisibility.Of(actor)) { ["roundId"] = roundId }), ct);

    internal static async Task<IReadOnlyList<ChainLink>> EarlierAsync(Session session, long planId)
    {
        var plans = await session.QueryAsync<EarlierPlan>(
            $"""
            with recursive chain(id, depth) as (
              select continues_id, 1 from plan where id = @planId and continues_id is not null
              union all
              select e.continues_id, c.depth + 1 from plan e join chain c on e.id = c.id where e.continues_id is not null and c.depth < @Longest)
            select {Columns}
            from chain c join plan p on p.id = c.id join round r on r.id = p.round_id join programme g on g.id = r.programme_id
            left join person o on o.id = p.official_id and o.erased_at is null
            where p.id <> @planId order by c.depth
            """,
            new { planId, Longest });
        var links = new List<ChainLink>();
        foreach (var plan in plans.DistinctBy(p => p.Id))
            links.Add(new ChainLink(plan, await PlanSql.RevisionsAsync(session, plan.Id)));
        return links;
    }
}
