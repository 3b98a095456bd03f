using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Templates;

/// <summary>What a plan of one kind consists of. Published versions are never edited: a plan keeps the version that it began with.</summary>
public sealed record PlanTemplate(string Id, int Version, Trilingual Title, IReadOnlyList<SectionDeclaration> Sections, IReadOnlyList<TemplateCheck> Checks)
{
    public SectionDeclaration? Find(string key) => Sections.FirstOrDefault(s => s.Key == key);

    /// <exception cref="KeyNotFoundException">The template has no such section.</exception>
    public SectionDeclaration this[string key] => Find(key) ?? throw new KeyNotFoundException($"Template {Id} v{Version} has no section '{key}'.");
}

public sealed record SectionDeclaration(string Key, int Number, SectionKind Kind, Trilingual Title, Trilingual Help, Trilingual Example)
{
    public bool Required { get; init; }

    public Limits Limits { get; init; } = new();

    /// <summary>For tables, in the order in which they are shown.</summary>
    public IReadOnlyList<ColumnDeclaration> Columns { get; init; } = [];

    /// <summary>For choices.</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    /// <summary>For tables that are also drawn on a time axis.</summary>
    public GanttDeclaration? Gantt { get; init; }

    public ColumnDeclaration Column(string key) =>
        Columns.FirstOrDefault(c => c.Key == key) ?? throw new KeyNotFoundException($"Section '{Key}' has no column '{key}'.");
}

/// <summary>Null is no limit. Words and characters are those of the canonical text.</summary>
public sealed record Limits(int? MaxWords = null, int? MaxCharacters = null, int? MinRows = null, int? MaxRows = null);

public sealed record Option(string Code, Trilingual Title);

public sealed record ColumnDeclaration(string Key, ColumnKind Kind, Trilingual Title)
{
    public Trilingual? Help { get; init; }

    public bool Required { get; init; }

    public int? MaxCharacters { get; init; }

    /// <summary>Codes of a choice, or the currencies of money (their titles are the codes).</summary>
    public IReadOnlyList<Option> Options { get; init; } = [];

    public LinkDeclaration? Link { get; init; }

    /// <summary>The cell names its row: it becomes the row's header and what a link to the row shows.</summary>
    public bool IsRowTitle { get; init; }

    /// <summary>Money whose sums, one for each currency, stand under the table.</summary>
    public bool IsSummed { get; init; }
}

/// <summary>A cell names a row of another section; <paramref name="Where"/> limits which (column → value).</summary>
public sealed record LinkDeclaration(string Section, IReadOnlyDictionary<string, string> Where);

public sealed record GanttDeclaration(string Label, string Start, string End, string? Milestone);
