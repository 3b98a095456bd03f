using System.Globalization;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>The statements of the instance store. On PostgreSQL whoever acts on an instance holds its row, so that acts queue.</summary>
static class WorkflowSql
{
    public const string EventBookmark = "Elsa.Event";
    public const string Unreadable = "Unreadable";

    const string Columns =
        """
        i.id, i.key, i.definition_id, i.definition_version, i.plan_id, i.parent_id, i.status, i.sub_status, i.correlation_id, i.name, i.state,
        i.journal_length, i.version, i.created_at, i.updated_at, i.finished_at
        """;

    const string ByBookmark = $"select {Columns} from bookmark b join workflow_instance i on i.id = b.instance_id where b.id = @id";
    const string ById = $"select {Columns} from workflow_instance i where i.id = @id";
    const string ByKey = $"select {Columns} from workflow_instance i where i.key = @key";

    static readonly HotStatement Find = new(ByBookmark);
    static readonly HotStatement FindHeld = new(ByBookmark + " for update of i");
    static readonly HotStatement DeleteBookmark = new("delete from bookmark where id = @id");

    static readonly HotStatement Insert = new(
        """
        insert into workflow_instance(key, definition_id, definition_version, plan_id, parent_id, status, sub_status, correlation_id, state, created_at, updated_at)
        values (@key, @definitionId, @definitionVersion, @planId, @parentId, 'running', 'pending', @correlationId, '', @Now, @Now)
        returning id, key, definition_id, definition_version, plan_id, parent_id, status, sub_status, correlation_id, name, state, journal_length, version, created_at, updated_at, finished_at
        """);

    static readonly HotStatement Update = new(
        """
        update workflow_instance set status = @status, sub_status = @subStatus, correlation_id = @correlationId, name = @name, state = @state,
          journal_length = @journalLength, version = version + 1, updated_at = @Now, finished_at = @finishedAt
        where id = @Id and version = @Version
        """);

    // An instance that goes on keeps its status: what is not set leaves the index of those that run alone.
    static readonly HotStatement UpdateRunning = new(
        """
        update workflow_instance set sub_status = @subStatus, correlation_id = @correlationId, name = @name, state = @state,
          journal_length = @journalLength, version = version + 1, updated_at = @Now
        where id = @Id and version = @Version and status = 'running'
        """);

    static readonly HotStatement Get = new(ById);

    static readonly ManyRows Journal = new("journal", "instance_id", "seq", "at", "activity_id", "kind", "facts");
    static readonly ManyRows Bookmarks = new("bookmark", "id", "instance_id", "name", "key", "activity_id", "payload", "due_at", "tag", "opened_at");

    public static ValueTask<InstanceRow?> OfBookmarkAsync(UnitOfWork work, string id) =>
        (work.Dialect == Dialect.Postgres ? FindHeld : Find).FirstAsync(work, [id], Map);

    public static Task<InstanceRow?> LockAsync(UnitOfWork work, long id) =>
        work.FirstOrDefaultAsync<InstanceRow>(work.Dialect == Dialect.Postgres ? ById + " for update" : ById, new { id });

    /// <summary>The row as this unit of work has left it.</summary>
    public static async Task<InstanceRow> GetAsync(UnitOfWork work, long id) => (await Get.FirstAsync(work, [id], Map))!;

    public static Task<InstanceRow?> FindAsync(Session session, long id) => session.FirstOrDefaultAsync<InstanceRow>(ById, new { id });

