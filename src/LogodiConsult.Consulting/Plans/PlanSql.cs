using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;

namespace LogodiConsult.Consulting.Plans;

public static class PlanSql
{
    public const string Columns = """
        p.id, r.programme_id, g.code as programme_code, p.round_id, r.number as round_number, p.subject_id, p.number, p.title, p.language,
        p.official_id, p.supervisor_id, p.continues_id, p.state, p.stage, p.stage_since, p.review_round, p.revision_count, p.comment_count,
        p.instance_id, r.definition_id, r.template_id, r.template_version, g.first_year, g.last_year, p.created_at, p.completed_at, p.version, p.title_version
        """;

    public const string From = "from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id";

    public static Task<Plan?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<Plan>($"select {Columns} {From} where p.id = @id", new { id });

    /// <summary>Null when there is no such plan.</summary>
    public static async Task<PlanFacts?> FactsAsync(Session session, long id)
    {
        if (await FindAsync(session, id) is not { } plan)
            return null;
        var tasks = await TaskSql.OpenOfPlanAsync(session, id);
        var assignments = await session.QueryAsync<Assignment>(
            "select id, plan_id, person_id, role, since, ended_at from assignment where plan_id = @id order by id", new { id });
        var authors = await AuthorSql.OfPlanAsync(session, id);
        return new PlanFacts(plan, tasks, [.. assignments.Where(a => a.EndedAt is null)], [.. assignments.Where(a => a.EndedAt is not null).Select(a => a.PersonId).Distinct()])
        {
            InConflict = await RecusalSql.InConflictAsync(session, id),
            CoAuthors = [.. authors.Where(a => a is { EndedAt: null, Kind: AuthorKind.CoAuthor }).Select(a => a.PersonId)],
            FormerAuthors = [.. authors.Where(a => a.EndedAt is not null || a.Kind == AuthorKind.FormerOwner).Select(a => a.PersonId).Distinct()],
        };
    }

    /// <summary>Takes the plan for this act, so that two acts on one plan queue, and reads the facts afterwards.</summary>
    public static async Task<PlanFacts?> FactsForActAsync(UnitOfWork work, long id)
    {
        if (work.Dialect == Dialect.Postgres)
            await work.ExecuteAsync("select 1 from plan where id = @id for update", new { id });
        return await FactsAsync(work, id);
    }

    public static Task<long> InsertAsync(UnitOfWork work, OpenPlan open, int number, string stage) =>
        work.InsertAsync(
            """
            insert into plan (round_id, subject_id, number, title, language, official_id, supervisor_id, continues_id, state, stage, stage_since, created_at)
            values (@RoundId, @SubjectId, @number, @Title, @Language, @OfficialId, @SupervisorId, @ContinuesId, 'open', @stage, @Now, @Now)
            returning id
            """,
            new { open.RoundId, open.SubjectId, number, open.Title, open.Language, open.OfficialId, open.SupervisorId, open.ContinuesId, stage, work.Now });

    public static Task<int> NextNumberAsync(Session session, long roundId) =>
        session.SingleAsync<int>("select coalesce(max(number), 0) + 1 from plan where round_id = @roundId", new { roundId });

    public static Task SetInstanceAsync(UnitOfWork work, long id, long instanceId) =>
        work.ExecuteAsync("update plan set instance_id = @instanceId where id = @id", new { id, instanceId });

    public static Task<bool> SetTitleAsync(UnitOfWork work, long id, string title) =>
        work.ExecuteOneAsync(
            "update plan set title = @title, title_version = title_version + 1, version = version + 1 where id = @id and title <> @title", new { id, title });

    public static Task SetStageAsync(UnitOfWork work, long id, string stage) =>
        work.ExecuteAsync("update plan set stage = @stage, stage_since = @Now, version = version + 1 where id = @id and stage <> @stage", new { id, stage, work.Now });

    public static Task<int> NextReviewRoundAsync(UnitOfWork work, long id) =>
        work.SingleAsync<int>("update plan set review_round = review_round + 1, version = version + 1 where id = @id returning review_round", new { id });

    public static Task<bool> CompleteAsync(UnitOfWork work, long id) =>
        work.ExecuteOneAsync("update plan set state = 'completed', completed_at = @Now, version = version + 1 where id = @id and state = 'open'", new { id, work.Now });

    public static Task<bool> WithdrawAsync(UnitOfWork work, long id, string stage) =>
        work.ExecuteOneAsync(
            "update plan set state = 'withdrawn', stage = @stage, stage_since = @Now, version = version + 1 where id = @id and state = 'open'",
            new { id, stage, work.Now });

    public static Task<IReadOnlyList<Section>> SectionsAsync(Session session, long planId) =>
        session.QueryAsync<Section>("select key, content, language, version, updated_at, updated_by, patch_key, imports from section where plan_id = @planId", new { planId });

