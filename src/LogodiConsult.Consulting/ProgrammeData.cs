using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Consulting;

/// <summary>What a programme consists of beside its people, read from <c>workflows/</c>: definitions, templates, rubrics, calendars.</summary>
public sealed record ProgrammeData(string Folder, TemplateLibrary Templates, RubricLibrary Rubrics, CalendarCatalog Calendars)
{
    /// <summary>Every activity that a definition may name.</summary>
    public static ActivityCatalog Catalog { get; } = new([.. BuiltIn.All, .. LogodiActivities.All]);

    /// <exception cref="InvalidDataException">A file is not what it should be; all faults of its kind are named.</exception>
    public static async Task<ProgrammeData> ReadAsync(string folder, CancellationToken ct = default)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"There is no folder {folder} with definitions, templates, rubrics and calendars.");
        return new ProgrammeData(folder, TemplateLibrary.Load(Path.Combine(folder, "templates")), await RubricLibrary.ReadAsync(Path.Combine(folder, "rubrics"), ct),
            await CalendarCatalog.ReadAsync(Path.Combine(folder, "calendars"), ct));
    }

    /// <summary>The definition files, scenarios left out.</summary>
    public IEnumerable<string> DefinitionFiles() =>
        Directory.EnumerateFiles(Folder, "*.json").Where(f => !f.EndsWith(".scenarios.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The host whose activities act on plans through their desk.</summary>
    public WorkflowHost Host() => new(Catalog, (work, instance) => new PlanDesk(work, instance.PlanId ?? 0, instance.Id, Calendars));

    /// <summary>Publishes every file that is not published yet. A broken one, or one edited after its publication, is left out and told; running plans go on.</summary>
    /// <returns>What was left out: file and refusal.</returns>
    public async Task<IReadOnlyList<(string File, Refusal Refusal)>> PublishAsync(Database database, WorkflowHost host, CancellationToken ct = default)
    {
        var refused = new List<(string, Refusal)>();
        foreach (var file in DefinitionFiles())
        {
            var json = await File.ReadAllTextAsync(file, ct);
            var published = await host.PublishAsync(database, json, ct);
            if (published.Refusal is { } refusal)
                refused.Add((Path.GetFileName(file), refusal));
        }
        return refused;
    }
}
