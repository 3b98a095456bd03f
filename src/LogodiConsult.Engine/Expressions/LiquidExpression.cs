using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions.Liquid;

namespace LogodiConsult.Engine.Expressions;

/// <summary>
/// A Liquid template, parsed when the definition is compiled. It sees Variables.X, Input.X, CorrelationId, WorkflowDefinitionId,
/// WorkflowDefinitionVersionId, WorkflowDefinitionVersion and WorkflowInstanceId, as in Elsa; nothing else.
/// </summary>
sealed class LiquidExpression : Expression
{
    readonly LiquidTemplate template;

    LiquidExpression(LiquidTemplate template) => this.template = template;

    public static LiquidExpression? TryParse(string text, out string? error)
    {
        error = null;
        if (text.Length > 100_000)
        {
            error = $"The template has {text.Length} characters; at most 100000 are read.";
            return null;
        }

        try
        {
            return new LiquidExpression(LiquidTemplate.Parse(text));
        }
        catch (LiquidException e)
        {
            error = e.Message;
            return null;
        }
    }

    public override object? Evaluate(Scope scope)
    {
        var context = new LiquidContext(
            name => name switch
            {
                "Variables" => new Members(variable => scope.GetVariable(null, variable)),
                "Input" => new Members(scope.GetInput),
                "CorrelationId" => scope.State.CorrelationId,
                "WorkflowDefinitionId" => scope.Definition.Definition.DefinitionId,
                "WorkflowDefinitionVersionId" => scope.Definition.Definition.Id,
                "WorkflowDefinitionVersion" => scope.Definition.Definition.Version,
                "WorkflowInstanceId" => scope.State.InstanceId,
                _ => null,
            },
            scope.Now,
            scope.Limits.ScriptTime);
        try
        {
            return template.Render(context);
        }
        catch (LiquidException e)
        {
            throw new ExpressionException($"Liquid: {e.Message}", e);
        }
    }
}
