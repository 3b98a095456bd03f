using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Definitions;

sealed partial class Compilation
{
    CompiledInput[] Inputs(JsonObject json, CompiledNode node, IReadOnlyList<InputDeclaration> declarations, string path)
    {
        var inputs = new CompiledInput[declarations.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var declaration = declarations[i];
            var value = JsonText.Get(json, declaration.Name);
            inputs[i] = Input(declaration, value, node, $"{path}.{Camel(declaration.Name)}", i);
            // Items that are left out are an empty list; written as nothing they are a fault when the loop is reached (Elsa).
            if (node.Activity is ForEach && !inputs[i].IsGiven && JsonText.Has(json, declaration.Name)) inputs[i] = inputs[i] with { IsGiven = true };
        }

        return inputs;
    }

    CompiledInput Input(InputDeclaration declaration, JsonNode? value, CompiledNode node, string path, int index)
    {
        var type = DataType.Parse(declaration.TypeName);
        if (!declaration.IsWrapped)
        {
            if (declaration.Name == "Variable" && node.Activity is SetVariable) CheckVariableReference(value, node, path);
            else if (value is null && declaration.Required) Error(path, "input.required", $"'{Camel(declaration.Name)}' of '{node.Id}' is missing.");
            return new CompiledInput(declaration, type, new LiteralExpression(value), value is not null, index);
        }

        var expression = Wrapped(value, type, node, path);
        var isGiven = expression is not null;
        if (expression is LiteralExpression { Value: null or "" } && declaration.Required) isGiven = false;
        if (!isGiven && declaration.Required && declaration.Default is null)
        {
            Error(path, "input.required", $"'{Camel(declaration.Name)}' of '{node.Id}' is missing.");
        }

        if (expression is LiteralExpression literal) CheckLiteral(declaration, literal.Value, path);
        expression ??= new LiteralExpression(declaration.Default is null || (type.HasZero && IsLiteralNull(value)) ? null : Values.ConvertTo(declaration.Default, type));
        return new CompiledInput(declaration, type, expression, isGiven, index);
    }

    void CheckLiteral(InputDeclaration declaration, object? value, string path)
    {
        if (declaration.Options.Count == 0 || value is null) return;
        foreach (var one in Values.Items(value))
        {
            var text = Values.Text(one);
            if (text.Length == 0 || int.TryParse(text, out _)) continue;
            if (!declaration.Options.Contains(text, StringComparer.OrdinalIgnoreCase))
            {
                Error(path, "input.option", $"'{text}' is none of {string.Join(", ", declaration.Options)}.");
            }
        }
    }

    /// <summary>A literal that says "null" replaces the default as any other does: a number is then 0, a flag false, a time none at all.</summary>
    static bool IsLiteralNull(JsonNode? value) =>
        value is JsonObject o && JsonText.Has(o, "typeName") && JsonText.Get(o, "expression") is JsonObject expression
        && JsonText.Has(expression, "value") && JsonText.Get(expression, "value") is null && (JsonText.Text(expression, "type") ?? "Literal") == "Literal";

    // {typeName, expression:{type,value}, memoryReference?}, or a bare scalar; null when nothing is given.
    Expression? Wrapped(JsonNode? value, DataType type, CompiledNode node, string path)
    {
        switch (value)
        {
            case null: return null;
            case JsonValue: return Literal(value, type, path);
            case JsonArray: return Literal(value, type, path);
        }

        var o = (JsonObject)value;
        if (JsonText.Get(o, "expression") is JsonObject expression)
        {
            if (!JsonText.Has(o, "typeName"))
            {
                Warning(path, "input.typeName", "The input has no typeName; Elsa reads it as empty, and so does this engine.");
                return null;
            }

            return JsonText.Get(expression, "value") is null && JsonText.Text(expression, "type") is null or "Literal" && JsonText.Get(expression, "value") is null
                ? null
                : ParseExpression(expression, type, node, $"{path}.expression");
        }

        if (JsonText.Text(JsonText.Get(o, "memoryReference") as JsonObject, "id") is { Length: > 0 } id && FindVariable(node, id, null) is { } variable)
        {
            return new VariableExpression(variable.Id, variable.Name);
        }

        return null;
    }

