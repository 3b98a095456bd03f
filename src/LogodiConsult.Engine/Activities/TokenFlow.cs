using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Activities;

/// <summary>
/// Token mode: tokens travel along connections, the target's merge mode decides. Differences from Elsa: a Stream join with
/// several forward inbound connections of which somebody is missing waits while anything active can still lead to it over a backward connection; a
/// cancellation never completes the flowchart under a target that is about to be scheduled.
/// </summary>
sealed class TokenFlow(Run run, Execution.Execution flowchart)
{
    readonly FlowGraph graph = Flowchart.GraphOf(flowchart);
    readonly FlowState flow = flowchart.Flow!;

    List<Token> Tokens => flow.Tokens;

    public void Completed(int node, string[] outcomes)
    {
        var active = graph.Outbound[node].Where(c => Outcomes.Follow(outcomes, c.Port)).ToArray();
        foreach (var c in active) Tokens.Add(new Token(c.Source, c.Port, c.Target));
        foreach (var t in Tokens)
        {
            if (t.To == node && t.IsLive) t.Consumed = true;
        }

        foreach (var c in active) Arrive(c, node);
        Recheck();
        if (!HasPendingWork())
        {
            Tokens.Clear();
            run.Complete(flowchart, Outcomes.Default);
        }

        Tokens.RemoveAll(t => t.To == node && t.Consumed);
    }

    public void Canceled(int node) => Tokens.RemoveAll(t => t.From == node || t.To == node);

    void Arrive(FlowConnection c, int from)
    {
        var target = c.Target;
        switch (ModeOf(graph.Nodes[target]))
        {
            case MergeMode.Race:
                Flowchart.CancelAncestors(run, flowchart, target);
                Cascade(c, from);
                break;
            case MergeMode.Cascade:
                Cascade(c, from);
                break;
            case MergeMode.Merge:
                if (HasAll(graph.ForwardInbound[target])) Schedule(target);
                break;
            case MergeMode.Converge:
                if (HasAll(graph.Inbound[target])) Schedule(target);
                break;
            default:
                if (IsUpstreamDue(target)) break;
                if (IsBlocked(target))
                {
                    if (!flow.Deferred.Contains(target)) flow.Deferred.Add(target);
                    break;
                }

                flow.Deferred.Remove(target);
                Schedule(target);
                break;
        }
    }

    MergeMode ModeOf(CompiledNode node) => Flowchart.JoinModeOf(run, flowchart, node) switch
    {
        null => node.Merge,
        JoinMode.WaitAny => MergeMode.Race,
        _ => MergeMode.Merge,
    };

    void Cascade(FlowConnection c, int from)
    {
        var block = Tokens.Find(t => t.To == c.Target && t.From == c.Source && t.Port == c.Port && t.Blocked);
        if (block is not null)
        {
            block.Consumed = true;
            return;
        }

        Schedule(c.Target);
        foreach (var other in graph.ForwardInbound[c.Target])
        {
            if (other.Source != from) Tokens.Add(new Token(other.Source, other.Port, other.Target) { Blocked = true });
        }
    }

    bool HasAll(FlowConnection[] inbound) =>
        inbound.Length <= 1 || inbound.All(c => Tokens.Exists(t => t.IsLive && t.From == c.Source && t.To == c.Target && t.Port == c.Port));

    bool IsUpstreamDue(int target) => graph.ForwardInbound[target].Any(c => Tokens.Exists(t => t.IsLive && t.To == c.Source));

    bool IsBlocked(int target)
    {
        if (graph.ReachingBackward[target] is not { } reaching || IsWhole(target)) return false;
        return Flowchart.AnyActive(run, flowchart, node => reaching[node]);
    }

    // A token of each connection is there and nothing before it is under way: nobody is missing, whatever may come round again.
    bool IsWhole(int target)
    {
        var before = graph.Ancestors[target];
        return HasAll(graph.ForwardInbound[target])
            && !Tokens.Exists(t => t.IsLive && before.Contains(t.To))
            && !Flowchart.AnyActive(run, flowchart, before.Contains);
    }

    void Schedule(int target) => run.Schedule(graph.Nodes[target], flowchart);

    void Recheck()
    {
        for (var i = 0; i < flow.Deferred.Count; i++)
        {
            var target = flow.Deferred[i];
            if (!Tokens.Exists(t => t.IsLive && t.To == target))
            {
                flow.Deferred.RemoveAt(i--);
            }
            else if (!IsUpstreamDue(target) && !IsBlocked(target))
            {
                flow.Deferred.RemoveAt(i--);
                Schedule(target);
            }
        }
    }

    bool HasPendingWork() =>
        Flowchart.HasPendingWork(run, flowchart)
        || Tokens.Exists(t => t.IsLive)
        || flowchart.Children.Exists(c => c.Status == ExecutionStatus.Faulted);
}
