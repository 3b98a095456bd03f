using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Programmes;

/// <summary>A training programme of several years, with who holds it, who pays and who asked for it.</summary>
public sealed class Programme
{
    public long Id { get; set; }

    public string Code { get; set; } = "";

    public Trilingual Title { get; set; } = new("", "", "");

    public string Host { get; set; } = "";

    public string Sponsor { get; set; } = "";

    public string Requester { get; set; } = "";

    public int? MemorandumYear { get; set; }

    public int FirstYear { get; set; }

    public int LastYear { get; set; }

    public ProgrammeState State { get; set; }

    public bool IsSample { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public long Version { get; set; }
}

public enum ProgrammeState
{
    Active,
    Completed,
}

/// <summary>What a plan is about; the official chooses one of the programme's.</summary>
public sealed class Subject
{
    public long Id { get; set; }

    public long ProgrammeId { get; set; }

    public int Position { get; set; }

    public Trilingual Name { get; set; } = new("", "", "");
}

/// <summary>One edition of a programme: its days, and how its plans look (template) and travel (definition).</summary>
public sealed class Round
{
    public long Id { get; set; }

    public long ProgrammeId { get; set; }

    public int Number { get; set; }

    public Trilingual Title { get; set; } = new("", "", "");

    public DateOnly StartsOn { get; set; }

    public DateOnly EndsOn { get; set; }

    /// <summary>IANA name of the zone in which the round's days begin and end.</summary>
    public string Zone { get; set; } = "";

    public string DefinitionId { get; set; } = "";

    public string TemplateId { get; set; } = "";

    public int TemplateVersion { get; set; }

    public RoundState State { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public long Version { get; set; }

    /// <summary>How many plans were opened in it.</summary>
    public int Plans { get; set; }
}

public enum RoundState
{
    Planned,
    Running,
    Closed,
}

/// <summary>A programme with what hangs on it.</summary>
/// <param name="MayEdit">False for who leads one of its rounds only.</param>
public sealed record ProgrammeView(Programme Programme, IReadOnlyList<Subject> Subjects, IReadOnlyList<Round> Rounds, bool MayEdit);

public sealed record RoundView(Programme Programme, IReadOnlyList<Subject> Subjects, Round Round);

/// <summary>A published definition that a round may choose.</summary>
public sealed class DefinitionChoice
{
    public string DefinitionId { get; set; } = "";

    public int Version { get; set; }

    public string Name { get; set; } = "";

    public string Json { get; set; } = "";

    public Trilingual Title => Workflows.DefinitionTitle.Of(Json, Name);
}
