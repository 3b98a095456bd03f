namespace LogodiConsult.Consulting.Templates;

/// <summary>A rule about the whole plan as the template declares it: which rows of which section (<paramref name="Where"/>), with which columns and names (<paramref name="With"/>).</summary>
public sealed record TemplateCheck(
    CheckKind Kind,
    Severity Severity,
    string Section,
    IReadOnlyDictionary<string, string> Where,
    IReadOnlyDictionary<string, string> With);

/// <summary>What is known of the plan beside its sections.</summary>
public sealed record PlanFacts(DateOnly? HorizonStart = null, DateOnly? HorizonEnd = null);

/// <summary>One sort of rule. A new one is a class here and a line in <see cref="CheckKinds"/>.</summary>
public abstract class CheckKind
{
    public abstract string Name { get; }

    /// <summary>Names that "with" must give; those ending in "column" must be columns of the section.</summary>
    public abstract IReadOnlyList<string> Parameters { get; }

    public abstract IEnumerable<Problem> Run(TemplateCheck check, PlanContents plan, PlanFacts facts);

    protected static Problem Found(TemplateCheck check, string code, string row, string? column = null) =>
        new(code, check.Severity, check.Section, row, column);
}

public static class CheckKinds
{
    public static IReadOnlyList<CheckKind> All { get; } =
        [new Checks.HasChild(), new Checks.Filled(), new Checks.Linked(), new Checks.Dates(), new Checks.Product(), new Checks.Has()];

    static readonly Dictionary<string, CheckKind> ByName = All.ToDictionary(k => k.Name);

    public static CheckKind? Find(string name) => ByName.GetValueOrDefault(name);
}