    /// <summary>Inserts (base version 0) or updates, and notes who wrote; false when somebody saved another text since.</summary>
    /// <param name="lastBy">Who wrote the text that is replaced, where that is known: the same person takes nothing over.</param>
    public static async Task<bool> SaveSectionAsync(UnitOfWork work, long planId, SectionText text, string language, long by, long? lastBy = null)
    {
        if (text.BaseVersion > 0 && lastBy != by)
            await SectionTurnSql.NoteAsync(work, planId, text, by);
        var saved = await WriteSectionAsync(work, planId, text, language, by);
        if (saved)
            await SectionEditSql.NoteAsync(work, planId, text.Key, by);
        return saved;
    }

    static async Task<bool> WriteSectionAsync(UnitOfWork work, long planId, SectionText text, string language, long by)
    {
        if (text.BaseVersion == 0)
        {
            return await work.ExecuteOneAsync(
                """
                insert into section (plan_id, key, content, language, updated_at, updated_by, patch_key, imports)
                values (@planId, @Key, @Content, @language, @Now, @by, @PatchKey, @imports) on conflict (plan_id, key) do nothing
                """,
                new { planId, text.Key, text.Content, language, work.Now, by, text.PatchKey, imports = text.IsImported ? 1 : 0 });
        }
        return await work.ExecuteOneAsync(
            """
            update section set content = @Content, language = @language, version = version + 1, updated_at = @Now, updated_by = @by, patch_key = @PatchKey,
                imports = imports + @imports
            where plan_id = @planId and key = @Key and version = @BaseVersion
            """,
            new { planId, text.Key, text.Content, language, text.BaseVersion, work.Now, by, text.PatchKey, imports = text.IsImported ? 1 : 0 });
    }

    public static Task<IReadOnlyList<Revision>> RevisionsAsync(Session session, long planId) =>
        session.QueryAsync<Revision>(
            "select id, plan_id, number, title, submitted_at, submitted_by, sha256, receipt, words, word from revision where plan_id = @planId order by number",
            new { planId });

    public static Task<Revision?> RevisionAsync(Session session, long planId, int number) =>
        session.FirstOrDefaultAsync<Revision>(
            "select id, plan_id, number, title, submitted_at, submitted_by, sha256, receipt, words, word from revision where plan_id = @planId and number = @number",
            new { planId, number });

    public static Task<IReadOnlyList<RevisionSection>> RevisionSectionsAsync(Session session, long revisionId) =>
        session.QueryAsync<RevisionSection>(
            "select revision_id, key, content, language, updated_by, imports from revision_section where revision_id = @revisionId", new { revisionId });

    /// <summary>Freezes the working text as the next revision, in three statements whatever its size.</summary>
    public static async Task<long> FreezeAsync(UnitOfWork work, Plan plan, SubmissionReceipt receipt, int words, string word, long by)
    {
        var number = plan.RevisionCount + 1;
        var id = await work.InsertAsync(
            """
            insert into revision (plan_id, number, title, submitted_at, submitted_by, sha256, receipt, words, word)
            values (@Id, @number, @Title, @Now, @by, @Sha256, @Receipt, @words, @word) returning id
            """,
            new { plan.Id, number, plan.Title, work.Now, by, receipt.Sha256, receipt.Receipt, words, word });
        await work.ExecuteAsync(
            """
            insert into revision_section (revision_id, key, content, language, updated_by, imports)
            select @id, key, content, language, updated_by, imports from section where plan_id = @planId
            """,
            new { id, planId = plan.Id });
        await work.ExecuteAsync("update plan set revision_count = @number, version = version + 1 where id = @Id", new { plan.Id, number });
        return id;
    }

    public static Task<long> AssignAsync(UnitOfWork work, long planId, long personId, Role role, long by) =>
        work.InsertAsync(
            "insert into assignment (plan_id, person_id, role, since, assigned_by) values (@planId, @personId, @role, @Now, @by) returning id",
            new { planId, personId, role, work.Now, by });

    public static Task<bool> EndAssignmentAsync(UnitOfWork work, long assignmentId, string? why) =>
        work.ExecuteOneAsync("update assignment set ended_at = @Now, ended_why = @why where id = @assignmentId and ended_at is null", new { assignmentId, why, work.Now });

    public static Task LookAsync(UnitOfWork work, long personId, long planId, int revision) =>
        work.ExecuteAsync(
            """
            insert into last_look (person_id, plan_id, revision_number, at) values (@personId, @planId, @revision, @Now)
            on conflict (person_id, plan_id) do update set revision_number = excluded.revision_number, at = excluded.at
            """,
            new { personId, planId, revision, work.Now });
}
