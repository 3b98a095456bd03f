using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Engine.Execution;

/// <summary>How a flowchart decides what comes next: Elsa's FlowchartExecutionMode.</summary>
public enum FlowchartMode
{
    /// <summary>Visits of connections are counted (Elsa's default).</summary>
    Counter,

    /// <summary>Tokens travel along connections (since Elsa 3.6).</summary>
    Token,
}

/// <summary>What a start needs beside the definition.</summary>
public sealed record StartRequest
{
    /// <summary>Id of the new instance, unique for the host.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Input of the workflow; null means none.</summary>
    public JsonObject? Input { get; init; }

    /// <summary>Correlation id, or null.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Flowchart mode; null: the definition's customProperties.flowchartMode, else the context's default.</summary>
    public FlowchartMode? Mode { get; init; }

    /// <summary>Id of the trigger activity that started it, or null.</summary>
    public string? TriggerActivityId { get; init; }

    /// <summary>Instance that waits for this one, or null.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Bookmark of the parent to resume at the end, or null.</summary>
    public string? ParentBookmarkId { get; init; }
}

/// <summary>Limits of one burst. Reaching one gives an incident of kind Limit, never a hang.</summary>
public sealed record BurstLimits
{
    /// <summary>Work items run in one burst.</summary>
    public int Steps { get; init; } = 20_000;

    /// <summary>Time that one script may take; the last resort, for it depends on the machine. Statements are counted first.</summary>
    public TimeSpan ScriptTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Statements that one script may run.</summary>
    public int ScriptStatements { get; init; } = 100_000;

    /// <summary>Bytes that one script may allocate.</summary>
    public long ScriptMemory { get; init; } = 16_000_000;

    /// <summary>Depth of calls inside a script.</summary>
    public int ScriptRecursion { get; init; } = 64;

    /// <summary>Instances that may be started inside one another in one burst (ExecuteWorkflow).</summary>
    public int Nesting { get; init; } = 8;

    /// <summary>Wall-clock time of the whole burst.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What the host lends to one burst.</summary>
public sealed record BurstContext
{
    /// <summary>The moment of the act, UTC. Everything in the burst happens at this moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The surroundings that activities reach by <see cref="ActivityContext.Desk{T}"/>; null when there are none.</summary>
    public object? Desk { get; init; }

    /// <summary>Source of random values; seeded by the host when replays must match. Null: derived from the instance id and its step number.</summary>
    public Random? Random { get; init; }

    /// <summary>Limits of the burst.</summary>
    public BurstLimits Limits { get; init; } = new();

    /// <summary>Mode of definitions that do not choose one.</summary>
    public FlowchartMode DefaultMode { get; init; } = FlowchartMode.Counter;

    /// <summary>Incident strategy of definitions that do not choose one: false faults the instance (Elsa's default), true goes on.</summary>
    public bool ContinueWithIncidents { get; init; }

    /// <summary>Hears each line of WriteLine at the moment it is written, those of child instances included; null when nobody listens.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Finds a definition by id and optional version id, for ExecuteWorkflow; null when it does not exist.</summary>
    public Func<string, string?, CompiledDefinition?>? Resolve { get; init; }

    /// <summary>
    /// Makes the surroundings of an instance that is started inside this burst (ExecuteWorkflow), so that its activities write for it and not
    /// for its parent; null: it shares this context.
    /// </summary>
    public Func<StartRequest, CompiledDefinition, ValueTask<BurstContext>>? ForChild { get; init; }

    /// <summary>Guards what activities outside the built-in ones write, step by step; null when nothing needs a guard.</summary>
    public IStepGuard? Guard { get; init; }

    /// <summary>Exceptions that are not the workflow's fault (a lost database connection, a refusal) and must reach the host as they are.</summary>
    public Func<Exception, bool> PassThrough { get; init; } = static _ => false;
}

/// <summary>Lets the host undo what a failed step wrote, so that an incident leaves nothing half done.</summary>
public interface IStepGuard
{
    /// <summary>Before the activity is executed or resumed.</summary>
    ValueTask BeginAsync();

    /// <summary>It went well.</summary>
    ValueTask KeepAsync();

    /// <summary>It threw; what it wrote since <see cref="BeginAsync"/> is to be undone.</summary>
    ValueTask UndoAsync();
}
