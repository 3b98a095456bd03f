using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Expressions;

/// <summary>An expression of a definition, parsed once when the definition is compiled. Immutable and thread-safe.</summary>
abstract class Expression
{
    /// <summary>The value in a scope; may throw, which is the activity's fault.</summary>
    public abstract object? Evaluate(Scope scope);

    /// <summary>True when the value never changes.</summary>
    public virtual bool IsConstant => false;
}

/// <summary>A value written in the file.</summary>
sealed class LiteralExpression(object? value) : Expression
{
    public object? Value { get; } = value;

    public override bool IsConstant => true;

    public override object? Evaluate(Scope scope) => Value;
}

/// <summary>A variable, found by its id, then by its name, from the innermost scope outwards.</summary>
sealed class VariableExpression(string id, string name) : Expression
{
    public override object? Evaluate(Scope scope) => scope.GetVariable(id, name);
}

/// <summary>An input of the workflow (or of the workflow used as an activity).</summary>
sealed class InputExpression(string name) : Expression
{
    public override object? Evaluate(Scope scope) => scope.GetInput(name);
}

/// <summary>What an activity put out earlier.</summary>
sealed class OutputExpression(string activity, string? output) : Expression
{
    public override object? Evaluate(Scope scope) => scope.GetOutput(activity, output);
}
