using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Definitions;

/// <summary>One pass over a definition: builds its nodes and gathers every problem.</summary>
sealed partial class Compilation(ActivityCatalog catalog, DefinitionSources others)
{
    const int MaxActivities = 2_000;
    const int MaxDepth = 40;

    readonly List<string> workflowsOpen = [];
    readonly List<(CompiledNode Node, ScriptExpression Script, string Path)> scripts = [];
    int activities;

    public List<Problem> Problems { get; } = [];

    /// <summary>True when an expression reads outputs of earlier activities.</summary>
    public bool ReadsOutputs { get; private set; }

    void Error(string path, string code, string message) => Problems.Add(new Problem(Severity.Error, path, code, message));

    void Warning(string path, string code, string message) => Problems.Add(new Problem(Severity.Warning, path, code, message));

    /// <summary>Compiles a whole definition; null when it has no usable root.</summary>
    public CompiledNode? Workflow(Definition definition)
    {
        Problems.AddRange(definition.ReadProblems);
        var node = WorkflowNode(definition, null, "$", 0);
        foreach (var (place, script, path) in scripts) CheckNames(place, script, path);
        return node;
    }

    CompiledNode? WorkflowNode(Definition definition, CompiledNode? parent, string path, int depth)
    {
        var key = definition.Id;
        if (workflowsOpen.Contains(key))
        {
            Error(path, "workflow.cycle", $"Workflow '{definition.DefinitionId}' contains itself.");
            return null;
        }

        workflowsOpen.Add(key);
        var node = new CompiledNode { Id = "Workflow1", Type = "Elsa.Workflow", Activity = BuiltIn.Workflow, Path = path, Parent = parent, Workflow = definition };
        node.Variables = Variables(definition.Variables, path == "$" ? "$.variables" : path);
        if (path == "$")
        {
            CheckDeclared("inputs", "input", [.. definition.Inputs.Select(i => (i.Name, i.TypeName))]);
            CheckDeclared("outputs", "output", [.. definition.Outputs.Select(o => (o.Name, o.TypeName))]);
        }

        if (definition.Root.Count > 0)
        {
            var root = Activity(definition.Root, node, path == "$" ? "$.root" : path, depth);
            if (root is not null) Attach(node, "root", root);
        }

        node.Id = $"Workflow{1 + Numbers(node).DefaultIfEmpty(0).Max()}";
        if (path == "$") CheckTwice(node);
        workflowsOpen.RemoveAt(workflowsOpen.Count - 1);
        return node.Children.Count == 0 ? null : node;
    }

    // Elsa names a workflow that holds others after them: the innermost one is Workflow1.
    static IEnumerable<int> Numbers(CompiledNode workflow) =>
        CompiledDefinition.Walk(workflow).Where(n => n.Workflow is not null && n != workflow).Select(n => int.Parse(n.Id.AsSpan("Workflow".Length), System.Globalization.CultureInfo.InvariantCulture));

    static void Attach(CompiledNode parent, string port, CompiledNode child)
    {
        child.Index = parent.Children.Count;
        parent.Children.Add(child);
        if (!parent.Ports.TryGetValue(port, out var list)) parent.Ports[port] = list = [];
        list.Add(child);
    }

    CompiledVariable[] Variables(IReadOnlyList<VariableDefinition> variables, string path)
    {
        var made = new CompiledVariable[variables.Count];
        for (var i = 0; i < made.Length; i++)
        {
            var v = variables[i];
            var type = DataType.Parse(v.TypeName, v.IsArray);
            if (!type.IsKnown) Warning($"{path}[{i}].typeName", "variable.type", $"Type '{v.TypeName}' of variable '{v.Name}' is unknown; it is kept as an object.");
            if (v.StorageDriver is { Length: > 0 } driver && !KnownDriver(driver))
            {
                Error($"{path}[{i}].storageDriverTypeName", "variable.driver", $"Storage driver '{driver}' of variable '{v.Name}' is not supported.");
            }

            var value = Values.FromJson(v.Value);
            object? initial = null;
            try
            {
                // Without a value a variable is null, whatever its type; white space is none (Elsa).
                initial = value is string text && string.IsNullOrWhiteSpace(text) ? null : Values.ConvertTo(value, type);
            }
            catch (OverflowException e)
            {
                Error($"{path}[{i}].value", "variable.value", $"The value of variable '{v.Name}' does not fit its type: {e.Message}");
            }

            made[i] = new CompiledVariable(v.Id, v.Name, type, initial, i);
        }

        return made;
    }

    void CheckDeclared(string list, string what, IReadOnlyList<(string Name, string TypeName)> declared)
    {
        for (var i = 0; i < declared.Count; i++)
        {
            var (name, type) = declared[i];
            if (!DataType.Parse(type).IsKnown) Warning($"$.{list}[{i}].type", $"{what}.type", $"Type '{type}' of {what} '{name}' is unknown; it is kept as an object.");
            if (declared.Take(i).Any(d => d.Name == name)) Warning($"$.{list}[{i}]", $"{what}.twice", $"The {what} '{name}' is declared twice.");
        }
    }

