using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Tasks;

public static class TaskSql
{
    public const string Columns = """
        t.id, t.plan_id, t.instance_id, t.bookmark_id, t.activity_id, t.kind, t.stage, t.outcomes, t.person_id, t.role, t.review_round, t.months,
        t.opened_at, t.due_at, t.calendar, t.remind_at, t.reminders, t.scoring, t.closed_at, t.closed_by, t.outcome, t.shares_drafts, t.version
        """;

    public static Task<IReadOnlyList<PlanTask>> OpenOfPlanAsync(Session session, long planId) =>
        session.QueryAsync<PlanTask>($"select {Columns} from task t where t.plan_id = @planId and t.closed_at is null order by t.id", new { planId });

    public static Task<PlanTask?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<PlanTask>($"select {Columns} from task t where t.id = @id", new { id });

    public static Task<PlanTask?> OpenByBookmarkAsync(Session session, string bookmarkId) =>
        session.FirstOrDefaultAsync<PlanTask>($"select {Columns} from task t where t.bookmark_id = @bookmarkId and t.closed_at is null", new { bookmarkId });

    public static Task<long> InsertAsync(UnitOfWork work, long planId, long instanceId, TaskToOpen task, DateTimeOffset? remindAt) =>
        work.InsertAsync(
            """
            insert into task (plan_id, instance_id, bookmark_id, activity_id, kind, stage, outcomes, person_id, role, review_round, months,
                              opened_at, due_at, calendar, remind_at, reminders, scoring, shares_drafts)
            values (@planId, @instanceId, @BookmarkId, @ActivityId, @Kind, @Stage, @outcomes, @PersonId, @Role, @ReviewRound, @Months,
                    @Now, @DueAt, @Calendar, @remindAt, @reminders, @Scoring, @SharesDrafts)
            returning id
            """,
            new
            {
                planId,
                instanceId,
                task.BookmarkId,
                task.ActivityId,
                task.Kind,
                task.Stage,
                outcomes = Texts.Json(task.Outcomes),
                task.PersonId,
                task.Role,
                task.ReviewRound,
                task.Months,
                work.Now,
                task.DueAt,
                task.Calendar,
                remindAt,
                reminders = Texts.Json(task.Reminders),
                task.Scoring,
                task.SharesDrafts,
            });

    public static Task<bool> CloseAsync(UnitOfWork work, string bookmarkId, string outcome, long by) =>
        work.ExecuteOneAsync(
            """
            update task set closed_at = @Now, closed_by = @by, outcome = @outcome, remind_at = null, version = version + 1
            where bookmark_id = @bookmarkId and closed_at is null
            """,
            new { bookmarkId, outcome, by, work.Now });

    /// <summary>Closes what is left open of a plan that ends: the way was taken away, nobody acted.</summary>
    public static Task<int> CloseAllAsync(UnitOfWork work, long planId, string outcome, long by) =>
        work.ExecuteAsync(
            """
            update task set closed_at = @Now, closed_by = @by, outcome = @outcome, remind_at = null, version = version + 1
            where plan_id = @planId and closed_at is null
            """,
            new { planId, outcome, by, work.Now });

    public static Task<bool> MoveDeadlineAsync(UnitOfWork work, long id, long version, DateTimeOffset dueAt, DateTimeOffset? remindAt) =>
        work.ExecuteOneAsync(
            "update task set due_at = @dueAt, remind_at = @remindAt, version = version + 1 where id = @id and version = @version and closed_at is null",
            new { id, version, dueAt, remindAt });

    public static Task<IReadOnlyList<PlanTask>> ToRemindAsync(Session session, int limit) =>
        session.QueryAsync<PlanTask>(
            $"select {Columns} from task t where t.remind_at is not null and t.remind_at <= @Now order by t.remind_at limit @limit", new { session.Now, limit });

    public static Task<bool> RemindedAsync(UnitOfWork work, PlanTask task, DateTimeOffset? next) =>
        work.ExecuteOneAsync(
            "update task set remind_at = @next, version = version + 1 where id = @Id and version = @Version and closed_at is null", new { task.Id, task.Version, next });
}
