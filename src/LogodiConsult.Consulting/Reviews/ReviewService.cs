using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>The consultant's acts. Comments are private drafts until the review is released, which is one act.</summary>
public sealed class ReviewService(Database database, WorkflowHost workflows, TemplateLibrary templates)
{
    /// <returns>The id of the comment.</returns>
    public Task<Result<long>> SaveCommentAsync(SaveComment save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            var turn = await TurnAsync(work, save.PlanId, actor);
            if (turn.IsRefused)
                return (Result<long>)turn.Refusal!;
            if (ReviewRules.MayComment(save) is { } refusal)
                return refusal;
            var review = turn.Value.Review;
            if (save.SectionKey is { } key && templates.Get(turn.Value.Plan.TemplateId, turn.Value.Plan.TemplateVersion).Find(key) is null)
                return Refusal.Invalid("section.unknown");
            var anchor = ReviewRules.Anchor(save, await PartsAsync(work, turn.Value.Plan, review.RevisionId, save.SectionKey));
            if (anchor.IsRefused)
                return anchor.Refusal!;
            var selector = anchor.Value?.ToJson();
            if (save.CommentId is not { } id)
                return await ReviewSql.InsertCommentAsync(work, review, save, selector);
            return await ReviewSql.UpdateCommentAsync(work, review.Id, save, selector) ? id : Refusal.OutOfTime("comment.changedMeanwhile");
        }), ct);

    public Task<Result<Done>> DeleteCommentAsync(long planId, long commentId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var turn = await TurnAsync(work, planId, actor);
            if (turn.IsRefused)
                return (Result<Done>)turn.Refusal!;
            return await ReviewSql.DeleteCommentAsync(work, commentId, actor.PersonId) ? Done.Value : Refusal.OutOfTime("comment.changedMeanwhile");
        }), ct);

    /// <summary>Keeps recommendation and summary as a draft.</summary>
    public Task<Result<Done>> SaveSummaryAsync(ReleaseReview draft, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, draft.Form, actor, async () =>
        {
            var turn = await TurnAsync(work, draft.PlanId, actor);
            if (turn.IsRefused)
                return (Result<Done>)turn.Refusal!;
            if (draft.Summary.Length > ReviewRules.LongestText)
                return Refusal.Invalid("text.tooLong", "summary").With("limit", ReviewRules.LongestText);
            await ReviewSql.SaveSummaryAsync(work, turn.Value.Review.Id, draft.Recommendation, draft.Summary, draft.Language);
            return Done.Value;
        }), ct);

    /// <summary>Shows the comments to the official, numbers them, and hands the plan on. Accepting also accepts the answers to the consultant's own
    /// comments that were still undecided.</summary>
    /// <returns>How many comments were released.</returns>
    public Task<Result<int>> ReleaseAsync(ReleaseReview release, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, release.Form, actor, async () =>
        {
            var turn = await TurnAsync(work, release.PlanId, actor);
            if (turn.IsRefused)
                return (Result<int>)turn.Refusal!;
            var (plan, task, review) = turn.Value;
            var drafts = await ReviewSql.DraftsAsync(work, review.Id);
            if (release.Seen is { } seen && seen != ReviewRules.Seen(review, drafts))
                return Refusal.OutOfTime("review.changedSincePreview");
            if (ReviewRules.MayRelease(release, drafts) is { } refusal)
                return refusal;
            if (task.Scoring == Asked.Required
                && await work.ScalarAsync<long>("select count(*) from score_sheet where review_id = @Id and complete = 1", new { review.Id }) == 0)
                return Refusal.Invalid("review.scoresMissing", "scores");
            await ReviewSql.SaveSummaryAsync(work, review.Id, release.Recommendation, release.Summary, release.Language);
            if (!await ReviewSql.ReleaseAsync(work, review.Id))
                return Refusal.OutOfTime("plan.changedMeanwhile");
            // From here on "what changed" counts from the revision that was reviewed.
            await PlanSql.LookAsync(work, actor.PersonId, plan.Id, plan.RevisionCount);
            var count = await ReviewSql.PublishCommentsAsync(work, plan.Id, review.Id, plan.CommentCount);
            if (release.Recommendation == Recommendation.Accept)
                await AnswerSql.AcceptUndecidedAsync(work, plan.Id, actor.PersonId);
            await Trail.AddAsync(work, "review.released", actor, plan.Id, plan.RoundId, "review", review.Id,
                new JsonObject { ["recommendation"] = release.Recommendation!.Value.ToCode(), ["comments"] = count, ["round"] = review.Round });
            await Outgoing.QueueAsync(work, "review_released", plan.OfficialId, $"review-{review.Id}-released",
                new JsonObject { ["planId"] = plan.Id, ["reviewId"] = review.Id });
            var resumed = await workflows.ResumeAsync(work, task.BookmarkId, PlanService.Acted(release.Recommendation!.Value.ToString(), actor));
            await ReviewSql.WithdrawDraftsAsync(work, plan.Id);
            return resumed.Refusal is { } late ? late : count;
        }), ct);

    /// <summary>The consultant accepts an answer to one of their comments, or asks for another one. May be changed until the review is released.</summary>
    public Task<Result<Done>> DecideAnswerAsync(DecideAnswer decide, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, decide.Form, actor, async () =>
        {
            var turn = await TurnAsync(work, decide.PlanId, actor);
            if (turn.IsRefused)
                return (Result<Done>)turn.Refusal!;
            if (await AnswerSql.FindAsync(work, decide.AnswerId) is not { } answer || answer.PlanId != decide.PlanId || answer.RevisionId is null)
                return Refusal.Hidden();
            var comment = (await ReviewSql.CommentAsync(work, answer.CommentId))!;
            if (comment.OwnerId != actor.PersonId && await OwnerStillReviewsAsync(work, comment))
                return Refusal.Forbidden("answer.notYourComment");
            if (!await AnswerSql.DecideAsync(work, answer.Id, decide.Decision, actor.PersonId))
                return Done.Value;
            await ReviewSql.SetStateAsync(work, comment.Id, decide.Decision == Decision.Accepted ? CommentState.Accepted : CommentState.NotAccepted);
            await Trail.AddAsync(work, "answer.decided", actor, decide.PlanId, turn.Value.Plan.RoundId, "comment", comment.Id,
                new JsonObject { ["number"] = comment.Number, ["decision"] = decide.Decision.ToCode() });
            return Done.Value;
        }), ct);

    /// <summary>The consultant's task with its review, which begins with the first thing that is kept.</summary>
    static async Task<Result<Turn>> TurnAsync(UnitOfWork work, long planId, Actor actor)
    {
        if (await PlanSql.FactsForActAsync(work, planId) is not { } facts)
            return Refusal.Hidden();
        if (PlanAccess.Why(PlanAct.Review, facts, actor) is { } refusal)
            return refusal;
        var task = PlanAccess.TaskOf(facts, actor, "review")!;
        if (await ReviewSql.OfTaskAsync(work, task.Id) is { } begun)
            return new Turn(facts.Plan, task, begun);
        var revision = (await PlanSql.RevisionAsync(work, planId, facts.Plan.RevisionCount))!;
        var language = await work.SingleAsync<string>("select language from person where id = @PersonId", new { actor.PersonId });
        await ReviewSql.InsertAsync(work, task, revision.Id, actor.PersonId, language);
        return new Turn(facts.Plan, task, (await ReviewSql.OfTaskAsync(work, task.Id))!);
    }

    async Task<IReadOnlyList<Part>> PartsAsync(UnitOfWork work, Plan plan, long revisionId, string? sectionKey)
    {
        if (sectionKey is null || templates.Get(plan.TemplateId, plan.TemplateVersion).Find(sectionKey) is not { } declared)
            return [];
        var content = await work.FirstOrDefaultAsync<string>("select content from revision_section where revision_id = @revisionId and key = @sectionKey", new { revisionId, sectionKey });
        return declared.Kind.Parts(declared, content ?? "");
    }

    static async Task<bool> OwnerStillReviewsAsync(UnitOfWork work, Comment comment) =>
        await work.SingleAsync<int>(
            "select count(*) from assignment where plan_id = @PlanId and person_id = @OwnerId and role = 'consultant' and ended_at is null",
            new { comment.PlanId, comment.OwnerId }) > 0;

    sealed record Turn(Plan Plan, PlanTask Task, ReviewDraft Review);
}
