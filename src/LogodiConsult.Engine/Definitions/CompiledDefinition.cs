using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Definitions;

/// <summary>
/// A definition ready to run: scripts parsed, graphs analysed, workflows used as activities built in. Immutable and
/// thread-safe; hosts keep one per version.
/// </summary>
public sealed class CompiledDefinition
{
    internal CompiledDefinition(Definition definition, CompiledNode workflow, IReadOnlyList<Problem> warnings, bool keepsOutputs)
    {
        Definition = definition;
        Workflow = workflow;
        Warnings = warnings;
        KeepsOutputs = keepsOutputs;
        CallsOthers = Walk(workflow).Any(n => n.Activity is ExecuteWorkflow or DispatchWorkflow or BulkDispatchWorkflows);
        Activities = [.. Walk(workflow).Select(n => new ActivityInfo(n.Id, n.Name, n.Type, n.Path, n.CanStart))];
    }

    /// <summary>The definition it was made of.</summary>
    public Definition Definition { get; }

    /// <summary>Warnings met on the way.</summary>
    public IReadOnlyList<Problem> Warnings { get; }

    /// <summary>All activities, the workflow itself first, parents before children.</summary>
    public IReadOnlyList<ActivityInfo> Activities { get; }

    /// <summary>True when it starts instances of other definitions, so that its bursts need <see cref="BurstContext.Resolve"/>.</summary>
    public bool CallsOthers { get; }

    /// <summary>The workflow itself, parent of the root activity.</summary>
    internal CompiledNode Workflow { get; }

    /// <summary>True when an expression reads outputs of earlier activities, so that they must outlive a burst.</summary>
    internal bool KeepsOutputs { get; }

    /// <summary>Activities that may start an instance by themselves: those marked canStartWorkflow whose kind is Trigger.</summary>
    public IEnumerable<ActivityInfo> Triggers => Walk(Workflow).Where(n => n.CanStart && n.Activity.Declaration.Kind == ActivityKind.Trigger)
        .Select(n => new ActivityInfo(n.Id, n.Name, n.Type, n.Path, true));

    /// <summary>By which outcomes an activity can be passed over: those that it declares, those that its definition gives it, else Done. None for an unknown id.</summary>
    public IReadOnlyList<string> OutcomesOf(string activityId)
    {
        if (Walk(Workflow).FirstOrDefault(n => n.Id == activityId) is not { } node) return [];
        var declaration = node.Activity.Declaration;
        var outcomes = new List<string>(declaration.Outcomes);
        if (node.Activity is WorkflowActivity) outcomes.AddRange(node.Children.SelectMany(c => c.Workflow?.Outcomes ?? []));
        if (node.Activity is FlowFork) outcomes.Clear();
        if (node.Activity is FlowSwitch) outcomes.InsertRange(0, node.Cases.Select(c => c.Label));
        else if (declaration.OutcomesFrom is { } from && node.Input(from)?.Expression is LiteralExpression literal)
        {
            outcomes.AddRange(Values.Items(literal.Value).Select(i => i is System.Text.Json.Nodes.JsonObject o ? JsonText.Text(o, "label") ?? JsonText.Text(o, "name") ?? "" : Values.Text(i)));
        }

        outcomes.RemoveAll(o => o.Length == 0);
        return outcomes.Count == 0 ? ["Done"] : [.. outcomes.Distinct()];
    }

    /// <summary>When a trigger of the clock (StartAt, Timer, Cron) starts an instance next: null when never again, or when it is none. Occurrences that were missed are not made up for.</summary>
    /// <param name="activityId">One of <see cref="Triggers"/>.</param>
    /// <param name="last">The publication, or the occurrence that was served last (UTC).</param>
    /// <param name="now">The next occurrence of a Timer or Cron lies behind it (UTC).</param>
    public DateTimeOffset? NextStart(string activityId, DateTimeOffset last, DateTimeOffset now) =>
        Walk(Workflow).FirstOrDefault(n => n.Id == activityId && n.CanStart) is { Activity: ClockActivity clock } node ? clock.NextStart(node, last, now) : null;

