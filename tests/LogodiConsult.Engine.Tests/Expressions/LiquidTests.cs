using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Expressions;

/// <summary>Where templates differ from Elsa's on purpose, and what hostile ones come to. What is the same lies among the own cases (lq-…).</summary>
public sealed class LiquidTests
{
    static Task<Rehearsal> RunAsync(string template, string before = "0") => Build.RunAsync(Workflow(
        Sequence("S", Set("before", "X", before), Node("WriteLine", "w", ("text", Input("String", "Liquid", template)))), Variable("X", "Object")));

    [Theory]
    [InlineData("{{ Variables.X")]
    [InlineData("{% if true %}x")]
    [InlineData("{% if true %}x{% endfor %}")]
    [InlineData("{% endif %}")]
    [InlineData("{{ }}")]
    [InlineData("{{ 'a' | }}")]
    [InlineData("{{ 'a' 'b' }}")]
    [InlineData("{{ 'a")]
    [InlineData("{{ (1) }}")]
    [InlineData("{% for x %}{% endfor %}")]
    [InlineData("{% for x in 'abc' %}{% endfor %}")]
    [InlineData("{% raw %}x")]
    [InlineData("{% nope %}")]
    [InlineData("{% include 'x' %}")]
    [InlineData("{{ 'a' | md5 }}")]
    public void Check_TemplateThatDoesNotParse_IsAnError(string template) => Assert.Contains(
        Check(Workflow(Node("WriteLine", "w", ("text", Input("String", "Liquid", template))))), p => p.IsError && p.Code == "expression.liquid");

    [Theory]
    [InlineData("({a:[1,'é']})", "{{ Variables.X | base64 | base64_decode }}", """{"a":[1,"\u00E9"]}""")]
    [InlineData("({a:{b:[1,2]}})", "{{ Variables.X.a.b[1] }}", "2")]
    [InlineData("0", "[{{ Variables }}]", "[]")]
    [InlineData("new Date(0)", "{{ Variables.X }}", "1970-01-01T00:00:00Z")]
    [InlineData("setVariable('Fresh', 5)", "{{ Variables.Fresh }}", "5")]
    public async Task Template_OfAnObject_ShowsWhatItHolds(string before, string template, string expected) =>
        Assert.Equal(expected, (await RunAsync(template, before)).Lines());

    [Fact]
    public async Task Input_InsideAWorkflowAsActivity_IsItsOwn()
    {
        var inner = Named("Kid", Node("WriteLine", "w", ("text", Input("String", "Liquid", "{{ Input.n }}"))))
            .With("inputs", new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["name"] = "n", ["type"] = "Int32" }))
            .With("options.usableAsActivity", true);
        var call = Node("Kid", "k", ("n", Literal(7, "Int32")));
        call["type"] = "Kid";
        Assert.Equal("7", (await Build.RunAsync(FlowchartMode.Counter, [Workflow(call), inner])).Lines());
    }

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}x{% endfor %}")]
    [InlineData("{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("{% assign x = 'abcdefgh' %}{% for i in (1..40) %}{% assign x = x | append: x %}{% endfor %}")]
    [InlineData("{% assign x = 'aaaaaaaaaaaaaaaaaaaa' %}{% for i in (1..9) %}{% assign x = x | replace: 'a', x %}{% endfor %}")]
    [InlineData("{% assign x = 'a,b' | split: ',' %}{% for i in (1..40) %}{% assign x = x | concat: x %}{% endfor %}")]
    [InlineData("{{ 1 | format_number: 'N999999999' }}")]
    [InlineData("{{ '{0,999999999}' | format_string: 1 }}")]
    [InlineData("{{ 1 | divided_by: 0 }}")]
    [InlineData("{{ 99999999999999999999 | times: 99999999999999999999 }}")]
    [InlineData("{{ 99999999999999999999 | date: '%Y' }}")]
    [InlineData("{{ 'x' | base64_decode }}")]
    [InlineData("{{ Variables.Nope | keys }}")]
    [InlineData("{{ 'x' | slice: 'y' }}")]
    public async Task Template_ThatIsHostile_IsAnIncident(string template) =>
        Assert.StartsWith("Liquid: ", Assert.Single((await RunAsync(template)).Main.Incidents).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "{% if true %}", "", 5_000)]
    [InlineData("{{ a", "[b", "]", 20_000)]
    [InlineData("{{ ", "(", "", 40_000)]
    [InlineData("{% if true", " and true", "", 9_000)]
    [InlineData("{{ 'a'", " | append: 'b'", "", 6_000)]
    public void Check_TemplateThatNestsWithoutEnd_IsAnError(string start, string before, string after, int times) =>
        Check_TemplateThatDoesNotParse_IsAnError(start + string.Concat(Enumerable.Repeat(before, times)) + string.Concat(Enumerable.Repeat(after, times)) + (start.StartsWith("{%", StringComparison.Ordinal) ? " %}x{% endif %}" : start.Length > 0 ? " }}" : ""));
}
