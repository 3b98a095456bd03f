using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>One text to translate, segment by segment.</summary>
/// <param name="Section">Set for a section.</param>
public sealed record TranslationLine(
    TranslationSubject Subject, long SubjectId, string Title, string Language, IReadOnlyList<TranslatedSegment> Segments, SectionDeclaration? Section)
{
    public string Key => Section?.Key ?? "";

    /// <summary>Names the text in the address.</summary>
    public string Anchor => $"{Subject}-{SubjectId}-{Key}".ToLowerInvariant().TrimEnd('-');

    public int Count(SegmentState state) => Segments.Count(s => s.State == state);

    public bool IsDone => Segments.All(s => s.State == SegmentState.Checked);
}

/// <summary>A segment as the form sends it.</summary>
public sealed class SegmentForm
{
    public string? Digest { get; set; }

    public string? Text { get; set; }

    public string? Was { get; set; }

    public bool Confirmed { get; set; }

    public SegmentText Read() => new(Digest!, Lines(Text), Lines(Was), Confirmed);

    static string Lines(string? typed) => (typed ?? "").ReplaceLineEndings("\n").Trim();
}

/// <summary>The interpreter's desk: the texts of a plan with how far each is, and one of them open.</summary>
public sealed class TranslateModel(PlanReader reader, TranslationService translations, GlossaryService glossary) : PlanPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>The text that is open.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Text { get; set; }

    public string Target { get; private set; } = "";

    public IReadOnlyList<TranslationLine> Lines { get; private set; } = [];

    public TranslationLine? Current { get; private set; }

    public IReadOnlyList<GlossaryTerm> Glossary { get; private set; } = [];

    /// <summary>Terms of the glossary that stand in the sentence.</summary>
    public IReadOnlyList<FoundTerm> TermsIn(string source) => Current is null ? [] : GlossaryMatching.Find(Glossary, source, Current.Language, Target);

    /// <summary>What was typed and refused, by digest.</summary>
    public IReadOnlyDictionary<string, SegmentForm> Typed { get; private set; } = new Dictionary<string, SegmentForm>();

    public bool IsInterpreter => View.Facts.Assigned.Any(a => a.PersonId == Actor.PersonId && a.Role == Role.Interpreter);

    public string PathOf(TranslationLine line) => $"/plans/{Id}/translate?to={Target}&text={line.Anchor}";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (Text is not null && Lines.Count > 0 && Current?.Anchor != Text)
            return NotFound();
        return IsInterpreter ? Page() : Refused(Refusal.Forbidden("plan.notYourTask"));
    }

    public async Task<IActionResult> OnPostSaveAsync(List<SegmentForm> segments)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (!ModelState.IsValid || Current is not { } line || line.Anchor != Text)
            return NotFound();
        var typed = segments.Where(s => s.Digest is not null).ToList();
        Typed = typed.GroupBy(s => s.Digest!).ToDictionary(g => g.Key, g => g.First());
        var save = new SaveSegments(Id, line.Subject, line.SubjectId, line.Key, Target, [.. typed.Select(s => s.Read())]) { Form = FormPost };
        var saved = await translations.SaveAsync(save, Actor, Cancelled);
        if (saved.IsRefused)
            return await ShowAsync() ?? Refused(saved.Refusal!);
        // On to the next text when this one is done; otherwise it stays open.
        var left = line.Segments.Count(s => s.State != SegmentState.Checked) - save.Texts.Count(t => line.Segments.Any(s => s.Segment.Digest == t.Digest && s.State != SegmentState.Checked)
            && t.Text.Length > 0 && (t.Confirmed || t.Text != t.Was));
        var next = left > 0 ? line : Lines.SkipWhile(l => l != line).Skip(1).FirstOrDefault(l => !l.IsDone) ?? line;
        return SeeOther(PathOf(next), T["translate.saved", ("title", line.Title), ("count", saved.Value)]);
    }

    public async Task<IActionResult> OnPostFinishAsync() => await EndAsync(await translations.FinishAsync(Id, Actor, FormPost, Cancelled), "translate.finished");

    public async Task<IActionResult> OnPostSkipAsync() => await EndAsync(await translations.SkipAsync(Id, Actor, FormPost, Cancelled), "translate.skipped");

    async Task<IActionResult> EndAsync(Result<Done> ended, string receipt)
    {
        if (!ended.IsRefused)
            return SeeOther($"/plans/{Id}", T[receipt]);
        return ended.Refusal!.Kind == RefusalKind.Hidden ? NotFound() : await ShowAsync() ?? Refused(ended.Refusal);
    }

    async Task<IActionResult?> ShowAsync()
    {
        Target = Localisation.Languages.Knows(To) ? To! : Visitor!.Language;
        if (await LoadAsync(language: Target) is { } answer)
            return answer;
        // The interpreter of a Spanish plan who reads the pages in Spanish still puts it into Korean first.
        if (!Localisation.Languages.Knows(To) && Target == Plan.Language)
        {
            Target = Plan.Language == "ko" ? "es" : "ko";
            if (await LoadAsync(language: Target) is { } gone)
                return gone;
        }
        Lines = [.. Everything().Where(l => l.Language != Target && l.Segments.Count > 0)];
        Glossary = IsInterpreter ? await glossary.ForDeskAsync(Plan.ProgrammeId, Cancelled) : [];
        Current = Text is null ? Lines.FirstOrDefault(l => !l.IsDone) ?? (Lines.Count > 0 ? Lines[0] : null) : Lines.FirstOrDefault(l => l.Anchor == Text);
        return null;
    }

    IEnumerable<TranslationLine> Everything()
    {
        if (View.Revision is { } revision)
        {
            foreach (var section in View.Template.Sections)
            {
                if (View.TranslatedSection(section.Key) is { } translated)
                    yield return new TranslationLine(TranslationSubject.Section, revision.Id, $"{section.Number}. {section.Title.In(Culture)}", translated.SourceLanguage, translated.Segments, section);
            }
        }
        foreach (var review in View.Reviews)
            yield return Line(TranslationSubject.Review, review.Id, T["review.of", ("who", NameOf(review.ConsultantId)), ("round", review.Round)], review.Language, review.Summary);
        foreach (var (comment, answers, _) in View.Comments.Where(c => c.Comment.State != CommentState.Draft))
        {
            yield return Line(TranslationSubject.Comment, comment.Id, T["translate.comment", ("number", comment.Number)], comment.Language, comment.Text);
            foreach (var said in answers.Where(a => a.RevisionId is not null))
                yield return Line(TranslationSubject.Answer, said.Id, T["translate.answer", ("number", comment.Number), ("round", said.Round)], said.Language, said.Text);
        }
    }

    TranslationLine Line(TranslationSubject subject, long id, string title, string language, string original) =>
        new(subject, id, title, language, View.Memory.OfPlain(original), null);
}
