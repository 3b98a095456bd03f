using System.Globalization;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Presentations;

public sealed class Presentation
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public DateTimeOffset StartsAt { get; init; }
    public int Minutes { get; init; }

    /// <summary>By then the panel's sheets are wanted.</summary>
    public DateTimeOffset EndsAt => StartsAt.AddMinutes(Minutes);

    public string Zone { get; init; } = "";
    public string Place { get; init; } = "";
    public string Link { get; init; } = "";

    /// <summary>scheduled, held or cancelled.</summary>
    public string State { get; init; } = "";

    public DateTimeOffset? HeldAt { get; init; }
    public string Remark { get; init; } = "";
    public long Version { get; init; }
}

public sealed class Score
{
    public string Criterion { get; init; } = "";
    public int Points { get; init; }
    public string Remark { get; init; } = "";
    public long GivenBy { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <param name="StartsAt">The instant; the page makes it from a day, an hour and <paramref name="Zone"/>.</param>
public sealed record SchedulePresentation(long PlanId, DateTimeOffset? StartsAt, string Zone, int Minutes, string Place, string Link)
{
    public FormPost? Form { get; init; }
}

/// <param name="Points">1 to 5; null: not scored yet.</param>
public sealed record GivenScore(string Criterion, int? Points, string Remark);

public sealed record RecordScores(long PlanId, IReadOnlyList<GivenScore> Scores, string Remark)
{
    /// <summary>The submitted sheets of the panel are the scores: their mean counts, and <see cref="Scores"/> is empty.</summary>
    public bool TakePanel { get; init; }

    public FormPost? Form { get; init; }
}

/// <summary>The final presentation: scheduled, held and scored, or put off; then the plan is completed.</summary>
public sealed class PresentationService(Database database, WorkflowHost workflows, RubricLibrary rubrics)
{
    public static Task<Presentation?> CurrentAsync(Session session, long planId) =>
        session.FirstOrDefaultAsync<Presentation>(
            "select id, plan_id, starts_at, minutes, zone, place, link, state, held_at, remark, version from presentation where plan_id = @planId and state <> 'cancelled'",
            new { planId });

    public static Task<IReadOnlyList<Score>> ScoresAsync(Session session, long planId) =>
        session.QueryAsync<Score>("select criterion, points, remark, given_by, at from score where plan_id = @planId order by id", new { planId });

    public Task<Result<Done>> ScheduleAsync(SchedulePresentation schedule, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, schedule.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, schedule.PlanId, PlanAct.Schedule, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (PresentationRules.MaySchedule(schedule, work.Now) is { } refusal)
                return refusal;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("schedule"));
            var id = await work.InsertAsync(
                """
                insert into presentation (plan_id, task_id, starts_at, minutes, zone, place, link, state, scheduled_by)
                values (@PlanId, @taskId, @StartsAt, @Minutes, @Zone, @Place, @Link, 'scheduled', @by) returning id
                """,
                new { schedule.PlanId, taskId = task.Id, schedule.StartsAt, schedule.Minutes, schedule.Zone, schedule.Place, schedule.Link, by = actor.PersonId });
            await Trail.AddAsync(work, "presentation.scheduled", actor, plan.Id, plan.RoundId, "presentation", id,
                new JsonObject { ["startsAt"] = schedule.StartsAt!.Value.ToMicroseconds() });
            foreach (var person in Invited(begun.Value))
                await Outgoing.QueueAsync(work, "presentation_scheduled", person, $"presentation-{id}-{person}", new JsonObject { ["planId"] = plan.Id, ["presentationId"] = id });
            var input = PlanService.Acted("Scheduled", actor);
            input["startsAt"] = schedule.StartsAt!.Value.ToString("O", CultureInfo.InvariantCulture);
            return await workflows.ResumeAsync(work, task.BookmarkId, input);
        }), ct);

    static IReadOnlyList<long> Invited(PlanFacts facts) =>
        [.. facts.Assigned.Where(a => a.Role is Role.Consultant or Role.Panel).Select(a => a.PersonId).Prepend(facts.Plan.OfficialId).Distinct()];

    /// <summary>The presentation was held: every criterion of the rubric has its points.</summary>
    public Task<Result<Done>> RecordAsync(RecordScores record, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, record.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, record.PlanId, PlanAct.Present, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (!record.TakePanel && PresentationRules.MayRecord(record, rubrics.Default) is { } refusal)
                return refusal;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("present"));
            var presentation = (await CurrentAsync(work, plan.Id))!;
            var scores = record.TakePanel
                ? await SubmittedByPanelAsync(work, presentation)
                : [.. record.Scores.Select(s => new Score { Criterion = s.Criterion, Points = s.Points!.Value, Remark = s.Remark, GivenBy = actor.PersonId })];
            if (scores.Count == 0)
                return Refusal.OutOfTime("panel.noneSubmitted");
            if (!await work.ExecuteOneAsync(
                    "update presentation set state = 'held', held_at = @Now, remark = @Remark, version = version + 1 where id = @Id and state = 'scheduled'",
                    new { presentation.Id, record.Remark, work.Now }))
                return Refusal.OutOfTime("plan.changedMeanwhile");
            foreach (var score in scores)
            {
                await work.ExecuteAsync(
                    """
                    insert into score (plan_id, presentation_id, criterion, points, remark, given_by, at)
                    values (@planId, @presentationId, @Criterion, @Points, @Remark, @GivenBy, @Now)
                    """,
                    new { planId = plan.Id, presentationId = presentation.Id, score.Criterion, score.Points, score.Remark, score.GivenBy, work.Now });
            }
            await Trail.AddAsync(work, "presentation.held", actor, plan.Id, plan.RoundId, "presentation", presentation.Id);
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted("Held", actor));
        }), ct);

    static Task<IReadOnlyList<Score>> SubmittedByPanelAsync(UnitOfWork work, Presentation presentation) =>
        work.QueryAsync<Score>(
            """
            select c.criterion, c.points, c.remark, s.person_id as given_by, s.submitted_at as at
            from score_sheet s join sheet_score c on c.sheet_id = s.id
            where s.presentation_id = @Id and s.submitted_at is not null and c.points is not null order by s.id
            """,
            new { presentation.Id });

    public Task<Result<Done>> PostponeAsync(long planId, string reason, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Present, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (PlanRules.Reason(reason) is { } missing)
                return missing;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("present"));
            var presentation = await CurrentAsync(work, planId);
            await work.ExecuteAsync("update presentation set state = 'cancelled', version = version + 1 where plan_id = @planId and state = 'scheduled'", new { planId });
            await Trail.AddAsync(work, "presentation.postponed", actor, plan.Id, plan.RoundId, "plan", plan.Id,
                new JsonObject { ["reason"] = await Reasons.KeepAsync(work, plan.Id, reason, actor) });
            if (presentation is not null)
            {
                foreach (var person in Invited(begun.Value))
                {
                    await Outgoing.QueueAsync(work, "presentation_postponed", person, $"presentation-{presentation.Id}-off-{person}",
                        new JsonObject { ["planId"] = plan.Id, ["presentationId"] = presentation.Id, ["reason"] = Storage.Texts.Clean(reason) });
                }
            }
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted("Postponed", actor));
        }), ct);

    /// <summary>An accepted plan goes back to its author, who is told why; it is reviewed again after that.</summary>
    public Task<Result<Done>> ReopenAsync(long planId, string reason, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Reopen, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (PlanRules.Reason(reason) is { } missing)
                return missing;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("schedule"));
            await Trail.AddAsync(work, "plan.reopened", actor, plan.Id, plan.RoundId, "task", task.Id,
                new JsonObject { ["reason"] = await Reasons.KeepAsync(work, plan.Id, reason, actor) });
            await Outgoing.QueueAsync(work, "plan_reopened", plan.OfficialId, $"plan-{planId}-reopened-{task.Id}", new JsonObject { ["planId"] = planId, ["reason"] = Storage.Texts.Clean(reason) });
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted(Schedule.Reopened, actor));
        }), ct);

    public Task<Result<Done>> CompleteAsync(long planId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Complete, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("complete"));
            await Trail.AddAsync(work, "plan.completed", actor, plan.Id, plan.RoundId, "plan", plan.Id);
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted("Completed", actor));
        }), ct);

    /// <summary>After the last round: the lead accepts the plan as it is, or grants another round.</summary>
    public Task<Result<Done>> DecideAsync(long planId, bool accept, string reason, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, planId, PlanAct.Decide, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            if (PlanRules.Reason(reason) is { } missing)
                return missing;
            var (plan, task) = (begun.Value.Plan, begun.Value.Open("decide"));
            await Trail.AddAsync(work, accept ? "plan.acceptedByLead" : "plan.anotherRound", actor, plan.Id, plan.RoundId, "task", task.Id,
                new JsonObject { ["reason"] = await Reasons.KeepAsync(work, plan.Id, reason, actor) });
            return await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted(accept ? "Accept" : "AnotherRound", actor));
        }), ct);
}