    static bool KnownDriver(string name)
    {
        var plain = name.Split(',')[0].Trim();
        plain = plain[(plain.LastIndexOf('.') + 1)..];
        return plain is "WorkflowInstanceStorageDriver" or "WorkflowStorageDriver" or "MemoryStorageDriver" or "WorkflowInstance" or "Workflow" or "Memory";
    }

    CompiledNode? Activity(JsonObject json, CompiledNode parent, string path, int depth)
    {
        if (depth > MaxDepth)
        {
            Error(path, "activity.depth", $"Activities nest deeper than {MaxDepth} levels.");
            return null;
        }

        if (++activities > MaxActivities)
        {
            if (activities == MaxActivities + 1) Error(path, "activity.count", $"More than {MaxActivities} activities.");
            return null;
        }

        var type = JsonText.Text(json, "type") ?? JsonText.Text(json, "typeName");
        if (string.IsNullOrWhiteSpace(type))
        {
            Error(path, "activity.type", "The activity has no type.");
            return null;
        }

        var id = JsonText.Text(json, "id") ?? JsonText.Text(json, "activityId");
        if (string.IsNullOrWhiteSpace(id))
        {
            // Elsa gives ids to activities without one; here the place serves.
            id = $"{type[(type.LastIndexOf('.') + 1)..]}{activities}";
            Warning(path, "activity.id", $"The activity of type '{type}' has no id; '{id}' is used.");
        }

        return Called(json, type) is { } called
            ? WorkflowActivity(json, parent, path, depth, id, type, called)
            : Plain(json, parent, path, depth, id, type);
    }

    CompiledNode? Plain(JsonObject json, CompiledNode parent, string path, int depth, string id, string type)
    {
        var version = JsonText.Number(json, "version") ?? 1;
        var activity = catalog.Find(type, version);
        if (activity is null)
        {
            var wanted = JsonText.Text(json, "workflowDefinitionId");
            if (wanted is not null) Error($"{path}.workflowDefinitionId", "workflow.unknown", $"Workflow definition '{wanted}' is unknown.");
            else Error($"{path}.type", "activity.unknown", $"Activity type '{type}' is unknown.");
            return null;
        }

        if (version > 0 && !catalog.HasVersion(type, version))
        {
            Warning($"{path}.version", "activity.version", $"Version {version} of '{type}' is unknown; version {activity.Declaration.Version} is used.");
        }

        var custom = JsonText.Get(json, "customProperties") as JsonObject;
        var node = new CompiledNode
        {
            Id = id,
            Name = JsonText.Text(json, "name"),
            Type = type,
            Activity = activity,
            Path = path,
            Parent = parent,
            CanStart = JsonText.Flag(custom, "canStartWorkflow") ?? JsonText.Flag(json, "canStartWorkflow") ?? false,
            Merge = Merge(custom, path),
        };
        if ((JsonText.Flag(custom, "runAsynchronously") ?? JsonText.Flag(json, "runAsynchronously")) == true)
        {
            node.RunsInBackground = activity.Declaration.Kind == ActivityKind.Task;
            if (!node.RunsInBackground)
            {
                Warning($"{path}.customProperties.runAsynchronously", "activity.background", $"'{id}' asks to run in the background, which its type never does; in Elsa neither.");
            }
        }

        if (activity is ContainerActivity { IsScope: true })
        {
            var problems = new List<Problem>();
            var declared = DefinitionReader.Variables(JsonText.Get(json, "variables"), $"{path}.variables", problems);
            Problems.AddRange(problems);
            node.Variables = Variables(declared, $"{path}.variables");
        }

        node.Inputs = Inputs(json, node, activity.Declaration.Inputs, path);
        node.Outputs = Outputs(json, node, activity.Declaration.Outputs, path);
        Ports(json, node, path, depth);
        if (activity is Flowchart) node.Graph = Graph(json, node, path);
        else if (activity is RunJavaScript) Prepare(node, path);
        else if (activity is Cron) CheckCron(node, path);
        else if (activity is FlowSwitch) node.Cases = Cases(json, node, path, depth, embedded: false);
        if (node.CanStart && activity.Declaration.Kind == ActivityKind.Trigger) CheckTrigger(node, path);
        CheckCommit(custom, $"{path}.customProperties");
        return node;
    }

    // What starts instances is read when the definition is published: nothing runs then that could compute it.
    void CheckTrigger(CompiledNode node, string path)
    {
        foreach (var input in node.Inputs)
        {
            var at = $"{path}.{Camel(input.Declaration.Name)}";
            if (input.Declaration.Name is not ("EventName" or "Interval" or "CronExpression" or "DateTime")) continue;
            if (!input.Expression.IsConstant) Error(at, "trigger.computed", $"'{node.Id}' starts instances: its {Camel(input.Declaration.Name)} must be a literal.");
            else if (node.Activity is Activities.Timer && Values.To<TimeSpan>(((LiteralExpression)input.Expression).Value) <= TimeSpan.Zero)
            {
                Error(at, "trigger.interval", $"'{node.Id}' starts instances: its interval must be longer than nothing.");
            }
            else if (node.Activity is Cron && string.IsNullOrWhiteSpace(Values.Text(((LiteralExpression)input.Expression).Value)))
            {
                Error(at, "input.required", $"'{node.Id}' starts instances: it needs a cron expression.");
            }
        }
    }

