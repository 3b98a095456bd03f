using System.Text.Json.Nodes;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.CommandLine;

public sealed class RunVerbTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("logodi-run-").FullName;

    [Fact]
    public async Task Run_Files_PrintsResultAsJson()
    {
        Write("hello.json", Definition("hello", """{ "id": "W", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('who')" } } }"""));
        var (code, output) = await BuiltProgram.RunAsync(folder, "run", "hello.json", "--input", """{ "who": "Lima" }""", "--json");
        Assert.Equal(0, code);
        var result = JsonNode.Parse(output)!;
        Assert.Equal("Finished", (string?)result["status"]);
        Assert.Equal("Lima", (string?)result["lines"]![0]);
    }

    [Fact]
    public async Task Run_CasesNamedFromWhereTheUserStands_FindsFilesBesideThem()
    {
        Write("here/ask.json", Definition("ask", """{ "id": "E", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "Go" } } }"""));
        Write("here/cases.json", """[{ "name": "waits", "import": ["ask.json"] }, { "name": "goes", "import": ["ask.json"], "mode": "token", "events": [{ "event": "Go" }] }, { "name": "lost", "import": ["nowhere.json"] }]""");
        // As `dotnet run` does: the program works in another folder than the user.
        var (code, output) = await BuiltProgram.RunAsync(Path.GetTempPath(), $"[from:{folder}]", "run", "--cases", "here/cases.json");
        Assert.Equal(0, code);
        var results = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["waits", "goes", "lost"], results.Select(r => (string?)r["name"]));
        Assert.Equal("E", (string?)results[0]["bookmarks"]![0]);
        Assert.Equal("Finished", (string?)results[1]["status"]);
        Assert.NotNull(results[2]["error"]);
    }

    [Fact]
    public async Task Run_ActionPlan_TasksAreDoneByEvents()
    {
        var plan = Path.Combine(Repository.Root, "workflows", "action-plan.json");
        var (code, output) = await BuiltProgram.RunAsync(folder, "run", plan, "--event", "WriteDraft", "--event", """Endorse={"outcome":"Returned"}""");
        Assert.Equal(0, code);
        Assert.Contains("waits at WriteDraft", output);
        Assert.Equal([], Directory.EnumerateFileSystemEntries(folder));
    }

    [Theory]
    [InlineData(1, "run", "broken.json")]
    [InlineData(1, "check", "broken.json")]
    [InlineData(1, "check", "nowhere.json")]
    [InlineData(2, "run")]
    [InlineData(2, "run", "broken.json", "--mode", "sideways")]
    [InlineData(2, "run", "broken.json", "--input", "[1]")]
    public async Task BrokenOrMissing_EndsWithCodeAndSentence(int code, params string[] args)
    {
        Write("broken.json", Definition("broken", """{ "id": "X", "type": "Acme.Nothing", "version": 1 }"""));
        var (ended, output) = await BuiltProgram.RunAsync(folder, args);
        Assert.Equal(code, ended);
        Assert.NotEmpty(output);
        if (code == 1 && args[1] == "broken.json")
            Assert.Contains("$.root.type", output);
    }

    [Fact]
    public async Task Check_WithoutFiles_ChecksTheInstallation()
    {
        var (code, output) = await BuiltProgram.RunAsync(Repository.Root, "check");
        Assert.True(code == 0, output);
        Assert.Contains("0 errors", output);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static string Definition(string id, string root) => $$"""{ "id": "{{id}}-1", "definitionId": "{{id}}", "name": "{{id}}", "version": 1, "isPublished": true, "root": {{root}} }""";

    void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
