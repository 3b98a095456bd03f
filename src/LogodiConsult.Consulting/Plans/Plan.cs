using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;

namespace LogodiConsult.Consulting.Plans;

public enum PlanState
{
    Open,
    Completed,
    Withdrawn,
}

/// <summary>A plan with the round, programme and template it belongs to.</summary>
public sealed class Plan
{
    public long Id { get; init; }
    public long ProgrammeId { get; init; }
    public string ProgrammeCode { get; init; } = "";
    public long RoundId { get; init; }
    public int RoundNumber { get; init; }
    public long? SubjectId { get; init; }
    public int Number { get; init; }
    public string Title { get; init; } = "";

    /// <summary>Counts changes of the title alone, see <see cref="PatchTitle"/>.</summary>
    public long TitleVersion { get; init; }

    public string Language { get; init; } = "es";
    public long OfficialId { get; init; }
    public long? SupervisorId { get; init; }
    public long? ContinuesId { get; init; }
    public PlanState State { get; init; }

    /// <summary>Key of the stage; its names stand in the definition that the plan's instance runs.</summary>
    public string Stage { get; init; } = "";

    public DateTimeOffset StageSince { get; init; }

    /// <summary>How many review rounds were begun.</summary>
    public int ReviewRound { get; init; }

    public int RevisionCount { get; init; }
    public int CommentCount { get; init; }
    public long? InstanceId { get; init; }
    public string DefinitionId { get; init; } = "";
    public string TemplateId { get; init; } = "";
    public int TemplateVersion { get; init; }

    /// <summary>First and last year of the programme.</summary>
    public int FirstYear { get; init; }

    public int LastYear { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public long Version { get; init; }

    /// <summary>How people name the plan in mails and receipts, for example <c>PE2-1-07</c>.</summary>
    public string Reference => $"{ProgrammeCode}-{RoundNumber}-{Number:00}";
}

/// <summary>Somebody takes part in one plan: a consultant, an interpreter or a panel member.</summary>
public sealed class Assignment
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long PersonId { get; init; }
    public Role Role { get; init; }
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>All that decides who may do what with one plan now.</summary>
/// <param name="Assigned">Those who take part now.</param>
/// <param name="OnceAssigned">Ids of those who took part earlier: they keep reading what they worked on.</param>
public sealed record PlanFacts(Plan Plan, IReadOnlyList<PlanTask> OpenTasks, IReadOnlyList<Assignment> Assigned, IReadOnlyList<long> OnceAssigned)
{
    /// <summary>Colleagues who write along: what the official may do with the text, they may.</summary>
    public IReadOnlyList<long> CoAuthors { get; init; } = [];

    /// <summary>Those who once wrote: earlier owners and colleagues. They keep reading what was handed in.</summary>
    public IReadOnlyList<long> FormerAuthors { get; init; } = [];

    /// <summary>Ids of those who declared a conflict of interest: the plan is closed to them, whatever they did on it before.</summary>
    public IReadOnlyList<long> InConflict { get; init; } = [];
}

/// <summary>The working text of one section.</summary>
public sealed class Section
{
    public string Key { get; init; } = "";
    public string Content { get; init; } = "";
    public string Language { get; init; } = "es";
    public long Version { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public long UpdatedBy { get; init; }

    /// <summary>Key of the patch that made this version, see <see cref="PatchSection"/>; null when a form did.</summary>
    public string? PatchKey { get; init; }

    public long Imports { get; init; }
    public TextAtATime Text => new(Content, Imports);
}

/// <summary>What was handed in once; never changed afterwards.</summary>
public sealed class Revision
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public int Number { get; init; }
    public string Title { get; init; } = "";
    public DateTimeOffset SubmittedAt { get; init; }
    public long SubmittedBy { get; init; }
    public string Sha256 { get; init; } = "";
    public string Receipt { get; init; } = "";
    public int Words { get; init; }

    /// <summary>What the author said to the warnings that were left; empty when there were none.</summary>
    public string Word { get; init; } = "";
}

public sealed class RevisionSection
{
    public long RevisionId { get; init; }
    public string Key { get; init; } = "";
    public string Content { get; init; } = "";
    public string Language { get; init; } = "es";
    public long UpdatedBy { get; init; }
    public long Imports { get; init; }
    public TextAtATime Text => new(Content, Imports);
}

/// <summary>What stood in a section once.</summary>
/// <param name="Imports">How often text from outside had replaced the section until then.</param>
public sealed record TextAtATime(string Content, long Imports);
