using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>What somebody must do next. It is open as long as its bookmark is.</summary>
public sealed class PlanTask
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long InstanceId { get; init; }
    public string BookmarkId { get; init; } = "";
    public string ActivityId { get; init; } = "";

    /// <summary>draft, endorse, translate, assign, review, revise, decide, schedule, present, complete or report.</summary>
    public string Kind { get; init; } = "";

    public string Stage { get; init; } = "";

    /// <summary>JSON array of the outcomes by which it may be closed.</summary>
    public string Outcomes { get; init; } = "[]";

    /// <summary>Null: everyone who holds <see cref="Role"/> on the plan.</summary>
    public long? PersonId { get; init; }

    public Role? Role { get; init; }
    public int ReviewRound { get; init; }
    public int? Months { get; init; }

    /// <summary>Of a review: whether it takes scores by the rubric.</summary>
    public Scoring.Asked Scoring { get; init; }

    /// <summary>Of a review: its holder reads the drafts of the others in the round, and they read theirs.</summary>
    public bool SharesDrafts { get; init; }

    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public string? Calendar { get; init; }
    public DateTimeOffset? RemindAt { get; init; }
    public string Reminders { get; init; } = "[]";
    public DateTimeOffset? ClosedAt { get; init; }
    public long? ClosedBy { get; init; }
    public string? Outcome { get; init; }
    public long Version { get; init; }

    public bool IsOverdue(DateTimeOffset now) => ClosedAt is null && DueAt < now;

    public bool Allows(string outcome) => System.Text.Json.JsonSerializer.Deserialize<string[]>(Outcomes, Texts.StoredJson)!.Contains(outcome);
}
