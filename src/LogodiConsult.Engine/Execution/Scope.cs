using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

/// <summary>Where an expression stands: one execution inside one burst, with the variables that it sees.</summary>
sealed class Scope(Run run, Execution execution)
{
    public InstanceState State => run.State;

    public CompiledDefinition Definition => run.Definition;

    public BurstLimits Limits => run.Context.Limits;

    public DateTimeOffset Now => run.Context.Now;

    public ScriptHost Scripts => run.Scripts;

    public object? LastResult => run.State.LastResult;

    public Guid NewGuid() => run.NewGuid();

    /// <summary>Value of a variable by id (preferred) or name; null when there is none.</summary>
    public object? GetVariable(string? id, string? name)
    {
        if (!string.IsNullOrEmpty(id))
        {
            for (var at = execution; at is not null; at = at.Parent)
            {
                if (at.TryGetById(id, out var value)) return value;
            }
        }

        for (var at = execution; at is not null; at = at.Parent)
        {
            if (name is not null && at.TryGetByName(name, out var value)) return value;
        }

        return null;
    }

    public bool HasVariable(string name)
    {
        for (var at = execution; at is not null; at = at.Parent)
        {
            if (at.TryGetByName(name, out _)) return true;
        }

        return false;
    }

    /// <summary>Sets a variable by name; an unknown name makes a variable in the nearest container, as in Elsa.</summary>
    public void SetVariable(string name, object? value)
    {
        for (var at = execution; at is not null; at = at.Parent)
        {
            if (at.TrySetByName(name, value)) return;
        }

        var container = execution;
        while (container.Node.Variables is null && container.Parent is not null) container = container.Parent;
        container.Declare(name, Values.Plain(value));
    }

    public bool TrySetById(string id, object? value)
    {
        for (var at = execution; at is not null; at = at.Parent)
        {
            if (at.TrySetById(id, value)) return true;
        }

        return false;
    }

    /// <summary>A workflow input by name without case; inside a workflow used as an activity its variables come first.</summary>
    public object? GetInput(string name)
    {
        if (IsInsideActivity)
        {
            for (var at = execution; at is not null; at = at.Parent)
            {
                if (at.TryGetByName(name, out var value)) return value;
            }
        }

        return Values.FromJson(JsonText.Get(run.Input, name));
    }

    /// <summary>What an activity put out, by its id or name and the output's name (null: its result).</summary>
    public object? GetOutput(string activity, string? output)
    {
        var id = FindActivity(activity) ?? throw new ExpressionException($"Activity '{activity}' is not known here.", null);
        return run.State.Outputs.TryGetValue((id, output ?? "Result"), out var value) ? value : null;
    }

    /// <summary>The variable behind a setter: setX.</summary>
    public string? FindVariableName(string accessor)
    {
        for (var at = execution; at is not null; at = at.Parent)
        {
            if (at.FindName(accessor) is { } name) return name;
        }

        return null;
    }

    /// <summary>The key behind a getter getX, to be read by <see cref="Read"/>: an input, a variable, or Output + "From" + activity.</summary>
    public string? FindGetter(string accessor)
    {
        if (!IsInsideActivity && run.Definition.Definition.Inputs.Any(i => i.Name == accessor)) return accessor;
        if (FindVariableName(accessor) is { } name) return name;
        return SplitOutput(accessor) is null ? null : accessor;
    }

    public object? Read(string key)
    {
        if (!IsInsideActivity && run.Definition.Definition.Inputs.Any(i => i.Name == key)) return GetInput(key);
        if (FindVariableName(key) is { } name) return GetVariable(null, name);
        return SplitOutput(key) is var (activity, output) ? GetOutput(activity, output) : null;
    }

    bool IsInsideActivity => execution.IsInsideActivity;

    (string Activity, string Output)? SplitOutput(string accessor)
    {
        for (var i = accessor.IndexOf("From", StringComparison.Ordinal); i > 0; i = accessor.IndexOf("From", i + 1, StringComparison.Ordinal))
        {
            var output = accessor[..i];
            var wanted = accessor[(i + 4)..];
            foreach (var node in Neighbours())
            {
                if ((Execution.Pascal(node.Name ?? node.Id) == wanted || Execution.Pascal(node.Id) == wanted)
                    && node.Activity.Declaration.Outputs.Any(o => o.Name == output)) return (node.Id, output);
            }
        }

        return null;
    }

    string? FindActivity(string idOrName)
    {
        foreach (var node in Neighbours())
        {
            if (node.Id == idOrName || node.Name == idOrName) return node.Id;
        }

        return null;
    }

    IEnumerable<CompiledNode> Neighbours() => CompiledDefinition.Walk(run.Definition.Workflow);
}
