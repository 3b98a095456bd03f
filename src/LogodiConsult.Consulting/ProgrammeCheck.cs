using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Rehearsals;

namespace LogodiConsult.Consulting;

/// <summary>Something wrong in a file of the programme.</summary>
/// <param name="Path">JSON path of the place.</param>
public sealed record FileFault(string File, string Path, string Message, bool IsError = true)
{
    public override string ToString() => $"{File}: {(IsError ? "error" : "warning")} at {Path}: {Message}";
}

/// <summary>All faults of what was checked, and how much of each kind that was.</summary>
public sealed record CheckReport(IReadOnlyList<FileFault> Faults, int Definitions, int Scenarios, int Templates, int Rubrics, int Calendars);

/// <summary>Reads everything a programme consists of as the start would, but goes on after each fault to tell them all. Scenarios are run.</summary>
public sealed class ProgrammeCheck
{
    /// <summary>Scenarios run from this moment (a Monday, 9 o'clock in Lima), so that they come out the same in every year.</summary>
    static readonly DateTimeOffset ScenarioStart = new(2026, 11, 2, 14, 0, 0, TimeSpan.Zero);

    readonly string workflows;
    readonly List<FileFault> faults = [];
    readonly List<string> definitions = [], scenarios = [], templates = [], rubrics = [], calendars = [];
    readonly HashSet<string> broken = new(StringComparer.Ordinal);
    int scenarioCount;

    ProgrammeCheck(string workflows) => this.workflows = workflows;

    /// <param name="workflows">The folder of the installation: what the files may refer to.</param>
    /// <param name="named">Files of any kind and folders laid out like <c>workflows/</c>.</param>
    public static async Task<CheckReport> RunAsync(string workflows, IReadOnlyList<string> named, CancellationToken ct = default)
    {
        var check = new ProgrammeCheck(workflows);
        foreach (var path in named)
            await check.SortAsync(path, ct);
        await check.TemplatesAsync(ct);
        await check.RubricsAsync(ct);
        await check.CalendarsAsync(ct);
        await check.DefinitionsAsync(ct);
        await check.ScenariosAsync(ct);
        return new CheckReport(check.faults, check.definitions.Count, check.scenarioCount, check.templates.Count, check.rubrics.Count, check.calendars.Count);
    }

    async Task SortAsync(string path, CancellationToken ct)
    {
        if (Directory.Exists(path))
        {
            foreach (var file in Files(path))
                (IsScenarios(file) ? scenarios : definitions).Add(file);
            templates.AddRange(Files(Path.Combine(path, "templates")));
            rubrics.AddRange(Files(Path.Combine(path, "rubrics")));
            calendars.AddRange(Files(Path.Combine(path, "calendars")));
            if (definitions.Count + scenarios.Count + templates.Count + rubrics.Count + calendars.Count == 0)
                faults.Add(new FileFault(path, "$", "the folder holds nothing to check"));
        }
        else if (!File.Exists(path))
        {
            faults.Add(new FileFault(path, "$", "there is no such file"));
        }
        else
        {
            KindOf(path, await File.ReadAllTextAsync(path, ct)).Add(path);
            var beside = Path.ChangeExtension(path, ".scenarios.json");
            if (definitions.Contains(path) && File.Exists(beside) && !scenarios.Contains(beside))
                scenarios.Add(beside);
        }
    }

    /// <summary>By what it holds; what cannot be told is read as a definition, whose reader then says what is wrong.</summary>
    List<string> KindOf(string path, string text)
    {
        JsonNode? node = null;
        try
        {
            node = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // The reader of its kind tells it with the place.
        }
        if (IsScenarios(path) || node is JsonArray)
            return scenarios;
        if (node is not JsonObject found || found.ContainsKey("root"))
            return definitions;
        return found.ContainsKey("sections") ? templates
            : found.ContainsKey("criteria") ? rubrics
            : found.ContainsKey("zone") || found.ContainsKey("combines") || found.ContainsKey("holidays") ? calendars
            : definitions;
    }

    async Task TemplatesAsync(CancellationToken ct)
    {
        foreach (var file in templates)
        {
            var (template, found) = TemplateReader.Read(await File.ReadAllTextAsync(file, ct));
            faults.AddRange(found.Select(f => new FileFault(file, f.Path, f.Message)));
            if (template is not null && Path.GetFileName(file) != Versioned(template.Id, template.Version))
                faults.Add(new FileFault(file, "$.version", $"the file must be named {Versioned(template.Id, template.Version)}"));
        }
    }

    async Task RubricsAsync(CancellationToken ct)
    {
        foreach (var file in rubrics)
        {
            try
            {
                var rubric = Rubric.Read(await File.ReadAllTextAsync(file, ct));
                faults.AddRange(rubric.Faults().Select(f => new FileFault(file, f.Path, f.Message)));
            }
            catch (JsonException e)
            {
                faults.Add(new FileFault(file, e.Path ?? "$", e.Message));
            }
        }
    }

