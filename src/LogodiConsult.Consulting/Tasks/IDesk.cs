using LogodiConsult.Consulting.People;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>All that an activity may ask of, and do to, its plan. The host supplies one desk for each act: on the database inside
/// the unit of work (<see cref="PlanDesk"/>), or in memory for rehearsals (<see cref="RehearsalDesk"/>).</summary>
public interface IDesk
{
    /// <summary>Ids of those who hold the role on this plan now, in the order in which they came; empty when nobody does.</summary>
    ValueTask<IReadOnlyList<long>> HoldersAsync(Role role);

    /// <summary>The end of the working day that lies so many working days of the calendar after now. Throws when the calendar is unknown.</summary>
    ValueTask<DateTimeOffset> DeadlineAsync(string calendar, int workingDays);

    ValueTask SetStageAsync(string stage);

    /// <summary>Opens the task and tells its holders by mail.</summary>
    ValueTask OpenTaskAsync(TaskToOpen task);

    /// <summary>Closes the open task of the bookmark. Throws when there is none: task and bookmark live and die together.</summary>
    ValueTask CloseTaskAsync(string bookmarkId, string outcome, long closedBy);

    /// <summary>Counts one more review round of the plan and gives its number, from 1.</summary>
    ValueTask<int> NextReviewRoundAsync();

    /// <summary>Sets the plan completed as of now.</summary>
    ValueTask CompletePlanAsync();

    /// <summary>When the plan was completed; now when it is not completed yet.</summary>
    ValueTask<DateTimeOffset> CompletedAtAsync();

    /// <summary>Queues a mail of this kind to everyone who holds the role on the plan.</summary>
    ValueTask TellAsync(string mailKind, Role to);
}

/// <param name="Kind">draft, endorse, translate, assign, review, revise, decide, schedule, present, complete or report; chooses the page.</param>
/// <param name="PersonId">Null: whoever holds <paramref name="Role"/> on the plan may do it.</param>
/// <param name="Outcomes">The outcomes by which the task may be closed.</param>
/// <param name="Reminders">Working days of the calendar before the deadline on which holders are reminded.</param>
public sealed record TaskToOpen(
    string BookmarkId, string ActivityId, string Kind, string Stage, Role Role, long? PersonId, IReadOnlyList<string> Outcomes,
    DateTimeOffset? DueAt, string? Calendar, IReadOnlyList<int> Reminders)
{
    public int ReviewRound { get; init; }

    /// <summary>For a review: whether it takes scores by the rubric.</summary>
    public Scoring.Asked Scoring { get; init; }

    /// <summary>For a review: those who review in the same round may read this one's drafts.</summary>
    public bool SharesDrafts { get; init; }

    /// <summary>For a progress report: how many months after completion it speaks of.</summary>
    public int? Months { get; init; }
}
