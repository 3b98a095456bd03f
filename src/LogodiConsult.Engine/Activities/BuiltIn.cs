using System.Collections.Frozen;

namespace LogodiConsult.Engine.Activities;

/// <summary>The activities of the engine itself, under Elsa's names.</summary>
public static class BuiltIn
{
    internal static Workflow Workflow { get; } = new("Elsa.Workflow");

    internal static WorkflowActivity WorkflowActivity { get; } = new();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Activity> All { get; } =
    [
        new Flowchart(), new Sequence(), new Parallel(), new Fork(), new FlowFork(), new FlowJoin(), new FlowDecision(), new FlowSwitch(), new FlowNode(),
        new If(), new Switch(), new While(), new For(), new ForEach(), new ParallelForEach(), new Break(),
        new Start(), Milestone.End, new Finish(), new Fault(), new Complete(),
        new SetVariable(), new SetOutput(), new SetName(), new Correlate(), new WriteLine(), new RunJavaScript(),
        new Event(), new PublishEvent(), new RunTask(), new Delay(), new StartAt(), new Timer(), new Cron(),
        new ExecuteWorkflow(), new DispatchWorkflow(), new BulkDispatchWorkflows(), Workflow, new Workflow("Elsa.Composite"), Milestone.Inline, WorkflowActivity,
    ];

    static readonly FrozenSet<Activity> Set = All.ToFrozenSet();

    internal static bool IsBuiltIn(Activity activity) => Set.Contains(activity);
}
