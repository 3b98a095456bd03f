using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

/// <summary>
/// Format 1 of saved states. Short names, defaults left out. Top: f format, i instance, d/v/w definition id/version id/version,
/// s sub-status, m token mode, c correlation, n name, p parent, in kept inputs, out outputs, q counters, b bookmarks, e incidents,
/// o activity outputs, l last result, h held work, x tree of executions. Execution: i id, n activity id, f faulted, q ended
/// (true: completed, false: cancelled) and kept for what waits inside, e failed resumption, v variables, d dynamic
/// variables, a bag, k count, u number, g pending, r breaking, y entered backward, z counted, h flowchart, x children.
/// </summary>
static partial class StateJson
{
    static readonly JsonWriterOptions Options = new() { Encoder = Values.Json.Encoder, SkipValidation = true, MaxDepth = 256 };

    public static string Write(InstanceState s)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var w = new Utf8JsonWriter(buffer, Options);
        w.WriteStartObject();
        w.WriteNumber("f", 1);
        w.WriteString("i", s.InstanceId);
        w.WriteString("d", s.DefinitionId);
        w.WriteString("v", s.DefinitionVersionId);
        w.WriteNumber("w", s.DefinitionVersion);
        w.WriteNumber("s", (int)s.SubStatus);
        if (s.Mode == FlowchartMode.Token) w.WriteBoolean("m", true);
        if (s.CorrelationId is not null) w.WriteString("c", s.CorrelationId);
        if (s.Name is not null) w.WriteString("n", s.Name);
        if (s.ParentInstanceId is not null) w.WriteString("p", s.ParentInstanceId);
        if (s.ParentBookmarkId is not null) w.WriteString("pb", s.ParentBookmarkId);
        if (s.TriggerActivityId is not null) w.WriteString("t", s.TriggerActivityId);
        WriteNode(w, "in", s.KeptInput);
        WriteNode(w, "out", s.Output);
        w.WriteStartArray("q");
        foreach (var n in (long[])[s.JournalNo, s.ExecutionNo, s.BookmarkNo, s.IncidentNo, s.ChildNo, s.Bursts]) w.WriteNumberValue(n);
        w.WriteEndArray();
        WriteBookmarks(w, s);
        WriteIncidents(w, s);
        WriteOutputs(w, s);
        WriteHeld(w, s);
        if (s.Unbound is { } tree)
        {
            w.WritePropertyName("x");
            tree.WriteTo(w);
        }
        else if (s.Root is not null)
        {
            w.WritePropertyName("x");
            WriteExecution(w, s.Root);
        }

        w.WriteEndObject();
        w.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static void WriteNode(Utf8JsonWriter w, string name, JsonObject o)
    {
        if (o.Count == 0) return;
        w.WritePropertyName(name);
        o.WriteTo(w, Values.Json);
    }

