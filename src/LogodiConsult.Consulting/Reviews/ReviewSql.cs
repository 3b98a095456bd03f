using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;

namespace LogodiConsult.Consulting.Reviews;

public static class ReviewSql
{
    const string Columns = "id, plan_id, revision_id, task_id, consultant_id, round, state, recommendation, summary, language, released_at, release_at, version";

    const string CommentColumns = """
        c.id, c.plan_id, c.review_id, c.revision_id, v.number as revision_number, w.round as review_round, c.number, c.section_key, c.part, c.selector,
        c.kind, c.required, c.text, c.language, c.proposal, c.state, c.owner_id, c.created_at, c.version
        """;

    const string CommentFrom = "from comment c join revision v on v.id = c.revision_id join review w on w.id = c.review_id";

    public static Task<ReviewDraft?> OfTaskAsync(Session session, long taskId) =>
        session.FirstOrDefaultAsync<ReviewDraft>($"select {Columns} from review where task_id = @taskId", new { taskId });

    public static Task<IReadOnlyList<ReviewDraft>> ReleasedAsync(Session session, long planId) =>
        session.QueryAsync<ReviewDraft>($"select {Columns} from review where plan_id = @planId and state = 'released' order by round, released_at, id", new { planId });

    public static Task<long> InsertAsync(UnitOfWork work, PlanTask task, long revisionId, long consultantId, string language) =>
        work.InsertAsync(
            """
            insert into review (plan_id, revision_id, task_id, consultant_id, round, state, language, created_at)
            values (@PlanId, @revisionId, @Id, @consultantId, @ReviewRound, 'draft', @language, @Now) returning id
            """,
            new { task.PlanId, revisionId, task.Id, consultantId, task.ReviewRound, language, work.Now });

    public static Task<bool> SaveSummaryAsync(UnitOfWork work, long id, Recommendation? recommendation, string summary, string language) =>
        work.ExecuteOneAsync(
            """
            update review set recommendation = @recommendation, summary = @summary, language = @language, version = version + 1
            where id = @id and state = 'draft'
            """,
            new { id, recommendation, summary, language });

    public static Task<bool> ReleaseAsync(UnitOfWork work, long id) =>
        work.ExecuteOneAsync("update review set state = 'released', released_at = @Now, release_at = null, version = version + 1 where id = @id and state = 'draft'", new { id, work.Now });

    /// <summary>Drafts whose task ended without a release (withdrawn consultant, decided without them) are kept but never shown; what was decided about answers is forgotten.</summary>
    public static async Task<int> WithdrawDraftsAsync(UnitOfWork work, long planId)
    {
        var withdrawn = await work.ExecuteAsync(
            """
            update review set state = 'withdrawn', release_at = null, version = version + 1
            where plan_id = @planId and state = 'draft'
              and exists (select 1 from task t where t.id = review.task_id and t.closed_at is not null)
            """,
            new { planId });
        if (withdrawn > 0)
            await AnswerSql.ForgetPendingAsync(work, planId);
        return withdrawn;
    }

    /// <summary>The tasks of consultants that this very act has closed without them.</summary>
    public static Task<IReadOnlyList<EndedTask>> NotNeededAsync(UnitOfWork work, long planId) =>
        work.QueryAsync<EndedTask>(
            "select id, person_id from task where plan_id = @planId and kind = 'review' and outcome = 'NotNeeded' and closed_at = @Now and person_id is not null order by id",
            new { planId, work.Now });

    public static Task<ReviewDraft?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<ReviewDraft>($"select {Columns} from review where id = @id", new { id });

    /// <summary>Sets or takes back the moment at which the release takes effect.</summary>
    public static Task<bool> SetReleaseAtAsync(UnitOfWork work, long id, DateTimeOffset? at) =>
        work.ExecuteOneAsync("update review set release_at = @at, version = version + 1 where id = @id and state = 'draft'", new { id, at });

    /// <summary>Reviews whose recall time is over, those left out that failed a moment ago.</summary>
    public static Task<ReviewDraft?> DueForReleaseAsync(Session session, IReadOnlyList<long> except) =>
        session.FirstOrDefaultAsync<ReviewDraft>(
            $"select {Columns} from review where release_at <= @Now and state = 'draft' and not (id in @except) order by release_at, id limit 1",
            new { session.Now, except });

    /// <summary>All comments of released reviews, and the actor's own drafts.</summary>
    /// <param name="sharedRound">The review round whose reviewers read each other's drafts with this actor; 0: nobody's.</param>
    public static Task<IReadOnlyList<Comment>> CommentsAsync(Session session, long planId, long ownDraftsOf, int sharedRound = 0) =>
        session.QueryAsync<Comment>(
            $"""
            select {CommentColumns} {CommentFrom}
            where c.plan_id = @planId and (c.state <> 'draft' or (w.state = 'draft' and (c.owner_id = @ownDraftsOf or w.round = @sharedRound)))
            order by case when c.number is null then 1 else 0 end, c.number, c.id
            """,
            new { planId, ownDraftsOf, sharedRound });

