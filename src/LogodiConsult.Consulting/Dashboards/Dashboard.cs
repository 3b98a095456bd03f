using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Dashboards;

/// <summary>Where every plan of a round stands, at one moment. Each figure is counted from rows, none is kept.</summary>
/// <param name="Plans">The plans that the filter lets through, in the order asked for.</param>
/// <param name="Stages">Every stage of the definition with its plans, before the filter: the tabs of the page.</param>
/// <param name="All">Plans of the round before the filter.</param>
/// <param name="Overdue">Plans of the round, before the filter, with a task whose deadline has passed.</param>
public sealed record RoundDashboard(
    RoundHead Round,
    DateTimeOffset At,
    DashboardFilter Filter,
    IReadOnlyList<PlanLine> Plans,
    IReadOnlyList<StageTotal> Stages,
    int All,
    int Overdue)
{
    /// <summary>What can be chosen in the filter, from the plans before it.</summary>
    public required IReadOnlyList<SubjectChoice> Subjects { get; init; }

    public required IReadOnlyList<string> Institutions { get; init; }
}

public sealed class RoundHead
{
    public long Id { get; set; }

    public long ProgrammeId { get; set; }

    public string ProgrammeCode { get; set; } = "";

    public Trilingual ProgrammeTitle { get; set; } = new("", "", "");

    public int Number { get; set; }

    public Trilingual Title { get; set; } = new("", "", "");

    public DateOnly StartsOn { get; set; }

    public DateOnly EndsOn { get; set; }

    public string Zone { get; set; } = "";

    public string State { get; set; } = "";

    public string DefinitionId { get; set; } = "";
}

/// <summary>One plan on the dashboard. Its text is not here: who watches completion sees who must act, not what is written.</summary>
public sealed class PlanLine
{
    public long Id { get; set; }

    public int Number { get; set; }

    public string Title { get; set; } = "";

    public string State { get; set; } = "";

    public long OfficialId { get; set; }

    public string OfficialName { get; set; } = "";

    public string? OfficialNativeName { get; set; }

    public WrittenName Official => new(OfficialName, OfficialNativeName);

    public string OfficialSortName { get; set; } = "";

    /// <summary>In which the plan is written, its title too.</summary>
    public string Language { get; set; } = "";

    public string Institution { get; set; } = "";

    public string? Region { get; set; }

    public long? SubjectId { get; set; }

    public Trilingual? Subject { get; set; }

    public string Stage { get; set; } = "";

    public Trilingual StageName { get; set; } = new("", "", "");

    /// <summary>Place of the stage in its definition.</summary>
    public int StagePlace { get; set; }

    public DateTimeOffset StageSince { get; set; }

    public int ReviewRound { get; set; }

    public int RevisionCount { get; set; }

    /// <summary>Required comments whose answer is missing or was not accepted: what keeps the next revision from being handed in.</summary>
    public int OpenRequired { get; set; }

    /// <summary>Everybody who must act now; several while several consultants review. Earliest deadline first.</summary>
    public IReadOnlyList<Ball> Balls { get; set; } = [];

    public bool Overdue => Balls.Any(b => b.Overdue);

    public DateTimeOffset? Due => Balls.Select(b => b.Due).Where(d => d is not null).Min();

    /// <summary>How long the ball has lain where it lies.</summary>
    public DateTimeOffset Since => Balls.Count == 0 ? StageSince : Balls.Min(b => b.Since);
}

/// <summary>An open task: who has the ball, a person or whoever holds the role.</summary>
public sealed class Ball
{
    public long TaskId { get; set; }

    public long PlanId { get; set; }

    public string Kind { get; set; } = "";

    public long? PersonId { get; set; }

    public string? PersonName { get; set; }

    public string? PersonNativeName { get; set; }

    /// <summary>Null where everybody with the role may act.</summary>
    public WrittenName? Person => PersonName is { } name ? new(name, PersonNativeName) : null;

    public Role? Role { get; set; }

    public DateTimeOffset Since { get; set; }

    public DateTimeOffset? Due { get; set; }

    public bool Overdue { get; set; }
}

public sealed record StageTotal(string Key, Trilingual Name, int Plans);

public sealed record SubjectChoice(long Id, Trilingual Name);

public enum DashboardSort
{
    Number,
    Title,
    Official,
    Institution,
    Stage,
    Since,
    Due,
}

/// <summary>What to show; empty shows all.</summary>
/// <param name="Text">Found in title, official or institution, without regard to case and accents.</param>
public sealed record DashboardFilter(
    string? Stage = null,
    long? SubjectId = null,
    string? Institution = null,
    bool OverdueOnly = false,
    string? Text = null,
    DashboardSort Sort = DashboardSort.Number,
    bool Descending = false);

/// <summary>One round in the overview.</summary>
public sealed record RoundLine(RoundHead Round, int Plans, int Open, int Completed, int Withdrawn, int Overdue, IReadOnlyList<StageTotal> Stages);
