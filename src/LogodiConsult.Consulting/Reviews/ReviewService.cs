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
public sealed class ReviewService(Database database, WorkflowHost workflows, TemplateLibrary templates, ReviewSettings? settings = null)
{
    readonly TimeSpan recall = TimeSpan.FromMinutes((settings ?? ReviewSettings.AtOnce).RecallMinutes);

    /// <summary>Saves a comment by its button. What the same form had kept by itself is that comment; what it kept on the way is not waited for.</summary>
    /// <returns>The id of the comment.</returns>
    public Task<Result<long>> SaveCommentAsync(SaveComment save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, save.Form, actor, async () =>
        {
            var kept = await StoreAsync(work, save with { DraftKey = save.Form?.Key }, actor);
            if (kept.IsRefused)
                return (Result<long>)kept.Refusal!;
            // A keeping that comes late must not put older words over these.
            await ReviewSql.ForgetDraftKeyAsync(work, kept.Value.Id);
            return kept.Value.Id;
        }), ct);

    /// <summary>Keeps a comment while it is typed. The same <see cref="SaveComment.DraftKey"/> is the same comment.</summary>
    public Task<Result<KeptComment>> KeepCommentAsync(SaveComment save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => StoreAsync(work, save, actor), ct);

    async Task<Result<KeptComment>> StoreAsync(UnitOfWork work, SaveComment save, Actor actor)
    {
        var turn = await TurnAsync(work, save.PlanId, actor);
        if (turn.IsRefused)
            return turn.Refusal!;
        if (ReviewRules.MayComment(save) is { } refusal)
            return refusal;
        var (plan, _, review) = turn.Value;
        if (save.SectionKey is { } key && templates.Get(plan.TemplateId, plan.TemplateVersion).Find(key) is null)
            return Refusal.Invalid("section.unknown");
        var anchor = ReviewRules.Anchor(save, await PartsAsync(work, plan, review.RevisionId, save.SectionKey));
        if (anchor.IsRefused)
            return anchor.Refusal!;
        var selector = anchor.Value?.ToJson();
        if (save.DraftKey is { } draft && await ReviewSql.ByDraftKeyAsync(work, review.Id, draft) is { } typed && (save.CommentId ?? typed.Id) == typed.Id)
            save = save with { CommentId = typed.Id, BaseVersion = typed.Version };
        if (save.CommentId is not { } id)
            return new KeptComment(await ReviewSql.InsertCommentAsync(work, review, save, selector), 1);
        return await ReviewSql.UpdateCommentAsync(work, review.Id, save, selector)
            ? new KeptComment(id, await ReviewSql.VersionAsync(work, id))
            : Refusal.OutOfTime("comment.changedMeanwhile");
    }

    public Task<Result<Done>> DeleteCommentAsync(long planId, long commentId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var turn = await TurnAsync(work, planId, actor);
            if (turn.IsRefused)
                return (Result<Done>)turn.Refusal!;
            return await ReviewSql.DeleteCommentAsync(work, commentId, actor.PersonId) ? Done.Value : Refusal.OutOfTime("comment.changedMeanwhile");
        }), ct);

    /// <summary>Keeps recommendation and summary as a draft.</summary>
    /// <returns>The version of the review from which the next saving counts.</returns>
    public Task<Result<long>> SaveSummaryAsync(ReleaseReview draft, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, draft.Form, actor, async () =>
        {
            var turn = await TurnAsync(work, draft.PlanId, actor);
            if (turn.IsRefused)
                return (Result<long>)turn.Refusal!;
            var review = turn.Value.Review;
            if (draft.Summary.Length > ReviewRules.LongestText)
                return Refusal.Invalid("text.tooLong", "summary").With("limit", ReviewRules.LongestText);
            var untouched = review is { Summary: "", Recommendation: null };
            if (draft.BaseVersion is { } seen && seen != review.Version && !(seen == 0 && untouched))
                return Refusal.OutOfTime("review.changedMeanwhile");
            await ReviewSql.SaveSummaryAsync(work, review.Id, draft.Recommendation, draft.Summary, draft.Language);
            return review.Version + 1;
        }), ct);

    /// <summary>Orders the release of what the preview showed. It takes effect when the recall time is over, at once where there is none: then
    /// the official sees the comments, they are numbered, and the plan goes on. Accepting also accepts the answers to the consultant's own
    /// comments that were still undecided.</summary>
    /// <returns>How many comments are released.</returns>
    public Task<Result<int>> ReleaseAsync(ReleaseReview release, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, release.Form, actor, async () =>
        {
            var turn = await TurnAsync(work, release.PlanId, actor);
            if (turn.IsRefused)
                return (Result<int>)turn.Refusal!;
            var (plan, task, review) = turn.Value;
            var drafts = await ReviewSql.DraftsAsync(work, review.Id);
            var decisions = await AnswerSql.PendingAsync(work, plan.Id, actor.PersonId);
            if (release.Seen is { } seen && seen != ReviewRules.Seen(review, drafts, decisions.Select(d => (d.AnswerId, d.Version))))
                return Refusal.OutOfTime("review.changedSincePreview");
            if (ReviewRules.MayRelease(release, drafts, decisions.Where(d => d is { Required: true, Decision: Decision.NotAccepted }).Select(d => d.Number)) is { } refusal)
                return refusal;
            if (task.Scoring == Asked.Required
                && await work.ScalarAsync<long>("select count(*) from score_sheet where review_id = @Id and complete = 1", new { review.Id }) == 0)
                return Refusal.Invalid("review.scoresMissing", "scores");
            await ReviewSql.SaveSummaryAsync(work, review.Id, release.Recommendation, release.Summary, release.Language);
            if (recall == TimeSpan.Zero)
                return await Releasing.EffectAsync(work, workflows, turn.Value with { Review = (await ReviewSql.FindAsync(work, review.Id))! }, actor);
            await ReviewSql.SetReleaseAtAsync(work, review.Id, work.Now + recall);
            await Trail.AddAsync(work, "review.releasing", actor, plan.Id, plan.RoundId, "review", review.Id,
                new JsonObject { ["minutes"] = (long)recall.TotalMinutes, ["comments"] = drafts.Count, ["round"] = review.Round });
            return drafts.Count;
        }), ct);

    /// <summary>Takes a release back before anybody was told of it.</summary>
    public Task<Result<Done>> RecallAsync(long planId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var turn = await TurnAsync(work, planId, actor, releasing: true);
            if (turn.IsRefused)
                return (Result<Done>)turn.Refusal!;
            var (plan, _, review) = turn.Value;
            if (!review.IsReleasing)
                return Refusal.OutOfTime("review.notReleasing");
            await ReviewSql.SetReleaseAtAsync(work, review.Id, null);
            await Trail.AddAsync(work, "review.recalled", actor, plan.Id, plan.RoundId, "review", review.Id, new JsonObject { ["round"] = review.Round });
            return Done.Value;
        }), ct);

    /// <summary>The consultant does not want to wait for the end of the recall time.</summary>
    public Task<Result<int>> SendNowAsync(long planId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, form, actor, async () =>
        {
            var turn = await TurnAsync(work, planId, actor, releasing: true);
            if (turn.IsRefused)
                return (Result<int>)turn.Refusal!;
            return turn.Value.Review.IsReleasing ? await Releasing.EffectAsync(work, workflows, turn.Value, actor) : Refusal.OutOfTime("review.notReleasing");
        }), ct);

    /// <summary>The consultant accepts an answer to one of their comments, or asks for another one. It is a draft like the comments: it may be changed,
    /// and is told to nobody, until the review is released.</summary>
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
            if (comment.State != CommentState.Answered || await AnswerSql.NewestAsync(work, comment.Id) != answer.Id)
                return Refusal.OutOfTime("answer.decidedAlready");
            await AnswerSql.DecideAsync(work, answer.Id, decide.Decision, actor.PersonId);
            return Done.Value;
        }), ct);

    /// <summary>The consultant's task with its review, which begins with the first thing that is kept.</summary>
    /// <param name="releasing">The act is for a review whose release was ordered; every other act waits until it is recalled.</param>
    static async Task<Result<ReviewTurn>> TurnAsync(UnitOfWork work, long planId, Actor actor, bool releasing = false)
    {
        if (await PlanSql.FactsForActAsync(work, planId) is not { } facts)
            return Refusal.Hidden();
        if (PlanAccess.Why(PlanAct.Review, facts, actor) is { } refusal)
            return refusal;
        var task = PlanAccess.TaskOf(facts, actor, "review")!;
        if (await ReviewSql.OfTaskAsync(work, task.Id) is { } begun)
            return begun.IsReleasing && !releasing ? Refusal.OutOfTime("review.isReleasing") : new ReviewTurn(facts.Plan, task, begun);
        var revision = (await PlanSql.RevisionAsync(work, planId, facts.Plan.RevisionCount))!;
        var language = await work.SingleAsync<string>("select language from person where id = @PersonId", new { actor.PersonId });
        await ReviewSql.InsertAsync(work, task, revision.Id, actor.PersonId, language);
        return new ReviewTurn(facts.Plan, task, (await ReviewSql.OfTaskAsync(work, task.Id))!);
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
}

/// <summary>A consultant's open task and the review that is its work.</summary>
sealed record ReviewTurn(Plan Plan, PlanTask Task, ReviewDraft Review);
