using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Engine.Rehearsals;

/// <summary>An event of a case.</summary>
/// <param name="Name">Event name, or the id of an activity that waits.</param>
/// <param name="Input">What it brings.</param>
public sealed record CaseEvent(string Name, JsonObject? Input);

/// <summary>One case: what to run and what to do to it.</summary>
/// <param name="Name">Name of the case.</param>
/// <param name="Import">Files of definitions; relative paths are relative to the cases file. The first is run.</param>
/// <param name="Run">Definition id to run instead of the first, or null.</param>
/// <param name="Mode">Flowchart mode, or null.</param>
/// <param name="Input">Input of the workflow, or null.</param>
/// <param name="Events">Events in order.</param>
/// <param name="Expect">What must come out (scenarios), or null.</param>
public sealed record Case(string Name, IReadOnlyList<string> Import, string? Run, FlowchartMode? Mode, JsonObject? Input, IReadOnlyList<CaseEvent> Events, JsonObject? Expect)
{
    /// <summary>Why it is no case; null when it is one.</summary>
    public string? Fault { get; init; }
}

/// <summary>The logic of the verb run and of scenario files; the program only hands over its arguments.</summary>
public static class CaseRunner
{
    /// <summary>Journal kinds that the output shows; entries of other kinds are facts of activities.</summary>
    static readonly HashSet<string> Kinds = new(StringComparer.Ordinal) { "Started", "Completed", "Suspended", "Resumed", "Faulted", "Canceled" };

    static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Runs every case of a file (an array of {name, import, run?, mode?, input?, events?}) and writes one JSON object a line.</summary>
    /// <param name="casesFile">Path of the file.</param>
    /// <param name="settings">Catalog, desk and default mode.</param>
    /// <param name="output">Where the lines go.</param>
    /// <param name="cancellationToken">Stops between cases.</param>
    /// <returns>Exit code: 0 when the file could be read, whatever became of its cases; 2 when not, or when it holds none.</returns>
    public static async Task<int> RunCasesAsync(string casesFile, RehearsalSettings settings, TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        IReadOnlyList<Case> cases;
        try
        {
            cases = ReadCases(await File.ReadAllTextAsync(casesFile, cancellationToken));
            if (cases.Count == 0) throw new FormatException("The file holds no cases.");
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            await output.WriteLineAsync(Refused(Path.GetFileName(casesFile), Reason(e, casesFile)).ToJsonString(Line));
            return 2;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(casesFile))!;
        foreach (var one in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await RunAsync(one, folder, settings, cancellationToken);
            await output.WriteLineAsync(Written(result));
        }

        return 0;
    }

    /// <summary>Runs files directly: the first is run, the others can be called from it.</summary>
    /// <returns>Exit code: 0, or 1 when the definitions were refused or could not be read.</returns>
    public static async Task<int> RunFilesAsync(
        IReadOnlyList<string> files, JsonObject? input, IReadOnlyList<CaseEvent> events, bool json, RehearsalSettings settings, TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(output);
        var one = new Case(files.Count > 0 ? Path.GetFileNameWithoutExtension(files[0]) : "", files, null, null, input, events, null);
        var result = await RunAsync(one, Directory.GetCurrentDirectory(), settings, cancellationToken);
        await output.WriteLineAsync(json ? Written(result) : ForPeople(result));
        return result.ContainsKey("error") ? 1 : 0;
    }

    /// <summary>Runs one case. Never throws for what the definitions hold: the result then has "error".</summary>
    public static async Task<JsonObject> RunAsync(Case one, string folder, RehearsalSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(settings);
        if (one.Fault is { } fault) return Refused(one.Name, fault);
        try
        {
            var definitions = new List<Definition>();
            foreach (var file in one.Import) definitions.Add(await ReadAsync(folder, file, cancellationToken));
            if (definitions.Count == 0) return Refused(one.Name, "The case names no file.");
            var rehearsal = new Rehearsal(definitions, settings with { Mode = one.Mode ?? settings.Mode }, cancellationToken);
            await rehearsal.StartAsync(one.Run, one.Input);
            foreach (var e in one.Events) await rehearsal.DeliverAsync(e.Name, e.Input);
            await rehearsal.FireTimersAsync();
            return Result(one.Name, rehearsal);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The edge: one case must not stop the others, whatever is wrong with it.
            return Refused(one.Name, e.Message);
        }
    }

