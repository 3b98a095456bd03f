using System.Text.Json.Nodes;

namespace LogodiConsult.TestSupport;

/// <summary>Small definitions for tests, in Elsa's format.</summary>
public static class TestFlows
{
    /// <summary>One plan's life: draft, review, revise and review again until accepted, schedule, present. A start and six resumes.</summary>
    public static string Lifecycle(int version = 1, string id = "lifecycle") => Definition(id, version, Flowchart(
        "draft.Done>review review.Revise>revise revise.Done>review review.Accept>schedule schedule.Done>present",
        Wait("draft"),
        Wait("review", "Revise", "Accept"),
        Wait("revise"),
        Wait("schedule"),
        Wait("present")));

    /// <summary>Two branches that wait, a join, an end.</summary>
    public static string Fork() => Definition("fork", 1, Flowchart(
        "both.A>a both.B>b a.Done>join b.Done>join join.Done>end",
        Node("Elsa.FlowFork", "both", ("branches", Literal("String[]", new JsonArray("A", "B")))),
        Wait("a"),
        Wait("b"),
        Node("Elsa.FlowJoin", "join", ("mode", Literal("String", "WaitAll"))),
        Wait("end")));

    /// <summary>Waits some minutes, then for a person.</summary>
    public static string Delayed(int minutes = 10) => Definition("delayed", 1, Sequence(
        Node("Elsa.Delay", "pause", ("timeSpan", Literal("TimeSpan", TimeSpan.FromMinutes(minutes).ToString()))),
        Wait("after")));

    /// <summary>So many branches that wait side by side, in turn for an event, for the clock, for a person.</summary>
    public static string ManyWaits(int count) => Definition("many-waits", 1, Node(
        "Elsa.Fork",
        "all",
        ("branches", new JsonArray([.. Enumerable.Range(1, count).Select(i => (i % 3) switch
        {
            0 => Event($"e{i}", $"News {i}"),
            1 => Node("Elsa.Delay", $"d{i}", ("timeSpan", Literal("TimeSpan", TimeSpan.FromMinutes(i).ToString()))),
            _ => Wait($"w{i}"),
        })]))));

    /// <summary>A step that fails as long as the desk says so, then a wait.</summary>
    public static string Fragile() => Definition("fragile", 1, Sequence(Wait("before"), Node("Test.Fragile", "step"), Wait("after")));

    /// <summary>Waits for an event.</summary>
    public static string Listener(string name = "news") => Definition("listener", 1, Sequence(Event("ear", name), Wait("after")));

    /// <summary>Begins with an event.</summary>
    public static string Triggered(string name = "news") => Definition("triggered", 1, Sequence(Event("ear", name, starts: true), Wait("after")));

    /// <summary>Begins by the clock, then waits.</summary>
    public static string Clocked(string type, string input, string inputType, string value, string id = "clocked", int version = 1, string? strategy = null)
    {
        var clock = Node(type, "clock", (input, Literal(inputType, value)));
        clock["customProperties"]!["canStartWorkflow"] = true;
        return With(Definition(id, version, Sequence(clock, Wait("after"))), strategy);
    }

    /// <summary>The same with an activation strategy.</summary>
    public static string With(string definition, string? strategy)
    {
        var json = JsonNode.Parse(definition)!.AsObject();
        json["options"] = new JsonObject { ["activationStrategyType"] = strategy };
        return json.ToJsonString();
    }

    /// <summary>Publishes an event after a wait.</summary>
    public static string Speaker(string name = "news") => Definition("speaker", 1, Sequence(
        Wait("before"), Node("Elsa.PublishEvent", "mouth", ("eventName", Literal("String", name)))));

    /// <summary>Publishes an event so many times after a wait, all in one burst.</summary>
    public static string Shouter(int times, string name = "news") => Definition("shouter", 1, Sequence(
        Wait("before"),
        Node("Elsa.For", "again", ("start", Literal("Object", 1)), ("end", Literal("Object", times)), ("body", Node("Elsa.PublishEvent", "mouth", ("eventName", Literal("String", name)))))));

    /// <summary>Starts a child and waits for its end.</summary>
    public static string Parent(string child, string how = "Elsa.DispatchWorkflow") => Definition("parent", 1, Sequence(
        Node(how, "call", ("workflowDefinitionId", Literal("String", child)), ("waitForCompletion", Literal("Boolean", true))),
        Wait("after")));

    public static string Simple(string id = "simple", int version = 1, string step = "only") => Definition(id, version, Sequence(Wait(step)));

    public static JsonObject Wait(string id, params string[] outcomes) =>
        outcomes.Length == 0 ? Node("Test.Wait", id) : Node("Test.Wait", id, ("outcomes", Literal("String[]", new JsonArray([.. outcomes.Select(o => (JsonNode)o)]))));

    public static JsonObject Node(string type, string id, params (string Name, JsonNode Value)[] inputs)
    {
        var node = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1, ["customProperties"] = new JsonObject(), ["metadata"] = new JsonObject() };
        foreach (var (name, value) in inputs)
        {
            node[name] = value;
        }

        return node;
    }

    static JsonObject Event(string id, string name, bool starts = false)
    {
        var node = Node("Elsa.Event", id, ("eventName", Literal("String", name)));
        node["customProperties"]!["canStartWorkflow"] = starts;
        return node;
    }

    public static JsonObject Literal(string type, JsonNode value) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };

    static JsonObject Sequence(params JsonObject[] activities) => Node("Elsa.Sequence", "S1", ("activities", new JsonArray([.. activities])));

    static JsonObject Flowchart(string connections, params JsonObject[] activities) => Node(
        "Elsa.Flowchart",
        "F1",
        ("activities", new JsonArray([.. activities])),
        ("connections", new JsonArray([.. connections.Split(' ').Select(Connection)])));

    static JsonNode Connection(string text)
    {
        var (from, to) = (text.Split('>')[0].Split('.'), text.Split('>')[1]);
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = from[0], ["port"] = from[1] },
            ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
        };
    }

    static string Definition(string id, int version, JsonObject root) =>
        new JsonObject { ["id"] = $"{id}-v{version}", ["definitionId"] = id, ["name"] = id, ["version"] = version, ["isPublished"] = true, ["root"] = root }.ToJsonString();
}
