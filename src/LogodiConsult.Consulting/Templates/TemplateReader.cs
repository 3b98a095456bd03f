using System.Text.Json;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Templates;

/// <summary>What is wrong in a template file and where (JSON path), for whoever writes templates.</summary>
public sealed record TemplateFault(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>A template, or everything that keeps the file from being one.</summary>
public sealed record TemplateReading(PlanTemplate? Template, IReadOnlyList<TemplateFault> Faults);

/// <summary>JSON → template. All problems at once, unknown names included: a misspelt limit must not be silently no limit.</summary>
public static class TemplateReader
{
    public static TemplateReading Read(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException problem)
        {
            return new TemplateReading(null, [new TemplateFault("$", $"not JSON: {problem.Message}")]);
        }
        using (document)
        {
            var faults = new List<TemplateFault>();
            var root = new JsonReading(document.RootElement, "$", faults);
            var template = new PlanTemplate(
                root.Name("id"),
                root.Number("version", 1) ?? Missing(root, "version"),
                root.Trilingual("title", maxLength: 200),
                root.List("sections", Section),
                root.List("checks", Check));
            root.Done();
            if (faults.Count == 0)
                Whole(template, faults);
            return new TemplateReading(faults.Count == 0 ? template : null, faults);
        }
    }

    static int Missing(JsonReading at, string name)
    {
        at.Fault($"\"{name}\" is missing");
        return 0;
    }

    static SectionDeclaration? Section(JsonReading json)
    {
        var kind = json.OneOf("kind", SectionKinds.Find, SectionKinds.All.Select(k => k.Name));
        var key = json.Name("key");
        var number = json.Number("number", 0) ?? Missing(json, "number");
        var title = json.Trilingual("title", 200);
        var help = json.Trilingual("help");
        var example = json.Trilingual("example");
        var limits = json.Object("limits", l => new Limits(l.Number("maxWords", 1), l.Number("maxCharacters", 1), l.Number("minRows", 1), l.Number("maxRows", 1)));
        var gantt = json.Object("gantt", g => new GanttDeclaration(g.Name("label"), g.Name("start"), g.Name("end"), g.Text("milestone")));
        var required = json.Flag("required");
        var columns = json.List("columns", Column, optional: true);
        var options = json.List("options", Option, optional: true);
        json.Done();
        if (kind is null)
            return null;
        var section = new SectionDeclaration(key, number, kind, title, help, example)
        {
            Required = required,
            Limits = limits ?? new Limits(),
            Columns = columns,
            Options = options,
            Gantt = gantt,
        };
        json.Unique(columns.Select(c => c.Key), "column");
        foreach (var fault in kind.DeclarationFaults(section))
            json.Fault(fault);
        return section;
    }

    static ColumnDeclaration? Column(JsonReading json)
    {
        var kind = json.OneOf("kind", ColumnKinds.Find, ColumnKinds.All.Select(k => k.Name));
        var key = json.Name("key");
        var title = json.Trilingual("title", 120);
        var help = json.Has("help") ? json.Trilingual("help") : null;
        var required = json.Flag("required");
        var rowTitle = json.Flag("rowTitle");
        var summed = json.Flag("sum");
        var most = json.Number("maxCharacters", 1);
        var options = json.List("options", Option, optional: true);
        var link = json.Object("link", l => new LinkDeclaration(l.Name("section"), l.Words("where")));
        json.Done();
        if (kind is null)
            return null;
        var column = new ColumnDeclaration(key, kind, title)
        {
            Help = help,
            Required = required,
            IsRowTitle = rowTitle,
            IsSummed = summed,
            MaxCharacters = most,
            Options = options,
            Link = link,
        };
        json.Unique(options.Select(o => o.Code), "option");
        foreach (var fault in kind.DeclarationFaults(column))
            json.Fault(fault);
        return column;
    }

    static Option? Option(JsonReading json)
    {
        var option = new Option(json.Text("code") ?? "", json.Trilingual("title", 120));
        if (option.Code.Length == 0)
            json.Fault("\"code\" is missing");
        json.Done();
        return option;
    }

    static TemplateCheck? Check(JsonReading json)
    {
        var kind = json.OneOf("check", CheckKinds.Find, CheckKinds.All.Select(k => k.Name));
        var section = json.Name("section");
        var severity = json.OneOf("severity", Named, ["error", "warning"]);
        var where = json.Words("where");
        var with = json.Words("with");
        json.Done();
        if (kind is null || severity is null)
            return null;
        foreach (var name in kind.Parameters.Where(p => !with.ContainsKey(p)))
            json.Fault($"\"with\" must give \"{name}\"");
        foreach (var name in with.Keys.Where(n => !kind.Parameters.Contains(n)))
            json.Fault($"\"with\" knows no \"{name}\" in a {kind.Name} check");
        return new TemplateCheck(kind, severity.Value, section, where, with);
    }

    static Severity? Named(string name) => name switch { "error" => Severity.Error, "warning" => Severity.Warning, _ => null };

    /// <summary>What one part says of another: keys once only, links and checks that find their section and column.</summary>
    static void Whole(PlanTemplate template, List<TemplateFault> faults)
    {
        foreach (var twice in template.Sections.GroupBy(s => s.Key).Where(g => g.Count() > 1))
            faults.Add(new TemplateFault("$.sections", $"the key '{twice.Key}' stands twice"));
        for (var s = 0; s < template.Sections.Count; s++)
        {
            var columns = template.Sections[s].Columns;
            for (var c = 0; c < columns.Count; c++)
            {
                if (columns[c].Link is { } link)
                    Columns(template, link.Section, link.Where.Keys, $"$.sections[{s}].columns[{c}].link", faults);
            }
        }
        for (var i = 0; i < template.Checks.Count; i++)
        {
            var check = template.Checks[i];
            var own = check.With.Where(p => p.Key.EndsWith("column", StringComparison.OrdinalIgnoreCase)).Select(p => p.Value);
            Columns(template, check.Section, own.Concat(check.Where.Keys), $"$.checks[{i}]", faults);
            if (check.With.TryGetValue("from", out var from))
                Columns(template, from, [check.With["by"]], $"$.checks[{i}].with", faults);
        }
    }

    static void Columns(PlanTemplate template, string section, IEnumerable<string> columns, string path, List<TemplateFault> faults)
    {
        if (template.Sections.FirstOrDefault(s => s.Key == section) is not { Kind: TableKind } found)
        {
            faults.Add(new TemplateFault(path, $"'{section}' is no table of this template"));
            return;
        }
        foreach (var column in columns.Where(c => found.Columns.All(d => d.Key != c)))
            faults.Add(new TemplateFault(path, $"the section '{section}' has no column '{column}'"));
    }
}
