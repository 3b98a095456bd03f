using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using Scriban;
using Scriban.Runtime;

namespace LogodiConsult.Engine.Expressions;

/// <summary>
/// A Liquid template, parsed by Scriban's Liquid mode. It sees Variables.X, Input.X, CorrelationId, WorkflowDefinitionId,
/// WorkflowDefinitionVersionId, WorkflowDefinitionVersion and WorkflowInstanceId, as in Elsa; nothing else.
/// </summary>
sealed class LiquidExpression : Expression
{
    readonly Template template;

    LiquidExpression(Template template) => this.template = template;

    public static LiquidExpression? TryParse(string text, out string? error)
    {
        error = null;
        if (text.Length > 100_000)
        {
            error = $"The template has {text.Length} characters; at most 100000 are read.";
            return null;
        }

        var parsed = Template.ParseLiquid(text, lexerOptions: new Scriban.Parsing.LexerOptions { Lang = Scriban.Parsing.ScriptLang.Liquid });
        if (!parsed.HasErrors) return new LiquidExpression(parsed);
        error = parsed.Messages.First(m => m.Type == Scriban.Parsing.ParserMessageType.Error).Message;
        return null;
    }

    public override object? Evaluate(Scope scope)
    {
        var globals = new ScriptObject
        {
            ["Variables"] = new Lookup(name => ToScriban(scope.GetVariable(null, name))),
            ["Input"] = new Lookup(name => ToScriban(scope.GetInput(name))),
            ["CorrelationId"] = scope.State.CorrelationId,
            ["WorkflowDefinitionId"] = scope.Definition.Definition.DefinitionId,
            ["WorkflowDefinitionVersionId"] = scope.Definition.Definition.Id,
            ["WorkflowDefinitionVersion"] = scope.Definition.Definition.Version,
            ["WorkflowInstanceId"] = scope.State.InstanceId,
        };
        var context = new LiquidTemplateContext
        {
            LoopLimit = 10_000,
            LimitToString = 100_000,
            RecursiveLimit = 32,
            ObjectRecursionLimit = 32,
            RegexTimeOut = TimeSpan.FromMilliseconds(200),
            EnableRelaxedMemberAccess = true,
            MemberRenamer = member => member.Name,
            CancellationToken = new CancellationTokenSource(scope.Limits.ScriptTime).Token,
        };
        context.PushGlobal(globals);
        context.PushCulture(System.Globalization.CultureInfo.InvariantCulture);
        try
        {
            return template.Render(context);
        }
        catch (Exception e) when (e is Scriban.Syntax.ScriptRuntimeException or OperationCanceledException)
        {
            throw new ExpressionException($"Liquid: {e.Message}", e);
        }
    }

    static object? ToScriban(object? value)
    {
        switch (value)
        {
            case JsonObject o:
                var made = new ScriptObject();
                foreach (var (key, child) in o) made[key] = ToScriban(Values.FromJson(child));
                return made;
            case JsonArray array: return new ScriptArray(array.Select(n => ToScriban(Values.FromJson(n))));
            default: return value;
        }
    }

    /// <summary>An object whose members are looked up when they are named.</summary>
    sealed class Lookup(Func<string, object?> find) : ScriptObject
    {
        public override bool TryGetValue(TemplateContext? context, Scriban.Parsing.SourceSpan span, string member, out object? value)
        {
            value = find(member);
            return true;
        }
    }
}
