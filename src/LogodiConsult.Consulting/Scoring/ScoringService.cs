using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Scoring;

/// <summary>The scores of one review round as one actor may see them.</summary>
/// <param name="Sheets">Those that this actor may see, the own one too.</param>
/// <param name="Means">By criterion; only for those who may know them.</param>
/// <param name="ShownAt">When a lead showed the round to the official.</param>
public sealed record RoundScores(int Round, Rubric Rubric, IReadOnlyList<ScoreSheet> Sheets, IReadOnlyDictionary<string, Spread> Means, DateTimeOffset? ShownAt);

/// <summary>Everything scored of one plan that one actor may see.</summary>
/// <param name="Asked">Whether the actor's open review takes scores; None without one.</param>
/// <param name="Own">The actor's sheet of the open review, or of the presentation.</param>
/// <param name="Panel">Sheets of the presentation: for leads those submitted, for a member the own one.</param>
/// <param name="PanelBegan">Ids of members whose sheet is still a draft: leads see that, not what stands on it.</param>
public sealed record ScoreBoard(
    Rubric Rubric, Asked Asked, ScoreSheet? Own, IReadOnlyList<RoundScores> Rounds, IReadOnlyList<ScoreSheet> Panel, IReadOnlyList<long> PanelBegan);

/// <summary>Consultants score with their review, panel members at the presentation; leads compare, and show the official what was meant for them.</summary>
public sealed class ScoringService(Database database, RubricLibrary rubrics)
{
    public Task<Result<Done>> SaveForReviewAsync(long planId, SaveSheet save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Review, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var task = PlanAccess.TaskOf(begun.Value, actor, "review")!;
            if (task.Scoring == Asked.None)
                return Refusal.OutOfTime("scores.notAsked");
            // Sent with the review, so there is nothing to submit apart from it.
            var draft = save with { Submit = false };
            var rubric = rubrics.Default.For(MomentOf(task.ReviewRound));
            if (ScoringRules.MaySave(draft, rubric) is { } refusal)
                return refusal;
            var review = await ReviewSql.OfTaskAsync(work, task.Id) ?? await BeginReviewAsync(work, begun.Value, task.Id, actor);
            if (review.IsReleasing)
                return Refusal.OutOfTime("review.isReleasing");
            if (!await AreCommentsAsync(work, planId, review.Id, draft))
                return Refusal.Invalid("score.evidenceUnknown");
            await SheetSql.SaveAsync(work, new SheetPlace(SheetKind.Review, planId, ReviewId: review.Id), actor.PersonId, rubric, draft);
            return Done.Value;
        }), ct);

    /// <summary>What the actor has to score before their review can be released; null where nothing is asked for, or all of it is given.</summary>
    public Task<IReadOnlyList<Criterion>?> LackingAsync(long planId, Actor actor, CancellationToken ct = default) => database.ReadAsync(async session =>
    {
        if (await PlanSql.FactsAsync(session, planId) is not { } facts || PlanAccess.TaskOf(facts, actor, "review") is not { Scoring: Asked.Required } task)
            return null;
        var review = await ReviewSql.OfTaskAsync(session, task.Id);
        var sheet = review is null ? null : (await SheetSql.OfPlanAsync(session, planId)).FirstOrDefault(s => s.ReviewId == review.Id);
        return ScoringRules.Lacking(rubrics.Default.For(MomentOf(task.ReviewRound)), sheet);
    }, ct);

    public Task<Result<Done>> SaveForPanelAsync(long planId, SaveSheet save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.ScoreInPanel, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var rubric = rubrics.Default.For(Moment.Panel);
            if (ScoringRules.MaySave(save, rubric) is { } refusal)
                return refusal;
            if (await PresentationService.CurrentAsync(work, planId) is not { State: "scheduled" } presentation)
                return Refusal.OutOfTime("panel.notNow");
            if (!await AreCommentsAsync(work, planId, null, save))
                return Refusal.Invalid("score.evidenceUnknown");
            if (!await SheetSql.SaveAsync(work, new SheetPlace(SheetKind.Panel, planId, PresentationId: presentation.Id), actor.PersonId, rubric, save))
                return Refusal.OutOfTime("sheet.submitted");
            if (save.Submit)
                await Trail.AddAsync(work, "panel.scored", actor, planId, begun.Value.Plan.RoundId, "presentation", presentation.Id);
            return Done.Value;
        }), ct);

    /// <summary>The actor's sheet of the presentation that stands; null while there is none.</summary>
    public Task<ScoreSheet?> OwnPanelSheetAsync(long planId, Actor actor, CancellationToken ct = default) => database.ReadAsync(
        async session => (await SheetSql.OfPlanAsync(session, planId)).LastOrDefault(s => s.Kind == SheetKind.Panel && s.PersonId == actor.PersonId), ct);

    /// <summary>Whether the actor's sheet of the presentation that stands is handed in.</summary>
    public static async Task<bool> HasSubmittedAsync(Session session, long planId, Actor actor) => await session.SingleAsync<int>(
        """
        select count(*) from score_sheet s join presentation h on h.id = s.presentation_id
        where h.plan_id = @planId and h.state <> 'cancelled' and s.person_id = @PersonId and s.submitted_at is not null
        """,
        new { planId, actor.PersonId }) > 0;

    /// <summary>The lead shows the official the means of a review round; it cannot be taken back, as it may have been read.</summary>
    public Task<Result<Done>> ShowRoundAsync(long planId, int round, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Lead, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (begun.Value.OpenTasks.Any(t => t.Kind == "review" && t.ReviewRound == round))
                return Refusal.OutOfTime("scores.roundOpen");
            if ((await SheetSql.OfPlanAsync(work, planId)).All(s => !s.Counts || s.Round != round))
                return Refusal.OutOfTime("scores.nothingToShow");
            if (!await work.ExecuteOneAsync(
                "insert into scores_shown (plan_id, round, shown_by, at) values (@planId, @round, @by, @Now) on conflict (plan_id, round) do nothing",
                new { planId, round, by = actor.PersonId, work.Now }))
                return Refusal.OutOfTime("scores.shownAlready");
            await Trail.AddAsync(work, "scores.shown", actor, planId, begun.Value.Plan.RoundId, "plan", planId, new JsonObject { ["round"] = round });
            return Done.Value;
        }), ct);

    public Task<Result<ScoreBoard>> BoardAsync(long planId, Actor actor, CancellationToken ct = default) => database.ReadAsync(async session =>
    {
        if (await PlanSql.FactsAsync(session, planId) is not { } facts)
            return (Result<ScoreBoard>)Refusal.Hidden();
        var sheets = await SheetSql.OfPlanAsync(session, planId);
        var shown = (await session.QueryAsync<Shown>("select round, at from scores_shown where plan_id = @planId", new { planId })).ToDictionary(s => s.Round, s => s.At);
        if (PlanAccess.Why(PlanAct.SeeScoreBoard, facts, actor) is { } refusal && (refusal.Kind == RefusalKind.Hidden || facts.Plan.OfficialId != actor.PersonId || shown.Count == 0))
            return refusal;
        var task = PlanAccess.TaskOf(facts, actor, "review");
        var visible = sheets.Where(s => ScoringRules.Sees(s, facts, actor)).ToList();
        var rounds = sheets.Where(s => s.Kind == SheetKind.Review && s.Counts).GroupBy(s => s.Round).OrderBy(g => g.Key)
            .Select(g => RoundOf(g.Key, [.. g], visible, facts, actor, shown.TryGetValue(g.Key, out var at) ? at : null))
            .Where(r => r.Sheets.Count > 0 || r.Means.Count > 0).ToList();
        var leads = PlanAccess.May(PlanAct.Lead, facts, actor);
        return new ScoreBoard(
            task is null ? rubrics.Default : rubrics.Default.For(MomentOf(task.ReviewRound)),
            task?.Scoring ?? Asked.None,
            visible.FirstOrDefault(s => s.PersonId == actor.PersonId && !s.Counts && s.Kind == SheetKind.Review && s.Round == task?.ReviewRound)
                ?? visible.FirstOrDefault(s => s.PersonId == actor.PersonId && s.Kind == SheetKind.Panel),
            rounds,
            [.. visible.Where(s => s.Kind == SheetKind.Panel && (s.Counts || s.PersonId == actor.PersonId))],
            leads ? [.. sheets.Where(s => s.Kind == SheetKind.Panel && !s.Counts).Select(s => s.PersonId)] : []);
    }, ct);

    /// <summary>Rounds whose scores the official may see, for the tabs of a plan.</summary>
    public static Task<int> ShownRoundsAsync(Session session, long planId) =>
        session.SingleAsync<int>("select count(*) from scores_shown where plan_id = @planId", new { planId });

    RoundScores RoundOf(int round, IReadOnlyList<ScoreSheet> all, IReadOnlyList<ScoreSheet> visible, PlanFacts facts, Actor actor, DateTimeOffset? shownAt)
    {
        var own = visible.Where(s => s.Kind == SheetKind.Review && s.Round == round && s.Counts).ToList();
        var mayCompare = own.Count == all.Count || (shownAt is not null && facts.Plan.OfficialId == actor.PersonId);
        var means = mayCompare
            ? rubrics.Default.Criteria.Select(c => (c.Key, Spread: Spread.Of(all, c.Key))).Where(c => c.Spread is not null).ToDictionary(c => c.Key, c => c.Spread!)
            : [];
        return new RoundScores(round, rubrics.Default.For(MomentOf(round)), own, means, shownAt);
    }

    static Moment MomentOf(int round) => round > 1 ? Moment.LaterReview : Moment.FirstReview;

    static async Task<ReviewDraft> BeginReviewAsync(UnitOfWork work, PlanFacts facts, long taskId, Actor actor)
    {
        var revision = (await PlanSql.RevisionAsync(work, facts.Plan.Id, facts.Plan.RevisionCount))!;
        var language = await work.SingleAsync<string>("select language from person where id = @PersonId", new { actor.PersonId });
        await ReviewSql.InsertAsync(work, facts.OpenTasks.First(t => t.Id == taskId), revision.Id, actor.PersonId, language);
        return (await ReviewSql.OfTaskAsync(work, taskId))!;
    }

    /// <summary>Evidence is what others can look up: released comments of the plan, and drafts of the same review.</summary>
    static async Task<bool> AreCommentsAsync(UnitOfWork work, long planId, long? reviewId, SaveSheet save)
    {
        var ids = save.Lines.SelectMany(l => l.Evidence).Distinct().ToList();
        return ids.Count == 0 || ids.Count == await work.SingleAsync<int>(
            "select count(*) from comment where id in @ids and plan_id = @planId and (state <> 'draft' or review_id = @reviewId)", new { ids, planId, reviewId });
    }

    sealed class Shown
    {
        public int Round { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
