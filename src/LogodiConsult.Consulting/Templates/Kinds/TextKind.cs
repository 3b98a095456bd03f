using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>Rich text: Markdown in, sanitised HTML out.</summary>
public sealed class TextKind : SectionKind
{
    public override string Name => "text";

    public override bool IsEmpty(SectionDeclaration section, string content) => string.IsNullOrWhiteSpace(content);

    public override IReadOnlyList<Part> Parts(SectionDeclaration section, string content) => [new Part("", CanonicalText.Of(content))];

    public override string Render(SectionDeclaration section, string content, Reading reading) =>
        $"<div class=\"rich\" data-part=\"\">{reading.Html("", RichText.FromMarkdown(content))}</div>";

    public override string? Rewrite(SectionDeclaration section, string content, string part, int start, int end, string wording) =>
        part.Length == 0 ? Rewording.OfMarkdown(content, start, end, wording) : null;

    public override IEnumerable<Problem> Problems(SectionDeclaration section, string content) => CommonProblems(section, content);

    public override string FromForm(SectionDeclaration section, IReadOnlyDictionary<string, string> fields, string previous) =>
        fields.GetValueOrDefault("text", previous).ReplaceLineEndings("\n");
}

/// <summary>One line of plain text.</summary>
public sealed class LineKind : SectionKind
{
    public override string Name => "line";

    public override bool IsEmpty(SectionDeclaration section, string content) => string.IsNullOrWhiteSpace(content);

    public override IReadOnlyList<Part> Parts(SectionDeclaration section, string content) => [new Part("", CanonicalText.OfPlain(content))];

    public override string Render(SectionDeclaration section, string content, Reading reading) =>
        $"<p data-part=\"\">{reading.Html("", RichText.FromPlain(content))}</p>";

    public override string? Rewrite(SectionDeclaration section, string content, string part, int start, int end, string wording) =>
        part.Length == 0 ? Rewording.OfPlain(content, start, end, wording.ReplaceLineEndings(" ")) : null;

    public override IEnumerable<Problem> Problems(SectionDeclaration section, string content) => CommonProblems(section, content);

    public override string FromForm(SectionDeclaration section, IReadOnlyDictionary<string, string> fields, string previous) =>
        fields.GetValueOrDefault("text", previous).ReplaceLineEndings(" ");
}

/// <summary>One of the declared options, kept as its code.</summary>
public sealed class ChoiceKind : SectionKind
{
    public override string Name => "choice";

    public override bool IsEmpty(SectionDeclaration section, string content) => string.IsNullOrWhiteSpace(content);

    public override IReadOnlyList<Part> Parts(SectionDeclaration section, string content) => [new Part("", content.Trim(), Selectable: false)];

    public override string Render(SectionDeclaration section, string content, Reading reading)
    {
        var title = section.Options.FirstOrDefault(o => o.Code == content.Trim())?.Title.In(reading.Culture) ?? content;
        return $"<p data-part=\"\">{RichText.Encode(title)}</p>";
    }

    public override IEnumerable<Problem> Problems(SectionDeclaration section, string content)
    {
        foreach (var problem in CommonProblems(section, content))
            yield return problem;
        if (!IsEmpty(section, content) && section.Options.All(o => o.Code != content.Trim()))
            yield return Error(section, "section.notAnOption");
    }

    public override string FromForm(SectionDeclaration section, IReadOnlyDictionary<string, string> fields, string previous) =>
        fields.GetValueOrDefault("choice", previous);

    public override IEnumerable<string> DeclarationFaults(SectionDeclaration section) =>
        section.Options.Count == 0 ? ["a choice needs options"] : [];
}
