using System.Text.Json.Nodes;
using LogodiConsult.Engine.Rehearsals;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Rehearsals;

/// <summary>
/// Cases of our own, one a line in <c>cases/cases.json</c>: definition files, input and events, and what Elsa 3.6.3 was seen to do with them in one
/// mode or in both. Where it is wrong on purpose (docs/elsa.md) the mode is left out. Names that begin with "rnd", "graph", "block" or "mix" are random definitions, with "lq" templates.
/// </summary>
public sealed class OwnCasesTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("own-cases").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Run_EveryCase_DoesWhatElsaDid()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "LogodiConsult.sln"))) root = root.Parent!;
        var text = await File.ReadAllTextAsync(Path.Combine(root.FullName, "tests", "LogodiConsult.Engine.Tests", "Rehearsals", "cases", "cases.json"), TestContext.Current.CancellationToken);
        var differences = new List<string>();
        var runs = 0;
        foreach (var one in JsonNode.Parse(text)!.AsArray().Select(n => n!.AsObject()))
        {
            foreach (var (name, file) in one["files"]!.AsObject()) await File.WriteAllTextAsync(Path.Combine(folder, name), file!.ToJsonString(), TestContext.Current.CancellationToken);
            foreach (var mode in (string[])["counter", "token"])
            {
                if ((one["observed"]![mode] ?? one["observed"]!["both"]) is not JsonObject observed) continue;
                runs++;
                var run = (JsonObject)one.DeepClone();
                run["mode"] = mode;
                var result = await CaseRunner.RunAsync(CaseRunner.ReadCases(run.ToJsonString())[0], folder, Settings(), TestContext.Current.CancellationToken);
                foreach (var (key, expected) in observed)
                {
                    var actual = Actual(key, result);
                    if (!JsonNode.DeepEquals(expected, actual)) differences.Add($"{one["name"]} in mode {mode}: {key} {actual?.ToJsonString() ?? result["error"]?.ToJsonString()}, Elsa {expected?.ToJsonString()}");
                }
            }
        }

        Assert.Empty(differences);
        Assert.True(runs > 1_500, $"only {runs} runs");
    }

    static JsonNode? Actual(string key, JsonObject result) => key switch
    {
        "incidents" => new JsonArray([.. result[key]?.AsArray().Select(i => i!["activityId"]!.DeepClone()) ?? []]),
        "bookmarks" => new JsonArray([.. result[key]?.AsArray().Select(n => (string)n!).Order(StringComparer.Ordinal).Select(n => (JsonNode)n) ?? []]),
        _ => result[key],
    };
}