    /// <param name="engineId">A number for an instance started by an act, otherwise the key of a child.</param>
    public static Task<InstanceRow?> LockAsync(UnitOfWork work, string engineId) =>
        long.TryParse(engineId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? LockAsync(work, id)
            : work.FirstOrDefaultAsync<InstanceRow>(work.Dialect == Dialect.Postgres ? ByKey + " for update" : ByKey, new { key = engineId });

    public static async Task<InstanceRow> InsertAsync(
        UnitOfWork work, string? key, string definitionId, int definitionVersion, long? planId, long? parentId, string? correlationId) =>
        (await Insert.FirstAsync(work, [key, definitionId, definitionVersion, planId, parentId, correlationId, work.Now], Map))!;

    public static async ValueTask<bool> UpdateAsync(UnitOfWork work, InstanceRow row, InstanceState state, long journalLength)
    {
        if (state.Status == InstanceStatus.Running && row.Status == InstanceStatus.Running)
        {
            return await UpdateRunning.ExecuteAsync(
                work, [state.SubStatus.ToCode(), state.CorrelationId, state.Name, state.Save(), journalLength, work.Now, row.Id, row.Version]) == 1;
        }

        var finished = state.Status == InstanceStatus.Finished;
        return await Update.ExecuteAsync(
            work,
            [
                finished ? "finished" : "running", state.SubStatus.ToCode(), state.CorrelationId, state.Name, state.Save(), journalLength, work.Now,
                finished ? work.Now : (DateTimeOffset?)null, row.Id, row.Version,
            ]) == 1;
    }

    public static async ValueTask DeleteBookmarksAsync(UnitOfWork work, IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
        {
            await DeleteBookmark.ExecuteAsync(work, [id]);
        }
    }

    public static ValueTask InsertBookmarksAsync(UnitOfWork work, long instanceId, IReadOnlyList<Bookmark> bookmarks) =>
        bookmarks.Count == 0 ? default : Bookmarks.InsertAsync(work, bookmarks, (b, row) =>
        {
            row[0] = b.Id;
            row[1] = instanceId;
            row[2] = b.Name;
            row[3] = b.Name == EventBookmark && b.Payload?["eventName"] is { } name ? EventKey(name.ToString()) : null;
            row[4] = b.ActivityId;
            row[5] = b.Payload is null ? null : Texts.Json(b.Payload);
            row[6] = b.DueAt;
            row[7] = b.Tag;
            row[8] = work.Now;
        });

    public static ValueTask InsertJournalAsync(UnitOfWork work, long instanceId, IReadOnlyList<JournalEntry> journal) =>
        Journal.InsertAsync(work, journal, (e, row) =>
        {
            row[0] = instanceId;
            row[1] = e.Seq;
            row[2] = e.At;
            row[3] = e.ActivityId;
            row[4] = e.Kind;
            row[5] = e.Facts is null ? null : Texts.Json(e.Facts);
        });

    public static Task<long> InsertIncidentAsync(UnitOfWork work, long instanceId, Incident incident) =>
        work.InsertAsync(
            """
            insert into incident(instance_id, number, activity_id, kind, message, at)
            values (@instanceId, @Id, @ActivityId, @Kind, @Message, @At)
            returning id
            """,
            new { instanceId, incident.Id, incident.ActivityId, incident.Kind, incident.Message, incident.At });

    /// <summary>Once, however often somebody tries: nothing of the instance is touched.</summary>
    public static Task InsertUnreadableAsync(UnitOfWork work, long instanceId, string message) =>
        work.ExecuteAsync(
            """
            insert into incident(instance_id, number, activity_id, kind, message, at) values (@instanceId, 0, '', 'Unreadable', @message, @Now)
            on conflict (instance_id, number) do update set message = excluded.message, at = excluded.at, resolution = null, resolved_at = null, resolved_by = null
            """,
            new { instanceId, message, work.Now });

    public static Task ResolveIncidentsAsync(UnitOfWork work, long instanceId, IReadOnlyList<int> numbers, string resolution, long by) =>
        numbers.Count == 0
            ? Task.CompletedTask
            : work.ExecuteAsync(
                """
                update incident set resolution = @resolution, resolved_at = @Now, resolved_by = @by
                where instance_id = @instanceId and number in @numbers and resolved_at is null
                """,
                new { resolution, work.Now, by, instanceId, numbers });

    public static Task<IncidentRow?> IncidentAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<IncidentRow>(
            """
            select n.id, n.instance_id, n.number, n.activity_id, n.kind, n.message, n.at, i.plan_id
            from incident n join workflow_instance i on i.id = n.instance_id where n.id = @id and n.resolved_at is null
            """,
            new { id });

    public static Task<IReadOnlyList<IncidentRow>> OpenIncidentsAsync(Session session, long? planId) =>
        session.QueryAsync<IncidentRow>(
            """
            select n.id, n.instance_id, n.number, n.activity_id, n.kind, n.message, n.at, i.plan_id
            from incident n join workflow_instance i on i.id = n.instance_id
            where n.resolved_at is null and (@planId is null or i.plan_id = @planId) order by n.at, n.id
            """,
            new { planId });

    public static async Task<(string BookmarkId, string Digest)?> FindKeyAsync(UnitOfWork work, string key)
    {
        var found = await work.FirstOrDefaultAsync<ResumeKey>("select bookmark_id, digest from resume_key where key = @key", new { key });
        return found is null ? null : (found.BookmarkId, found.Digest);
    }

    public static Task InsertKeyAsync(UnitOfWork work, string key, long instanceId, string bookmarkId, string digest) =>
        work.ExecuteAsync(
            "insert into resume_key(key, instance_id, bookmark_id, digest, at) values (@key, @instanceId, @bookmarkId, @digest, @Now)",
            new { key, instanceId, bookmarkId, digest, work.Now });

    public static string EventKey(string name) => name.ToLowerInvariant();

    public static Task<IReadOnlyList<string>> EventBookmarksAsync(UnitOfWork work, string name, string? correlationId, long? onlyInstance) =>
        work.QueryAsync<string>(
            """
            select b.id from bookmark b join workflow_instance i on i.id = b.instance_id
            where b.name = 'Elsa.Event' and b.key = @key and i.status = 'running'
              and (@correlationId is null or i.correlation_id = @correlationId) and (@onlyInstance is null or i.id = @onlyInstance)
            order by b.opened_at, b.id
            """,
            new { key = EventKey(name), correlationId, onlyInstance });

    static InstanceRow Map(ICells c) => new()
    {
        Id = c.Number(0),
        Key = Text(c, 1),
        DefinitionId = c.Text(2),
        DefinitionVersion = (int)c.Number(3),
        PlanId = Number(c, 4),
        ParentId = Number(c, 5),
        Status = Codes.Parse<InstanceStatus>(c.Text(6)),
        SubStatus = Codes.Parse<InstanceSubStatus>(c.Text(7)),
        CorrelationId = Text(c, 8),
        Name = Text(c, 9),
        State = c.Text(10),
        JournalLength = c.Number(11),
        Version = c.Number(12),
        CreatedAt = Instants.FromMicroseconds(c.Number(13)),
        UpdatedAt = Instants.FromMicroseconds(c.Number(14)),
        FinishedAt = Number(c, 15) is { } at ? Instants.FromMicroseconds(at) : null,
    };

    static string? Text(ICells cells, int column) => cells.IsNull(column) ? null : cells.Text(column);

    static long? Number(ICells cells, int column) => cells.IsNull(column) ? null : cells.Number(column);

    sealed class ResumeKey
    {
        public string BookmarkId { get; init; } = "";

        public string Digest { get; init; } = "";
    }
}
