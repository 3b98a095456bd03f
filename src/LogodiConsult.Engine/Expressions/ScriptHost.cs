using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;
using LogodiConsult.Engine.Execution;
using JintEngine = Jint.Engine;

namespace LogodiConsult.Engine.Expressions;

/// <summary>
/// Runs the scripts of one burst within its limits. Plain expressions share one engine; scripts that could leave
/// something behind (declarations, assignments) get an engine of their own, as every expression does in Elsa.
/// </summary>
sealed class ScriptHost(BurstLimits limits, DateTimeOffset now, Func<double> random)
{
    // What a promise waits for has been done when the script has ended: nothing outside it could still keep one.
    static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(20);

    readonly ScriptStructures structures = new();
    JintEngine? shared;
    HashSet<string>? sharedNames;
    Scope? scope;
    List<string>? outcomes;
    JsonObject? arguments;
    long templated;

    /// <summary>Evaluates a script in a scope.</summary>
    /// <param name="expression">The parsed script.</param>
    /// <param name="inScope">Where it stands.</param>
    /// <param name="chosen">Takes the names given to setOutcome(s); null when the script may not choose outcomes.</param>
    /// <param name="args">Values that the script sees as args.x and getX(); null for none.</param>
    public object? Evaluate(ScriptExpression expression, Scope inScope, List<string>? chosen, JsonObject? args = null)
    {
        var (outerScope, outerOutcomes, outerArguments) = (scope, outcomes, arguments);
        (scope, outcomes, arguments) = (inScope, chosen, args);
        templated = 0;
        structures.Begin();
        try
        {
            JintEngine engine;
            HashSet<string> names;
            if (expression.Facts.IsPure && chosen is null && args is null)
            {
                engine = shared ??= NewEngine();
                names = sharedNames ??= new HashSet<string>(StringComparer.Ordinal);
            }
            else
            {
                engine = NewEngine();
                names = new HashSet<string>(StringComparer.Ordinal);
            }

            if (expression.Facts.CanBuild && names.Add(""))
            {
                structures.Guard(engine);
            }

            if (expression.Facts.ComputesNames)
            {
                foreach (var name in ScriptFunctions.Dangerous)
                {
                    if (names.Add(name)) Define(engine, name);
                }
            }

            foreach (var name in expression.Facts.Names)
            {
                if (names.Add(name)) Define(engine, name);
                else if (IsAccessor(name) && !IsInScope(name)) Withdraw(engine, names, name);
            }

            var seen = expression.Facts.Names.Contains("variables") ? LendVariables(engine, expression.Facts, inScope) : null;
            var result = FromJs(engine, engine.Evaluate(expression.Script).UnwrapIfPromise(Settled));
            if (seen is not null) TakeVariables(engine, seen, inScope);
            return result;
        }
        catch (JavaScriptException e)
        {
            throw new ExpressionException($"JavaScript: {e.Message}", e);
        }
        catch (PromiseRejectedException e)
        {
            var sentence = e.RejectedValue.ToString().StartsWith("Timeout of", StringComparison.Ordinal) ? "the script waits for a promise that nothing keeps." : e.Message;
            throw new ExpressionException($"JavaScript: {sentence}", e);
        }
        catch (Exception e) when (e is MemoryLimitExceededException or StatementsCountOverflowException or RecursionDepthOverflowException or TimeoutException
            or System.Text.RegularExpressions.RegexMatchTimeoutException or ExecutionCanceledException)
        {
            throw new ExpressionException($"JavaScript over its limits: {e.Message}", e);
        }
        finally
        {
            (scope, outcomes, arguments) = (outerScope, outerOutcomes, outerArguments);
        }
    }

