using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Plans;

/// <param name="At">When they wrote last.</param>
public sealed record Contribution(long PersonId, DateTimeOffset At);

/// <summary>A text of a section on its way from one revision to another, and who made it out of the text before.</summary>
/// <param name="By">More than one where several wrote and what each left was not kept yet.</param>
public sealed record WritingStep(IReadOnlyList<Contribution> By, string Content);

/// <summary>How the sections of a plan came from one revision to a later one, step by step.</summary>
/// <param name="Names">Of those who wrote; erased people are missing.</param>
public sealed record WritingPath(IReadOnlyDictionary<string, IReadOnlyList<WritingStep>> Sections, IReadOnlyDictionary<long, WrittenName> Names)
{
    public IReadOnlyList<WritingStep> Of(string section) => Sections.GetValueOrDefault(section, []);
}

/// <summary>Reads who wrote what between two revisions; the older one may be of a plan that this one continues.</summary>
public sealed class WritingPathService(Database database)
{
    /// <param name="fromPlan">The plan itself, or one before it in its chain.</param>
    public Task<Result<WritingPath>> ReadAsync(long planId, long fromPlan, int fromNumber, int toNumber, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync<Result<WritingPath>>(async session =>
        {
            if (await PlanSql.FactsAsync(session, planId) is not { } facts || PlanAccess.Why(PlanAct.See, facts, actor) is not null)
                return Refusal.Hidden();
            var stretches = new List<(long Plan, int After, int To)> { (planId, fromPlan == planId ? fromNumber : 0, Math.Min(toNumber, facts.Plan.RevisionCount)) };
            if (fromPlan != planId)
            {
                var before = await ChainService.EarlierAsync(session, planId);
                var oldest = before.ToList().FindIndex(l => l.Plan.Id == fromPlan);
                if (oldest < 0)
                    return Refusal.Hidden();
                stretches.InsertRange(0, before.Take(oldest + 1).Reverse().Select(l => (l.Plan.Id, l.Plan.Id == fromPlan ? fromNumber : 0, int.MaxValue)));
            }
            var sections = new Dictionary<string, List<WritingStep>>();
            var names = new Dictionary<long, WrittenName>();
            foreach (var (plan, after, to) in stretches)
                await AddAsync(session, plan, after, to, sections, names);
            return new WritingPath(sections.ToDictionary(s => s.Key, s => (IReadOnlyList<WritingStep>)s.Value), names);
        }, ct);

    static async Task AddAsync(Session session, long plan, int after, int to, Dictionary<string, List<WritingStep>> sections, Dictionary<long, WrittenName> names)
    {
        var args = new { plan, after, to };
        var frozen = await session.QueryAsync<Left>(
            """
            select s.key, v.number as revision, s.updated_by as person_id, s.content, v.submitted_at as left_at
            from revision_section s join revision v on v.id = s.revision_id where v.plan_id = @plan and v.number > @after and v.number <= @to
            order by v.number, s.key
            """,
            args);
        var turns = (await session.QueryAsync<Left>(
            """
            select key, revision, person_id, content, left_at from section_turn
            where plan_id = @plan and revision > @after and revision <= @to order by id
            """,
            args)).ToLookup(t => (t.Key, t.Revision));
        var edits = (await session.QueryAsync<SectionEdit>(
            """
            select key, revision, person_id, saves, first_at, last_at from section_edit
            where plan_id = @plan and revision > @after and revision <= @to order by last_at
            """,
            args)).ToLookup(e => (e.Key, e.Revision));
        foreach (var person in await session.QueryAsync<Writer>(
            "select id, name, native_name from person where erased_at is null and (id in (select person_id from section_edit where plan_id = @plan) "
            + "or id in (select s.updated_by from revision_section s join revision v on v.id = s.revision_id where v.plan_id = @plan))", new { plan }))
        {
            names[person.Id] = new WrittenName(person.Name, person.NativeName);
        }
        foreach (var text in frozen)
        {
            if (!sections.TryGetValue(text.Key, out var steps))
                sections[text.Key] = steps = [];
            Follow(steps, text, [.. turns[(text.Key, text.Revision)]], [.. edits[(text.Key, text.Revision)]]);
        }
    }

    static void Follow(List<WritingStep> steps, Left frozen, IReadOnlyList<Left> turns, IReadOnlyList<SectionEdit> edits)
    {
        var last = new Contribution(frozen.PersonId, edits.FirstOrDefault(e => e.PersonId == frozen.PersonId)?.LastAt ?? frozen.LeftAt);
        var way = turns.Select(t => new WritingStep([new Contribution(t.PersonId, t.LeftAt)], t.Content)).Append(new WritingStep([last], frozen.Content)).ToList();
        // Written before turns were kept: that they wrote is known, which words is not.
        var others = edits.Where(e => e.PersonId != frozen.PersonId && turns.All(t => t.PersonId != e.PersonId)).Select(e => new Contribution(e.PersonId, e.LastAt)).ToList();
        if (others.Count > 0)
            way[0] = way[0] with { By = [.. others, .. way[0].By] };
        foreach (var step in way)
        {
            if (steps.Count == 0 || steps[^1].Content != step.Content)
                steps.Add(step);
        }
    }

    sealed class Left
    {
        public string Key { get; init; } = "";
        public int Revision { get; init; }
        public long PersonId { get; init; }
        public string Content { get; init; } = "";
        public DateTimeOffset LeftAt { get; init; }
    }

    sealed class Writer
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string? NativeName { get; init; }
    }
}