    /// <summary>A calendar may combine others of its folder: they are read together, the named ones reported.</summary>
    async Task CalendarsAsync(CancellationToken ct)
    {
        foreach (var folder in calendars.GroupBy(f => Path.GetDirectoryName(f)!))
        {
            var named = folder.ToDictionary(f => Path.GetFileName(f));
            faults.AddRange(CalendarCatalog.Check(await TextsAsync(Files(folder.Key), ct)).Problems
                .Where(p => named.ContainsKey(p.File)).Select(p => new FileFault(named[p.File], p.Path, p.Message)));
        }
    }

    async Task DefinitionsAsync(CancellationToken ct)
    {
        var read = new List<(string File, string Text, Definition? Definition, IReadOnlyList<Engine.Definitions.Problem> Problems)>();
        foreach (var file in definitions.Concat(Files(workflows).Where(f => !IsScenarios(f))).Distinct(StringComparer.Ordinal))
        {
            var text = await File.ReadAllTextAsync(file, ct);
            var (definition, problems) = DefinitionReader.Read(text);
            read.Add((file, text, definition, problems));
        }

        var sources = DefinitionSources.Of(read.Select(r => r.Definition).OfType<Definition>());
        foreach (var (file, text, definition, problems) in read.Take(definitions.Count))
        {
            var found = problems.ToList();
            if (definition is not null)
            {
                var (compiled, more) = DefinitionCompiler.TryCompile(definition, ProgrammeData.Catalog, sources);
                found.AddRange(more.Except(problems));
                faults.AddRange(compiled is null ? [] : Words(file, text, compiled));
                if (read.TakeWhile(r => r.File != file).FirstOrDefault(r => r.Definition?.DefinitionId == definition.DefinitionId && r.Definition.Version == definition.Version) is { File: { } other })
                    faults.Add(new FileFault(file, "$.version", $"{other} holds {definition.DefinitionId} version {definition.Version} already"));
            }
            faults.AddRange(found.Select(p => new FileFault(file, p.JsonPath, $"{p.Message} ({p.Code})", p.IsError)));
            if (found.Any(p => p.IsError))
                broken.Add(file);
        }
    }

    /// <summary>What the engine takes for any text but the programme does not: stages without names, kinds of mail that nobody writes.</summary>
    static IEnumerable<FileFault> Words(string file, string text, CompiledDefinition compiled)
    {
        var stages = StageList.Read(text).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var activity in compiled.Activities)
        {
            foreach (var input in ProgrammeData.Catalog.Find(activity.Type)?.Declaration.Inputs.Select(i => i.Name) ?? [])
            {
                if (compiled.ConstantInput(activity.Id, input) is not { Length: > 0 } value)
                    continue;
                var at = $"{activity.JsonPath}.{JsonNamingPolicy.CamelCase.ConvertName(input)}";
                if (input is "Stage" or "CompletedStage" && !stages.Contains(value))
                    yield return new FileFault(file, at, $"the stage '{value}' has no name in customProperties.stages");
                else if (activity.Type == "Logodi.Tell" && input == "Mail" && !MailKinds.Knows(value))
                    yield return new FileFault(file, at, $"there is no mail of the kind '{value}'; known are {string.Join(", ", MailKinds.All.Select(k => k.Name))}");
            }
        }
    }

    async Task ScenariosAsync(CancellationToken ct)
    {
        var (known, _) = CalendarCatalog.Check(await TextsAsync(Files(Path.Combine(workflows, "calendars")), ct));
        var catalog = known ?? CalendarCatalog.Read([]);
        var settings = new RehearsalSettings { Catalog = ProgrammeData.Catalog, Desk = now => new RehearsalDesk(catalog, now), Start = ScenarioStart };
        foreach (var file in scenarios)
        {
            IReadOnlyList<Case> cases;
            try
            {
                cases = CaseRunner.ReadCases(await File.ReadAllTextAsync(file, ct));
            }
            catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
            {
                faults.Add(new FileFault(file, (e as JsonException)?.Path ?? "$", e.Message));
                continue;
            }

            scenarioCount += cases.Count;
            // The errors of its definition are told already.
            if (cases.SelectMany(c => c.Import).Any(i => broken.Contains(Path.GetFullPath(i, Path.GetDirectoryName(file)!))))
                continue;
            for (var i = 0; i < cases.Count; i++)
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"$[{i}]");
                faults.AddRange((await CaseRunner.DifferencesAsync(cases[i], Path.GetDirectoryName(file)!, settings, ct)).Select(d => new FileFault(file, at, $"{cases[i].Name}: {d}")));
            }
        }
    }

    static bool IsScenarios(string file) => file.EndsWith(".scenarios.json", StringComparison.Ordinal);

    static string Versioned(string id, int version) => string.Create(CultureInfo.InvariantCulture, $"{id}.v{version}.json");

    static List<string> Files(string folder) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];

    static async Task<List<(string File, string Json)>> TextsAsync(IEnumerable<string> files, CancellationToken ct)
    {
        var texts = new List<(string, string)>();
        foreach (var file in files)
            texts.Add((Path.GetFileName(file), await File.ReadAllTextAsync(file, ct)));
        return texts;
    }
}
