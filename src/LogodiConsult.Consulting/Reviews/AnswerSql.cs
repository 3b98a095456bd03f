using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Reviews;

public static class AnswerSql
{
    const string Columns = """
        a.id, a.plan_id, a.comment_id, a.round, a.author_id, a.kind, a.text, a.language, a.saved_at, a.revision_id, a.decision, a.decided_by,
        a.decided_at, a.section_key, a.part, a.selector, a.version
        """;

    public static Task<IReadOnlyList<Answer>> OfPlanAsync(Session session, long planId) =>
        session.QueryAsync<Answer>($"select {Columns} from answer a where a.plan_id = @planId order by a.comment_id, a.round", new { planId });

    public static Task<Answer?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<Answer>($"select {Columns} from answer a where a.id = @id", new { id });

    /// <summary>The answer that the official still writes.</summary>
    public static Task<Answer?> UnsentAsync(Session session, long commentId) =>
        session.FirstOrDefaultAsync<Answer>($"select {Columns} from answer a where a.comment_id = @commentId and a.revision_id is null", new { commentId });

    public static Task<long> NewestAsync(Session session, long commentId) =>
        session.SingleAsync<long>("select id from answer where comment_id = @commentId order by round desc limit 1", new { commentId });

    /// <summary>Numbers of the comments that must be answered before the revision can be handed in and are not.</summary>
    public static Task<IReadOnlyList<int>> UnansweredAsync(Session session, long planId) =>
        session.QueryAsync<int>(
            "select number from comment where plan_id = @planId and required = 1 and state in ('open', 'notAccepted') order by number", new { planId });

    /// <param name="pointer">Where the change stands; null: nowhere else than the comment's passage.</param>
    public static Task SaveAsync(UnitOfWork work, Comment comment, int round, SaveAnswer save, Pointer? pointer, long author) =>
        work.ExecuteAsync(
            """
            insert into answer (plan_id, comment_id, round, author_id, kind, text, language, saved_at, section_key, part, selector)
            values (@PlanId, @Id, @round, @author, @Kind, @Text, @Language, @Now, @section, @part, @selector)
            on conflict (comment_id, round) do update set author_id = excluded.author_id, kind = excluded.kind, text = excluded.text,
                language = excluded.language, saved_at = excluded.saved_at, section_key = excluded.section_key, part = excluded.part,
                selector = excluded.selector, version = answer.version + 1
            """,
            new
            {
                comment.PlanId,
                comment.Id,
                round,
                author,
                save.Kind,
                save.Text,
                save.Language,
                work.Now,
                section = pointer?.Section,
                part = pointer?.Part ?? "",
                selector = pointer?.Selector?.ToJson(),
            });

    /// <summary>From now on the consultants read the answers that were saved so far.</summary>
    public static Task<int> HandInAsync(UnitOfWork work, long planId, long revisionId) =>
        work.ExecuteAsync("update answer set revision_id = @revisionId, version = version + 1 where plan_id = @planId and revision_id is null", new { planId, revisionId });

    /// <summary>Kept as the reviewer's draft: the comment stands as answered until <see cref="SettleAsync"/>.</summary>
    public static Task<bool> DecideAsync(UnitOfWork work, long id, Decision decision, long by) =>
        work.ExecuteOneAsync(
            """
            update answer set decision = @decision, decided_by = @by, decided_at = @Now, version = version + 1
            where id = @id and revision_id is not null and (decision is null or decision <> @decision or decided_by <> @by)
            """,
            new { id, decision, by, work.Now });

    /// <summary>An accepting reviewer takes the answers to their own comments that were still undecided.</summary>
    public static Task<int> AcceptUndecidedAsync(UnitOfWork work, long planId, long consultant) =>
        work.ExecuteAsync(
            """
            update answer set decision = 'accepted', decided_by = @consultant, decided_at = @Now, version = version + 1
            where plan_id = @planId and revision_id is not null and decision is null
              and comment_id in (select id from comment where plan_id = @planId and owner_id = @consultant and state = 'answered')
            """,
            new { planId, consultant, work.Now });

    /// <summary>What a reviewer has decided and not released, by the numbers of the comments.</summary>
    public static Task<IReadOnlyList<PendingDecision>> PendingAsync(Session session, long planId, long consultant) =>
        session.QueryAsync<PendingDecision>(
            $"""
            select c.id as comment_id, c.number, c.required, a.id as answer_id, a.version, a.decision
            from comment c join answer a on a.comment_id = c.id
            where c.plan_id = @planId and c.state = 'answered' and a.decided_by = @consultant and {IsPending} order by c.number
            """,
            new { planId, consultant });

    /// <summary>The reviewer's decisions become the states of their comments.</summary>
    public static Task SettleAsync(UnitOfWork work, PendingDecision pending) =>
        ReviewSql.SetStateAsync(work, pending.CommentId, pending.Decision == Decision.Accepted ? CommentState.Accepted : CommentState.NotAccepted);

    /// <summary>What was decided in a review that ended without a release was never said.</summary>
    public static Task<int> ForgetPendingAsync(UnitOfWork work, long planId) =>
        work.ExecuteAsync(
            """
            update answer set decision = null, decided_by = null, decided_at = null, version = version + 1
            where plan_id = @planId and decision is not null and revision_id is not null
              and round = (select max(o.round) from answer o where o.comment_id = answer.comment_id)
              and exists (select 1 from comment c where c.id = answer.comment_id and c.state = 'answered')
              and not exists (select 1 from review w where w.plan_id = @planId and w.state = 'draft' and w.consultant_id = answer.decided_by)
            """,
            new { planId });

    const string IsPending = """
        a.decision is not null and a.revision_id is not null and a.round = (select max(o.round) from answer o where o.comment_id = c.id)
        """;
}

/// <summary>A reviewer's finding about an answer, before it is released.</summary>
public sealed class PendingDecision
{
    public long CommentId { get; init; }
    public int Number { get; init; }
    public bool Required { get; init; }
    public long AnswerId { get; init; }
    public long Version { get; init; }
    public Decision Decision { get; init; }
}
