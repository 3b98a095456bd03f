using Acornima;
using Acornima.Ast;
using Jint;
using LogodiConsult.Engine.Execution;
using JintEngine = Jint.Engine;
using Scope = LogodiConsult.Engine.Execution.Scope;

namespace LogodiConsult.Engine.Expressions;

/// <summary>A JavaScript expression or script, parsed by Jint when the definition is compiled.</summary>
sealed class ScriptExpression : Expression
{
    static readonly ScriptPreparationOptions Preparation = new() { ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true } };

    ScriptExpression(Prepared<Script> script, ScriptFacts facts)
    {
        Script = script;
        Facts = facts;
    }

    public Prepared<Script> Script { get; }

    public ScriptFacts Facts { get; }

    public override object? Evaluate(Scope scope) => scope.Scripts.Evaluate(this, scope, null);

    /// <summary>Parses a script; gives null and a message when it does not parse.</summary>
    public static ScriptExpression? TryParse(string text, out string? error)
    {
        error = null;
        if (text.Length > 100_000)
        {
            error = $"The script has {text.Length} characters; at most 100000 are read.";
            return null;
        }

        if (TooDeep(text))
        {
            error = "The script nests more than 200 brackets.";
            return null;
        }

        try
        {
            var script = JintEngine.PrepareScript(text, options: Preparation);
            if (ScriptTemplates.Counted(text, script.Program!) is { } counted) script = JintEngine.PrepareScript(counted, options: Preparation);
            var facts = ScriptFacts.Of(script.Program!);
            if (facts.HasBigInteger && (text.Contains('*', StringComparison.Ordinal) || text.Contains("<<", StringComparison.Ordinal)))
            {
                error = "The script multiplies big integers (1n), which could grow without limit.";
                return null;
            }

            if (facts.HandsOver)
            {
                error = "The script hands over to another generator (yield*), which could nest without limit.";
                return null;
            }

            return new ScriptExpression(script, facts);
        }
        catch (Exception e) when (e is ParseErrorException or Jint.Runtime.JavaScriptException || e.GetType().Name.Contains("ScriptPreparation", StringComparison.Ordinal))
        {
            error = (e.InnerException ?? e).Message;
            return null;
        }
    }

    // The parser is recursive: brackets are counted before it sees them.
    static bool TooDeep(string text)
    {
        var depth = 0;
        foreach (var c in text)
        {
            if (c is '(' or '[' or '{' && ++depth > 200) return true;
            if (c is ')' or ']' or '}' && depth > 0) depth--;
        }

        return false;
    }
}

/// <summary>What the parser saw in a script: names used, and whether it may share an engine with its neighbours.</summary>
sealed class ScriptFacts
{
    ScriptFacts()
    {
    }

    /// <summary>Identifiers that occur anywhere, without property names.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Members of "variables" that the script names: variables.X.</summary>
    public HashSet<string> VariableMembers { get; } = new(StringComparer.Ordinal);

    /// <summary>First literal argument of calls of the well-known functions: (function, argument).</summary>
    public List<(string Function, string Argument)> Calls { get; } = [];

    /// <summary>True for one plain expression without assignment: it leaves nothing behind in an engine.</summary>
    public bool IsPure { get; private set; }

    /// <summary>True when the script may reach a built-in by a name that it computes: 'x'['rep' + 'eat'], Reflect.get(…). All guards are then set.</summary>
    public bool ComputesNames { get; private set; }

    /// <summary>True when the script may make a structure that is larger or deeper than its text: it has functions, statements, assignments, tagged templates or calls of methods.</summary>
    public bool CanBuild { get; private set; }

    /// <summary>True when the script holds a literal like 1n.</summary>
    public bool HasBigInteger { get; private set; }

    /// <summary>True when a generator of the script goes on with another one: yield*.</summary>
    public bool HandsOver { get; private set; }

    public static ScriptFacts Of(Script program)
    {
        var facts = new ScriptFacts { IsPure = program.Body.Count == 1 && program.Body[0] is NonSpecialExpressionStatement };
        var open = new Stack<Node>();
        open.Push(program);
        while (open.TryPop(out var node))
        {
            facts.See(node);
            foreach (var child in node.ChildNodes) open.Push(child);
        }

        return facts;
    }

    void See(Node node)
    {
        HasBigInteger |= node is BigIntLiteral;
        HandsOver |= node is YieldExpression { Delegate: true };
        CanBuild |= node is IFunction or Statement and not (NonSpecialExpressionStatement or ReturnStatement) or AssignmentExpression or NewExpression or TaggedTemplateExpression or CallExpression { Callee: not Identifier };
        ComputesNames |= node is MemberExpression { Computed: true, Property: not NumericLiteral } or Property { Computed: true } or Identifier { Name: "Reflect" or "Object" };
        switch (node)
        {
            case Identifier id:
                Names.Add(id.Name);
                break;
            case AssignmentExpression or UpdateExpression or NonUpdateUnaryExpression { Operator: Operator.Delete }:
                IsPure = false;
                break;
            case MemberExpression { Computed: false, Object: Identifier { Name: "variables" }, Property: Identifier member }:
                VariableMembers.Add(member.Name);
                break;
            case MemberExpression { Computed: true, Object: Identifier { Name: "variables" }, Property: StringLiteral member }:
                VariableMembers.Add(member.Value);
                break;
            case CallExpression { Callee: Identifier callee } call when call.Arguments.Count > 0 && call.Arguments[0] is StringLiteral argument:
                Calls.Add((callee.Name, argument.Value));
                break;
            case MemberExpression { Computed: false, Property: Identifier { Name: "prototype" or "__proto__" or "constructor" or "defineProperty" or "assign" or "setPrototypeOf" } }:
                IsPure = false;
                break;
        }
    }
}
