using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Definitions;

sealed partial class Compilation
{
    const int MaxConnections = 5_000;

    FlowGraph Graph(JsonObject json, CompiledNode flowchart, string path)
    {
        var nodes = flowchart.Ports.TryGetValue("activities", out var list) ? list : [];
        var byId = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++) byId.TryAdd(nodes[i].Id, i);
        var refused = Refused(json);
        var connections = new List<FlowConnection>();
        var items = JsonText.List(JsonText.Get(json, "connections"));
        if (items.Count > MaxConnections)
        {
            Error($"{path}.connections", "connection.count", $"More than {MaxConnections} connections.");
            items = [];
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject o) continue;
            var at = $"{path}.connections[{i}]";
            var (source, port, target) = Ends(o);
            if (End(source, byId, refused, $"{at}.source", "source") is not { } from || End(target, byId, refused, $"{at}.target", "target") is not { } to) continue;
            CheckPort(nodes[from], port, at);
            if (connections.Any(c => c.Source == from && c.Target == to && c.Port == port))
            {
                Warning(at, "connection.twice", $"The connection from '{source}' to '{target}' is there twice.");
                continue;
            }

            connections.Add(new FlowConnection(connections.Count, from, to, port));
        }

        var start = StartOf(nodes, connections);
        var graph = new FlowGraph(nodes, start, connections);
        foreach (var c in graph.Connections.Where(c => c is { IsBackward: true, IsValid: false } && IsReached(graph, c.Source)))
        {
            Warning(
                $"{path}.connections", "connection.backward",
                $"The connection back from '{nodes[c.Source].Id}' to '{nodes[c.Target].Id}' can be reached without passing its target; following it is a fault in counter mode.");
        }

        for (var i = 0; i < nodes.Count; i++)
        {
            if (i != start && !nodes[i].CanStart && connections.TrueForAll(c => c.Target != i))
            {
                Warning(nodes[i].Path, "activity.unreached", $"No connection leads to '{nodes[i].Id}'; it is never run.");
            }
        }

        return graph;
    }

    static bool IsReached(FlowGraph graph, int node) => node == graph.Start || graph.ForwardInbound[node].Length > 0;

    // Ids of children that were refused already: their connections are no second problem.
    static HashSet<string> Refused(JsonObject json) =>
        [.. JsonText.List(JsonText.Get(json, "activities")).OfType<JsonObject>().Select(o => JsonText.Text(o, "id")).OfType<string>()];

    int? End(string? id, Dictionary<string, int> byId, HashSet<string> present, string path, string end)
    {
        if (id is not null && byId.TryGetValue(id, out var index)) return index;
        if (id is null) Error(path, "connection.end", $"The connection has no {end}.");
        else if (!present.Contains(id)) Error(path, "connection.dangling", $"The {end} '{id}' of the connection is no activity of this flowchart.");
        return null;
    }

    // Nested ({source:{activity,port},target:{activity,port}}) or flat ({source,target,sourcePort,targetPort}).
    static (string? Source, string? Port, string? Target) Ends(JsonObject o)
    {
        var source = JsonText.Get(o, "source");
        var target = JsonText.Get(o, "target");
        var from = source is JsonObject s ? JsonText.Text(s, "activity") ?? JsonText.Text(s, "activityId") : (source as JsonValue)?.ToString();
        var to = target is JsonObject t ? JsonText.Text(t, "activity") ?? JsonText.Text(t, "activityId") : (target as JsonValue)?.ToString();
        var port = source is JsonObject p ? JsonText.Text(p, "port") : JsonText.Text(o, "sourcePort");
        return (from, string.IsNullOrEmpty(port) ? null : port, to);
    }

    void CheckPort(CompiledNode node, string? port, string path)
    {
        if (port is null) return;
        var declaration = node.Activity.Declaration;
        if (declaration.Outcomes.Contains(port) || node.Activity is Workflow) return;
        if (node.Activity is WorkflowActivity)
        {
            var outcomes = node.Children.FirstOrDefault()?.Workflow?.Outcomes ?? [];
            if (port == "Done" || outcomes.Count == 0 || outcomes.Contains(port)) return;
        }
        else if (declaration.OutcomesFrom is { } from)
        {
            if (node.Cases.Any(c => c.Label == port)) return;
            var input = node.Input(from);
            if (input is not null && !input.Expression.IsConstant) return;
            if (input?.Expression is LiteralExpression { Value: { } value } && Values.Items(value).Any(i => Label(i) == port)) return;
            if (input is null or { IsGiven: false } && node.Activity is RunJavaScript) return;
        }
        else if (declaration.Ports.Any(p => p.Name.Equals(port, StringComparison.OrdinalIgnoreCase)))
        {
            Warning(path, "connection.embedded", $"'{port}' of '{node.Id}' is an embedded port; this connection is never followed.");
            return;
        }

        Warning(path, "connection.port", $"'{node.Id}' has no outcome '{port}'; this connection is never followed.");
    }

    static string Label(object? item) => item is JsonObject o ? JsonText.Text(o, "label") ?? JsonText.Text(o, "name") ?? "" : Values.Text(item);

    static int StartOf(List<CompiledNode> nodes, List<FlowConnection> connections)
    {
        var start = nodes.FindIndex(n => n.Activity is Start);
        if (start >= 0) return start;
        start = nodes.FindIndex(n => n.CanStart);
        if (start >= 0) return start;
        for (var i = 0; i < nodes.Count; i++)
        {
            if (connections.All(c => c.Target != i)) return i;
        }

        return 0;
    }

    Definition? Called(JsonObject json, string type)
    {
        if (catalog.Find(type) is not null) return null;
        var id = JsonText.Text(json, "workflowDefinitionId");
        var versionId = JsonText.Text(json, "workflowDefinitionVersionId");
        if (id is not null || versionId is not null) return others.ByDefinitionId(id ?? "", versionId);
        return others.ByTypeName(type);
    }

    CompiledNode? WorkflowActivity(JsonObject json, CompiledNode parent, string path, int depth, string id, string type, Definition called)
    {
        var custom = JsonText.Get(json, "customProperties") as JsonObject;
        var node = new CompiledNode
        {
            Id = id,
            Name = JsonText.Text(json, "name"),
            Type = type,
            Activity = BuiltIn.WorkflowActivity,
            Path = path,
            Parent = parent,
            Merge = Merge(custom, path),
            CanStart = JsonText.Flag(custom, "canStartWorkflow") ?? false,
        };
        var inputs = called.Inputs.Select(i => new InputDeclaration(i.Name, i.IsArray && !i.TypeName.EndsWith("[]", StringComparison.Ordinal) ? i.TypeName + "[]" : i.TypeName, Same(i.DisplayName ?? i.Name), Same(i.Description ?? ""))).ToList();
        var outputs = called.Outputs.Select(o => new OutputDeclaration(o.Name, o.TypeName, Same(o.DisplayName ?? o.Name), Same(o.Description ?? ""))).ToList();
        node.Inputs = Inputs(json, node, inputs, path);
        node.Outputs = Outputs(json, node, outputs, path);
        var names = inputs.Select(i => (i.Name, i.TypeName)).Concat(outputs.Where(o => inputs.All(i => i.Name != o.Name)).Select(o => (o.Name, TypeName: "Object")));
        node.Variables = [.. names.Select((n, i) => new CompiledVariable(n.Name, n.Name, DataType.Parse(n.TypeName), null, i))];
        var inner = WorkflowNode(called, node, $"{path}({called.DefinitionId})", depth + 2);
        if (inner is null) return null;
        Attach(node, "root", inner);
        return node;
    }

    static Trilingual Same(string text) => new(text, text, text);
}
