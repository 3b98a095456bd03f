namespace LogodiConsult.Consulting.Templates;

/// <summary>All published templates. A fault in any file stops the start, with all faults of all files.</summary>
public sealed class TemplateLibrary
{
    readonly Dictionary<(string Id, int Version), PlanTemplate> templates;

    public TemplateLibrary(IEnumerable<PlanTemplate> templates) => this.templates = templates.ToDictionary(t => (t.Id, t.Version));

    public IReadOnlyCollection<PlanTemplate> All => templates.Values;

    public PlanTemplate? Find(string id, int version) => templates.GetValueOrDefault((id, version));

    /// <exception cref="KeyNotFoundException">No such template is published.</exception>
    public PlanTemplate Get(string id, int version) => Find(id, version) ?? throw new KeyNotFoundException($"Template {id} version {version} is not published.");

    public PlanTemplate? Newest(string id) => templates.Values.Where(t => t.Id == id).MaxBy(t => t.Version);

    /// <summary>Files are named <c>id.vN.json</c>, so that a directory listing shows what is published.</summary>
    /// <exception cref="InvalidDataException">Some file is no template.</exception>
    public static TemplateLibrary Load(string directory)
    {
        var faults = new List<string>();
        var found = new List<PlanTemplate>();
        foreach (var file in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            var reading = TemplateReader.Read(File.ReadAllText(file));
            faults.AddRange(reading.Faults.Select(f => $"{Path.GetFileName(file)} {f}"));
            if (reading.Template is not { } template)
                continue;
            found.Add(template);
            if (Path.GetFileName(file) != $"{template.Id}.v{template.Version}.json")
                faults.Add($"{Path.GetFileName(file)} holds {template.Id} version {template.Version}: it must be named {template.Id}.v{template.Version}.json");
        }
        return faults.Count == 0
            ? new TemplateLibrary(found)
            : throw new InvalidDataException("Templates with faults:\n" + string.Join('\n', faults));
    }
}
