using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

static partial class StateJson
{
    static readonly JsonDocumentOptions Reading = new() { MaxDepth = 256 };

    // Elements, not nodes: most of a state is read once, and nodes would be made for all of it. Asking for a name walks over all names before
    // it, so that only what every state has is asked for; the rest is taken up in one pass.
    public static InstanceState Read(string json)
    {
        var o = JsonElement.Parse(json, Reading);
        var format = o.GetProperty("f").GetInt32();
        if (format != 1) throw new UnreadableStateException($"State format {format} is unknown.");
        var id = Said(o.GetProperty("i"));
        var mode = Has(o, "m") ? FlowchartMode.Token : FlowchartMode.Counter;
        var s = new InstanceState(id, Said(o.GetProperty("d")), Said(o.GetProperty("v")), o.GetProperty("w").GetInt32(), mode)
        {
            SubStatus = (InstanceSubStatus)o.GetProperty("s").GetInt32(),
        };
        if (!Enum.IsDefined(s.SubStatus)) throw new UnreadableStateException($"Sub-status {(int)s.SubStatus} is unknown.");
        var q = o.GetProperty("q");
        (s.JournalNo, s.ExecutionNo, s.BookmarkNo) = (q[0].GetInt64(), q[1].GetInt32(), q[2].GetInt32());
        (s.IncidentNo, s.ChildNo, s.Bursts) = (q[3].GetInt32(), q[4].GetInt32(), q[5].GetInt32());
        foreach (var property in o.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null) ReadTop(s, property.Name, property.Value);
        }

