using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Consulting.Tests;

public sealed class ProgrammeCheckTests : IDisposable
{
    static readonly string Workflows = Find(AppContext.BaseDirectory);

    readonly string folder = Directory.CreateTempSubdirectory("logodi-check-").FullName;

    [Fact]
    public async Task Check_PublishedFolder_IsWhole()
    {
        var report = await ProgrammeCheck.RunAsync(Workflows, [Workflows], TestContext.Current.CancellationToken);
        Assert.Empty(report.Faults);
        Assert.True(report is { Definitions: >= 2, Scenarios: >= 20, Templates: >= 1, Rubrics: >= 1, Calendars: >= 3 }, report.ToString());
    }

    [Theory]
    [InlineData("action-plan.json", "\"value\": \"draft\"", "\"value\": \"draught\"", ".stage", "draught")]
    [InlineData("action-plan.json", "\"type\": \"Logodi.Endorse\"", "\"type\": \"Logodi.Endorsed\"", ".type", "Logodi.Endorsed")]
    [InlineData("action-plan.json", "{", "", "$", "")]
    [InlineData("templates/action-plan.v1.json", "\"maxWords\"", "\"maxWord\"", ".limits.maxWord", "")]
    [InlineData("rubrics/action-plan.v1.json", "\"weight\": 12", "\"weight\": -12", ".weight", "above 0")]
    [InlineData("rubrics/action-plan.v1.json", "\"levels\"", "\"level\"", "$.criteria[0]", "levels")]
    [InlineData("calendars/lima+seoul.json", "\"seoul\"", "\"busan\"", "$.combines[1]", "busan")]
    public async Task Check_OneWordChanged_TellsFileAndPlace(string file, string before, string after, string place, string about)
    {
        var changed = await CopyAsync(file, text => ReplaceFirst(text, before, after));
        var report = await ProgrammeCheck.RunAsync(Workflows, [changed], TestContext.Current.CancellationToken);
        Assert.Contains(report.Faults, f => f.IsError && f.File == changed && f.Path.Contains(place, StringComparison.Ordinal) && f.Message.Contains(about, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_ScenarioThatComesOutOtherwise_TellsWhich()
    {
        await CopyAsync("action-plan.json", text => text);
        var scenarios = await CopyAsync("action-plan.scenarios.json", text => ReplaceFirst(text, "\"status\": \"Finished\"", "\"status\": \"Running\""));
        var report = await ProgrammeCheck.RunAsync(Workflows, [scenarios], TestContext.Current.CancellationToken);
        var fault = Assert.Single(report.Faults);
        Assert.Equal("$[0]", fault.Path);
        Assert.Contains("expected \"Running\"", fault.Message);
    }

    [Fact]
    public async Task Reference_OfAllActivities_IsCurrent()
    {
        var written = await File.ReadAllTextAsync(Path.Combine(Workflows, "ACTIVITIES.md"), TestContext.Current.CancellationToken);
        // Otherwise: dotnet run --project src/LogodiConsult.Web -- check --activities > workflows/ACTIVITIES.md
        Assert.Equal(ActivityReference.Markdown(ProgrammeData.Catalog), written);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    async Task<string> CopyAsync(string file, Func<string, string> change)
    {
        // Calendars are read together with their neighbours.
        foreach (var neighbour in Path.GetDirectoryName(file) is { Length: > 0 } room ? Directory.EnumerateFiles(Path.Combine(Workflows, room), "*.json") : [])
            File.Copy(neighbour, Path.Combine(folder, Path.GetFileName(neighbour)), overwrite: true);
        var copy = Path.Combine(folder, Path.GetFileName(file));
        await File.WriteAllTextAsync(copy, change(await File.ReadAllTextAsync(Path.Combine(Workflows, file))));
        return copy;
    }

    static string ReplaceFirst(string text, string before, string after)
    {
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{before} is not in the file any more");
        return text[..at] + after + text[(at + before.Length)..];
    }

    static string Find(string from) =>
        File.Exists(Path.Combine(from, "LogodiConsult.sln")) ? Path.Combine(from, "workflows")
        : Find(Path.GetDirectoryName(from) ?? throw new InvalidOperationException("LogodiConsult.sln is in no folder above the tests."));
}
