using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;

namespace LogodiConsult.Engine.Tests;

/// <summary>Writes definitions for tests in a few words, as Elsa exports them.</summary>
static class Build
{
    public static readonly ActivityCatalog Catalog = new(BuiltIn.All);

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);

    public static JsonObject Node(string type, string id, params (string Name, JsonNode? Value)[] properties)
    {
        var o = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type.Contains('.', StringComparison.Ordinal) ? type : "Elsa." + type, ["version"] = 1, ["customProperties"] = new JsonObject(), ["metadata"] = new JsonObject() };
        foreach (var (name, value) in properties) o[name] = value?.DeepClone();
        return o;
    }

    public static JsonObject Input(string typeName, string expression, JsonNode? value) =>
        new() { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value?.DeepClone() } };

    public static JsonObject Js(string script, string typeName = "Object") => Input(typeName, "JavaScript", script);

    public static JsonObject Literal(JsonNode? value, string typeName = "String") => Input(typeName, "Literal", value);

    public static JsonObject Line(string id) => Node("WriteLine", id, ("text", Literal(id)));

    public static JsonObject LineJs(string id, string script) => Node("WriteLine", id, ("text", Js(script, "String")));

    public static JsonObject Event(string id) => Node("Event", id, ("eventName", Literal(id)));

    public static JsonObject Decision(string id, string script) => Node("FlowDecision", id, ("condition", Js(script, "Boolean")));

    public static JsonObject Join(string id, string mode) => Node("FlowJoin", id, ("mode", Literal(mode)));

    public static JsonObject Merge(JsonObject node, string mode)
    {
        node["customProperties"]!["mergeMode"] = mode;
        return node;
    }

    public static JsonObject Sequence(string id, params JsonObject[] children) => Node("Sequence", id, ("activities", List(children)));

    public static JsonObject If(string id, string script, JsonObject? then, JsonObject? otherwise = null) =>
        Node("If", id, ("condition", Js(script, "Boolean")), ("then", then), ("else", otherwise));

    public static JsonObject ForEach(string id, string items, JsonObject body) => Node("ForEach", id, ("items", Js(items)), ("body", body));

    public static JsonObject While(string id, string condition, JsonObject body) => Node("While", id, ("condition", Js(condition, "Boolean")), ("body", body));

    public static JsonObject Set(string id, string variable, string script) =>
        Node("SetVariable", id, ("variable", new JsonObject { ["id"] = "v-" + variable, ["name"] = variable, ["typeName"] = "Object" }), ("value", Js(script)));

    public static JsonArray List(params JsonObject[] items) => new([.. items.Select(i => (JsonNode)i.DeepClone())]);

    /// <summary>A flowchart; connections are written "a&gt;b d.True&gt;c", the port Done is left out.</summary>
    public static JsonObject Flowchart(string connections, params JsonObject[] activities) => Flowchart("F1", connections, activities);

    public static JsonObject Flowchart(string id, string connections, params JsonObject[] activities)
    {
        var list = new JsonArray();
        foreach (var text in connections.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (from, to) = (text.Split('>')[0], text.Split('>')[1]);
            var port = from.Contains('.', StringComparison.Ordinal) ? from.Split('.')[1] : "Done";
            list.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = from.Split('.')[0], ["port"] = port },
                ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
            });
        }

        return Node("Flowchart", id, ("activities", List(activities)), ("connections", list));
    }

    public static JsonObject Variable(string name, string typeName, JsonNode? value = null, string? driver = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core") =>
        new() { ["id"] = "v-" + name, ["name"] = name, ["typeName"] = typeName, ["isArray"] = false, ["value"] = value?.DeepClone(), ["storageDriverTypeName"] = driver };

    public static JsonObject Workflow(JsonObject root, params JsonObject[] variables) => Named("test", root, variables);

    public static JsonObject Named(string name, JsonObject root, params JsonObject[] variables) => new()
    {
        ["id"] = name + "-v1",
        ["definitionId"] = name,
        ["name"] = name,
        ["version"] = 1,
        ["isLatest"] = true,
        ["isPublished"] = true,
        ["variables"] = List(variables),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["outcomes"] = new JsonArray(),
        ["customProperties"] = new JsonObject(),
        ["options"] = new JsonObject(),
        ["root"] = root.DeepClone(),
    };

    public static JsonObject With(this JsonObject o, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        var at = o;
        foreach (var part in parts[..^1]) at = (JsonObject)at[part]!;
        at[parts[^1]] = value?.DeepClone();
        return o;
    }

    public static Definition Read(JsonObject json)
    {
        var (definition, problems) = DefinitionReader.Read(json.ToJsonString());
        Assert.DoesNotContain(problems, p => p.IsError);
        return definition!;
    }

    public static CompiledDefinition Compile(JsonObject json) => DefinitionCompiler.Compile(Read(json), Catalog);

    public static IReadOnlyList<Problem> Check(JsonObject json)
    {
        var (definition, problems) = DefinitionReader.Read(json.ToJsonString());
        return definition is null ? problems : DefinitionChecker.Check(definition, Catalog);
    }

    public static RehearsalSettings Settings(FlowchartMode? mode = null) => new() { Catalog = Catalog, Mode = mode, Start = Start };

    /// <summary>Starts the first definition, delivers the events ("name" or "name {json}") and lets timers fall due.</summary>
    public static async Task<Rehearsal> RunAsync(FlowchartMode mode, IReadOnlyList<JsonObject> definitions, JsonObject? input = null, params string[] events)
    {
        var rehearsal = new Rehearsal([.. definitions.Select(Read)], Settings(mode));
        await rehearsal.StartAsync(null, input);
        foreach (var e in events)
        {
            var i = e.IndexOf(' ', StringComparison.Ordinal);
            await rehearsal.DeliverAsync(i < 0 ? e : e[..i], i < 0 ? null : JsonNode.Parse(e[(i + 1)..])!.AsObject());
        }

        await rehearsal.FireTimersAsync();
        return rehearsal;
    }

    public static Task<Rehearsal> RunAsync(JsonObject definition, params string[] events) => RunAsync(FlowchartMode.Counter, [definition], null, events);

    public static string Lines(this Rehearsal rehearsal) => string.Join(' ', rehearsal.Lines);

    public static string Status(this Rehearsal rehearsal) => rehearsal.Main.State.SubStatus.ToString();

    public static string Waiting(this Rehearsal rehearsal) => string.Join(' ', rehearsal.Main.State.WaitingActivities);

    public static string Journal(this Rehearsal rehearsal) => string.Join(' ', rehearsal.Main.Journal.Where(j => j.Kind is not "Line").Select(j => $"{j.ActivityId}:{j.Kind}"));
}