    /// <summary>Drafts of reviews that ended without a release: their writer's own, and nobody else's.</summary>
    public static Task<IReadOnlyList<Comment>> UnreleasedAsync(Session session, long planId, long owner) =>
        session.QueryAsync<Comment>(
            $"select {CommentColumns} {CommentFrom} where c.plan_id = @planId and c.owner_id = @owner and c.state = 'draft' and w.state = 'withdrawn' order by c.id", new { planId, owner });

    public static Task<IReadOnlyList<Comment>> DraftsAsync(Session session, long reviewId) =>
        session.QueryAsync<Comment>($"select {CommentColumns} {CommentFrom} where c.review_id = @reviewId and c.state = 'draft' order by c.id", new { reviewId });

    public static Task<Comment?> CommentAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<Comment>($"select {CommentColumns} {CommentFrom} where c.id = @id", new { id });

    public static Task<long> InsertCommentAsync(UnitOfWork work, ReviewDraft review, SaveComment save, string? selector) =>
        work.InsertAsync(
            """
            insert into comment (plan_id, review_id, revision_id, section_key, part, selector, kind, required, text, language, proposal, state,
                                 owner_id, created_at, updated_at, draft_key)
            values (@PlanId, @Id, @RevisionId, @SectionKey, @Part, @selector, @Kind, @Required, @Text, @Language, @Proposal, 'draft',
                    @ConsultantId, @Now, @Now, @DraftKey)
            returning id
            """,
            new
            {
                review.PlanId,
                review.Id,
                review.RevisionId,
                save.SectionKey,
                save.Part,
                selector,
                save.Kind,
                save.Required,
                save.Text,
                save.Language,
                save.Proposal,
                review.ConsultantId,
                work.Now,
                save.DraftKey,
            });

    public static Task<KeptDraft?> ByDraftKeyAsync(Session session, long reviewId, string draftKey) =>
        session.FirstOrDefaultAsync<KeptDraft>("select id, version from comment where review_id = @reviewId and draft_key = @draftKey and state = 'draft'", new { reviewId, draftKey });

    public static Task<long> VersionAsync(Session session, long commentId) =>
        session.SingleAsync<long>("select version from comment where id = @commentId", new { commentId });

    public static Task<bool> UpdateCommentAsync(UnitOfWork work, long reviewId, SaveComment save, string? selector) =>
        work.ExecuteOneAsync(
            """
            update comment set section_key = @SectionKey, part = @Part, selector = @selector, kind = @Kind, required = @Required, text = @Text,
                   language = @Language, proposal = @Proposal, draft_key = coalesce(@DraftKey, draft_key), updated_at = @Now, version = version + 1
            where id = @CommentId and review_id = @reviewId and state = 'draft' and version = @BaseVersion
            """,
            new
            {
                reviewId,
                save.CommentId,
                save.BaseVersion,
                save.DraftKey,
                save.SectionKey,
                save.Part,
                selector,
                save.Kind,
                save.Required,
                save.Text,
                save.Language,
                save.Proposal,
                work.Now,
            });

    public static Task ForgetDraftKeyAsync(UnitOfWork work, long id) => work.ExecuteAsync("update comment set draft_key = null where id = @id", new { id });

    public static Task<bool> DeleteCommentAsync(UnitOfWork work, long id, long owner) =>
        work.ExecuteOneAsync("delete from comment where id = @id and owner_id = @owner and state = 'draft'", new { id, owner });

    /// <summary>Numbers the drafts of a review after the last number of the plan, in the order in which they were written.</summary>
    public static async Task<int> PublishCommentsAsync(UnitOfWork work, long planId, long reviewId, int lastNumber)
    {
        var count = await work.ExecuteAsync(
            """
            update comment set state = 'open', version = version + 1, updated_at = @Now,
                   number = @lastNumber + (select count(*) from comment o where o.review_id = @reviewId and o.id <= comment.id)
            where review_id = @reviewId and state = 'draft'
            """,
            new { reviewId, lastNumber, work.Now });
        await work.ExecuteAsync("update plan set comment_count = comment_count + @count, version = version + 1 where id = @planId", new { planId, count });
        return count;
    }

    public static Task SetStateAsync(UnitOfWork work, long commentId, CommentState state) =>
        work.ExecuteAsync("update comment set state = @state, version = version + 1, updated_at = @Now where id = @commentId", new { commentId, state, work.Now });

    public sealed class EndedTask
    {
        public long Id { get; init; }
        public long PersonId { get; init; }
    }

    public sealed class KeptDraft
    {
        public long Id { get; init; }
        public long Version { get; init; }
    }
}
