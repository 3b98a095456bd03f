using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>The desk in memory, for <c>run</c>, <c>check</c> and tests: one person for every role unless the case says otherwise.</summary>
public sealed class RehearsalDesk(CalendarCatalog calendars, Func<DateTimeOffset> now) : IDesk
{
    readonly Dictionary<Role, List<long>> holders = Enum.GetValues<Role>().ToDictionary(r => r, r => new List<long> { (long)r + 1 });
    readonly Dictionary<string, TaskToOpen> open = [];
    int reviewRound;
    DateTimeOffset? completedAt;

    public string Stage { get; private set; } = "";

    public IReadOnlyCollection<TaskToOpen> OpenTasks => open.Values;

    public List<string> Told { get; } = [];

    /// <summary>So many people hold the role from now on.</summary>
    public RehearsalDesk With(Role role, int people)
    {
        holders[role] = [.. Enumerable.Range(0, people).Select(i => (100L * ((long)role + 1)) + i)];
        return this;
    }

    public ValueTask<IReadOnlyList<long>> HoldersAsync(Role role) => ValueTask.FromResult<IReadOnlyList<long>>(holders[role]);

    public ValueTask<DateTimeOffset> DeadlineAsync(string calendar, int workingDays) =>
        ValueTask.FromResult(calendars.Get(calendar).DeadlineAfter(now(), workingDays).Instant);

    public ValueTask SetStageAsync(string stage)
    {
        Stage = stage;
        return ValueTask.CompletedTask;
    }

    public ValueTask OpenTaskAsync(TaskToOpen task)
    {
        open.Add(task.BookmarkId, task);
        return ValueTask.CompletedTask;
    }

    public ValueTask CloseTaskAsync(string bookmarkId, string outcome, long closedBy)
    {
        if (!open.Remove(bookmarkId))
            throw new InvalidOperationException($"Bookmark {bookmarkId} has no open task.");
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> NextReviewRoundAsync() => ValueTask.FromResult(++reviewRound);

    public ValueTask CompletePlanAsync()
    {
        completedAt ??= now();
        return ValueTask.CompletedTask;
    }

    public ValueTask<DateTimeOffset> CompletedAtAsync() => ValueTask.FromResult(completedAt ?? now());

    public ValueTask TellAsync(string mailKind, Role to)
    {
        Told.Add($"{mailKind} → {to}");
        return ValueTask.CompletedTask;
    }
}