    JintEngine NewEngine()
    {
        var options = new Options();
        options.LimitRecursion(limits.ScriptRecursion).MaxStatements(limits.ScriptStatements).LimitMemory(limits.ScriptMemory).TimeoutInterval(limits.ScriptTime);
        options.Constraints.MaxArraySize = ScriptStructures.MaxParts;
        options.Constraints.RegexTimeout = TimeSpan.FromMilliseconds(Math.Min(1_000, limits.ScriptTime.TotalMilliseconds));
        // A promise that nobody keeps would hold the burst for ten seconds.
        options.Constraints.PromiseTimeout = limits.ScriptTime;
        options.Constraints.MaxExecutionStackCount = 200;
        options.Constraint(new StackConstraint());
        options.DisableStringCompilation();
        options.Culture = CultureInfo.InvariantCulture;
        options.LocalTimeZone(TimeZoneInfo.Utc);
        options.TimeSystem = new BurstTime(now);
        return new JintEngine(options);
    }

    // Names are defined only when a script uses them: an engine of Elsa's carries some sixty functions into every expression.
    void Define(JintEngine engine, string name)
    {
        ScriptFunctions.Guard(engine, name);
        if (name == "random") engine.Global.Get("Math").AsObject().Set("random", new ClrFunction(engine, "random", (_, _) => JsNumber.Create(random()), 0));
        if (Function(engine, name) is { } function) engine.SetValue(name, function);
        else if (name == "args") engine.SetValue("args", ToJs(engine, CamelArguments()));
    }

    // A shared engine remembers accessors of scopes that are left behind.
    static bool IsAccessor(string name) => name.Length > 3 && (name.StartsWith("get", StringComparison.Ordinal) || name.StartsWith("set", StringComparison.Ordinal)) && char.IsUpper(name[3]);

    bool IsInScope(string name) => name[0] == 'g' ? scope!.FindGetter(name[3..]) is not null : scope!.FindVariableName(name[3..]) is not null;

    void Withdraw(JintEngine engine, HashSet<string> names, string name)
    {
        if (Common(engine, name) is not null) return;
        engine.Global.Delete(name);
        names.Remove(name);
    }

    JsonObject CamelArguments() => arguments is null ? [] : new JsonObject(arguments.Select(a => KeyValuePair.Create(Definitions.Compilation.Camel(a.Key), a.Value?.DeepClone())));

    ClrFunction? Function(JintEngine engine, string name)
    {
        if (Common(engine, name) is { } common) return new ClrFunction(engine, name, (_, a) => common(a), 0);
        if (name.Length > 3 && name.StartsWith("get", StringComparison.Ordinal) && scope!.FindGetter(name[3..]) is { } key)
        {
            return new ClrFunction(engine, name, (_, _) => ToJs(engine, arguments is not null && arguments.TryGetPropertyValue(key, out var a) ? Values.FromJson(a) : scope!.Read(key)), 0);
        }

        if (name.Length > 3 && name.StartsWith("get", StringComparison.Ordinal) && arguments?.ContainsKey(name[3..]) == true)
        {
            return new ClrFunction(engine, name, (_, _) => ToJs(engine, Values.FromJson(arguments?[name[3..]])), 0);
        }

        if (name.Length > 3 && name.StartsWith("set", StringComparison.Ordinal) && scope!.FindVariableName(name[3..]) is { } variable)
        {
            return new ClrFunction(engine, name, (_, a) => SetVariable(engine, variable, a.At(0)), 1);
        }

        return null;
    }