    void CheckCommit(JsonObject? custom, string path)
    {
        if (JsonText.Text(custom, "commitStrategyName") is { Length: > 0 } name && name != "Default")
        {
            Error($"{path}.commitStrategyName", "strategy.commit", $"Commit strategy '{name}' is not run: a burst is stored as one transaction.");
        }
    }

    void Prepare(CompiledNode node, string path)
    {
        if (node.Input("Script") is not { Expression: LiteralExpression { Value: { } value } } || string.IsNullOrWhiteSpace(Values.Text(value))) return;
        node.Prepared = ScriptExpression.TryParse(Values.Text(value), out var problem);
        if (node.Prepared is null) Error($"{path}.script", "expression.script", $"The script does not parse: {problem}");
        else Note(node, node.Prepared, $"{path}.script");
    }

    void CheckCron(CompiledNode node, string path)
    {
        if (node.Input("CronExpression") is not { Expression: LiteralExpression { Value: string text } } || string.IsNullOrWhiteSpace(text)) return;
        try
        {
            Cron.Parse(text);
        }
        catch (Cronos.CronFormatException e)
        {
            Error($"{path}.cronExpression", "cron.syntax", $"'{text}' is no cron expression: {e.Message}");
        }
    }

    MergeMode Merge(JsonObject? custom, string path)
    {
        var text = JsonText.Text(custom, "mergeMode");
        if (string.IsNullOrEmpty(text) || text.Equals("None", StringComparison.OrdinalIgnoreCase)) return MergeMode.Stream;
        if (Enum.TryParse<MergeMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode)) return mode;
        Error($"{path}.customProperties.mergeMode", "merge.unknown", $"Merge mode '{text}' is none of Stream, Merge, Converge, Cascade, Race.");
        return MergeMode.Stream;
    }

    void Ports(JsonObject json, CompiledNode node, string path, int depth)
    {
        foreach (var port in node.Activity.Declaration.Ports)
        {
            if (node.Activity is Switch && port.Name == "cases")
            {
                node.Cases = Cases(json, node, path, depth, embedded: true);
                continue;
            }

            var value = JsonText.Get(json, port.Name);
            if (value is null) continue;
            if (port.IsList)
            {
                var items = JsonText.List(value);
                for (var i = 0; i < items.Count; i++)
                {
                    if (items[i] is JsonObject child) Embed(child, node, port.Name, $"{path}.{port.Name}[{i}]", depth);
                }
            }
            else if (value is JsonObject child)
            {
                Embed(child, node, port.Name, $"{path}.{port.Name}", depth);
            }
            else
            {
                Error($"{path}.{port.Name}", "port.value", $"'{port.Name}' must hold an activity.");
            }
        }
    }

    CompiledNode? Embed(JsonObject json, CompiledNode parent, string port, string path, int depth)
    {
        var child = Activity(json, parent, path, depth + 1);
        if (child is not null) Attach(parent, port, child);
        return child;
    }

    CompiledCase[] Cases(JsonObject json, CompiledNode node, string path, int depth, bool embedded)
    {
        var items = JsonText.List(JsonText.Get(json, "cases"));
        var cases = new List<CompiledCase>();
        for (var i = 0; i < items.Count; i++)
        {
            var at = $"{path}.cases[{i}]";
            if (items[i] is not JsonObject o) continue;
            var label = JsonText.Text(o, "label") ?? "";
            var body = embedded && JsonText.Get(o, "activity") is JsonObject child ? Embed(child, node, "cases", $"{at}.activity", depth) : null;
            var condition = JsonText.Get(o, "condition") as JsonObject;
            // Old exports wrap the condition like an input.
            var expression = JsonText.Get(condition, "expression") as JsonObject ?? condition;
            cases.Add(new CompiledCase(label, ParseExpression(expression, DataType.Boolean, node, $"{at}.condition"), body));
        }

        return [.. cases];
    }

    void CheckTwice(CompiledNode workflow)
    {
        foreach (var twice in CompiledDefinition.Walk(workflow).GroupBy(n => (n.Parent, n.Id)).Where(g => g.Count() > 1))
        {
            Error(twice.Last().Path, "activity.twice", $"Activity id '{twice.Key.Id}' occurs {twice.Count()} times in its container.");
        }

        foreach (var twice in CompiledDefinition.Walk(workflow).Where(n => n.Path.Length > 1).GroupBy(n => n.Id).Where(g => g.Select(n => n.Parent).Distinct().Count() > 1 && g.All(n => n.Workflow is null)))
        {
            if (twice.Select(WorkflowOf).Distinct().Count() < twice.Count())
            {
                Warning(twice.Last().Path, "activity.twice.elsewhere", $"Activity id '{twice.Key}' occurs in several containers; events by activity id meet the first.");
            }
        }
    }

    static CompiledNode WorkflowOf(CompiledNode node)
    {
        var at = node;
        while (at.Workflow is null && at.Parent is not null) at = at.Parent;
        return at;
    }
}