    static void WriteBookmarks(Utf8JsonWriter w, InstanceState s)
    {
        if (s.BookmarkList.Count == 0) return;
        w.WriteStartArray("b");
        foreach (var b in s.BookmarkList)
        {
            w.WriteStartObject();
            w.WriteNumber("i", int.Parse(b.Id.AsSpan(b.Id.LastIndexOf('.') + 1), CultureInfo.InvariantCulture));
            w.WriteString("n", b.Public.Name);
            w.WriteNumber("x", b.ExecutionId);
            w.WriteString("a", b.Public.ActivityId);
            if (b.Public.Payload is { } payload)
            {
                w.WritePropertyName("p");
                payload.WriteTo(w, Values.Json);
            }

            if (b.Public.DueAt is { } due) w.WriteNumber("u", due.UtcTicks);
            if (b.Public.Tag is { } tag) w.WriteString("t", tag);
            if (!b.AutoBurn) w.WriteBoolean("k", true);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    static void WriteIncidents(Utf8JsonWriter w, InstanceState s)
    {
        if (s.IncidentList.Count == 0) return;
        w.WriteStartArray("e");
        foreach (var e in s.IncidentList)
        {
            w.WriteStartArray();
            w.WriteNumberValue(e.Id);
            w.WriteStringValue(e.ActivityId);
            w.WriteStringValue(e.ActivityType);
            w.WriteStringValue(e.Kind);
            w.WriteStringValue(e.Message);
            w.WriteNumberValue(e.At.UtcTicks);
            if (s.IncidentPlaces.TryGetValue(e.Id, out var place)) w.WriteNumberValue(place);
            w.WriteEndArray();
        }

        w.WriteEndArray();
    }

    static void WriteOutputs(Utf8JsonWriter w, InstanceState s)
    {
        if (s.Outputs.Count > 0)
        {
            w.WriteStartArray("o");
            foreach (var ((activity, output), value) in s.Outputs)
            {
                w.WriteStringValue(activity);
                w.WriteStringValue(output);
                WriteValue(w, value);
            }

            w.WriteEndArray();
        }

        if (s.LastResult is null) return;
        w.WritePropertyName("l");
        WriteValue(w, s.LastResult);
    }

    static void WriteExecution(Utf8JsonWriter w, Execution x)
    {
        w.WriteStartObject();
        w.WriteNumber("i", x.Id);
        w.WriteString("n", x.Node.Id);
        if (x.Status == ExecutionStatus.Faulted) w.WriteBoolean("f", true);
        else if (x.Status != ExecutionStatus.Running) w.WriteBoolean("q", x.Status == ExecutionStatus.Completed);
        WriteVariables(w, x);
        if (x.Bag is { Count: > 0 })
        {
            w.WritePropertyName("a");
            x.Bag.WriteTo(w, Values.Json);
        }

        if (x.Failed is { } failed)
        {
            w.WritePropertyName("e");
            WriteResumption(w, failed);
        }

        if (x.Counter != 0) w.WriteNumber("k", x.Counter);
        if (x.Number is { } number) w.WriteNumber("u", number);
        if (x.Pending is { } pending)
        {
            w.WriteStartArray("g");
            foreach (var p in pending.Order()) w.WriteNumberValue(p);
            w.WriteEndArray();
        }

        if (x.IsBreaking) w.WriteBoolean("r", true);
        if (x.ViaBackward) w.WriteBoolean("y", true);
        if (x.IsCounted) w.WriteBoolean("z", true);
        if (x.Flow is { } flow) WriteFlow(w, flow);
        if (x.Children.Count > 0)
        {
            w.WriteStartArray("x");
            foreach (var child in x.Children) WriteExecution(w, child);
            w.WriteEndArray();
        }

        w.WriteEndObject();
    }

    static void WriteVariables(Utf8JsonWriter w, Execution x)
    {
        if (x.VariableValues is { } values)
        {
            var open = false;
            foreach (var v in x.Node.Variables!)
            {
                if (Equals(values[v.Index], v.Default)) continue;
                if (!open) w.WriteStartObject("v");
                open = true;
                w.WritePropertyName(v.Id);
                WriteValue(w, values[v.Index]);
            }

            if (open) w.WriteEndObject();
        }

        if (x.DynamicValues is not { Count: > 0 } dynamic) return;
        w.WriteStartObject("d");
        foreach (var (name, value) in dynamic)
        {
            w.WritePropertyName(name);
            WriteValue(w, value);
        }

        w.WriteEndObject();
    }

    static void WriteFlow(Utf8JsonWriter w, FlowState flow)
    {
        w.WriteStartObject("h");
        if (flow.Start >= 0) w.WriteNumber("s", flow.Start);
        WriteNumbers(w, "v", flow.Visits);
        WriteNumbers(w, "c", flow.ConnectionVisits);
        WriteNumbers(w, "l", [.. flow.Followed.Select((f, i) => f ? i : -1).Where(i => i >= 0)], always: true);
        WriteNumbers(w, "d", [.. flow.Deferred], always: true);
        WriteNumbers(w, "x", [.. flow.Dead], always: true);
        if (flow.Tokens.Count > 0)
        {
            w.WriteStartArray("t");
            foreach (var t in flow.Tokens)
            {
                w.WriteStartArray();
                w.WriteNumberValue(t.From);
                w.WriteNumberValue(t.To);
                w.WriteStringValue(t.Port);
                w.WriteNumberValue((t.Consumed ? 1 : 0) + (t.Blocked ? 2 : 0));
                w.WriteEndArray();
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    }

    // Zeros at the end say nothing.
    static void WriteNumbers(Utf8JsonWriter w, string name, int[] numbers, bool always = false)
    {
        var count = numbers.Length;
        while (!always && count > 0 && numbers[count - 1] == 0) count--;
        if (count == 0) return;
        w.WriteStartArray(name);
        for (var i = 0; i < count; i++) w.WriteNumberValue(numbers[i]);
        w.WriteEndArray();
    }

    static void WriteValue(Utf8JsonWriter w, object? value)
    {
        switch (value)
        {
            case null: w.WriteNullValue(); break;
            case string s: w.WriteStringValue(s); break;
            case bool b: w.WriteBooleanValue(b); break;
            case long l: w.WriteNumberValue(l); break;
            case JsonNode node: node.WriteTo(w, Values.Json); break;
            default:
                if (Values.ToJson(value) is { } json) json.WriteTo(w, Values.Json);
                else w.WriteNullValue();
                break;
        }
    }
}
