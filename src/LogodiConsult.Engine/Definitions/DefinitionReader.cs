using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Definitions;

/// <summary>A file read: the definition, or why it could not be read.</summary>
/// <param name="Definition">The definition; null when the text is no JSON object.</param>
/// <param name="Problems">What was wrong on the way.</param>
public sealed record ReadResult(Definition? Definition, IReadOnlyList<Problem> Problems);

/// <summary>
/// Reads Elsa 3 workflow definitions (3.0 to 3.8). Limits: 4 MB of text, 128 levels of nesting, no property twice in one
/// object. Property names are compared without case; unknown properties are kept.
/// </summary>
public static class DefinitionReader
{
    /// <summary>Most characters that a definition may have.</summary>
    public const int MaxLength = 4_000_000;

    static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = 128,
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads one definition. Never throws for what the text holds.</summary>
    /// <param name="json">Text of the file.</param>
    public static ReadResult Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxLength) return Refused("json.size", $"The file has {json.Length} characters; at most {MaxLength} are read.");
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json.TrimStart('\uFEFF'), null, Options);
        }
        catch (JsonException e)
        {
            return Refused("json.syntax", e.Message);
        }

        if (node is not JsonObject source) return Refused("json.object", "A workflow definition is a JSON object.");
        if (JsonText.Get(source, "root") is null && JsonText.Get(source, "workflowDefinition") is JsonObject inner) source = (JsonObject)inner.DeepClone();
        var problems = new List<Problem>();
        return new ReadResult(Understand(source, problems), problems);
    }

    static ReadResult Refused(string code, string message) => new(null, [new Problem(Severity.Error, "$", code, message)]);

    static Definition Understand(JsonObject source, List<Problem> problems)
    {
        var root = JsonText.Get(source, "root") as JsonObject;
        if (root is null or { Count: 0 }) problems.Add(new Problem(Severity.Error, "$.root", "definition.root", "The definition has no root activity."));
        var definitionId = JsonText.Text(source, "definitionId") ?? JsonText.Text(source, "id") ?? JsonText.Text(source, "name");
        if (string.IsNullOrWhiteSpace(definitionId))
        {
            problems.Add(new Problem(Severity.Error, "$.definitionId", "definition.id", "The definition has neither definitionId nor id nor name."));
            definitionId = "?";
        }

        var version = JsonText.Number(source, "version") ?? 1;
        var options = JsonText.Get(source, "options") as JsonObject;
        if (JsonText.Text(options, "commitStrategyName") is { Length: > 0 } commit && commit != "Default")
        {
            problems.Add(new Problem(Severity.Error, "$.options.commitStrategyName", "strategy.commit", $"Commit strategy '{commit}' is not run: a burst is stored as one transaction."));
        }

        return new Definition
        {
            Id = JsonText.Text(source, "id") ?? $"{definitionId}:{version}",
            DefinitionId = definitionId,
            Version = version,
            Name = JsonText.Text(source, "name"),
            Description = JsonText.Text(source, "description"),
            Variables = Variables(JsonText.Get(source, "variables"), "$.variables", problems),
            Inputs = Inputs(source, problems),
            Outputs = Outputs(source, problems),
            Outcomes = [.. JsonText.List(JsonText.Get(source, "outcomes")).OfType<JsonValue>().Select(v => v.ToString())],
            UsableAsActivity = JsonText.Flag(options, "usableAsActivity") ?? JsonText.Flag(source, "usableAsActivity") ?? false,
            IsPublished = JsonText.Flag(source, "isPublished") ?? true,
            IncidentStrategy = Strategy(JsonText.Text(options, "incidentStrategyType"), problems),
            Activation = ActivationOf(JsonText.Text(options, "activationStrategyType"), problems),
            Mode = ModeOf(source, problems),
            Root = root ?? [],
            Source = source,
            ReadProblems = problems,
        };
    }

    internal static IReadOnlyList<VariableDefinition> Variables(JsonNode? node, string path, List<Problem> problems)
    {
        var list = new List<VariableDefinition>();
        var items = JsonText.List(node);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject o) continue;
            var name = JsonText.Text(o, "name") ?? JsonText.Text(o, "id");
            if (string.IsNullOrWhiteSpace(name))
            {
                // Elsa names nameless variables of containers Variable1, Variable2, …
                name = $"Variable{i + 1}";
            }

            var id = JsonText.Text(o, "id") ?? name;
            if (list.Any(v => v.Id == id)) problems.Add(new Problem(Severity.Error, $"{path}[{i}]", "variable.twice", $"Variable id '{id}' is declared twice."));
            var driver = JsonText.Text(o, "storageDriverTypeName") ?? JsonText.Text(o, "storageDriverType");
            list.Add(new VariableDefinition(
                id, name, JsonText.Text(o, "typeName") ?? JsonText.Text(o, "type") ?? "Object",
                JsonText.Flag(o, "isArray") ?? false, JsonText.Get(o, "value") ?? JsonText.Get(o, "defaultValue"), driver));
        }

        return list;
    }

    static List<InputDefinition> Inputs(JsonObject source, List<Problem> problems)
    {
        var list = new List<InputDefinition>();
        var items = JsonText.List(JsonText.Get(source, "inputs"));
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject o) continue;
            if (JsonText.Text(o, "name") is not { Length: > 0 } name)
            {
                problems.Add(new Problem(Severity.Error, $"$.inputs[{i}].name", "input.name", "The input has no name."));
                continue;
            }

            list.Add(new InputDefinition(
                name, JsonText.Text(o, "type") ?? "Object", JsonText.Flag(o, "isArray") ?? false,
                JsonText.Text(o, "displayName"), JsonText.Text(o, "description"), JsonText.Text(o, "storageDriverType")));
        }

        return list;
    }

    static List<OutputDefinition> Outputs(JsonObject source, List<Problem> problems)
    {
        var list = new List<OutputDefinition>();
        var items = JsonText.List(JsonText.Get(source, "outputs"));
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not JsonObject o) continue;
            if (JsonText.Text(o, "name") is not { Length: > 0 } name)
            {
                problems.Add(new Problem(Severity.Error, $"$.outputs[{i}].name", "output.name", "The output has no name."));
                continue;
            }

            list.Add(new OutputDefinition(name, JsonText.Text(o, "type") ?? "Object", JsonText.Text(o, "displayName"), JsonText.Text(o, "description")));
        }

        return list;
    }

    static ActivationStrategy ActivationOf(string? typeName, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(typeName)) return ActivationStrategy.AllowAlways;
        var plain = Plain(typeName);
        if (plain.EndsWith("Strategy", StringComparison.Ordinal)) plain = plain[..^"Strategy".Length];
        switch (plain)
        {
            case "AllowAlways" or "Default": return ActivationStrategy.AllowAlways;
            case "Singleton": return ActivationStrategy.Singleton;
            case "Correlation": return ActivationStrategy.Correlation;
            case "CorrelatedSingleton": return ActivationStrategy.CorrelatedSingleton;
            default:
                problems.Add(new Problem(Severity.Error, "$.options.activationStrategyType", "strategy.activation", $"Activation strategy '{typeName}' is unknown."));
                return ActivationStrategy.AllowAlways;
        }
    }

    // "Namespace.Type, Assembly" → "Type".
    static string Plain(string typeName)
    {
        var plain = typeName.Split(',')[0].Trim();
        return plain[(plain.LastIndexOf('.') + 1)..];
    }

    static string? Strategy(string? typeName, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(typeName)) return null;
        switch (Plain(typeName))
        {
            case "FaultStrategy" or "Fault": return "FaultStrategy";
            case "ContinueWithIncidentsStrategy" or "ContinueWithIncidents": return "ContinueWithIncidentsStrategy";
            default:
                problems.Add(new Problem(Severity.Error, "$.options.incidentStrategyType", "strategy.unknown", $"Incident strategy '{typeName}' is unknown."));
                return null;
        }
    }

    static FlowchartMode? ModeOf(JsonObject source, List<Problem> problems)
    {
        var custom = JsonText.Get(source, "customProperties") as JsonObject;
        var text = JsonText.Text(custom, "flowchartMode") ?? JsonText.Text(custom, "Flowchart:ExecutionMode");
        var mode = ParseMode(text);
        if (mode is null && text is { Length: > 0 } && !text.Equals("Default", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new Problem(Severity.Error, "$.customProperties.flowchartMode", "mode.unknown", $"Flowchart mode '{text}' is neither counter nor token."));
        }

        return mode;
    }

    /// <summary>Understands "counter", "token" and Elsa's CounterBased, TokenBased; null for anything else.</summary>
    public static FlowchartMode? ParseMode(string? text) => text?.ToUpperInvariant() switch
    {
        "COUNTER" or "COUNTERBASED" => FlowchartMode.Counter,
        "TOKEN" or "TOKENBASED" => FlowchartMode.Token,
        _ => null,
    };
}
