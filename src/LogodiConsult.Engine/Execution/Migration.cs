using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Engine.Execution;

/// <summary>Moves a running instance to another version: nothing is run, nothing that was done is done again.</summary>
static partial class Migration
{
    public static (InstanceState? State, IReadOnlyList<string> Obstacles) Move(InstanceState from, CompiledDefinition to)
    {
        var obstacles = new List<string>();
        var d = to.Definition;
        var state = new InstanceState(from.InstanceId, d.DefinitionId, d.Id, d.Version, from.Mode)
        {
            SubStatus = from.SubStatus,
            CorrelationId = from.CorrelationId,
            Name = from.Name,
            ParentInstanceId = from.ParentInstanceId,
            ParentBookmarkId = from.ParentBookmarkId,
            TriggerActivityId = from.TriggerActivityId,
            Output = from.Output,
            KeptInput = from.KeptInput,
            LastResult = from.LastResult,
            JournalNo = from.JournalNo,
            ExecutionNo = from.ExecutionNo,
            BookmarkNo = from.BookmarkNo,
            IncidentNo = from.IncidentNo,
            ChildNo = from.ChildNo,
            Bursts = from.Bursts,
        };
        state.BookmarkList.AddRange(from.BookmarkList);
        state.IncidentList.AddRange(from.IncidentList);
        foreach (var (key, value) in from.IncidentPlaces) state.IncidentPlaces[key] = value;
        foreach (var (key, value) in from.Outputs) state.Outputs[key] = value;
        if (from.Root is { } root) state.Root = Move(root, to.Workflow, null, obstacles, from.Mode);
        return obstacles.Count > 0 ? (null, obstacles) : (state, obstacles);
    }

    static Execution Move(Execution old, CompiledNode node, Execution? parent, List<string> obstacles, FlowchartMode mode)
    {
        var x = new Execution(old.Id, node, parent)
        {
            Status = old.Status,
            ViaBackward = old.ViaBackward,
            IsCounted = old.IsCounted,
            IsBreaking = old.IsBreaking,
            Counter = old.Counter,
            Number = old.Number,
            Pending = old.Pending,
            Bag = old.Bag,
            Failed = old.Failed,
        };
        x.DeclareVariables();
        foreach (var v in old.Node.Variables ?? [])
        {
            if (old.VariableValues is not null && !Equals(old.VariableValues[v.Index], v.Default)) x.TryRestore(v.Id, old.VariableValues[v.Index]);
        }

        foreach (var (name, value) in old.DynamicValues ?? []) x.Declare(name, value);
        if (old.Flow is { } flow) x.Flow = Move(flow, old.Node, node, obstacles);
        foreach (var child in old.Children)
        {
            var to = node.Children.Find(n => n.Id == child.Node.Id);
            if (to is null) obstacles.Add($"'{child.Node.Id}' is open and does not exist in the new version.");
            else if (to.Type != child.Node.Type) obstacles.Add($"'{child.Node.Id}' is open and has another type in the new version.");
            else x.Children.Add(Move(child, to, x, obstacles, mode));
        }

        if (old.IsOpen) Place(old, x, obstacles, mode);
        return x;
    }

    static FlowState? Move(FlowState old, CompiledNode from, CompiledNode to, List<string> obstacles)
    {
        if (from.Graph is not { } a || to.Graph is not { } b) return null;
        var places = a.Nodes.Select(n => b.Nodes.ToList().FindIndex(m => m.Id == n.Id)).ToArray();
        var flow = new FlowState(b.Nodes.Count, b.Connections.Count) { Start = old.Start < 0 ? -1 : places[old.Start] };
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0) flow.Visits[places[i]] = old.Visits[i];
        }

        foreach (var c in a.Connections)
        {
            var same = b.Connections.FirstOrDefault(x => x.Source == places[c.Source] && x.Target == places[c.Target] && x.Port == c.Port);
            if (same is null) continue;
            flow.ConnectionVisits[same.Index] = old.ConnectionVisits[c.Index];
            flow.Followed[same.Index] = old.Followed[c.Index];
        }

        flow.Deferred = [.. old.Deferred.Select(i => places[i]).Where(i => i >= 0)];
        flow.Dead = [.. old.Dead.Select(i => places[i]).Where(i => i >= 0)];
        foreach (var t in old.Tokens)
        {
            if (places[t.From] >= 0 && places[t.To] >= 0) flow.Tokens.Add(new Token(places[t.From], t.Port, places[t.To]) { Consumed = t.Consumed, Blocked = t.Blocked });
            else if (t.IsLive) obstacles.Add($"A branch has arrived at '{a.Nodes[t.To].Id}', which does not exist in the new version.");
        }

        return flow;
    }
}
