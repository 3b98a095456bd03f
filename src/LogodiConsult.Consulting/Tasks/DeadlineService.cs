using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tasks;

/// <param name="Day">The last day; the deadline is the closing hour of the task's calendar on it.</param>
public sealed record ExtendDeadline(long PlanId, long TaskId, DateOnly? Day, string Reason)
{
    public FormPost? Form { get; init; }
}

/// <summary>Leads move deadlines; the loop reminds the holders of a task before it is due, and the leads when it is overdue.</summary>
public sealed class DeadlineService(Database database, CalendarCatalog calendars)
{
    public Task<Result<Done>> ExtendAsync(ExtendDeadline extend, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync(work, extend.Form, actor, async () =>
        {
            var begun = await PlanActs.BeginAsync(work, extend.PlanId, PlanAct.Extend, actor);
            if (begun.IsRefused)
                return (Result<Done>)begun.Refusal!;
            var plan = begun.Value.Plan;
            if (begun.Value.OpenTasks.FirstOrDefault(t => t.Id == extend.TaskId) is not { } task)
                return Refusal.OutOfTime("task.doneAlready");
            if (PlanRules.Reason(extend.Reason) is { } missing)
                return missing;
            if (extend.Day is not { } day)
                return Refusal.Invalid("deadline.missing", "day");
            var calendar = calendars.Get(task.Calendar ?? "lima");
            if (day < calendar.From || day > calendar.To)
                return Refusal.Invalid("deadline.outOfCalendar", "day").With("from", calendar.From).With("to", calendar.To);
            var due = Deadline.EndOf(day, calendar.Closing, calendar.Zone.Id).Instant;
            if (due <= work.Now)
                return Refusal.Invalid("deadline.past", "day");
            if (!await TaskSql.MoveDeadlineAsync(work, task.Id, task.Version, due, RemindersOf(task, due).Next(work.Now)))
                return Refusal.OutOfTime("plan.changedMeanwhile");
            await Trail.AddAsync(work, "deadline.extended", actor, plan.Id, plan.RoundId, "task", task.Id, new JsonObject
            {
                ["kind"] = task.Kind,
                ["from"] = task.DueAt?.ToMicroseconds(),
                ["to"] = due.ToMicroseconds(),
                ["reason"] = await Reasons.KeepAsync(work, plan.Id, extend.Reason, actor),
            });
            var holders = task.PersonId is { } person ? [person] : await TaskHolders.OfAsync(work, plan.Id, task.Role!.Value);
            foreach (var holder in holders)
            {
                var facts = Facts(task);
                facts["reason"] = Storage.Texts.Clean(extend.Reason);
                if (task.DueAt is { } previous)
                    facts["previous"] = previous.ToMicroseconds();
                await Outgoing.QueueAsync(work, "deadline_extended", holder, $"task-{task.Id}-due-{due.ToMicroseconds()}-{holder}", facts);
            }
            return Done.Value;
        }), ct);

    /// <summary>Sends what is due, one task one transaction. Late rather than never after a stop; several missed reminders become one.</summary>
    /// <returns>How many tasks were looked after.</returns>
    public async Task<int> RemindAsync(CancellationToken ct = default)
    {
        var due = await database.ReadAsync(session => TaskSql.ToRemindAsync(session, 50), ct);
        foreach (var task in due)
            await database.WriteAsync(work => RemindAsync(work, task), ct);
        return due.Count;
    }

    async Task<Result<Done>> RemindAsync(UnitOfWork work, PlanTask task)
    {
        if (!await TaskSql.RemindedAsync(work, task, RemindersOf(task, task.DueAt!.Value).Next(work.Now)))
            return Done.Value;
        var overdue = task.IsOverdue(work.Now) || task.DueAt == task.RemindAt;
        var holders = task.PersonId is { } person ? [person] : await TaskHolders.OfAsync(work, task.PlanId, task.Role!.Value);
        var leads = overdue ? await TaskHolders.OfAsync(work, task.PlanId, Role.Lead) : [];
        var letters = holders.Distinct().Select(holder => (Person: holder, Kind: overdue ? "task_overdue" : "task_reminder"))
            .Concat(leads.Except(holders).Select(lead => (Person: lead, Kind: "lead_overdue")));
        foreach (var (to, kind) in letters)
            await Outgoing.QueueAsync(work, kind, to, $"task-{task.Id}-remind-{task.RemindAt!.Value.ToMicroseconds()}-{to}", Facts(task));
        return Done.Value;
    }

    Reminders RemindersOf(PlanTask task, DateTimeOffset due) =>
        Reminders.Of(calendars, task.Calendar, due, JsonSerializer.Deserialize<int[]>(task.Reminders, Texts.StoredJson)!);

    static JsonObject Facts(PlanTask task) => new() { ["planId"] = task.PlanId, ["taskId"] = task.Id };
}
