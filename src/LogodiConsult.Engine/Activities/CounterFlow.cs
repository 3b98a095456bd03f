using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Activities;

/// <summary>
/// Counter mode: visits of connections decide. One difference from Elsa: a join with several inbound connections, of which one was not followed or
/// came again, waits while anything active can still lead to it without passing it; then the last visit of each connection decides, and its visit
/// is counted when it is scheduled, so that it runs once.
/// </summary>
sealed class CounterFlow(Run run, Execution.Execution flowchart)
{
    readonly FlowGraph graph = Flowchart.GraphOf(flowchart);
    readonly FlowState flow = flowchart.Flow!;

    // Targets of followed connections that are still to be handled in this call.
    readonly List<int> ahead = [];

    public void Completed(int node, string[] outcomes, bool counted)
    {
        var scheduled = Leave(node, outcomes, counted);
        scheduled |= Recheck();
        if (!scheduled) CompleteIfIdle();
    }

    public void Canceled(int node, bool counted)
    {
        if (!graph.IsDangling(node)) Leave(node, Outcomes.Empty, counted);
    }

    bool Leave(int node, string[] outcomes, bool counted)
    {
        if (graph.IsDangling(node)) throw new InvalidOperationException($"'{graph.Nodes[node].Id}' is not reached from the start of the flowchart; what follows it cannot be scheduled.");
        if (!counted) flow.Visits[node]++;
        var mark = ahead.Count;
        var outbound = graph.Outbound[node];
        for (var i = outbound.Length - 1; i >= 0; i--)
        {
            if (Outcomes.Follow(outcomes, outbound[i].Port)) ahead.Add(outbound[i].Target);
        }

        var scheduled = false;
        foreach (var c in outbound)
        {
            var followed = Outcomes.Follow(outcomes, c.Port);
            if (followed) ahead.RemoveAt(ahead.Count - 1);
            flow.ConnectionVisits[c.Index]++;
            flow.Followed[c.Index] = followed;
            scheduled |= c.IsBackward ? followed && GoBack(c) : Arrive(c);
        }

        System.Diagnostics.Debug.Assert(ahead.Count == mark, "every followed connection is handled once");
        return scheduled;
    }

    bool GoBack(FlowConnection c)
    {
        if (!c.IsValid)
        {
            throw new InvalidOperationException(
                $"Invalid backward connection: every path from '{graph.Nodes[c.Source].Id}' back to the start must pass '{graph.Nodes[c.Target].Id}'.");
        }

        run.Schedule(graph.Nodes[c.Target], flowchart, viaBackward: true);
        return true;
    }

    bool Arrive(FlowConnection c)
    {
        var target = c.Target;
        var mode = Flowchart.JoinModeOf(run, flowchart, graph.Nodes[target]) ?? JoinMode.WaitAllActive;
        if (mode == JoinMode.WaitAny) return ArriveAny(c);
        if (!AllVisited(target)) return false;
        if (graph.ForwardInbound[target].Length > 1 && !IsWhole(target) && IsBlocked(target))
        {
            if (!flow.Deferred.Contains(target)) flow.Deferred.Add(target);
            return false;
        }

        flow.Deferred.Remove(target);
        return Decide(target, mode);
    }

    bool ArriveAny(FlowConnection c)
    {
        var target = c.Target;
        if (flow.ConnectionVisits[c.Index] <= flow.Visits[target]) return false;
        if (run.Queue.Any(i => ReferenceEquals(i.Owner, flowchart) && i.Node.Index == target)) return false;
        var inbound = graph.ForwardInbound[target];
        var most = inbound.Max(i => flow.ConnectionVisits[i.Index]);
        if (inbound.Any(i => flow.ConnectionVisits[i.Index] == most && flow.Followed[i.Index]))
        {
            run.Schedule(graph.Nodes[target], flowchart);
            Flowchart.CancelAncestors(run, flowchart, target);
            return true;
        }

        return AllVisited(target) && Leave(target, Outcomes.Empty, counted: false);
    }

    bool Decide(int target, JoinMode mode)
    {
        var inbound = graph.ForwardInbound[target];
        var isJoin = inbound.Length > 1;
        if (isJoin)
        {
            // What came again in this round is not what somebody brings in the next.
            foreach (var i in inbound) flow.ConnectionVisits[i.Index] = flow.Visits[target] + 1;
        }

        var runs = mode == JoinMode.WaitAll ? inbound.All(i => flow.Followed[i.Index]) : inbound.Any(i => flow.Followed[i.Index]);
        if (!runs) return Leave(target, Outcomes.Empty, counted: false);
        if (isJoin) flow.Visits[target]++;
        run.Schedule(graph.Nodes[target], flowchart, isCounted: isJoin);
        return true;
    }

    bool AllVisited(int target)
    {
        foreach (var i in graph.ForwardInbound[target])
        {
            if (flow.ConnectionVisits[i.Index] <= flow.Visits[target]) return false;
        }

        return true;
    }

    // Since it ran last each connection came once and was followed: nobody is missing, whatever may come round again.
    bool IsWhole(int target)
    {
        foreach (var i in graph.ForwardInbound[target])
        {
            if (!flow.Followed[i.Index] || flow.ConnectionVisits[i.Index] != flow.Visits[target] + 1) return false;
        }

        return true;
    }

    bool IsBlocked(int target)
    {
        var reaching = graph.Reaching[target]!;
        foreach (var node in ahead)
        {
            if (reaching[node]) return true;
        }

        foreach (var node in flow.Deferred)
        {
            if (node != target && reaching[node]) return true;
        }

        return Flowchart.AnyActive(run, flowchart, node => reaching[node]);
    }

    // Joins whose last blocker is gone. When only joins block one another, the first one goes.
    bool Recheck()
    {
        var scheduled = false;
        while (flow.Deferred.Count > 0)
        {
            var free = flow.Deferred.FindIndex(t => !IsBlocked(t));
            if (free < 0 && !Flowchart.AnyActive(run, flowchart, static _ => true)) free = 0;
            if (free < 0) return scheduled;
            var target = flow.Deferred[free];
            flow.Deferred.RemoveAt(free);
            if (AllVisited(target)) scheduled |= Decide(target, Flowchart.JoinModeOf(run, flowchart, graph.Nodes[target]) ?? JoinMode.WaitAllActive);
        }

        return scheduled;
    }

    void CompleteIfIdle()
    {
        if (Flowchart.HasPendingWork(run, flowchart)) return;
        if (flowchart.Children.Exists(c => c.Status == ExecutionStatus.Faulted)) return;
        run.Complete(flowchart, Outcomes.Default);
    }
}
