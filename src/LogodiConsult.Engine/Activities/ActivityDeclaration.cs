namespace LogodiConsult.Engine.Activities;

/// <summary>What an activity is to the engine and to a designer (the words of Elsa's ActivityKind).</summary>
public enum ActivityKind
{
    /// <summary>Runs where it is reached.</summary>
    Action,

    /// <summary>May start a workflow as well as be waited for.</summary>
    Trigger,

    /// <summary>Works for long or waits for somebody; a definition may ask for it to be run in the background (runAsynchronously).</summary>
    Task,
}

/// <summary>
/// Everything that is known about an activity without running it. One declaration feeds the checker, the generated
/// reference, the API and the designer; its members cover what an Elsa ActivityDescriptor holds.
/// </summary>
public sealed record ActivityDeclaration
{
    /// <summary>Full type name as definitions write it, for instance "Elsa.WriteLine".</summary>
    public required string TypeName { get; init; }

    /// <summary>Version of the activity type, from 1. A definition that names another version gets the newest one.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Heading under which designers and the reference list it.</summary>
    public required string Category { get; init; }

    /// <summary>Name shown to people.</summary>
    public required Trilingual DisplayName { get; init; }

    /// <summary>What it does, in one or two sentences.</summary>
    public required Trilingual Help { get; init; }

    /// <summary>Kind shown by designers.</summary>
    public ActivityKind Kind { get; init; }

    /// <summary>Inputs in the order in which they are evaluated.</summary>
    public IReadOnlyList<InputDeclaration> Inputs { get; init; } = [];

    /// <summary>Outputs that can be bound to a variable or to a workflow output.</summary>
    public IReadOnlyList<OutputDeclaration> Outputs { get; init; } = [];

    /// <summary>Outcomes that a connection may leave from. Default: Done.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = ["Done"];

    /// <summary>Name of the input whose literal value adds outcomes (an array of names, or of objects with a label); null when the list is closed.</summary>
    public string? OutcomesFrom { get; init; }

    /// <summary>Embedded ports: properties of the JSON node that hold activities.</summary>
    public IReadOnlyList<PortDeclaration> Ports { get; init; } = [];

    /// <summary>True for activities that end their container when they complete (Elsa's ITerminalNode).</summary>
    public bool IsTerminal { get; init; }

    /// <summary>True for an activity of kind Action that may open a bookmark; those of other kinds may anyhow.</summary>
    public bool MayWait { get; init; }

    /// <summary>False hides it from the designer's list; definitions may still use it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Part of the type name before its last dot.</summary>
    public string Namespace => TypeName.LastIndexOf('.') is var i and > 0 ? TypeName[..i] : "";

    /// <summary>Part of the type name after its last dot.</summary>
    public string Name => TypeName[(TypeName.LastIndexOf('.') + 1)..];
}

/// <summary>One input. <paramref name="Name"/> is Pascal-cased; JSON writes it camel-cased.</summary>
/// <param name="Name">Pascal-cased name, for instance "Reviewer".</param>
/// <param name="TypeName">Elsa's alias of the value's type: String, Int32, Boolean, Object, "String[]", …</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Help">What the value means and in which unit.</param>
public sealed record InputDeclaration(string Name, string TypeName, Trilingual DisplayName, Trilingual Help)
{
    /// <summary>Value when the definition gives none; null means none.</summary>
    public object? Default { get; init; }

    /// <summary>The checker refuses a definition that gives neither value nor default.</summary>
    public bool Required { get; init; }

    /// <summary>Elsa's uiHint: single-line, multi-line, checkbox, dropdown, checklist, code-editor, json-editor, variable-picker, outcome-picker, dynamic-outcomes, …</summary>
    public string Editor { get; init; } = "single-line";

    /// <summary>Closed list of values for drop-downs; the checker refuses a literal outside of it.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>False: plain JSON without typeName and expression (FlowSwitch.cases, SetVariable.variable, Fork.joinMode).</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>True: evaluated only when the activity asks (Elsa's AutoEvaluate = false).</summary>
    public bool IsLazy { get; init; }

    /// <summary>Expression type that a designer offers first.</summary>
    public string DefaultSyntax { get; init; } = "Literal";
}

/// <summary>One output. The JSON node binds it by the camel-cased name.</summary>
/// <param name="Name">Pascal-cased name, for instance "Result".</param>
/// <param name="TypeName">Elsa's alias of the value's type.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Help">What the value means.</param>
public sealed record OutputDeclaration(string Name, string TypeName, Trilingual DisplayName, Trilingual Help);

/// <summary>A property of the JSON node that holds one activity or a list of them.</summary>
/// <param name="Name">Property name as JSON writes it, camel-cased ("then", "body", "activities").</param>
/// <param name="IsList">True for an array of activities.</param>
public sealed record PortDeclaration(string Name, bool IsList = false);
