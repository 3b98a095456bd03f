using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Dashboards;

/// <summary>Where the plans stand and who must act: for administrators and the leads of a programme or round, for nobody else.</summary>
public sealed class DashboardService(Database database, StageNames stageNames)
{
    public Task<Result<RoundDashboard>> RoundAsync(long roundId, DashboardFilter filter, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(session => RoundAsync(session, roundId, filter, actor), ct);

    /// <summary>Every round the actor leads, the latest first, with its figures.</summary>
    public Task<IReadOnlyList<RoundLine>> AllRoundsAsync(Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(session => AllRoundsAsync(session, actor), ct);

    async Task<Result<RoundDashboard>> RoundAsync(Session session, long roundId, DashboardFilter filter, Actor actor)
    {
        var args = new { round = roundId, person = actor.PersonId, all = actor.IsAdministrator, now = session.Now };
        var head = await session.FirstOrDefaultAsync<RoundHead>(DashboardSql.Round, args);
        if (head is null)
            return Refusal.Hidden();

        var stages = await stageNames.OfAsync(session, head.DefinitionId);
        var plans = await session.QueryAsync<PlanLine>(DashboardSql.Plans, args);
        var balls = (await session.QueryAsync<Ball>(DashboardSql.Balls, args)).ToLookup(b => b.PlanId);
        foreach (var plan in plans)
        {
            plan.StageName = stages.Name(plan.Stage);
            plan.StagePlace = stages.Place(plan.Stage);
            plan.Balls = [.. balls[plan.Id]];
        }

        return new RoundDashboard(head, session.Now, filter, DashboardView.Choose(plans, filter), DashboardView.Totals(plans, stages),
            plans.Count, plans.Count(p => p.Overdue))
        {
            Subjects = [.. plans.Where(p => p.Subject is not null).DistinctBy(p => p.SubjectId).OrderBy(p => p.SubjectId)
                .Select(p => new SubjectChoice(p.SubjectId!.Value, p.Subject!))],
            Institutions = [.. plans.Select(p => p.Institution).Where(i => i.Length > 0).Distinct().OrderBy(SortKey.Of, StringComparer.Ordinal)],
        };
    }

    async Task<IReadOnlyList<RoundLine>> AllRoundsAsync(Session session, Actor actor)
    {
        var args = new { person = actor.PersonId, all = actor.IsAdministrator, now = session.Now };
        var heads = await session.QueryAsync<RoundHead>(DashboardSql.Rounds, args);
        var counts = (await session.QueryAsync<StageCount>(DashboardSql.Counts, args)).ToLookup(c => c.RoundId);
        var stages = await stageNames.OfAllAsync(session);
        return [.. heads.Select(head => Line(head, [.. counts[head.Id]], stages.GetValueOrDefault(head.DefinitionId, StageList.Empty)))];
    }

    static RoundLine Line(RoundHead head, StageCount[] counts, StageList stages)
    {
        int Sum(string state) => counts.Where(c => c.State == state).Sum(c => c.Plans);
        var totals = counts.GroupBy(c => c.Stage)
            .OrderBy(g => stages.Place(g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new StageTotal(g.Key, stages.Name(g.Key), g.Sum(c => c.Plans)));
        return new RoundLine(head, counts.Sum(c => c.Plans), Sum("open"), Sum("completed"), Sum("withdrawn"), counts.Sum(c => c.Overdue), [.. totals]);
    }

    sealed class StageCount
    {
        public long RoundId { get; set; }

        public string State { get; set; } = "";

        public string Stage { get; set; } = "";

        public int Plans { get; set; }

        public int Overdue { get; set; }
    }
}