        return s;
    }

    static void ReadTop(InstanceState s, string name, JsonElement value)
    {
        switch (name)
        {
            case "c": s.CorrelationId = value.GetString(); break;
            case "n": s.Name = value.GetString(); break;
            case "p": s.ParentInstanceId = value.GetString(); break;
            case "pb": s.ParentBookmarkId = value.GetString(); break;
            case "t": s.TriggerActivityId = value.GetString(); break;
            case "in" when value.ValueKind == JsonValueKind.Object: s.KeptInput = JsonObject.Create(value)!; break;
            case "out" when value.ValueKind == JsonValueKind.Object: s.Output = JsonObject.Create(value)!; break;
            case "b":
                foreach (var b in value.EnumerateArray()) s.BookmarkList.Add(ReadBookmark(s.InstanceId, b));
                break;
            case "e":
                foreach (var a in value.EnumerateArray())
                {
                    var number = a[0].GetInt32();
                    s.IncidentList.Add(new Incident(number, Said(a[1]), Said(a[2]), Said(a[3]), Said(a[4]), new DateTimeOffset(a[5].GetInt64(), TimeSpan.Zero)));
                    if (a.GetArrayLength() > 6) s.IncidentPlaces[number] = a[6].GetInt32();
                }

                break;
            case "o":
                for (var i = 0; i + 2 < value.GetArrayLength(); i += 3) s.Outputs[(Said(value[i]), Said(value[i + 1]))] = Value(value[i + 2]);
                break;
            case "l": s.LastResult = Value(value); break;
            case "h" when value.ValueKind == JsonValueKind.Array: s.UnboundHeld = value; break;
            case "x" when value.ValueKind == JsonValueKind.Object: s.Unbound = value; break;
            default: break;
        }
    }

    static JsonElement? Get(JsonElement o, string name) => o.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    static bool Has(JsonElement o, string name) => o.TryGetProperty(name, out _);

    static string? Text(JsonElement o, string name) => Get(o, name)?.GetString();

    static string Said(JsonElement value) => value.GetString() ?? throw new FormatException("A text is missing.");

    static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };

    static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        _ => Values.FromJson(Node(value)),
    };

    static StoredBookmark ReadBookmark(string instanceId, JsonElement b)
    {
        DateTimeOffset? due = Get(b, "u") is { } u ? new DateTimeOffset(u.GetInt64(), TimeSpan.Zero) : null;
        var id = string.Create(CultureInfo.InvariantCulture, $"{instanceId}.{b.GetProperty("i").GetInt32()}");
        return new StoredBookmark(
            new Bookmark(id, Said(b.GetProperty("n")), Said(b.GetProperty("a")), Get(b, "p") is { } payload ? Node(payload) : null, due, Text(b, "t")),
            b.GetProperty("x").GetInt32(), !Has(b, "k"));
    }

    public static void Bind(InstanceState s, CompiledDefinition definition)
    {
        if (definition.Definition.Id != s.DefinitionVersionId)
        {
            throw new UnreadableStateException($"Instance '{s.InstanceId}' runs version '{s.DefinitionVersionId}', not '{definition.Definition.Id}'.");
        }

        try
        {
            s.Root = ReadExecution(s.Unbound!.Value, definition.Workflow, null);
            BindHeld(s);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or IndexOutOfRangeException or ArgumentException or KeyNotFoundException)
        {
            throw new UnreadableStateException($"The saved tree of '{s.InstanceId}' cannot be read: {e.Message}", e);
        }
    }

    static Execution ReadExecution(JsonElement o, CompiledNode node, Execution? parent)
    {
        var x = new Execution(o.GetProperty("i").GetInt32(), node, parent);
        x.DeclareVariables();
        JsonElement? children = null;
        foreach (var property in o.EnumerateObject())
        {
            var value = property.Value;
            if (value.ValueKind == JsonValueKind.Null) continue;
            switch (property.Name)
            {
                case "f": x.Status = ExecutionStatus.Faulted; break;
                case "q": x.Status = value.GetBoolean() ? ExecutionStatus.Completed : ExecutionStatus.Canceled; break;
                case "k": x.Counter = value.GetInt32(); break;
                case "u": x.Number = value.GetInt64(); break;
                case "r": x.IsBreaking = true; break;
                case "y": x.ViaBackward = true; break;
                case "z": x.IsCounted = true; break;
                case "v":
                    foreach (var variable in value.EnumerateObject())
                    {
                        if (!x.TryRestore(variable.Name, Value(variable.Value))) throw new FormatException($"variable '{variable.Name}' of '{node.Id}' is unknown");
                    }

                    break;
                case "d":
                    foreach (var variable in value.EnumerateObject()) x.Declare(variable.Name, Value(variable.Value));
                    break;
                case "a": x.Bag = JsonObject.Create(value)!; break;
                case "e": x.Failed = ReadResumption(value); break;
                case "g": x.Pending = [.. Numbers(value)]; break;
                case "h": x.Flow = ReadFlow(value, node); break;
                case "x": children = value; break;
                default: break;
            }
        }

        if (children is not { } list) return x;
        foreach (var c in list.EnumerateArray())
        {
            var id = Said(c.GetProperty("n"));
            var childNode = node.Children.Find(n => n.Id == id) ?? throw new FormatException($"activity '{id}' in '{node.Id}' is unknown");
            x.Children.Add(ReadExecution(c, childNode, x));
        }

        return x;
    }

    static FlowState ReadFlow(JsonElement o, CompiledNode node)
    {
        var graph = node.Graph ?? throw new FormatException($"'{node.Id}' is no flowchart");
        var flow = new FlowState(graph.Nodes.Count, graph.Connections.Count) { Start = Get(o, "s") is { } start ? start.GetInt32() : -1 };
        if (Get(o, "v") is { } visits) Fill(visits, flow.Visits);
        if (Get(o, "c") is { } connections) Fill(connections, flow.ConnectionVisits);
        if (Get(o, "l") is { } followed)
        {
            foreach (var i in followed.EnumerateArray()) flow.Followed[i.GetInt32()] = true;
        }

        if (Get(o, "d") is { } deferred) flow.Deferred = Numbers(deferred);
        if (Get(o, "x") is { } dead) flow.Dead = Numbers(dead);
        if (Get(o, "t") is not { } tokens) return flow;
        foreach (var a in tokens.EnumerateArray())
        {
            var flags = a[3].GetInt32();
            flow.Tokens.Add(new Token(a[0].GetInt32(), a[2].GetString(), a[1].GetInt32()) { Consumed = (flags & 1) != 0, Blocked = (flags & 2) != 0 });
        }

        return flow;
    }

    static void Fill(JsonElement numbers, int[] into)
    {
        var i = 0;
        foreach (var number in numbers.EnumerateArray()) into[i++] = number.GetInt32();
    }

    static List<int> Numbers(JsonElement array)
    {
        var numbers = new List<int>(array.GetArrayLength());
        foreach (var number in array.EnumerateArray()) numbers.Add(number.GetInt32());
        return numbers;
    }
}
