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

    public static Task<bool> DecideAsync(UnitOfWork work, long id, Decision decision, long by) =>
        work.ExecuteOneAsync(
            """
            update answer set decision = @decision, decided_by = @by, decided_at = @Now, version = version + 1
            where id = @id and revision_id is not null and (decision is null or decision <> @decision)
            """,
            new { id, decision, by, work.Now });

    /// <summary>An accepting reviewer takes the answers to their own comments that were still undecided.</summary>
    public static async Task<int> AcceptUndecidedAsync(UnitOfWork work, long planId, long consultant)
    {
        var count = await work.ExecuteAsync(
            """
            update answer set decision = 'accepted', decided_by = @consultant, decided_at = @Now, version = version + 1
            where plan_id = @planId and revision_id is not null and decision is null
              and comment_id in (select id from comment where plan_id = @planId and owner_id = @consultant and state = 'answered')
            """,
            new { planId, consultant, work.Now });
        await work.ExecuteAsync(
            "update comment set state = 'accepted', updated_at = @Now, version = version + 1 where plan_id = @planId and owner_id = @consultant and state = 'answered'",
            new { planId, consultant, work.Now });
        return count;
    }
}
