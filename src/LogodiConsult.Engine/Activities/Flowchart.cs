using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Activities;

/// <summary>Elsa.Flowchart: activities and connections, in counter or token mode.</summary>
sealed class Flowchart : ContainerActivity
{
    public override ActivityDeclaration Declaration { get; } = new()
    {
        TypeName = "Elsa.Flowchart",
        Category = "Flow",
        DisplayName = new("Diagrama de flujo", "순서도", "Flowchart"),
        Help = new("Actividades unidas por conexiones.", "연결선으로 이어진 활동의 모음입니다.", "Activities joined by connections."),
        Ports = [new PortDeclaration("activities", IsList: true)],
        IsBrowsable = false,
    };

    public override bool IsScope => true;

    public override void Start(Run run, Execution.Execution self)
    {
        var graph = self.Node.Graph!;
        if (graph.Nodes.Count == 0)
        {
            run.Complete(self, Outcomes.Default);
            return;
        }

        self.Flow = new FlowState(graph.Nodes.Count, graph.Connections.Count);
        var trigger = run.State.TriggerActivityId is { } id ? Find(graph, id) : -1;
        if (trigger >= 0 && trigger != graph.Start) self.Flow.Start = trigger;
        run.Schedule(graph.Nodes[trigger >= 0 ? trigger : graph.Start], self);
    }

    static int Find(FlowGraph graph, string id)
    {
        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            if (graph.Nodes[i].Id == id) return i;
        }

        return -1;
    }

    public override void ChildCompleted(Run run, Execution.Execution self, Execution.Execution child, string[] outcomes)
    {
        if (child.Node.IsTerminal)
        {
            self.Flow!.Tokens.Clear();
            run.Complete(self, Outcomes.Default);
            return;
        }

        if (run.State.Mode == FlowchartMode.Token) new TokenFlow(run, self).Completed(child.Node.Index, outcomes);
        else new CounterFlow(run, self).Completed(child.Node.Index, outcomes, child.ViaBackward || child.IsCounted);
    }

    public override void ChildCanceled(Run run, Execution.Execution self, Execution.Execution child)
    {
        if (run.State.Mode == FlowchartMode.Token) new TokenFlow(run, self).Canceled(child.Node.Index);
        else new CounterFlow(run, self).Canceled(child.Node.Index, child.ViaBackward || child.IsCounted);
    }

    /// <summary>Cancels what still runs before a node (Elsa's CancelInboundAncestors).</summary>
    public static void CancelAncestors(Run run, Execution.Execution flowchart, int target)
    {
        var graph = GraphOf(flowchart);
        foreach (var child in flowchart.Children.ToArray())
        {
            if (Array.IndexOf(graph.Ancestors[target], child.Node.Index) >= 0) run.CancelFromBelow(child, tellParent: true);
        }
    }

    /// <summary>True when a child runs or work for the flowchart or anything below it is queued.</summary>
    public static bool HasPendingWork(Run run, Execution.Execution flowchart)
    {
        foreach (var child in flowchart.Children)
        {
            if (child.Status == ExecutionStatus.Running) return true;
        }

        foreach (var item in run.Queue)
        {
            for (var at = item.Owner; at is not null; at = at.Parent)
            {
                if (ReferenceEquals(at, flowchart)) return true;
            }
        }

        return false;
    }

    /// <summary>Calls back for every activity of the flowchart that is queued, running, waiting or faulted.</summary>
    public static bool AnyActive(Run run, Execution.Execution flowchart, Func<int, bool> matches)
    {
        foreach (var child in flowchart.Children)
        {
            if (child.IsOpen && matches(child.Node.Index)) return true;
        }

        foreach (var item in run.Queue)
        {
            if (item.Existing is null && ReferenceEquals(item.Owner, flowchart) && matches(item.Node.Index)) return true;
        }

        return false;
    }

    public static FlowGraph GraphOf(Execution.Execution flowchart) =>
        flowchart.Flow is { Start: >= 0 } flow ? flowchart.Node.Graph!.From(flow.Start) : flowchart.Node.Graph!;

    /// <summary>Join mode of a FlowJoin, evaluated where the flowchart stands; null for other activities.</summary>
    public static JoinMode? JoinModeOf(Run run, Execution.Execution flowchart, CompiledNode node)
    {
        if (node.Activity is not FlowJoin) return null;
        var text = Expressions.Values.Text(run.Evaluate(flowchart, node.Input("Mode")!));
        return Enum.TryParse<JoinMode>(text, ignoreCase: true, out var mode) ? mode : JoinMode.WaitAny;
    }
}
