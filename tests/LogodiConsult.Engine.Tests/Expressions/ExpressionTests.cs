using System.Text.Json.Nodes;
using LogodiConsult.Engine.Execution;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Expressions;

/// <summary>Expressions as a line of text shows them, and the conversions around them.</summary>
public sealed class ExpressionTests
{
    static async Task<string> LineAsync(JsonObject text, params JsonObject[] variables)
    {
        var workflow = Workflow(Sequence("S", Node("WriteLine", "w", ("text", text))), variables);
        workflow["inputs"] = List(new JsonObject { ["name"] = "Who", ["type"] = "String" }, new JsonObject { ["name"] = "Many", ["type"] = "Int32" }, new JsonObject { ["name"] = "Unset", ["type"] = "Int32" });
        var run = await RunAsync(FlowchartMode.Counter, [workflow], new JsonObject { ["Who"] = "ann", ["Many"] = "3" });
        return run.Main.State.Incidents.Count > 0 ? "incident" : run.Lines();
    }

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("5 / 2", "2.5")]
    [InlineData("true", "True")]
    [InlineData("null", "")]
    [InlineData("undefined", "")]
    [InlineData("[1,'a',true]", "[1,\"a\",true]")]
    [InlineData("({a:1,b:{c:'x'}})", "{\"a\":1,\"b\":{\"c\":\"x\"}}")]
    [InlineData("new Date(0)", "1970-01-01T00:00:00Z")]
    [InlineData("'a'.repeat(3) + 'b'.padStart(3, '-')", "aaa--b")]
    [InlineData("return 'returned'", "returned")]
    [InlineData("const a = 1; const b = 2; a + b", "3")]
    [InlineData("let s = 0; for (const i of [1,2,3]) s += i; s", "6")]
    [InlineData("getInput('Who') + getInput('who')", "annann")]
    [InlineData("getWho() + getMany()", "ann3")]
    [InlineData("getMany() + 1", "31")]
    [InlineData("'' + getUnset()", "null")]
    [InlineData("getName() + variables.Name", "nana")]
    [InlineData("getVariable('Name')", "na")]
    [InlineData("setName('x'); getName()", "x")]
    [InlineData("setVariable('Name', 'y'); variables.Name + getName()", "yy")]
    [InlineData("variables.Name = 'z'; 1", "1")]
    [InlineData("setVariable('New', 5); getVariable('New')", "5")]
    [InlineData("getWorkflowInstanceId() + getWorkflowDefinitionId() + getWorkflowDefinitionVersion()", "i1test1")]
    [InlineData("setCorrelationId('c'); getCorrelationId()", "c")]
    [InlineData("setWorkflowInstanceName('n'); getWorkflowInstanceName()", "n")]
    [InlineData("toJson({a:[1]})", "{\"a\":[1]}")]
    [InlineData("newGuid().length + newGuidString().length", "72")]
    [InlineData("isNullOrWhiteSpace(' ') && isNullOrEmpty(null) && !isNullOrEmpty('x')", "True")]
    [InlineData("stringFromBase64(stringToBase64('한글 ñ'))", "한글 ñ")]
    [InlineData("bytesToString(bytesFromString('ab'))", "ab")]
    [InlineData("getList().length + getList()[1]", "2b")]
    [InlineData("getObj().a.b", "deep")]
    [InlineData("new Date().toISOString()", "2026-03-02T14:00:00.000Z")]
    [InlineData("Date.now() === new Date().getTime() && Math.random() !== Math.random()", "True")]
    [InlineData("(async () => 'later')()", "later")]
    public async Task JavaScript_Expression_GivesText(string script, string expected) =>
        Assert.Equal(expected, await LineAsync(Js(script, "String"), Variable("Name", "String", "na"), Variable("List", "String[]", "[\"a\",\"b\"]"), Variable("Obj", "JSON", "{\"a\":{\"b\":\"deep\"}}")));

    [Fact]
    public void JavaScript_BigIntegersThatGrow_AreRefusedByTheCheck() =>
        Assert.Contains(Check(Workflow(LineJs("w", "let x = 3n; for (let i = 0; i < 40; i++) x *= x; x"))), p => p is { Code: "expression.script", IsError: true });

    [Fact]
    public void JavaScript_GeneratorsThatHandOver_AreRefusedByTheCheck() =>
        Assert.Contains(Check(Workflow(LineJs("w", "function* g(n) { if (n > 0) yield* g(n - 1); yield n } g(20000).next().value"))), p => p is { Code: "expression.script", IsError: true });

    [Theory]
    [InlineData("while (true) {}")]
    [InlineData("'x'.repeat(200000000)")]
    [InlineData("'x'.padEnd(1e9)")]
    [InlineData("let s = 'x'; for (;;) s += s")]
    [InlineData("function f() { f() } f()")]
    [InlineData("'x'['rep' + 'eat'](200000000)")]
    [InlineData("Reflect.get('x'.__proto__, 'repeat').call('x', 2e8)")]
    [InlineData("Object.getOwnPropertyDescriptor('x'.__proto__, 'pad' + 'End').value.call('x', 1e9)")]
    [InlineData("const { ['rep' + 'eat']: r } = 'x'.__proto__; r.call('x', 2e8)")]
    [InlineData("new globalThis['Array' + 'Buffer'](2e9).byteLength")]
    [InlineData("BigInt('9'.repeat(900000)) * BigInt('9'.repeat(900000))")]
    [InlineData("globalThis['Big' + 'Int']('9'.repeat(900000)).toString()")]
    [InlineData("new Array(2e8).fill(0).join('x')")]
    [InlineData("Array.from({length: 1e9}).length")]
    [InlineData("/(a+)+$/.test('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')")]
    [InlineData("'a'.repeat(9999).replaceAll('a', 'b'.repeat(9999))")]
    [InlineData("'x'.concat(...Array(1e4).fill('y'.repeat(1e4)))")]
    [InlineData("new ArrayBuffer(2e9).byteLength")]
    [InlineData("new Uint8Array(2e9).length")]
    [InlineData("eval('1')")]
    [InlineData("new Function('return 1')()")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("nowhere.x")]
    [InlineData("const o = {}; o.o = o; o")]
    [InlineData("new Promise(() => {})")]
    [InlineData("let a = []; for (;;) a.push(a.length)")]
    // What calls itself without a call that the script writes.
    [InlineData("const o = { toString() { return o + '' } }; o + ''")]
    [InlineData("const o = { valueOf: () => +o }; +o")]
    [InlineData("const o = { [Symbol.toPrimitive]: () => `${o}` }; `${o}`")]
    [InlineData("const p = new Proxy({}, { get() { return p.x } }); p.x")]
    [InlineData("const o = { toString: () => ({})[o] }; ({})[o]")]
    [InlineData("class A { static [Symbol.hasInstance]() { return 1 instanceof A } } 1 instanceof A")]
    [InlineData("JSON.stringify({ toJSON() { return { a: this } } })")]
    [InlineData("JSON.parse('[1,2]', function () { this[1] = [1, 2]; return 1 })")]
    [InlineData("function* w(i) { for (const x of i) yield x } let g = [1].values(); for (let i = 0; i < 20000; i++) g = w(g); g.next().value")]
    [InlineData("let f = () => 1; for (let i = 0; i < 25000; i++) f = f.bind(null); f()")]
    [InlineData("let i = [1, 2].values(); for (let k = 0; k < 20000; k++) i = i.take(10); i.next().value")]
    [InlineData("let p = {}; for (let i = 0; i < 60000; i++) p = new globalThis['Pro' + 'xy'](p, {}); p.x")]
    // Small, and endless or deep to go through.
    [InlineData("const a = []; a.push(a); a.flat(Infinity)")]
    [InlineData("const a = []; a.push(a, a); a['fl' + 'at'](30)")]
    [InlineData("let a = []; for (let i = 0; i < 40000; i++) a = [a]; a.flat(Infinity).length")]
    [InlineData("let a = []; for (let i = 0; i < 40000; i++) a = [a]; '' + a")]
    [InlineData("let a = []; for (let i = 0; i < 40000; i++) a = [a]; a.toLocaleString()")]
    [InlineData("let a = []; for (let i = 0; i < 40000; i++) a = [a]; JSON.stringify(a)")]
    [InlineData("let a = 1; for (let i = 0; i < 30; i++) a = [a, a]; a")]
    [InlineData("let a = 1; for (let i = 0; i < 30; i++) a = [a, a]; toJson(a)")]
    [InlineData("let a = 1; for (let i = 0; i < 30; i++) a = [a, a]; ('' + a).length")]
    [InlineData("let a = 1; for (let i = 0; i < 30; i++) a = [a, a]; JSON.stringify(a).length")]
    [InlineData("let a = {}; for (let i = 0; i < 30; i++) a = { p: a, q: a }; setVariable('X', a)")]
    [InlineData("Array(1000).fill(Array(1000).fill(Array(1000).fill('x')))")]
    [InlineData("'' + Array(1000).fill(Array(1000).fill(Array(1000).fill('x')))")]
    [InlineData("Array(1000).fill('x'.repeat(100000))")]
    [InlineData("const a = []; a.length = 4294967295; a")]
    [InlineData("const a = []; a.length = 4294967295; a.concat([1])")]
    [InlineData("Array.prototype.join.call({ length: 4294967295 }, '')")]
    [InlineData("'x'.repeat(1000000).match(/x/g).length")]
    public async Task JavaScript_HostileScript_IsAnIncident(string script) => Assert.Equal("incident", await LineAsync(Js(script, "String")));

    [Theory]
    [InlineData("`${", "}`.length")]
    [InlineData("String.raw`${", "}`.length")]
    public async Task JavaScript_TemplateOfManyLongParts_IsAnIncident(string before, string after) =>
        Assert.Equal("incident", await LineAsync(Js($"const b = 'x'.repeat(1000000); {before}{string.Join("}${", Enumerable.Repeat("b", 5_000))}{after}", "String")));

    [Fact]
    public async Task JavaScript_TaggedTemplateOfALongVariable_IsAnIncident() =>
        Assert.Equal("incident", await LineAsync(Js($"String.raw`${{{string.Join("}${", Enumerable.Repeat("getLong()", 2_000))}}}`.length", "String"), Variable("Long", "String", new string('x', 10_000))));

    /// <summary>Its parts are counted, and are what they were.</summary>
    [Theory]
    [InlineData("const a = [1,2], o = {}; `${1}${'b'}${a}${o}${null}${undefined}${true}${(1,2)}${`n${a}`}${(() => 3)()}`", "1b1,2[object Object]nullundefinedtrue2n1,23")]
    [InlineData("const f = (s, ...v) => v.map(x => typeof x).join(''); f`${1}${2}${3}${4}${5}${6}${7}${8}${9}${{}}`", "numbernumbernumbernumbernumbernumbernumbernumbernumberobject")]
    [InlineData("`${1}${2}${3}${4}${5}${6}${7}${8}${Symbol('x')}`", "incident")]
    [InlineData("[[1,[2,[3]]],4].flat(Infinity).join('-') + [1,[2,3]] + [1].concat([2],3) + JSON.stringify({a:[1,{b:'x'}]})", "1-2-3-41,2,31,2,3{\"a\":[1,{\"b\":\"x\"}]}")]
    public async Task JavaScript_GuardedBuiltIns_DoWhatTheyDid(string script, string expected) => Assert.Equal(expected, await LineAsync(Js(script, "String")));

    [Theory]
    [InlineData("{{ Variables.Name }} {{ Input.Who | upcase }}", "na ANN")]
    [InlineData("{% if Variables.Name == 'na' %}yes{% else %}no{% endif %}", "yes")]
    [InlineData("{% for x in Variables.List %}{{ x }};{% endfor %}", "a;b;")]
    [InlineData("{{ WorkflowDefinitionId }}/{{ WorkflowInstanceId }}/{{ Variables.Obj.a.b }}", "test/i1/deep")]
    public async Task Liquid_Template_Renders(string template, string expected) =>
        Assert.Equal(expected, await LineAsync(Input("String", "Liquid", template), Variable("Name", "String", "na"), Variable("List", "String[]", "[\"a\",\"b\"]"), Variable("Obj", "JSON", "{\"a\":{\"b\":\"deep\"}}")));

    [Fact]
    public async Task Liquid_EndlessLoop_IsAnIncident() => Assert.Equal("incident", await LineAsync(Input("String", "Liquid", "{% for i in (1..100000000) %}x{% endfor %}")));

    [Fact]
    public async Task Variable_Expression_ReadsById() =>
        Assert.Equal("na", await LineAsync(Input("String", "Variable", new JsonObject { ["id"] = "v-Name", ["name"] = "Name", ["typeName"] = "String" }), Variable("Name", "String", "na")));

    [Fact]
    public async Task Variable_ExpressionAsText_ReadsById() =>
        Assert.Equal("na", await LineAsync(Input("String", "Variable", "{\"id\":\"v-Name\",\"name\":\"Name\"}"), Variable("Name", "String", "na")));

    [Fact]
    public async Task Input_Expression_ReadsByName() => Assert.Equal("ann", await LineAsync(Input("String", "Input", new JsonObject { ["name"] = "Who" })));

    [Fact]
    public async Task Object_Expression_KeepsText() => Assert.Equal("{\"a\": 1}", await LineAsync(Input("String", "Object", "{\"a\": 1}")));

    [Theory]
    [InlineData("Int32", "'12'", "12")]
    [InlineData("Int32", "'abc'", "0")]
    [InlineData("Int32", "2.5", "2")]
    [InlineData("Int32", "3.5", "4")]
    [InlineData("Int32", "true", "1")]
    [InlineData("Double", "'1.25'", "1.25")]
    [InlineData("Boolean", "'true'", "True")]
    [InlineData("Boolean", "'yes'", "False")]
    [InlineData("Boolean", "1", "True")]
    [InlineData("String", "12", "12")]
    [InlineData("String", "[1,2]", "[1,2]")]
    [InlineData("DateTimeOffset", "'2026-03-02T09:00:00-05:00'", "2026-03-02T14:00:00Z")]
    [InlineData("TimeSpan", "'01:30:00'", "01:30:00")]
    [InlineData("Decimal", "'10.50'", "10.5")]
    [InlineData("JSON", "'{\"a\":1}'", "{\"a\":1}")]
    [InlineData("Int32[]", "['1', 2]", "[1,2]")]
    [InlineData("List<String>", "[1, 2]", "[\"1\",\"2\"]")]
    [InlineData("Guid", "'not a guid'", "00000000-0000-0000-0000-000000000000")]
    public async Task SetVariable_TypedVariable_Converts(string type, string script, string expected)
    {
        var run = await RunAsync(Workflow(Sequence("S", Set("s", "X", script), Event("E"), LineJs("w", "getX()")), Variable("X", type)), "E");
        Assert.Equal(expected, run.Lines());
    }

    [Fact]
    public async Task SetVariable_NumberThatDoesNotFit_IsAnIncident() =>
        Assert.Equal("Faulted", (await RunAsync(Workflow(Set("s", "X", "1e12"), Variable("X", "Int32")))).Status());

    [Theory]
    [InlineData(null)]
    [InlineData("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core")]
    [InlineData("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core")]
    public async Task Variable_AnyStorageDriver_SurvivesAWait(string? driver) =>
        Assert.Equal("kept", (await RunAsync(Workflow(Sequence("S", Set("s", "X", "'kept'"), Event("E"), LineJs("w", "getX()")), Variable("X", "String", null, driver)), "E")).Lines());

    [Fact]
    public async Task RunJavaScript_SetOutcomes_ChoosesPorts()
    {
        var script = Node("RunJavaScript", "r", ("script", Literal("setOutcomes(['A','C']); 42")), ("possibleOutcomes", Input("String[]", "Object", "[\"A\",\"B\",\"C\"]")));
        var run = await RunAsync(Workflow(Flowchart("r.A>a r.B>b r.C>c r.Done>d", script, LineJs("a", "getResultFromR() + getLastResult()"), Line("b"), Line("c"), Line("d"))));
        Assert.Equal("84 c | Finished", $"{run.Lines()} | {run.Status()}");
    }

    [Fact]
    public async Task Output_OfEarlierActivity_IsReadAfterAWait()
    {
        var root = Sequence("S", Node("RunJavaScript", "r", ("script", Literal("({a:7})"))), Event("E"), LineJs("w", "getOutputFrom('r').a + getOutputFrom('r', 'Result').a + getResultFromR().a"));
        Assert.Equal("21", (await RunAsync(Workflow(root), "E")).Lines());
    }

    [Fact]
    public async Task Output_OfActivityInALoop_IsItsLast()
    {
        var root = Flowchart("r>inc inc>d d.True>r d.False>w", Node("RunJavaScript", "r", ("script", Literal("getN()"))), Set("inc", "N", "getN() + 1"), Decision("d", "getN() < 3"), LineJs("w", "getOutputFrom('r')"));
        Assert.Equal("2", (await RunAsync(Workflow(root, Variable("N", "Int32", "0")))).Lines());
    }

    [Fact]
    public async Task SetOutput_SetNameCorrelate_ShowInTheState()
    {
        var workflow = Workflow(Sequence(
            "S", Node("SetOutput", "o", ("outputName", Literal("N")), ("outputValue", Js("5"))), Node("SetName", "n", ("value", Literal("Ana"))), Node("Correlate", "c", ("correlationId", Literal("p-7"))), Event("E")));
        workflow["outputs"] = List(new JsonObject { ["name"] = "N", ["type"] = "String" });
        var state = (await RunAsync(workflow)).Main.State;
        Assert.Equal(("Ana", "p-7", "5"), (state.Name, state.CorrelationId, state.Output["N"]!.ToJsonString()));
    }

    [Fact]
    public async Task Output_BoundToWorkflowOutput_LandsThere()
    {
        var workflow = Workflow(Node("RunJavaScript", "r", ("script", Literal("'x'")), ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "Out" } })));
        workflow["outputs"] = List(new JsonObject { ["name"] = "Out", ["type"] = "String" });
        Assert.Equal("x", (string?)(await RunAsync(workflow)).Main.State.Output["Out"]);
    }
}
