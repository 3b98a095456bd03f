using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>The moment in which a release takes effect: comments numbered and shown, the step resumed, the mail queued, all in one act.</summary>
static class Releasing
{
    public static async Task<Result<int>> EffectAsync(UnitOfWork work, WorkflowHost workflows, ReviewTurn turn, Actor actor)
    {
        var (plan, task, review) = turn;
        if (!await ReviewSql.ReleaseAsync(work, review.Id))
            return Refusal.OutOfTime("plan.changedMeanwhile");
        // From here on "what changed" counts from the revision that was reviewed.
        await PlanSql.LookAsync(work, review.ConsultantId, plan.Id, plan.RevisionCount);
        var count = await ReviewSql.PublishCommentsAsync(work, plan.Id, review.Id, plan.CommentCount);
        if (review.Recommendation == Recommendation.Accept)
            await AnswerSql.AcceptUndecidedAsync(work, plan.Id, review.ConsultantId);
        foreach (var pending in await AnswerSql.PendingAsync(work, plan.Id, review.ConsultantId))
        {
            await AnswerSql.SettleAsync(work, pending);
            await Trail.AddAsync(work, "answer.decided", actor, plan.Id, plan.RoundId, "comment", pending.CommentId,
                new JsonObject { ["number"] = pending.Number, ["decision"] = pending.Decision.ToCode() });
        }
        await Trail.AddAsync(work, "review.released", actor, plan.Id, plan.RoundId, "review", review.Id,
            new JsonObject { ["recommendation"] = review.Recommendation!.Value.ToCode(), ["comments"] = count, ["round"] = review.Round });
        await Outgoing.QueueAsync(work, "review_released", plan.OfficialId, $"review-{review.Id}-released",
            new JsonObject { ["planId"] = plan.Id, ["reviewId"] = review.Id });
        var resumed = await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted(review.Recommendation!.Value.ToString(), actor));
        await EndAsync(work, plan.Id);
        return resumed.Refusal is { } late ? late : count;
    }

    /// <summary>After a step of the review: what was drafted without a release is put away, and those whose review nobody waits for any more are told.</summary>
    public static async Task EndAsync(UnitOfWork work, long planId)
    {
        await ReviewSql.WithdrawDraftsAsync(work, planId);
        foreach (var task in await ReviewSql.NotNeededAsync(work, planId))
            await Outgoing.QueueAsync(work, "review_not_needed", task.PersonId, $"review-not-needed-{task.Id}", new JsonObject { ["planId"] = planId });
    }
}

/// <summary>Lets releases take effect whose recall time is over, in the name of their consultants; one unit of work each. What fell due while the
/// program stood still is done late, never left out.</summary>
public sealed class ReleaseLoop(Database database, WorkflowHost workflows, ILogger<ReleaseLoop> logger)
    : BackgroundLoop(database.Time, TimeSpan.FromSeconds(10), logger)
{
    /// <returns>How many took effect.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        var released = 0;
        for (var failed = new List<long>(); ;)
        {
            var due = await database.ReadAsync(session => ReviewSql.DueForReleaseAsync(session, failed), ct);
            if (due is null)
                return released;
            try
            {
                var result = await database.WriteAsync(work => EffectAsync(work, due), ct);
                if (result.Refusal is { } refusal)
                {
                    logger.LogWarning("The release of review {Review} was refused: {Code}.", due.Id, refusal.Code);
                    failed.Add(due.Id);
                }
                else
                {
                    released++;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Edge of the loop: the others are not to wait for this one, which is tried again at the next turn.
                logger.LogError(e, "The release of review {Review} failed.", due.Id);
                failed.Add(due.Id);
            }
        }
    }

    async Task<Result<int>> EffectAsync(UnitOfWork work, ReviewDraft due)
    {
        var facts = (await PlanSql.FactsForActAsync(work, due.PlanId))!;
        // Between the look and the lock it may have been recalled, sent or withdrawn, also by another node.
        if (await ReviewSql.FindAsync(work, due.Id) is not { IsReleasing: true } review || review.ReleaseAt > work.Now)
            return 0;
        if (facts.OpenTasks.FirstOrDefault(t => t.Id == review.TaskId) is not { } task)
            return await ReviewSql.WithdrawDraftsAsync(work, due.PlanId);
        return await Releasing.EffectAsync(work, workflows, new ReviewTurn(facts.Plan, task, review), new Actor(review.ConsultantId, false, []));
    }
}
