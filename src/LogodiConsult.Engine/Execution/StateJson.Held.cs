using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

/// <summary>
/// Work that a burst over its limits left queued, under "h" of the state: o the owner's id, n the child's position there, x the id of an
/// execution that is there already, e the stimulus of a resume, v variables, y entered backward, z counted.
/// </summary>
static partial class StateJson
{
    static void WriteHeld(Utf8JsonWriter w, InstanceState s)
    {
        if (s.UnboundHeld is { } unbound)
        {
            w.WritePropertyName("h");
            unbound.WriteTo(w);
            return;
        }

        if (s.Held.Count == 0) return;
        w.WriteStartArray("h");
        var open = Interpreter.All(s.Root);
        foreach (var item in s.Held)
        {
            // The owner has ended meanwhile: nobody waits for it.
            if (item.Owner is null || !open.ContainsKey(item.Owner.Id)) continue;
            w.WriteStartObject();
            w.WriteNumber("o", item.Owner.Id);
            w.WriteNumber("n", item.Node.Index);
            if (item.Existing is { } existing) w.WriteNumber("x", existing.Id);
            if (item.Resumption is { } resumption)
            {
                w.WritePropertyName("e");
                WriteResumption(w, resumption);
            }

            if (item.Variables is { } variables)
            {
                w.WriteStartObject("v");
                foreach (var (name, value) in variables)
                {
                    w.WritePropertyName(name);
                    WriteValue(w, value);
                }

                w.WriteEndObject();
            }

            if (item.ViaBackward) w.WriteBoolean("y", true);
            if (item.IsCounted) w.WriteBoolean("z", true);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    static void WriteResumption(Utf8JsonWriter w, Resumption resumption)
    {
        w.WriteStartArray();
        w.WriteStringValue(resumption.BookmarkId);
        w.WriteStringValue(resumption.BookmarkName);
        w.WriteStringValue(resumption.Tag);
        resumption.Input.WriteTo(w, Values.Json);
        w.WriteEndArray();
    }

    static Resumption ReadResumption(JsonElement a) => new(Said(a[0]), Said(a[1]), a[2].GetString(), JsonObject.Create(a[3]) ?? []);

    static void BindHeld(InstanceState s)
    {
        if (s.UnboundHeld is not { } unbound) return;
        var open = Interpreter.All(s.Root);
        foreach (var o in unbound.EnumerateArray())
        {
            var owner = Known(o.GetProperty("o"));
            s.Held.Add(new WorkItem(owner.Node.Children[o.GetProperty("n").GetInt32()], owner)
            {
                Existing = Get(o, "x") is { } x ? Known(x) : null,
                Resumption = Get(o, "e") is { ValueKind: JsonValueKind.Array } e ? ReadResumption(e) : null,
                Variables = Get(o, "v") is { ValueKind: JsonValueKind.Object } v ? [.. v.EnumerateObject().Select(p => (p.Name, Value(p.Value)))] : null,
                ViaBackward = Has(o, "y"),
                IsCounted = Has(o, "z"),
            });
        }

        s.UnboundHeld = null;

        Execution Known(JsonElement id) => open.GetValueOrDefault(id.GetInt32()) ?? throw new FormatException($"execution {id.GetInt32()} is unknown");
    }
}
