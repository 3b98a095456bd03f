using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Definitions;

/// <summary>The checker finds every problem at once, each with its path and a stable code.</summary>
public sealed class CheckTests
{
    static JsonObject Connection(string source, string target, string port = "Done") => new()
    {
        ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
    };

    static JsonObject Chart(JsonArray connections, params JsonObject[] activities) => Node("Flowchart", "F1", ("activities", List(activities)), ("connections", connections));

    public static TheoryData<string, string, string> Broken()
    {
        var data = new TheoryData<string, string, string>();
        void Add(JsonObject workflow, string code, string path) => data.Add(code, path, workflow.ToJsonString());
        Add(Workflow(Sequence("S", Line("a"), Node("Acme.Nothing", "x"))), "activity.unknown", "$.root.activities[1].type");
        Add(Workflow(Chart([Connection("a", "nowhere")], Line("a"))), "connection.dangling", "$.root.connections[0].target");
        Add(Workflow(Chart([Connection("nowhere", "a")], Line("a"))), "connection.dangling", "$.root.connections[0].source");
        Add(Workflow(Sequence("S", Line("a"), Line("a"))), "activity.twice", "$.root.activities[1]");
        Add(Workflow(LineJs("a", "1 +")), "expression.script", "$.root.text.expression.value");
        Add(Workflow(Node("WriteLine", "a", ("text", Input("String", "CSharp", "1")))), "expression.unknown", "$.root.text.expression.type");
        Add(Workflow(Node("WriteLine", "a", ("text", Input("String", "Liquid", "{% if %}")))), "expression.liquid", "$.root.text.expression.value");
        Add(Workflow(Node("WriteLine", "a", ("text", Input("String", "Variable", new JsonObject { ["id"] = "v9", ["name"] = "Nope" })))), "variable.unknown", "$.root.text.expression.value");
        Add(Workflow(Node("WriteLine", "a", ("text", Input("String", "Input", new JsonObject { ["name"] = "Nope" })))), "input.unknown", "$.root.text.expression.value");
        Add(Workflow(Node("WriteLine", "a", ("text", Input("Object", "Object", "{broken")))), "expression.json", "$.root.text.expression.value");
        Add(Workflow(Set("s", "Nope", "1")), "variable.unknown", "$.root.variable");
        Add(Workflow(Node("Event", "e")), "input.required", "$.root.eventName");
        Add(Workflow(Join("j", "WaitSome")), "input.option", "$.root.mode");
        Add(Workflow(Merge(Line("a"), "Sideways")), "merge.unknown", "$.root.customProperties.mergeMode");
        Add(Workflow(Node("Cron", "c", ("cronExpression", Literal("every day")))), "cron.syntax", "$.root.cronExpression");
        Add(Workflow(Node("RunJavaScript", "r", ("script", Literal("let let")))), "expression.script", "$.root.script");
        Add(Workflow(Line("a"), Variable("X", "String", null, "Acme.RedisStorageDriver, Acme")), "variable.driver", "$.variables[0].storageDriverTypeName");
        Add(Workflow(Line("a"), Variable("X", "Int32", 99_999_999_999)), "variable.value", "$.variables[0].value");
        Add(Workflow(Line("a"), Variable("X", "String"), Variable("X", "String")), "variable.twice", "$.variables[1]");
        Add(Workflow(If("i", "true", Node("Acme.Nothing", "x"))), "activity.unknown", "$.root.then.type");
        Add(Workflow(Line("a")).With("options", new JsonObject { ["incidentStrategyType"] = "Acme.PanicStrategy, Acme" }), "strategy.unknown", "$.options.incidentStrategyType");
        Add(Workflow(Line("a")).With("customProperties", new JsonObject { ["flowchartMode"] = "quantum" }), "mode.unknown", "$.customProperties.flowchartMode");
        Add(Workflow(Node("Elsa.RunTask", "t", ("taskName", Literal("x")), ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "nowhere" } }))), "output.unknown", "$.root.result.memoryReference.id");
        Add(Workflow(Node("Any.Sub", "s", ("workflowDefinitionId", "missing"))), "workflow.unknown", "$.root.workflowDefinitionId");
        Add(Workflow(Node("If", "i", ("condition", Js("true", "Boolean")), ("then", JsonValue.Create("x")))), "port.value", "$.root.then");
        return data;
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Check_BrokenDefinition_NamesCodeAndPath(string code, string path, string json)
    {
        var (definition, read) = DefinitionReader.Read(json);
        var problems = definition is null ? read : DefinitionChecker.Check(definition, Catalog);
        Assert.Contains(problems, p => p.IsError && p.Code == code && p.JsonPath == path);
    }

    [Theory]
    [InlineData("", "json.syntax")]
    [InlineData("{", "json.syntax")]
    [InlineData("[]", "json.object")]
    [InlineData("null", "json.object")]
    [InlineData("{\"id\":\"a\",\"id\":\"b\"}", "json.syntax")]
    [InlineData("{\"id\":\"a\"}", "definition.root")]
    [InlineData("{\"root\":{}}", "definition.id")]
    public void Read_TextThatIsNoDefinition_SaysWhy(string json, string code) => Assert.Contains(DefinitionReader.Read(json).Problems, p => p.IsError && p.Code == code);

    [Fact]
    public void Check_SeveralProblems_ReportsAll()
    {
        var problems = Check(Workflow(Chart([Connection("a", "zz"), Connection("yy", "a")], Line("a"), Node("Acme.One", "o"), LineJs("c", "(("))));
        Assert.Equal(["activity.unknown", "connection.dangling", "connection.dangling", "expression.script"], problems.Where(p => p.IsError).Select(p => p.Code).Order());
    }

    [Fact]
    public void Check_SoundDefinition_FindsNothing() => Assert.Empty(Check(Workflow(Flowchart("a>b b>c", Line("a"), Decision("b", "true"), Line("c"))).With("root.connections", new JsonArray(Connection("a", "b"), Connection("b", "c", "True")))));

    [Fact]
    public void Check_ConnectionFromUnknownPort_Warns() =>
        Assert.Contains(Check(Workflow(Chart([Connection("a", "b", "Maybe")], Line("a"), Line("b")))), p => p.Code == "connection.port" && !p.IsError);

    [Fact]
    public void Check_ScriptNamesUnknownVariable_Warns() =>
        Assert.Contains(Check(Workflow(LineJs("a", "variables.Nope + getVariable('Never')"))), p => p.Code == "script.variable" && !p.IsError);

    [Fact]
    public void Check_ActivityThatAsksForTheBackground_IsTold()
    {
        // Elsa runs activities of kind Task in the background, and passes the wish over where the kind is another.
        var line = Line("a");
        line["customProperties"]!["runAsynchronously"] = true;
        Assert.Equal(("activity.background", false), Assert.Single(Check(Workflow(line))) is var p ? (p.Code, p.IsError) : default);
        var call = Node("ExecuteWorkflow", "c", ("workflowDefinitionId", Input("String", "JavaScript", "'x'")));
        call["customProperties"]!["runAsynchronously"] = true;
        Assert.DoesNotContain(Check(Workflow(call)), q => q.Code == "activity.background");
    }

    [Theory]
    [InlineData("SingletonStrategy", ActivationStrategy.Singleton)]
    [InlineData("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", ActivationStrategy.CorrelatedSingleton)]
    [InlineData("Elsa.Workflows.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Core", ActivationStrategy.Correlation)]
    [InlineData("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", ActivationStrategy.AllowAlways)]
    [InlineData(null, ActivationStrategy.AllowAlways)]
    public void Read_ActivationStrategy_IsKnownByItsTypeName(string? type, ActivationStrategy expected)
    {
        var json = Workflow(Line("a")).With("options", new JsonObject { ["activationStrategyType"] = type });
        Assert.Empty(Check(json));
        Assert.Equal(expected, Read(json).Activation);
    }

    [Fact]
    public void Check_StrategiesThatAreNotRun_AreErrorsWithTheirPath()
    {
        var line = Line("a");
        line["customProperties"]!["commitStrategyName"] = "always";
        var problems = Check(Workflow(line).With("options", new JsonObject { ["activationStrategyType"] = "Acme.LuckyStrategy, Acme", ["commitStrategyName"] = "WorkflowExecuting" }));
        Assert.Equal(
            [("strategy.activation", "$.options.activationStrategyType"), ("strategy.commit", "$.options.commitStrategyName"), ("strategy.commit", "$.root.customProperties.commitStrategyName")],
            problems.Where(p => p.IsError).Select(p => (p.Code, p.JsonPath)).Order());
    }

    [Theory]
    [InlineData("Timer", "interval", "TimeSpan", "JavaScript", "'00:01:00'", "trigger.computed")]
    [InlineData("Timer", "interval", "TimeSpan", "Literal", "00:00:00", "trigger.interval")]
    [InlineData("Cron", "cronExpression", "String", "Literal", "", "input.required")]
    [InlineData("Event", "eventName", "String", "JavaScript", "'a' + 'b'", "trigger.computed")]
    public void Check_TriggerThatCouldNeverStart_IsAnError(string type, string input, string typeName, string expression, string value, string code)
    {
        var node = Node(type, "t", (input, Input(typeName, expression, value)));
        Assert.DoesNotContain(Check(Workflow(Sequence("S", node))), p => p.Code == code);
        node["customProperties"]!["canStartWorkflow"] = true;
        Assert.Contains(Check(Workflow(Sequence("S", node))), p => p.Code == code && p.IsError && p.JsonPath == $"$.root.activities[0].{input}");
    }

    [Fact]
    public void Check_TooManyConnections_IsRefused() =>
        Assert.Contains(Check(Workflow(Chart([.. Enumerable.Range(0, 5_100).Select(i => Connection("a", "a", "p" + i))], Line("a")))), p => p.Code == "connection.count");

    [Fact]
    public void Check_WorkflowThatContainsItself_IsRefused()
    {
        var self = Named("loop", Node("Any.Loop", "x", ("workflowDefinitionId", "loop")));
        var definition = Read(self);
        Assert.Contains(DefinitionChecker.Check(definition, Catalog, DefinitionSources.Of([definition])), p => p.Code == "workflow.cycle");
    }

    [Theory]
    [InlineData(45)]
    [InlineData(60)]
    public void Check_DeepNesting_IsRefusedNotACrash(int depth)
    {
        var node = Line("x");
        for (var i = 0; i < depth; i++) node = Node("FlowNode", "n" + i, ("body", node));
        Assert.Contains(Check(Workflow(node)), p => p.Code is "activity.depth" or "json.syntax");
    }

    [Fact]
    public void Check_WorkflowsNestedTooDeep_AreRefused()
    {
        var chain = Enumerable.Range(0, 30).Select(i => Read(Named("w" + i, i == 29 ? Line("x") : Node("Any.Sub", "s", ("workflowDefinitionId", "w" + (i + 1)))))).ToList();
        Assert.Contains(DefinitionChecker.Check(chain[0], Catalog, DefinitionSources.Of(chain)), p => p.Code == "activity.depth");
        Assert.DoesNotContain(DefinitionChecker.Check(chain[20], Catalog, DefinitionSources.Of(chain)), p => p.IsError);
    }

    [Fact]
    public void Check_TooManyActivities_IsRefused() =>
        Assert.Contains(Check(Workflow(Sequence("S", [.. Enumerable.Range(0, 2_500).Select(i => Line("a" + i))]))), p => p.Code == "activity.count");

    [Fact]
    public void Check_ScriptWithDeepBrackets_IsRefusedNotACrash() =>
        Assert.Contains(Check(Workflow(LineJs("a", new string('(', 50_000) + new string(')', 50_000)))), p => p.Code == "expression.script");

    [Fact]
    public void Check_VersionUnknown_WarnsAndUsesTheNewest()
    {
        var line = Line("a");
        line["version"] = 7;
        var problem = Assert.Single(Check(Workflow(line)));
        Assert.Equal(("activity.version", false), (problem.Code, problem.IsError));
    }

    [Theory]
    [InlineData("TimeSpan", "a day", true)]
    [InlineData("TimeSpan", "PT0S", false)]
    [InlineData("TimeSpan", "00:00:00", false)]
    [InlineData("TimeSpan", "1.02:00:00", false)]
    public void Check_LiteralThatIsNotOfItsType_IsAWarning(string type, string text, bool warns) =>
        Assert.Equal(warns, Check(Workflow(Node("Delay", "d", ("timeSpan", Literal(text, type))))).Any(p => p.Code == "input.conversion" && !p.IsError && p.JsonPath == "$.root.timeSpan.expression"));

    [Theory]
    [InlineData("two", true)]
    [InlineData("0", false)]
    [InlineData("-0", false)]
    [InlineData("0x0", false)]
    [InlineData("7", false)]
    public void Check_LiteralThatIsNoNumber_IsAWarning(string text, bool warns) =>
        Assert.Equal(warns, Check(Workflow(Node("For", "f", ("start", Literal(text, "Int32")), ("end", Literal(3, "Int32"))))).Any(p => p.Code == "input.conversion" && !p.IsError));

    [Fact]
    public void Check_ActivityThatNoConnectionReaches_IsAWarning()
    {
        var problems = Check(Workflow(Flowchart("a>b d>e", Line("a"), Line("b"), Line("c"), Line("d"), Line("e"), Event("t").With("customProperties.canStartWorkflow", true), Line("g"))));
        Assert.Equal(["$.root.activities[0]", "$.root.activities[2]", "$.root.activities[3]", "$.root.activities[6]"], problems.Where(p => p.Code == "activity.unreached").Select(p => p.JsonPath));
        Assert.DoesNotContain(problems, p => p.IsError);
    }

    [Fact]
    public void Check_InputsAndOutputsOfUnknownTypesOrDeclaredTwice_AreWarnings()
    {
        static System.Text.Json.Nodes.JsonArray Two(string type) =>
            [new System.Text.Json.Nodes.JsonObject { ["name"] = "x", ["type"] = type }, new System.Text.Json.Nodes.JsonObject { ["name"] = "x", ["type"] = "String" }];
        var problems = Check(Workflow(Line("a")).With("inputs", Two("Banana")).With("outputs", Two("Pear")));
        Assert.Equal(["input.type", "input.twice", "output.type", "output.twice"], problems.Select(p => p.Code));
        Assert.All(problems, p => Assert.False(p.IsError));
    }
}
