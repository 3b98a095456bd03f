using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Tests.Templates;

public sealed class TemplateReaderTests
{
    [Fact]
    public void Read_ManyFaults_NamesAllWithTheirPaths()
    {
        var reading = TemplateReader.Read("""
            {
              "id": "x y", "version": 0, "title": { "es": "a", "ko": "b" }, "colour": "red",
              "sections": [
                { "key": "a", "number": 1, "kind": "poem", "title": { "es": "a", "ko": "b", "en": "c" }, "help": { "es": "a", "ko": "b", "en": "c" }, "example": { "es": "a", "ko": "b", "en": "c" } },
                { "key": "b", "number": 2, "kind": "table", "title": { "es": "a", "ko": "b", "en": "c" }, "help": { "es": "a", "ko": "b", "en": "c" }, "example": { "es": "a", "ko": "b", "en": "c" },
                  "limits": { "maxWord": 5 }, "columns": [ { "key": "c", "kind": "choice", "title": { "es": "a", "ko": "b", "en": "c" } } ] }
              ],
              "checks": [ { "check": "filled", "section": "b", "severity": "fatal", "with": { } } ]
            }
            """);

        Assert.Null(reading.Template);
        var paths = reading.Faults.Select(f => f.Path).ToList();
        Assert.Equivalent(
            new[] { "$.id", "$.version", "$.title.en", "$.colour", "$.sections[0].kind", "$.sections[1].limits.maxWord", "$.sections[1].columns[0]", "$.checks[0].severity" },
            paths.Where(p => p != "$").Distinct());
    }

    [Fact]
    public void Read_LinksAndChecksIntoNothing_AreFaults()
    {
        const string Words = """{ "es": "a", "ko": "b", "en": "c" }""";
        var reading = TemplateReader.Read($$"""
            {
              "id": "x", "version": 1, "title": {{Words}},
              "sections": [
                { "key": "b", "number": 2, "kind": "table", "title": {{Words}}, "help": {{Words}}, "example": {{Words}},
                  "columns": [ { "key": "c", "kind": "link", "title": {{Words}}, "link": { "section": "none" } } ],
                  "gantt": { "label": "c", "start": "from", "end": "c" } }
              ],
              "checks": [ { "check": "filled", "section": "b", "severity": "error", "with": { "column": "zz" } } ]
            }
            """);

        Assert.Contains(reading.Faults, f => f.Message.Contains("'from'"));
        Assert.Null(reading.Template);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"sections":[1,null,"a"],"checks":{}}""")]
    public void Read_NoTemplateAtAll_SaysSo(string json) => Assert.NotEmpty(TemplateReader.Read(json).Faults);
}
