using System.Globalization;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>An instance as it is stored.</summary>
public sealed class InstanceRow
{
    public long Id { get; init; }

    /// <summary>The id that the engine gave a child (<c>12-1</c>); null for an instance that was started by an act.</summary>
    public string? Key { get; init; }

    public string DefinitionId { get; init; } = "";

    public int DefinitionVersion { get; init; }

    public long? PlanId { get; init; }

    public long? ParentId { get; init; }

    public InstanceStatus Status { get; init; }

    public InstanceSubStatus SubStatus { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public string State { get; init; } = "";

    public long JournalLength { get; init; }

    public long Version { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The id under which the engine knows it.</summary>
    public string EngineId => Key ?? Id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something went wrong in an instance, as the lead sees it.</summary>
public sealed class IncidentRow
{
    public long Id { get; init; }

    public long InstanceId { get; init; }

    /// <summary>Its number in the instance; 0 for one that the engine does not know (a state that cannot be read).</summary>
    public int Number { get; init; }

    public string ActivityId { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Message { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public long? PlanId { get; init; }
}
