using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

/// <summary>Where one execution of an activity stands.</summary>
enum ExecutionStatus
{
    Running,
    Completed,
    Canceled,
    Faulted,
}

/// <summary>One execution of an activity: what Elsa calls an activity execution context. Kept while it runs or is faulted.</summary>
sealed class Execution(int id, CompiledNode node, Execution? parent)
{
    Dictionary<string, object?>? dynamic;
    object?[]? values;

    public int Id { get; } = id;

    public CompiledNode Node { get; } = node;

    public Execution? Parent { get; } = parent;

    public List<Execution> Children { get; } = [];

    public ExecutionStatus Status { get; set; }

    /// <summary>False once the parent's interest is gone: a completion is then told to nobody.</summary>
    public bool IsAwaited { get; set; } = true;

    /// <summary>Entered over a backward connection.</summary>
    public bool ViaBackward { get; set; }

    /// <summary>Its visit was counted when it was scheduled, not when it completes.</summary>
    public bool IsCounted { get; set; }

    /// <summary>A loop that was broken, or a sequence inside of it.</summary>
    public bool IsBreaking { get; set; }

    /// <summary>Container's count: next index, remaining children, …</summary>
    public int Counter { get; set; }

    /// <summary>For: current number.</summary>
    public long? Number { get; set; }

    /// <summary>Fork, Switch: indexes of children.</summary>
    public HashSet<int>? Pending { get; set; }

    /// <summary>Flowchart: counters or tokens.</summary>
    public FlowState? Flow { get; set; }

    /// <summary>The activity's own bag.</summary>
    public JsonObject? Bag { get; set; }

    /// <summary>Outcomes asked for by the activity in this step; null when it has not completed.</summary>
    public string[]? Outcomes { get; set; }

    /// <summary>Workflow node: outcomes given by Complete, for the activity around it.</summary>
    public string[]? WorkflowOutcomes { get; set; }

    /// <summary>The stimulus of a resume that failed, for a retry.</summary>
    public Resumption? Failed { get; set; }

    public ActivityContext? Context { get; set; }

    public object?[]? VariableValues => values;

    public Dictionary<string, object?>? DynamicValues => dynamic;

    public bool IsOpen => Status is ExecutionStatus.Running or ExecutionStatus.Faulted;

    public bool IsInsideActivity
    {
        get
        {
            for (var at = Parent; at is not null; at = at.Parent)
            {
                if (at.Node.Workflow is not null) return at.Parent is not null;
            }

            return false;
        }
    }

    /// <summary>Gives the node's variables their initial values.</summary>
    public void DeclareVariables()
    {
        if (Node.Variables is not { Length: > 0 } declared) return;
        values = new object?[declared.Length];
        foreach (var v in declared) values[v.Index] = v.Default;
    }

    public void Declare(string name, object? value) => (dynamic ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;

    public bool TryGetById(string id, out object? value)
    {
        if (Node.Variables is { } declared && values is not null)
        {
            foreach (var v in declared)
            {
                if (v.Id != id) continue;
                value = values[v.Index];
                return true;
            }
        }

        value = null;
        return false;
    }

    public bool TryGetByName(string name, out object? value)
    {
        if (dynamic is not null && dynamic.TryGetValue(name, out value)) return true;
        if (Node.Variables is { } declared && values is not null)
        {
            foreach (var v in declared)
            {
                if (v.Name != name) continue;
                value = values[v.Index];
                return true;
            }
        }

        value = null;
        return false;
    }

    public bool TrySetById(string id, object? value)
    {
        if (Node.Variables is { } declared && values is not null)
        {
            foreach (var v in declared)
            {
                if (v.Id == id) return Assign(v, value);
            }
        }

        return false;
    }

    public bool TrySetByName(string name, object? value)
    {
        if (dynamic is not null && dynamic.ContainsKey(name))
        {
            dynamic[name] = Values.Plain(value);
            return true;
        }

        if (Node.Variables is { } declared && values is not null)
        {
            foreach (var v in declared)
            {
                if (v.Name == name) return Assign(v, value);
            }
        }

        return false;
    }

    bool Assign(CompiledVariable v, object? value)
    {
        values![v.Index] = Values.ConvertTo(value, v.Type);
        return true;
    }

    /// <summary>Gives a declared variable (by id) the value that was saved; null stays null.</summary>
    public bool TryRestore(string id, object? value)
    {
        var v = Node.Variables?.FirstOrDefault(x => x.Id == id);
        if (v is null || values is null) return false;
        values[v.Index] = Values.ConvertTo(value, v.Type);
        return true;
    }

    /// <summary>Name of a variable here whose Pascal-cased form is given; null when there is none.</summary>
    public string? FindName(string pascal)
    {
        if (dynamic is not null)
        {
            foreach (var name in dynamic.Keys)
            {
                if (name == pascal || Pascal(name) == pascal) return name;
            }
        }

        if (Node.Variables is { } declared)
        {
            foreach (var v in declared)
            {
                if (v.Name == pascal || Pascal(v.Name) == pascal) return v.Name;
            }
        }

        return null;
    }

    /// <summary>Humanizer's Pascalize, which Elsa uses for accessors: letters after a space, dash or underscore become capitals.</summary>
    public static string Pascal(string name) => DefinitionSources.PascalCase(name);
}
