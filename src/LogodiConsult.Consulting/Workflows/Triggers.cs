using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>An occurrence of a StartAt, Timer or Cron at the beginning of a definition.</summary>
public sealed record DueTrigger(string DefinitionId, string ActivityId, int DefinitionVersion, DateTimeOffset DueAt)
{
    public string Key => $"{DefinitionId} {ActivityId}";
}

/// <summary>
/// Which definitions start by the clock, and when next: written in the unit that publishes, moved on in the unit that starts the instance. So
/// an occurrence starts one instance, on whatever node; those that fell due while the program stood still start one together, late.
/// </summary>
static class Triggers
{
    /// <summary>Takes over the triggers of a version that has become the newest. What is overdue at that moment stays due.</summary>
    public static async Task IndexAsync(UnitOfWork work, CompiledDefinition compiled)
    {
        var (id, version) = (compiled.Definition.DefinitionId, compiled.Definition.Version);
        var triggers = compiled.Triggers.Where(t => t.Type is "Elsa.StartAt" or "Elsa.Timer" or "Elsa.Cron").Select(t => t.Id).Distinct().ToList();
        await work.ExecuteAsync(
            "delete from workflow_trigger where definition_id = @id and definition_version < @version and not (activity_id in @triggers)", new { id, version, triggers });
        foreach (var activity in triggers)
        {
            await work.ExecuteAsync(
                """
                insert into workflow_trigger(definition_id, activity_id, definition_version, due_at) values (@id, @activity, @version, @due)
                on conflict (definition_id, activity_id) do update set definition_version = excluded.definition_version,
                  due_at = case when workflow_trigger.due_at <= @Now then workflow_trigger.due_at else excluded.due_at end
                where workflow_trigger.definition_version < excluded.definition_version
                """,
                new { id, activity, version, due = compiled.NextStart(activity, work.Now, work.Now), work.Now });
        }
    }

    /// <summary>The first occurrence that is due and that no other node holds.</summary>
    public static async Task<DueTrigger?> ClaimAsync(UnitOfWork work, IReadOnlyList<string> except) =>
        await work.FirstOrDefaultAsync<Row>(
            $"""
            select definition_id, activity_id, definition_version, due_at from workflow_trigger
            where due_at <= @Now and not (definition_id || ' ' || activity_id in @except)
            order by due_at, definition_id, activity_id limit 1{(work.Dialect == Dialect.Postgres ? " for update skip locked" : "")}
            """,
            new { work.Now, except }) is { } row ? new DueTrigger(row.DefinitionId, row.ActivityId, row.DefinitionVersion, row.DueAt) : null;

    public static Task MoveOnAsync(UnitOfWork work, DueTrigger due, DateTimeOffset? next) =>
        work.ExecuteAsync(
            "update workflow_trigger set due_at = @next where definition_id = @DefinitionId and activity_id = @ActivityId",
            new { next, due.DefinitionId, due.ActivityId });

    sealed class Row
    {
        public string DefinitionId { get; init; } = "";

        public string ActivityId { get; init; } = "";

        public int DefinitionVersion { get; init; }

        public DateTimeOffset DueAt { get; init; }
    }
}
