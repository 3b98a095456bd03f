using System.Globalization;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

static partial class StateJson
{
    public static InstanceState Read(JsonObject o)
    {
        var format = (int)o["f"]!;
        if (format != 1) throw new UnreadableStateException($"State format {format} is unknown.");
        var id = (string)o["i"]!;
        var s = new InstanceState(id, (string)o["d"]!, (string)o["v"]!, (int)o["w"]!, o.ContainsKey("m") ? FlowchartMode.Token : FlowchartMode.Counter)
        {
            SubStatus = (InstanceSubStatus)(int)o["s"]!,
            CorrelationId = (string?)o["c"],
            Name = (string?)o["n"],
            ParentInstanceId = (string?)o["p"],
            ParentBookmarkId = (string?)o["pb"],
            TriggerActivityId = (string?)o["t"],
        };
        if (!Enum.IsDefined(s.SubStatus)) throw new UnreadableStateException($"Sub-status {(int)s.SubStatus} is unknown.");
        if (o["in"] is JsonObject kept) s.KeptInput = Take(o, "in", kept);
        if (o["out"] is JsonObject output) s.Output = Take(o, "out", output);
        var q = o["q"]!.AsArray();
        (s.JournalNo, s.ExecutionNo, s.BookmarkNo) = ((long)q[0]!, (int)q[1]!, (int)q[2]!);
        (s.IncidentNo, s.ChildNo, s.Bursts) = ((int)q[3]!, (int)q[4]!, (int)q[5]!);
        foreach (var b in o["b"]?.AsArray() ?? []) s.BookmarkList.Add(ReadBookmark(id, b!.AsObject()));
        foreach (var e in o["e"]?.AsArray() ?? [])
        {
            var a = e!.AsArray();
            s.IncidentList.Add(new Incident((int)a[0]!, (string)a[1]!, (string)a[2]!, (string)a[3]!, (string)a[4]!, new DateTimeOffset((long)a[5]!, TimeSpan.Zero)));
            if (a.Count > 6) s.IncidentPlaces[(int)a[0]!] = (int)a[6]!;
        }

        var outputs = o["o"]?.AsArray() ?? [];
        for (var i = 0; i + 2 < outputs.Count; i += 3) s.Outputs[((string)outputs[i]!, (string)outputs[i + 1]!)] = Values.FromJson(outputs[i + 2]?.DeepClone());
        s.LastResult = Values.FromJson(o["l"]?.DeepClone());
        if (o["h"] is JsonArray held)
        {
            o.Remove("h");
            s.UnboundHeld = held;
        }

        if (o["x"] is JsonObject tree) s.Unbound = Take(o, "x", tree);
        return s;
    }

    static JsonObject Take(JsonObject from, string name, JsonObject value)
    {
        from.Remove(name);
        return value;
    }

    static StoredBookmark ReadBookmark(string instanceId, JsonObject b)
    {
        var payload = b["p"];
        b.Remove("p");
        DateTimeOffset? due = b["u"] is { } u ? new DateTimeOffset((long)u, TimeSpan.Zero) : null;
        var id = string.Create(CultureInfo.InvariantCulture, $"{instanceId}.{(int)b["i"]!}");
        return new StoredBookmark(new Bookmark(id, (string)b["n"]!, (string)b["a"]!, payload, due, (string?)b["t"]), (int)b["x"]!, !b.ContainsKey("k"));
    }

    public static void Bind(InstanceState s, CompiledDefinition definition)
    {
        if (definition.Definition.Id != s.DefinitionVersionId)
        {
            throw new UnreadableStateException($"Instance '{s.InstanceId}' runs version '{s.DefinitionVersionId}', not '{definition.Definition.Id}'.");
        }

        try
        {
            s.Root = ReadExecution(s.Unbound!, definition.Workflow, null);
            BindHeld(s);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or IndexOutOfRangeException or ArgumentException)
        {
            throw new UnreadableStateException($"The saved tree of '{s.InstanceId}' cannot be read: {e.Message}", e);
        }
    }

    static Execution ReadExecution(JsonObject o, CompiledNode node, Execution? parent)
    {
        var x = new Execution((int)o["i"]!, node, parent)
        {
            Status = o.ContainsKey("f") ? ExecutionStatus.Faulted : ExecutionStatus.Running,
            Counter = (int?)o["k"] ?? 0,
            Number = (long?)o["u"],
            IsBreaking = o.ContainsKey("r"),
            ViaBackward = o.ContainsKey("y"),
            IsCounted = o.ContainsKey("z"),
        };
        x.DeclareVariables();
        if (o["v"] is JsonObject variables)
        {
            foreach (var (key, value) in variables.ToList())
            {
                variables.Remove(key);
                if (!x.TryRestore(key, Values.FromJson(value))) throw new FormatException($"variable '{key}' of '{node.Id}' is unknown");
            }
        }

        if (o["d"] is JsonObject dynamic)
        {
            foreach (var (key, value) in dynamic.ToList())
            {
                dynamic.Remove(key);
                x.Declare(key, Values.FromJson(value));
            }
        }

        if (o["a"] is JsonObject bag) x.Bag = Take(o, "a", bag);
        if (o["e"] is JsonArray failed) x.Failed = ReadResumption(failed);
        if (o["g"] is JsonArray pending) x.Pending = [.. pending.Select(p => (int)p!)];
        if (o["h"] is JsonObject flow) x.Flow = ReadFlow(flow, node);
        foreach (var child in o["x"]?.AsArray() ?? [])
        {
            var c = child!.AsObject();
            var id = (string)c["n"]!;
            var childNode = node.Children.Find(n => n.Id == id) ?? throw new FormatException($"activity '{id}' in '{node.Id}' is unknown");
            x.Children.Add(ReadExecution(c, childNode, x));
        }

        return x;
    }

    static FlowState ReadFlow(JsonObject o, CompiledNode node)
    {
        var graph = node.Graph ?? throw new FormatException($"'{node.Id}' is no flowchart");
        var flow = new FlowState(graph.Nodes.Count, graph.Connections.Count) { Start = (int?)o["s"] ?? -1 };
        Fill(o["v"], flow.Visits);
        Fill(o["c"], flow.ConnectionVisits);
        foreach (var i in Numbers(o["l"])) flow.Followed[i] = true;
        flow.Deferred = Numbers(o["d"]);
        flow.Dead = Numbers(o["x"]);
        foreach (var t in o["t"]?.AsArray() ?? [])
        {
            var a = t!.AsArray();
            var flags = (int)a[3]!;
            flow.Tokens.Add(new Token((int)a[0]!, (string?)a[2], (int)a[1]!) { Consumed = (flags & 1) != 0, Blocked = (flags & 2) != 0 });
        }

        return flow;
    }

    static void Fill(JsonNode? numbers, int[] into)
    {
        var list = Numbers(numbers);
        for (var i = 0; i < list.Count; i++) into[i] = list[i];
    }

    static List<int> Numbers(JsonNode? array) => array is JsonArray a ? [.. a.Select(n => (int)n!)] : [];
}
