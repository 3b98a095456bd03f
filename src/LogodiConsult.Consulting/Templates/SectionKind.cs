using System.Globalization;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates;

/// <summary>
/// How the content of a section is kept, read, shown, checked and compared. A new kind is one class here and one line in <see cref="SectionKinds"/>.
/// Content is one string: Markdown, plain text or JSON with stable row ids; the empty string is an empty section.
/// </summary>
public abstract class SectionKind
{
    /// <summary>The word that templates use.</summary>
    public abstract string Name { get; }

    /// <summary>Null, or why the string is no content of this kind; such content is refused before it is stored, the other members throw at it.</summary>
    public virtual string? Fault(SectionDeclaration section, string content) => null;

    /// <summary>Written by hand in the editor; false where content comes another way (files by upload).</summary>
    public virtual bool IsTyped => true;

    public abstract bool IsEmpty(SectionDeclaration section, string content);

    /// <summary>All places of the section that a comment can name, each with its canonical text.</summary>
    public abstract IReadOnlyList<Part> Parts(SectionDeclaration section, string content);

    public abstract string Render(SectionDeclaration section, string content, Reading reading);

    public abstract IEnumerable<Problem> Problems(SectionDeclaration section, string content);

    /// <summary>Content from posted fields, names without the section's prefix. Nothing typed is lost, valid or not.</summary>
    public abstract string FromForm(SectionDeclaration section, IReadOnlyDictionary<string, string> fields, string previous);

    /// <summary>The content with other words at a passage of a part, in code points of its canonical text; null where that cannot be done without
    /// touching anything else.</summary>
    public virtual string? Rewrite(SectionDeclaration section, string content, string part, int start, int end, string wording) => null;

    public virtual IReadOnlyList<PartComparison> Compare(SectionDeclaration section, string before, string after) =>
        PartComparison.Of(Parts(section, before), Parts(section, after));

    /// <summary>What the declaration in the template lacks or has too much for this kind.</summary>
    public virtual IEnumerable<string> DeclarationFaults(SectionDeclaration section) => [];

    protected static Problem Error(SectionDeclaration section, string code) => new(code, Severity.Error, section.Key);

    /// <summary>Words of everything that was written in the section.</summary>
    public int Words(SectionDeclaration section, string content) => Parts(section, content).Sum(p => WordCount.Of(p.Text));

    protected IEnumerable<Problem> CommonProblems(SectionDeclaration section, string content)
    {
        if (section.Required && IsEmpty(section, content))
            yield return Error(section, "section.required");
        if (section.Limits.MaxWords is { } maxWords && Words(section, content) is var words && words > maxWords)
            yield return Error(section, "section.tooManyWords").With("max", maxWords).With("actual", words);
        if (section.Limits.MaxCharacters is { } most && Parts(section, content).Sum(p => new CodePointText(p.Text).Length) is var length && length > most)
            yield return Error(section, "section.tooLong").With("max", most).With("actual", length);
    }
}

/// <summary>A place that comments can name: "" for the section itself, "row" or "row/column" in a table, the node's id in a tree.</summary>
/// <param name="Selectable">Whether passages of it can be anchored; figures, dates and choices are commented as a whole.</param>
public sealed record Part(string Key, string Text, bool Selectable = true);

/// <summary>For whom and how a section is drawn: language, marks of comments by part, titles of linked rows.</summary>
public sealed record Reading(CultureInfo Culture)
{
    public IReadOnlyDictionary<string, IReadOnlyList<Highlight>> Highlights { get; init; } = new Dictionary<string, IReadOnlyList<Highlight>>();

    /// <summary>Keeps ids apart where two revisions stand on one page.</summary>
    public string IdPrefix { get; init; } = "passage-";

    /// <summary>Title of a row in another section of the same plan; null where the row is gone.</summary>
    public Func<string, string, string?> RowTitle { get; init; } = (_, _) => null;

    /// <summary>Address and description of a file of the plan; null where there are none to give.</summary>
    public Func<string, (string Address, string About)?> FileOf { get; init; } = _ => null;

    /// <summary>Renditions by part when a translation is drawn instead of the original; a part without any shows its own text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Rendition>>? Renditions { get; init; }

    /// <summary>A part as this reader sees it.</summary>
    public string Html(string part, RichText text) =>
        Renditions is null ? text.ToHtml(HighlightsOf(part), IdPrefix) : text.ToHtml(Renditions.GetValueOrDefault(part, []));

    public IReadOnlyList<Highlight> HighlightsOf(string part) => Highlights.GetValueOrDefault(part, []);
}

public enum Severity
{
    /// <summary>Asks for a word; the plan can be handed in.</summary>
    Warning,

    /// <summary>Stops the submission.</summary>
    Error,
}

/// <summary>Something that a plan lacks. The code is a key of the resource family <c>TemplateTexts</c>; the facts fill its sentence.</summary>
public sealed record Problem(string Code, Severity Severity, string Section, string? Row = null, string? Column = null)
{
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>();

    public Problem With(string fact, object? value) => this with { Facts = new Dictionary<string, object?>(Facts) { [fact] = value } };
}

public static class SectionKinds
{
    public static IReadOnlyList<SectionKind> All { get; } =
        [new Kinds.TextKind(), new Kinds.LineKind(), new Kinds.ChoiceKind(), new Kinds.TreeKind(), new Kinds.TableKind(), new Kinds.FilesKind()];

    static readonly Dictionary<string, SectionKind> ByName = All.ToDictionary(k => k.Name);

    public static SectionKind? Find(string name) => ByName.GetValueOrDefault(name);
}
