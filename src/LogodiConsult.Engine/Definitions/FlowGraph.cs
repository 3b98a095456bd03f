using System.Collections;

namespace LogodiConsult.Engine.Definitions;

/// <summary>A connection of a flowchart. Two connections with the same ends and port are one.</summary>
sealed record FlowConnection(int Index, int Source, int Target, string? Port)
{
    public bool IsBackward { get; set; }

    /// <summary>For backward connections: every way back from the source to the start passes the target.</summary>
    public bool IsValid { get; set; } = true;
}

/// <summary>
/// What can be known about a flowchart before it runs. Forward connections are found breadth-first from the start: one is
/// left out when its target already reaches its source over forward connections; those left out are backward (Elsa's FlowGraph).
/// </summary>
sealed class FlowGraph
{
    readonly BitArray[] forwardReach;
    readonly System.Collections.Concurrent.ConcurrentDictionary<int, FlowGraph> others = new();

    public FlowGraph(IReadOnlyList<CompiledNode> nodes, int start, IReadOnlyList<FlowConnection> connections)
    {
        Nodes = nodes;
        Start = start;
        Connections = connections;
        Outbound = Group(connections, nodes.Count, c => c.Source);
        Inbound = Group(connections, nodes.Count, c => c.Target);
        forwardReach = FindForward();
        ForwardInbound = Group(connections.Where(c => !c.IsBackward), nodes.Count, c => c.Target);
        Ancestors = [.. Enumerable.Range(0, nodes.Count).Select(t => Enumerable.Range(0, nodes.Count).Where(s => s != t && forwardReach[s][t]).ToArray())];
        foreach (var c in connections.Where(c => c.IsBackward)) c.IsValid = IsValidBackward(c);
        Reaching = new BitArray?[nodes.Count];
        ReachingBackward = new BitArray?[nodes.Count];
        for (var t = 0; t < nodes.Count; t++)
        {
            if (ForwardInbound[t].Length > 1) FindBlockers(t);
        }
    }

    public IReadOnlyList<CompiledNode> Nodes { get; }

    public int Start { get; }

    public IReadOnlyList<FlowConnection> Connections { get; }

    public FlowConnection[][] Outbound { get; }

    public FlowConnection[][] Inbound { get; }

    public FlowConnection[][] ForwardInbound { get; }

    /// <summary>Per node: all nodes before it over forward connections.</summary>
    public int[][] Ancestors { get; }

    /// <summary>Per join: nodes that can still lead to it without passing it or anything that it leads to; null for nodes with one forward inbound connection.</summary>
    public BitArray?[] Reaching { get; }

    /// <summary>As <see cref="Reaching"/>, over a way that uses a backward connection.</summary>
    public BitArray?[] ReachingBackward { get; }

    /// <summary>The same flowchart started at another activity: which connections lead back depends on the start.</summary>
    public FlowGraph From(int start) => start == Start ? this : others.GetOrAdd(start, s => new FlowGraph(Nodes, s, [.. Connections.Select(c => new FlowConnection(c.Index, c.Source, c.Target, c.Port))]));

    /// <summary>True when the node is not reached from the start over forward connections.</summary>
    public bool IsDangling(int node) => node != Start && ForwardInbound[node].Length == 0;

    static FlowConnection[][] Group(IEnumerable<FlowConnection> connections, int count, Func<FlowConnection, int> by)
    {
        var lists = new List<FlowConnection>[count];
        foreach (var c in connections) (lists[by(c)] ??= []).Add(c);
        return [.. lists.Select(l => l?.ToArray() ?? [])];
    }

    BitArray[] FindForward()
    {
        var n = Nodes.Count;
        var reach = new BitArray[n];
        for (var i = 0; i < n; i++)
        {
            reach[i] = new BitArray(n);
            reach[i][i] = true;
        }

        var forward = new HashSet<(int, int)>();
        var visited = new bool[n];
        var queue = new Queue<int>();
        if (n > 0) queue.Enqueue(Start);
        while (queue.TryDequeue(out var source))
        {
            visited[source] = true;
            foreach (var c in Outbound[source])
            {
                if (forward.Contains((source, c.Target)) || reach[c.Target][source]) continue;
                forward.Add((source, c.Target));
                for (var i = 0; i < n; i++)
                {
                    if (reach[i][source]) reach[i].Or(reach[c.Target]);
                }

                if (!visited[c.Target]) queue.Enqueue(c.Target);
            }
        }

        foreach (var c in Connections) c.IsBackward = !forward.Contains((c.Source, c.Target));
        return reach;
    }

    // Valid when the source cannot be reached from the start once the target is taken away.
    bool IsValidBackward(FlowConnection back)
    {
        if (back.Target == Start || back.Target == back.Source) return true;
        var seen = new bool[Nodes.Count];
        var open = new Stack<int>();
        open.Push(Start);
        while (open.TryPop(out var node))
        {
            if (seen[node] || node == back.Target) continue;
            seen[node] = true;
            if (node == back.Source) return false;
            foreach (var c in Outbound[node])
            {
                if (!c.IsBackward) open.Push(c.Target);
            }
        }

        return true;
    }

    void FindBlockers(int target)
    {
        var n = Nodes.Count;
        var excluded = new BitArray(forwardReach[target]);
        var reaching = BackwardsFrom([target], excluded, includeStarts: false);
        Reaching[target] = reaching;
        var viaBackward = new List<int>();
        foreach (var c in Connections)
        {
            if (c.IsBackward && !excluded[c.Source] && !excluded[c.Target] && reaching[c.Target]) viaBackward.Add(c.Source);
        }

        ReachingBackward[target] = viaBackward.Count == 0 ? new BitArray(n) : BackwardsFrom(viaBackward, excluded, includeStarts: true);
    }

    BitArray BackwardsFrom(List<int> starts, BitArray excluded, bool includeStarts)
    {
        var found = new BitArray(Nodes.Count);
        var open = new Stack<int>(starts);
        if (includeStarts)
        {
            foreach (var s in starts) found[s] = true;
        }

        while (open.TryPop(out var node))
        {
            foreach (var c in Inbound[node])
            {
                if (excluded[c.Source] || found[c.Source]) continue;
                found[c.Source] = true;
                open.Push(c.Source);
            }
        }

        return found;
    }
}