    /// <summary>The constant text of an input of an activity (an event name, a cron expression), or null when it is computed.</summary>
    public string? ConstantInput(string activityId, string inputName)
    {
        var node = Walk(Workflow).FirstOrDefault(n => n.Id == activityId);
        var input = node?.Inputs.FirstOrDefault(i => i.Declaration.Name == inputName);
        return input is null ? null : input.Expression.IsConstant ? Values.Text(((LiteralExpression)input.Expression).Value) : null;
    }

    internal static IEnumerable<CompiledNode> Walk(CompiledNode node)
    {
        var open = new Stack<CompiledNode>();
        open.Push(node);
        while (open.TryPop(out var next))
        {
            yield return next;
            for (var i = next.Children.Count - 1; i >= 0; i--) open.Push(next.Children[i]);
        }
    }
}

/// <summary>An activity of a definition.</summary>
/// <param name="Id">Id in the definition.</param>
/// <param name="Name">Name, or null.</param>
/// <param name="Type">Type name.</param>
/// <param name="JsonPath">Where it stands in the file.</param>
/// <param name="CanStart">True when it is marked canStartWorkflow.</param>
public sealed record ActivityInfo(string Id, string? Name, string Type, string JsonPath, bool CanStart);

/// <summary>One activity of a definition, ready to run.</summary>
sealed class CompiledNode
{
    public required string Id { get; set; }

    public string? Name { get; init; }

    public required string Type { get; init; }

    public required Activity Activity { get; init; }

    public required string Path { get; init; }

    public CompiledNode? Parent { get; init; }

    /// <summary>All embedded activities in document order.</summary>
    public List<CompiledNode> Children { get; } = [];

    /// <summary>Embedded activities by port name.</summary>
    public Dictionary<string, List<CompiledNode>> Ports { get; } = new(StringComparer.Ordinal);

    public CompiledInput[] Inputs { get; set; } = [];

    public OutputBinding[] Outputs { get; set; } = [];

    /// <summary>Variables that live as long as an execution of this node; null when it is no scope.</summary>
    public CompiledVariable[]? Variables { get; set; }

    /// <summary>True: it waits for the end of its burst and runs in one of its own (customProperties.runAsynchronously).</summary>
    public bool RunsInBackground { get; set; }

    public bool CanStart { get; init; }

    public MergeMode Merge { get; init; }

    /// <summary>Graph of a flowchart.</summary>
    public FlowGraph? Graph { get; set; }

    /// <summary>Cases of FlowSwitch and Switch.</summary>
    public CompiledCase[] Cases { get; set; } = [];

    /// <summary>The definition of a workflow node (the root, or one used as an activity).</summary>
    public Definition? Workflow { get; init; }

    /// <summary>RunJavaScript: its script, parsed, when the text is constant.</summary>
    public ScriptExpression? Prepared { get; set; }

    /// <summary>Position among the parent's children.</summary>
    public int Index { get; set; }

    public bool IsTerminal => Activity.Declaration.IsTerminal;

    public CompiledNode? Port(string name) => Ports.TryGetValue(name, out var list) && list.Count > 0 ? list[0] : null;

    public CompiledInput? Input(string name)
    {
        foreach (var input in Inputs)
        {
            if (input.Declaration.Name == name) return input;
        }

        return null;
    }
}

/// <summary>An input of a node with its expression.</summary>
sealed record CompiledInput(InputDeclaration Declaration, DataType Type, Expression Expression, bool IsGiven, int Index);

/// <summary>Where an output goes: a variable by id, or a workflow output by name.</summary>
sealed record OutputBinding(string Output, string Reference);

/// <summary>A variable of a scope.</summary>
sealed record CompiledVariable(string Id, string Name, DataType Type, object? Default, int Index);

/// <summary>A case of a switch.</summary>
sealed record CompiledCase(string Label, Expression Condition, CompiledNode? Body);

/// <summary>Elsa's MergeMode.</summary>
enum MergeMode
{
    Stream,
    Merge,
    Converge,
    Cascade,
    Race,
}

/// <summary>Elsa's FlowJoinMode, in its order: old exports write the number.</summary>
enum JoinMode
{
    WaitAll,
    WaitAllActive,
    WaitAny,
}