    /// <summary>Runs a scenario file: cases with "expect".</summary>
    /// <returns>One sentence per difference; empty when all came out as expected.</returns>
    public static async Task<IReadOnlyList<string>> RunScenariosAsync(string scenariosFile, RehearsalSettings settings, CancellationToken cancellationToken = default)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(scenariosFile))!;
        IReadOnlyList<Case> cases;
        try
        {
            cases = ReadCases(await File.ReadAllTextAsync(scenariosFile, cancellationToken));
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return [$"{Path.GetFileName(scenariosFile)}: {Reason(e, scenariosFile)}"];
        }

        var differences = new List<string>();
        foreach (var one in cases)
            differences.AddRange((await DifferencesAsync(one, folder, settings, cancellationToken)).Select(d => $"{one.Name}: {d}"));

        return differences;
    }

    /// <summary>Runs one scenario.</summary>
    /// <returns>One sentence per difference from what it expects.</returns>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(Case one, string folder, RehearsalSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(one);
        if (one.Expect is null) return ["the scenario expects nothing."];
        return [.. Expectation.Differences(one.Expect, await RunAsync(one, folder, settings, cancellationToken))];
    }

    /// <summary>Reads cases; a single object counts as an array of one.</summary>
    /// <exception cref="FormatException">The text is no such array.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static IReadOnlyList<Case> ReadCases(string json)
    {
        var node = JsonNode.Parse(json, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var items = node switch
        {
            JsonArray array => array,
            JsonObject single => [single.DeepClone()],
            _ => throw new FormatException("Cases are an array of objects."),
        };
        return [.. items.Select((item, i) => item is JsonObject o ? ReadCase(o) : new Case($"#{i + 1}", [], null, null, null, [], null) { Fault = "A case is an object." })];
    }

    static Case ReadCase(JsonObject o)
    {
        var imports = JsonText.Get(o, "import") switch
        {
            JsonArray array => array.Select(n => n?.ToString() ?? "").ToList(),
            JsonValue value => [value.ToString()],
            _ => [],
        };
        var events = (JsonText.Get(o, "events") as JsonArray ?? []).Select(ReadEvent).ToList();
        return new Case(
            JsonText.Text(o, "name") ?? "", imports, JsonText.Text(o, "run"), DefinitionReader.ParseMode(JsonText.Text(o, "mode")),
            JsonText.Get(o, "input") as JsonObject, events, JsonText.Get(o, "expect") as JsonObject)
        {
            Fault = FaultOf(o),
        };
    }

    // What is left out or null is fine; what is there in another shape would be passed over in silence.
    static string? FaultOf(JsonObject o)
    {
        if (JsonText.Get(o, "mode") is { } mode && DefinitionReader.ParseMode(JsonText.Text(o, "mode")) is null) return $"The mode {mode.ToJsonString()} is neither \"counter\" nor \"token\".";
        if (JsonText.Get(o, "input") is not (null or JsonObject)) return "The input is no object.";
        if (JsonText.Get(o, "expect") is not (null or JsonObject)) return "What is expected is no object.";
        if (JsonText.Get(o, "run") is { } run && JsonText.Text(o, "run") is null) return $"What to run, {run.ToJsonString()}, is no text: name the id of a definition.";
        if (JsonText.Get(o, "import") is not (null or JsonValue or JsonArray)) return "The imports are no array of file names.";
        if (JsonText.Get(o, "events") is not (null or JsonArray)) return "The events are no array.";
        return (JsonText.Get(o, "events") as JsonArray ?? []).Select(FaultOfEvent).FirstOrDefault(f => f is not null);
    }

    static string? FaultOfEvent(JsonNode? e, int i) => e switch
    {
        JsonObject o when (JsonText.Text(o, "event") ?? JsonText.Text(o, "name")) is not { Length: > 0 } => $"Event {i + 1} has no name.",
        JsonObject => null,
        _ => JsonText.IsText(e) ? null : $"Event {i + 1} is neither an object nor a name.",
    };

    static CaseEvent ReadEvent(JsonNode? node) => node is JsonObject o
        ? new CaseEvent(JsonText.Text(o, "event") ?? JsonText.Text(o, "name") ?? "", JsonText.Get(o, "input") as JsonObject)
        : new CaseEvent(node?.ToString() ?? "", null);

    /// <summary>Understands NAME or NAME=JSON of the command line.</summary>
    /// <exception cref="FormatException">What follows the equals sign is no JSON object.</exception>
    public static CaseEvent ParseEvent(string argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        var i = argument.IndexOf('=', StringComparison.Ordinal);
        if (i < 0) return new CaseEvent(argument, null);
        return new CaseEvent(argument[..i], ParseInput(argument[(i + 1)..]));
    }

    /// <summary>Understands a JSON object of the command line.</summary>
    /// <exception cref="FormatException">The text is no JSON object.</exception>
    public static JsonObject ParseInput(string json) =>
        Expressions.Values.TryParse(json) as JsonObject ?? throw new FormatException($"'{json}' is no JSON object.");

    static async Task<Definition> ReadAsync(string folder, string file, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(Path.Combine(folder, file), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{file}: {Reason(e, file)}", e);
        }

        var (definition, problems) = DefinitionReader.Read(text);
        if (definition is null || problems.Any(p => p.IsError)) throw new FormatException($"{Path.GetFileName(file)}: {string.Join("; ", problems.Where(p => p.IsError))}");
        return definition;
    }

    static bool IsUnreadable(Exception e) => e is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException or ArgumentException;

    // Where the file lies on this machine is nobody's concern.
    static string Reason(Exception e, string file) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "There is no such file.",
        UnauthorizedAccessException => $"'{Path.GetFileName(file)}' is no file that can be read.",
        _ => e.Message,
    };

    // Lines that are each within the limits may be more than one JSON text can hold.
    static string Written(JsonObject result)
    {
        try
        {
            return result.ToJsonString(Line);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OutOfMemoryException or JsonException)
        {
            return Refused((string?)result["name"] ?? "", $"The result cannot be written: {e.Message}").ToJsonString(Line);
        }
    }

    static JsonObject Refused(string name, string message) => new() { ["name"] = name, ["error"] = message };

    static JsonObject Result(string name, Rehearsal rehearsal)
    {
        var main = rehearsal.Main;
        return new JsonObject
        {
            ["name"] = name,
            ["status"] = main.State.Status.ToString(),
            ["subStatus"] = main.State.SubStatus.ToString(),
            ["lines"] = Texts(rehearsal.Lines),
            ["incidents"] = new JsonArray([.. main.Incidents.Select(i => new JsonObject { ["activityId"] = i.ActivityId, ["message"] = i.Message })]),
            ["journal"] = Texts(main.Journal.Where(j => Kinds.Contains(j.Kind)).Select(j => $"{j.ActivityId}:{j.Kind}")),
            ["output"] = main.State.Output.DeepClone(),
            ["bookmarks"] = Texts(main.State.WaitingActivities),
        };
    }

    static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    static string ForPeople(JsonObject result)
    {
        if (result["error"] is { } error) return $"refused: {error}";
        var text = new System.Text.StringBuilder();
        foreach (var line in result["lines"]!.AsArray()) text.AppendLine(line!.GetValue<string>());
        text.Append($"— {result["status"]}/{result["subStatus"]}");
        if (result["bookmarks"]!.AsArray() is { Count: > 0 } waiting) text.Append($", waits at {string.Join(", ", waiting)}");
        foreach (var incident in result["incidents"]!.AsArray()) text.AppendLine().Append($"incident at {incident!["activityId"]}: {incident["message"]}");
        if (result["output"]!.AsObject().Count > 0) text.AppendLine().Append($"output {result["output"]!.ToJsonString(Line)}");
        return text.ToString();
    }
}
