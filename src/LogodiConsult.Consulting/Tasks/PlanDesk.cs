using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>The desk on the database: every call writes through the unit of work of the act.</summary>
public sealed class PlanDesk(UnitOfWork work, long planId, long instanceId, CalendarCatalog calendars) : IDesk
{
    public async ValueTask<IReadOnlyList<long>> HoldersAsync(Role role) => await TaskHolders.OfAsync(work, planId, role);

    public ValueTask<DateTimeOffset> DeadlineAsync(string calendar, int workingDays) =>
        ValueTask.FromResult(calendars.Get(calendar).DeadlineAfter(work.Now, workingDays).Instant);

    public async ValueTask SetStageAsync(string stage) => await PlanSql.SetStageAsync(work, planId, stage);

    public async ValueTask OpenTaskAsync(TaskToOpen task)
    {
        var reminders = Reminders.Of(calendars, task.Calendar, task.DueAt, task.Reminders);
        var id = await TaskSql.InsertAsync(work, planId, instanceId, task, reminders.Next(work.Now));
        var holders = task.PersonId is { } person ? [person] : await HoldersAsync(task.Role);
        foreach (var holder in holders)
        {
            await Outgoing.QueueAsync(work, "task_opened", holder, $"task-{id}-opened-{holder}", new JsonObject { ["taskId"] = id, ["planId"] = planId });
        }
    }

    public async ValueTask CloseTaskAsync(string bookmarkId, string outcome, long closedBy)
    {
        if (!await TaskSql.CloseAsync(work, bookmarkId, outcome, closedBy))
            throw new InvalidOperationException($"Bookmark {bookmarkId} has no open task.");
    }

    public async ValueTask<int> NextReviewRoundAsync() => await PlanSql.NextReviewRoundAsync(work, planId);

    public async ValueTask CompletePlanAsync()
    {
        if (!await PlanSql.CompleteAsync(work, planId))
            throw new InvalidOperationException($"Plan {planId} is not open and cannot be completed.");
    }

    public async ValueTask<DateTimeOffset> CompletedAtAsync() => (await PlanSql.FindAsync(work, planId))?.CompletedAt ?? work.Now;

    public async ValueTask TellAsync(string mailKind, Role to)
    {
        foreach (var person in await HoldersAsync(to))
        {
            await Outgoing.QueueAsync(work, mailKind, person, null, new JsonObject { ["planId"] = planId });
        }
    }
}