    Func<JsValue[], JsValue>? Common(JintEngine engine, string name) => name switch
    {
        "getVariable" => a => ToJs(engine, scope!.GetVariable(null, Text(a, 0))),
        "setVariable" => a => SetVariable(engine, Text(a, 0), a.At(1)),
        "getInput" => a => ToJs(engine, scope!.GetInput(Text(a, 0))),
        "getOutputFrom" => a => ToJs(engine, scope!.GetOutput(Text(a, 0), a.At(1).IsUndefined() || a.At(1).IsNull() ? null : Text(a, 1))),
        "getLastResult" => _ => ToJs(engine, scope!.LastResult),
        "getCorrelationId" => _ => ToJs(engine, scope!.State.CorrelationId),
        "setCorrelationId" => a => Do(() => scope!.State.CorrelationId = NullableText(a, 0)),
        "getWorkflowInstanceName" => _ => ToJs(engine, scope!.State.Name),
        "setWorkflowInstanceName" => a => Do(() => scope!.State.Name = NullableText(a, 0)),
        "getWorkflowInstanceId" => _ => ToJs(engine, scope!.State.InstanceId),
        "getWorkflowDefinitionId" => _ => ToJs(engine, scope!.Definition.Definition.DefinitionId),
        "getWorkflowDefinitionVersionId" => _ => ToJs(engine, scope!.Definition.Definition.Id),
        "getWorkflowDefinitionVersion" => _ => ToJs(engine, (long)scope!.Definition.Definition.Version),
        "setOutcome" when outcomes is not null => a => Do(() => { outcomes!.Clear(); outcomes.Add(Text(a, 0)); }),
        "setOutcomes" when outcomes is not null => a => Do(() => { outcomes!.Clear(); outcomes.AddRange(Values.Items(FromJs(engine, a.At(0))).Select(Values.Text)); }),
        "newGuid" or "newGuidString" or "getGuidString" => _ => ToJs(engine, scope!.NewGuid().ToString()),
        "newShortGuid" or "getShortGuid" => _ => ToJs(engine, ScriptFunctions.ShortGuid(scope!.NewGuid())),
        "parseGuid" => a => ToJs(engine, Guid.Parse(Text(a, 0)).ToString()),
        "toJson" => a => ToJs(engine, Values.ToJson(FromJs(engine, a.At(0)))?.ToJsonString(Values.Json) ?? "null"),
        ScriptTemplates.Part => a => TemplatePart(a.At(0)),
        "isNullOrWhiteSpace" => a => string.IsNullOrWhiteSpace(NullableText(a, 0)) ? JsBoolean.True : JsBoolean.False,
        "isNullOrEmpty" => a => string.IsNullOrEmpty(NullableText(a, 0)) ? JsBoolean.True : JsBoolean.False,
        "stringToBase64" => a => ToJs(engine, Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(a, 0)))),
        "stringFromBase64" => a => ToJs(engine, Encoding.UTF8.GetString(Convert.FromBase64String(Text(a, 0)))),
        "bytesToString" => a => ToJs(engine, Encoding.UTF8.GetString(ScriptFunctions.Bytes(FromJs(engine, a.At(0))))),
        "bytesFromString" => a => ToJs(engine, new JsonArray([.. Encoding.UTF8.GetBytes(Text(a, 0)).Select(b => (JsonNode)(int)b)])),
        "bytesToBase64" => a => ToJs(engine, Convert.ToBase64String(ScriptFunctions.Bytes(FromJs(engine, a.At(0))))),
        "bytesFromBase64" => a => ToJs(engine, new JsonArray([.. Convert.FromBase64String(Text(a, 0)).Select(b => (JsonNode)(int)b)])),
        _ => null,
    };

    // A template puts its parts together in one step, however long they are.
    JsString TemplatePart(JsValue value)
    {
        var text = TypeConverter.ToString(value);
        if ((templated += text.Length) > limits.ScriptMemory / sizeof(char)) throw new ExpressionException("JavaScript over its limits: templates make too much text.", null);
        return new JsString(text);
    }

    static JsValue Do(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    JsValue SetVariable(JintEngine engine, string name, JsValue value)
    {
        scope!.SetVariable(name, FromJs(engine, value));
        if (engine.GetValue("variables") is ObjectInstance lent && lent.HasProperty(name)) lent.Set(name, value);
        return JsValue.Undefined;
    }

    static Dictionary<string, JsValue> LendVariables(JintEngine engine, ScriptFacts facts, Scope inScope)
    {
        var container = new JsObject(engine);
        var seen = new Dictionary<string, JsValue>(StringComparer.Ordinal);
        foreach (var name in facts.VariableMembers)
        {
            if (!inScope.HasVariable(name)) continue;
            var value = ToJs(engine, inScope.GetVariable(null, name));
            container.Set(name, value);
            seen[name] = value;
        }

        engine.SetValue("variables", container);
        return seen;
    }

    static void TakeVariables(JintEngine engine, Dictionary<string, JsValue> seen, Scope inScope)
    {
        if (engine.GetValue("variables") is not ObjectInstance container) return;
        foreach (var property in container.GetOwnProperties())
        {
            var name = property.Key.ToString();
            var now = container.Get(property.Key);
            // Scalars that are the same need no write; objects may have been changed inside.
            if (seen.TryGetValue(name, out var before) && ReferenceEquals(before, now) && now is not ObjectInstance) continue;
            inScope.SetVariable(name, FromJs(engine, now));
        }
    }

    static string Text(JsValue[] a, int i) => a.At(i).IsUndefined() || a.At(i).IsNull() ? "" : TypeConverter.ToString(a.At(i));

    static string? NullableText(JsValue[] a, int i) => a.At(i).IsUndefined() || a.At(i).IsNull() ? null : TypeConverter.ToString(a.At(i));

    /// <summary>A workflow value as a script sees it. Objects and arrays are copies: changing them changes no variable.</summary>
    public static JsValue ToJs(JintEngine engine, object? value)
    {
        switch (value)
        {
            case null: return JsValue.Null;
            case string s: return new JsString(s);
            case bool b: return b ? JsBoolean.True : JsBoolean.False;
            case long l: return JsNumber.Create(l);
            case int i: return JsNumber.Create(i);
            case double d: return JsNumber.Create(d);
            case decimal m: return JsNumber.Create((double)m);
            case JsonArray array: return new JsArray(engine, [.. array.Select(n => ToJs(engine, Values.FromJson(n)))]);
            case JsonObject o:
                var made = new JsObject(engine);
                foreach (var (key, child) in o) made.Set(key, ToJs(engine, Values.FromJson(child)));
                return made;
            case JsonNode node: return ToJs(engine, Values.FromJson(node));
            case DateTimeOffset or DateTime: return JsValue.FromObject(engine, Values.ToMoment(value)!.Value.UtcDateTime);
            default: return new JsString(Values.Text(value));
        }
    }

    /// <summary>A script's value as a workflow value; undefined becomes null, dates become ISO text.</summary>
    /// <exception cref="ExpressionException">It nests deeper than 32 levels, or has more parts or longer texts than a script may hand over.</exception>
    public static object? FromJs(JintEngine engine, JsValue value) => FromJs(engine, value, 0, new ScriptStructures.Measure());

    static object? FromJs(JintEngine engine, JsValue value, int depth, ScriptStructures.Measure measure)
    {
        if (depth > 32) throw new ExpressionException("JavaScript: the value nests deeper than 32 levels.", null);
        measure.Part();
        switch (value.Type)
        {
            case Types.Undefined or Types.Null or Types.Empty: return null;
            case Types.Boolean: return value.AsBoolean();
            case Types.String:
                var text = value.AsString();
                measure.Text(text);
                return text;
            case Types.Number: return Values.Plain(value.AsNumber());
            case Types.BigInt: return value.ToString();
            case Types.Symbol: return value.ToString();
        }

        if (value is JsDate date) return date.ToDateTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
        if (value is JsArray array)
        {
            measure.Array(array);
            var list = new JsonArray();
            for (uint i = 0; i < array.Length; i++) list.Add(Values.ToJson(FromJs(engine, array.Get(i), depth + 1, measure)));
            return list;
        }

        if (value is Jint.Native.Function.Function) return null;
        if (value is not ObjectInstance o) return value.ToString();
        if (o is not JsObject && o.ToObject() is { } wrapped and (string or double or bool)) return Values.Plain(wrapped);
        var made = new JsonObject();
        foreach (var (key, property) in o.GetOwnProperties())
        {
            if (!property.Enumerable || !key.IsString()) continue;
            var child = o.Get(key);
            if (child is Jint.Native.Function.Function) continue;
            made[key.ToString()] = Values.ToJson(FromJs(engine, child, depth + 1, measure));
        }

        return made;
    }
}

/// <summary>The burst's moment as the clock of its scripts, so that a replay sees the same; time zone UTC.</summary>
sealed class BurstTime(DateTimeOffset now) : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
{
    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>An expression failed while it ran; the message is fit for the lead.</summary>
sealed class ExpressionException(string message, Exception? inner) : Exception(message, inner);