    LiteralExpression Literal(JsonNode? value, DataType type, string path)
    {
        try
        {
            var given = Values.FromJson(value);
            var converted = Values.ConvertTo(given, type);
            if (Values.IsFallback(given, converted, type))
            {
                Warning(path, "input.conversion", $"'{given}' is no {type.Kind}; '{Values.Text(converted)}' takes its place, as in Elsa.");
            }

            return new LiteralExpression(converted);
        }
        catch (OverflowException e)
        {
            Error(path, "input.value", e.Message);
            return new LiteralExpression(null);
        }
    }

    Expression ParseExpression(JsonObject? expression, DataType type, CompiledNode node, string path)
    {
        var kind = JsonText.Text(expression, "type") ?? "Literal";
        var value = JsonText.Get(expression, "value");
        switch (kind.ToUpperInvariant())
        {
            case "LITERAL":
                return Literal(value, type, path);
            case "OBJECT" or "JSON":
                return ObjectLiteral(value, type, path);
            case "VARIABLE":
                return VariableReference(value, node, path);
            case "INPUT":
                return InputReference(value, node, path);
            case "OUTPUT":
                return OutputReference(value, path);
            case "JAVASCRIPT":
                return Script(value, node, path);
            case "LIQUID":
                // A template without a letter gives nothing at all, not an empty text.
                if (string.IsNullOrWhiteSpace(value?.ToString())) return new LiteralExpression(null);
                var template = LiquidExpression.TryParse(value?.ToString() ?? "", out var problem);
                if (template is null) Error($"{path}.value", "expression.liquid", $"The Liquid template does not parse: {problem}");
                return template ?? (Expression)new LiteralExpression(null);
            default:
                Error($"{path}.type", "expression.unknown", $"Expression type '{kind}' is not run here; use JavaScript, Liquid, Variable, Input, Output, Object or Literal.");
                return new LiteralExpression(null);
        }
    }

    Expression Script(JsonNode? value, CompiledNode node, string path)
    {
        var text = value is JsonValue ? value.ToString() : value?.ToJsonString() ?? "";
        if (string.IsNullOrWhiteSpace(text)) return new LiteralExpression(null);
        var script = ScriptExpression.TryParse(text, out var problem);
        if (script is null)
        {
            Error($"{path}.value", "expression.script", $"The script does not parse: {problem}");
            return new LiteralExpression(null);
        }

        Note(node, script, $"{path}.value");
        return script;
    }

    void Note(CompiledNode node, ScriptExpression script, string path)
    {
        scripts.Add((node, script, path));
        ReadsOutputs |= script.Facts.Names.Any(n => n is "getOutputFrom" or "getLastResult"
            || (n.StartsWith("get", StringComparison.Ordinal) && n.IndexOf("From", 3, StringComparison.Ordinal) > 3));
    }

    LiteralExpression ObjectLiteral(JsonNode? value, DataType type, string path)
    {
        if (value is JsonObject or JsonArray) return Literal(value, type, path);
        var text = value?.ToString() ?? "";
        if (string.IsNullOrWhiteSpace(text)) return new LiteralExpression(null);
        var first = text.AsSpan().TrimStart()[0];
        if (first is '{' or '[' && Values.TryParse(text) is null)
        {
            Error($"{path}.value", "expression.json", "The value is no JSON.");
            return new LiteralExpression(null);
        }

        return Literal(JsonValue.Create(text), type, path);
    }

    Expression VariableReference(JsonNode? value, CompiledNode node, string path)
    {
        // Old exports hold the variable as JSON text.
        if (value is JsonValue text && Values.TryParse(text.ToString()) is JsonObject parsed) value = parsed;
        var id = value is JsonObject o ? JsonText.Text(o, "id") : value?.ToString();
        var name = value is JsonObject named ? JsonText.Text(named, "name") : value?.ToString();
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(name))
        {
            Error($"{path}.value", "variable.reference", "The expression names no variable.");
            return new LiteralExpression(null);
        }

