using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Translations;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>A section with its translation beside it, as the reading page and the consultant's desk show it.</summary>
/// <param name="Original">The original's own HTML, with its marks.</param>
/// <param name="Numbers">How a comment is numbered; null: as it was released.</param>
public sealed record BesideView(PlanPage Page, SectionDeclaration Section, string Original, IReadOnlyList<CommentView> Comments, Func<Comment, int?>? Numbers = null)
{
    /// <summary>The original can be selected for comments, and so can the translation.</summary>
    public bool Selectable { get; init; }

    public TranslatedSection? Translated { get; } = Page.View.TranslatedSection(Section.Key) is { HasAny: true } any ? any : null;

    /// <summary>Tables need the whole width: their translation stands below.</summary>
    public bool IsWide => Section.Kind is TableKind;

    public string Html(Func<TranslatedSegment, (string, string)?> noteOf)
    {
        var content = Page.View.Contents.GetValueOrDefault(Section.Key, "");
        var highlights = Marks.Of(Comments, Section.Key, Numbers);
        // Where all is of one kind the heading says it; a sign behind each sentence would be noise.
        var mixed = Translated!.Segments.Select(s => s.State).Distinct().Count() > 1;
        var renditions = RenditionsOf(Translated, s => mixed ? noteOf(s) : null, s => highlights.TryGetValue(s.Part, out var here) ? TranslatedPassages.NumbersAt(s, here) : []);
        return Section.Kind.Render(Section, content, Page.ReadingOf(Page.View.Contents, Section.Key) with { Renditions = renditions });
    }

    /// <summary>What stands in the place of each segment when a translation is drawn; the original's words where there are no others.</summary>
    public static Dictionary<string, IReadOnlyList<Rendition>> RenditionsOf(
        TranslatedSection translated, Func<TranslatedSegment, (string, string)?> noteOf, Func<Segment, IReadOnlyList<int>> numbersAt) =>
        translated.Segments.GroupBy(s => s.Segment.Part).ToDictionary(g => g.Key, g => (IReadOnlyList<Rendition>)[.. g.Select(s => new Rendition(
            s.Segment.Start, s.Segment.End, s.Text ?? s.Segment.Source, s.Text is null ? translated.SourceLanguage : translated.Language,
            s.State.ToString().ToLowerInvariant(), noteOf(s), numbersAt(s.Segment)))]);
}
