using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Engine.Execution;

/// <summary>What a container knows by the place of its children, for a version in which the places are others.</summary>
static partial class Migration
{
    static void Place(Execution old, Execution x, List<string> obstacles, FlowchartMode mode)
    {
        var (before, after) = (old.Node.Children, x.Node.Children);
        int Now(int i) => after.FindIndex(n => n.Id == before[i].Id);
        switch (old.Node.Activity)
        {
            case Sequence when old.Counter > 0:
                var last = before[old.Counter - 1];
                var here = Now(old.Counter - 1);
                x.Counter = here + 1;
                if (here < 0 && !old.Children.Exists(c => c.Node == last)) obstacles.Add($"'{last.Id}' was begun last and does not exist in the new version.");
                if (here < 0) break;
                obstacles.AddRange(Enumerable.Range(0, old.Counter - 1).Where(i => Now(i) > here).Select(i => $"'{before[i].Id}' is done, but stands after '{last.Id}' in the new version: it would run again."));
                break;
            case Fork or Activities.Parallel:
                if (old.Pending is { } ended) x.Pending = [.. ended.Select(Now).Where(i => i >= 0)];
                obstacles.AddRange(after.Where(n => before.TrueForAll(o => o.Id != n.Id)).Select(n => $"'{n.Id}' is a new branch of '{x.Node.Id}', which has begun: it would never run."));
                break;
            case Switch when old.Pending is { } due:
                x.Pending = [.. due.Select(Now).Where(i => i >= 0)];
                break;
            case Flowchart when x.Flow is { } flow && mode == FlowchartMode.Token:
                FindMissed(old, x, flow, obstacles);
                break;
            case Flowchart when x.Flow is { } flow:
                PassBy(old, x, flow, obstacles);
                break;
        }
    }

    // Counter mode. A new connection that leaves an activity which has run is one that was not followed, and what only such connections lead to
    // is passed over; otherwise a join behind them would wait for ever, and the flowchart would end without it.
    static void PassBy(Execution old, Execution x, FlowState flow, List<string> obstacles)
    {
        var (a, b) = (Flowchart.GraphOf(old), Flowchart.GraphOf(x));
        var fresh = b.Connections.Where(c => !c.IsBackward && !IsOld(a, b, c)).ToList();
        foreach (var c in fresh)
        {
            flow.ConnectionVisits[c.Index] = b.Outbound[c.Source].Max(o => flow.ConnectionVisits[o.Index]);
            if (flow.ConnectionVisits[c.Index] == 0) flow.ConnectionVisits[c.Index] = flow.Visits[c.Source];
        }

        var added = Enumerable.Range(0, b.Nodes.Count).Where(n => a.Nodes.All(o => o.Id != b.Nodes[n].Id)).ToList();
        while (added.FindIndex(n => HasArrived(b, flow, n) && !IsFollowed(b, flow, n)) is var i and >= 0)
        {
            var visits = ++flow.Visits[added[i]];
            foreach (var c in b.Outbound[added[i]]) flow.ConnectionVisits[c.Index] = visits;
        }

        for (var n = 0; n < b.Nodes.Count; n++)
        {
            var node = b.Nodes[n];
            if (!HasArrived(b, flow, n) || !IsFollowed(b, flow, n) || flow.Deferred.Contains(n) || x.Children.Exists(c => c.Node == node)) continue;
            var before = a.Nodes.ToList().FindIndex(o => o.Id == node.Id);
            if (before >= 0 && !HasArrived(a, old.Flow!, before)) obstacles.Add($"All that leads to '{node.Id}' in the new version is done, but it has not begun: it would never run.");
        }
    }

    // Token mode. A join that waits for all would wait for ever for a new way into it, on which nobody will come any more.
    static void FindMissed(Execution old, Execution x, FlowState flow, List<string> obstacles)
    {
        var (a, b) = (Flowchart.GraphOf(old), Flowchart.GraphOf(x));
        var ahead = new HashSet<int>();
        var open = new Stack<int>(x.Children.Select(c => c.Node.Index).Concat(flow.Tokens.Where(t => t.IsLive).Select(t => t.To)).Concat(flow.Deferred));
        while (open.TryPop(out var next))
        {
            if (!ahead.Add(next)) continue;
            foreach (var c in b.Outbound[next]) open.Push(c.Target);
        }

        foreach (var n in ahead.Order())
        {
            var ways = b.Nodes[n].Merge == MergeMode.Converge ? b.Inbound[n] : b.ForwardInbound[n];
            if (ways.Length < 2 || !WaitsForAll(b.Nodes[n])) continue;
            obstacles.AddRange(ways.Where(c => !IsOld(a, b, c) && !ahead.Contains(c.Source))
                .Select(c => $"In the new version '{b.Nodes[n].Id}' waits for '{b.Nodes[c.Source].Id}' too, which will never come."));
        }
    }

    static bool WaitsForAll(CompiledNode node) => node.Activity is FlowJoin
        ? node.Input("Mode")!.Expression is Expressions.LiteralExpression { Value: var mode } && Expressions.Values.Text(mode) is "WaitAll" or "WaitAllActive"
        : node.Merge is MergeMode.Merge or MergeMode.Converge;

    static bool IsOld(FlowGraph a, FlowGraph b, FlowConnection c) =>
        a.Connections.Any(o => a.Nodes[o.Source].Id == b.Nodes[c.Source].Id && a.Nodes[o.Target].Id == b.Nodes[c.Target].Id && o.Port == c.Port);

    static bool HasArrived(FlowGraph graph, FlowState flow, int node) =>
        graph.ForwardInbound[node] is { Length: > 0 } inbound && inbound.All(c => flow.ConnectionVisits[c.Index] > flow.Visits[node]);

    static bool IsFollowed(FlowGraph graph, FlowState flow, int node) => graph.ForwardInbound[node].Any(c => flow.Followed[c.Index]);
}
