using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Programmes;

/// <summary>What is written about a programme; checked by <see cref="ProgrammeRules.Problems(ProgrammeFields, DateTimeOffset)"/>.</summary>
public abstract record ProgrammeFields
{
    public required string Code { get; init; }

    public required Trilingual Title { get; init; }

    public required string Host { get; init; }

    public required string Sponsor { get; init; }

    public required string Requester { get; init; }

    public int? MemorandumYear { get; init; }

    public required int FirstYear { get; init; }

    public required int LastYear { get; init; }

    public FormPost? Form { get; init; }
}

/// <param name="IsSample">Invented, and said so on every page.</param>
public sealed record CreateProgramme(bool IsSample = false) : ProgrammeFields;

public sealed record EditProgramme(long ProgrammeId, long Version) : ProgrammeFields;

/// <summary>The whole list in its order: what has an id is kept (and renamed), what has none is new, what is missing is taken away.</summary>
public sealed record EditSubjects(long ProgrammeId, IReadOnlyList<SubjectLine> Subjects)
{
    public FormPost? Form { get; init; }
}

public sealed record SubjectLine(long? Id, Trilingual Name);

/// <summary>What is written about a round; checked by <see cref="ProgrammeRules.Problems(RoundFields, IReadOnlyCollection{string}, bool)"/>.</summary>
public abstract record RoundFields
{
    public required int Number { get; init; }

    public required Trilingual Title { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required string Zone { get; init; }

    public required string DefinitionId { get; init; }

    public required string TemplateId { get; init; }

    public required int TemplateVersion { get; init; }

    public FormPost? Form { get; init; }
}

public sealed record CreateRound(long ProgrammeId) : RoundFields;

public sealed record EditRound(long RoundId, long Version) : RoundFields;

/// <summary>Set the state of a programme or round as it was seen.</summary>
public sealed record ChangeState<T>(long Id, long Version, T State)
{
    public FormPost? Form { get; init; }
}
