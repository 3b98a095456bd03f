using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Definitions;

/// <summary>How bad a problem is.</summary>
public enum Severity
{
    /// <summary>The definition runs, but probably not as meant.</summary>
    Warning,

    /// <summary>The definition is refused.</summary>
    Error,
}

/// <summary>Something wrong in a definition.</summary>
/// <param name="Severity">Warning or error.</param>
/// <param name="JsonPath">Where: JSONPath from "$".</param>
/// <param name="Code">Stable code, for instance "activity.unknown".</param>
/// <param name="Message">A sentence in English for the log and for the author of the file.</param>
public sealed record Problem(Severity Severity, string JsonPath, string Code, string Message)
{
    /// <summary>True for errors.</summary>
    public bool IsError => Severity == Severity.Error;

    /// <inheritdoc/>
    public override string ToString() => $"{(IsError ? "error" : "warning")} {Code} at {JsonPath}: {Message}";
}

/// <summary>Elsa's activation strategies.</summary>
public enum ActivationStrategy
{
    /// <summary>Every start makes an instance.</summary>
    AllowAlways,

    /// <summary>None while an instance of the same definition runs.</summary>
    Singleton,

    /// <summary>None while an instance with the same correlation id runs, whatever its definition.</summary>
    Correlation,

    /// <summary>None while an instance of the same definition with the same correlation id runs.</summary>
    CorrelatedSingleton,
}

/// <summary>A declared variable of a workflow or of a container.</summary>
public sealed record VariableDefinition(string Id, string Name, string TypeName, bool IsArray, JsonNode? Value, string? StorageDriver);

/// <summary>A declared input of a workflow.</summary>
public sealed record InputDefinition(string Name, string TypeName, bool IsArray, string? DisplayName, string? Description, string? StorageDriver);

/// <summary>A declared output of a workflow.</summary>
public sealed record OutputDefinition(string Name, string TypeName, string? DisplayName, string? Description);

/// <summary>
/// A workflow definition as its file says it. Immutable in use; <see cref="Source"/> keeps every property of the file,
/// known or not, so that writing gives back what was read.
/// </summary>
public sealed record Definition
{
    /// <summary>Id of this version.</summary>
    public required string Id { get; init; }

    /// <summary>Id shared by all versions.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>Version from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Workflow variables.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];

    /// <summary>Workflow inputs.</summary>
    public IReadOnlyList<InputDefinition> Inputs { get; init; } = [];

    /// <summary>Workflow outputs.</summary>
    public IReadOnlyList<OutputDefinition> Outputs { get; init; } = [];

    /// <summary>Outcomes when it is used as an activity.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>True when other workflows may use it as an activity.</summary>
    public bool UsableAsActivity { get; init; }

    /// <summary>True when the file says it is published, or says nothing.</summary>
    public bool IsPublished { get; init; } = true;

    /// <summary>Name of the incident strategy without namespace ("FaultStrategy", "ContinueWithIncidentsStrategy"), or null.</summary>
    public string? IncidentStrategy { get; init; }

    /// <summary>When a trigger, an event or a dispatch may start an instance beside running ones.</summary>
    public ActivationStrategy Activation { get; init; }

    /// <summary>Flowchart mode chosen by customProperties.flowchartMode, or null.</summary>
    public FlowchartMode? Mode { get; init; }

    /// <summary>The activity at the root, as JSON; an empty object when the file has none.</summary>
    public required JsonObject Root { get; init; }

    /// <summary>The whole file as it was read.</summary>
    public required JsonObject Source { get; init; }

    /// <summary>Problems met while reading; errors among them refuse the definition.</summary>
    public IReadOnlyList<Problem> ReadProblems { get; init; } = [];

    /// <summary>Custom property of the definition, or null.</summary>
    public JsonNode? CustomProperty(string name) => JsonText.Get(JsonText.Get(Source, "customProperties") as JsonObject, name);

    /// <summary>Writes the definition: all properties as read, with Elsa's $schema.</summary>
    public string Write()
    {
        var copy = (JsonObject)Source.DeepClone();
        copy.Remove("$schema");
        copy.Insert(0, "$schema", "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json");
        return copy.ToJsonString(WriteOptions);
    }

    static readonly JsonSerializerOptions WriteOptions = new() { WriteIndented = true, Encoder = Expressions.Values.Json.Encoder, MaxDepth = Expressions.Values.Json.MaxDepth };
}