        if (FindVariable(node, id, name) is { } found) return new VariableExpression(found.Id, found.Name);
        // Loops make CurrentValue, CurrentIndex and ChildInstanceId while they run.
        if (name is "CurrentValue" or "CurrentIndex" or "ChildInstanceId") return new VariableExpression(id ?? name, name);
        Error($"{path}.value", "variable.unknown", $"Variable '{name ?? id}' is not declared here.");
        return new LiteralExpression(null);
    }

    Expression InputReference(JsonNode? value, CompiledNode node, string path)
    {
        if (value is JsonValue text && Values.TryParse(text.ToString()) is JsonObject parsed) value = parsed;
        var name = value is JsonObject o ? JsonText.Text(o, "name") : value?.ToString();
        if (string.IsNullOrEmpty(name))
        {
            Error($"{path}.value", "input.reference", "The expression names no input.");
            return new LiteralExpression(null);
        }

        if (!WorkflowOf(node).Workflow!.Inputs.Any(i => i.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            Error($"{path}.value", "input.unknown", $"Input '{name}' is not declared by the workflow.");
        }

        return new InputExpression(name);
    }

    OutputExpression OutputReference(JsonNode? value, string path)
    {
        if (value is JsonValue text && Values.TryParse(text.ToString()) is JsonObject parsed) value = parsed;
        var o = value as JsonObject;
        var activity = JsonText.Text(o, "activityId") ?? JsonText.Text(o, "activity") ?? (value as JsonValue)?.ToString();
        if (string.IsNullOrEmpty(activity)) Error($"{path}.value", "output.reference", "The expression names no activity.");
        ReadsOutputs = true;
        return new OutputExpression(activity ?? "", JsonText.Text(o, "outputName") ?? JsonText.Text(o, "output"));
    }

    void CheckVariableReference(JsonNode? value, CompiledNode node, string path)
    {
        var id = value is JsonObject o ? JsonText.Text(o, "id") : (value as JsonValue)?.ToString();
        var name = value is JsonObject named ? JsonText.Text(named, "name") : null;
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(name)) Error(path, "input.required", $"'variable' of '{node.Id}' is missing.");
        else if (FindVariable(node, id, name) is null) Error(path, "variable.unknown", $"Variable '{name ?? id}' is not declared here.");
    }

    static CompiledVariable? FindVariable(CompiledNode node, string? id, string? name)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at.Variables?.FirstOrDefault(v => v.Id == id) is { } byId) return byId;
        }

        var wanted = string.IsNullOrEmpty(name) ? id : name;
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at.Variables?.FirstOrDefault(v => v.Name == wanted) is { } byName) return byName;
        }

        return null;
    }

    OutputBinding[] Outputs(JsonObject json, CompiledNode node, IReadOnlyList<OutputDeclaration> declarations, string path)
    {
        var bindings = new List<OutputBinding>();
        foreach (var declaration in declarations)
        {
            if (JsonText.Get(json, declaration.Name) is not JsonObject o) continue;
            var id = JsonText.Text(JsonText.Get(o, "memoryReference") as JsonObject, "id");
            if (string.IsNullOrEmpty(id) || id.StartsWith(node.Id + ":", StringComparison.Ordinal)) continue;
            var known = FindVariable(node, id, id) is not null || Enclosing(node).Any(w => w.Outputs.Any(x => x.Name == id));
            if (!known) Error($"{path}.{Camel(declaration.Name)}.memoryReference.id", "output.unknown", $"'{id}' is neither a variable in scope nor an output of the workflow.");
            bindings.Add(new OutputBinding(declaration.Name, id));
        }

        return [.. bindings];
    }

    static IEnumerable<Definition> Enclosing(CompiledNode node)
    {
        for (var at = node; at is not null; at = at.Parent)
        {
            if (at.Workflow is { } workflow) yield return workflow;
        }
    }

    void CheckNames(CompiledNode node, ScriptExpression script, string path)
    {
        foreach (var (function, argument) in script.Facts.Calls)
        {
            if (function == "getVariable" && FindVariable(node, null, argument) is null && argument is not ("CurrentValue" or "CurrentIndex")
                && !scripts.Any(s => s.Script.Facts.Calls.Contains(("setVariable", argument))))
            {
                Warning(path, "script.variable", $"Variable '{argument}' is not declared here.");
            }
        }

        foreach (var member in script.Facts.VariableMembers)
        {
            if (FindVariable(node, null, member) is null && member is not ("CurrentValue" or "CurrentIndex"))
            {
                Warning(path, "script.variable", $"Variable '{member}' is not declared here.");
            }
        }
    }

    internal static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}
