using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>One text to translate: the original, what stands beside it so far, and how much that is worth.</summary>
/// <param name="Section">Set for a section, which is drawn as it stands in the plan.</param>
public sealed record TranslationLine(
    TranslationSubject Subject, long SubjectId, string Title, string Language, string Original, Translation? Translation, SectionDeclaration? Section)
{
    public string Key => Section?.Key ?? "";

    /// <summary>Names the line on the page.</summary>
    public string Anchor => $"t-{Subject}-{SubjectId}-{Key}".ToLowerInvariant();

    public bool IsOutdated => Translation?.IsOutdated(Original) == true;

    public bool IsDone => Translation is { State: "checked" } && !IsOutdated;
}

/// <summary>The interpreter's desk: what has no translation yet comes open, what has one can be improved.</summary>
public sealed class TranslateModel(PlanReader reader, TranslationService translations) : PlanPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public string Target { get; private set; } = "";

    public IReadOnlyList<TranslationLine> Lines { get; private set; } = [];

    /// <summary>What was typed and refused, with the line it belongs to.</summary>
    public (string Anchor, string Text)? Typed { get; private set; }

    public bool IsInterpreter => View.Facts.Assigned.Any(a => a.PersonId == Actor.PersonId && a.Role == Role.Interpreter);

    public async Task<IActionResult> OnGetAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        return IsInterpreter ? Page() : Refused(Refusal.Forbidden("plan.notYourTask"));
    }

    public async Task<IActionResult> OnPostSaveAsync(TranslationSubject subject, long subjectId, string? key, string? text)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (!ModelState.IsValid || Lines.FirstOrDefault(l => l.Subject == subject && l.SubjectId == subjectId && l.Key == (key ?? "")) is not { } line)
            return NotFound();
        Typed = (line.Anchor, text ?? "");
        var saved = await translations.SaveAsync(new SaveTranslation(Id, subject, subjectId, key ?? "", Target, text ?? "") { Form = FormPost }, Actor, Cancelled);
        if (saved.IsRefused)
            return Refused(saved.Refusal!);
        var next = Lines.SkipWhile(l => l != line).Skip(1).FirstOrDefault(l => !l.IsDone) ?? line;
        return SeeOther($"/plans/{Id}/translate?to={Target}#{next.Anchor}", T["translate.saved", ("title", line.Title)]);
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
        Lines = [.. Everything().Where(l => l.Language != Target && !string.IsNullOrWhiteSpace(l.Original))];
        return null;
    }

    IEnumerable<TranslationLine> Everything()
    {
        foreach (var review in View.Reviews)
            yield return Line(TranslationSubject.Review, review.Id, T["review.of", ("who", NameOf(review.ConsultantId)), ("round", review.Round)], review.Language, review.Summary);
        foreach (var (comment, answers, _) in View.Comments.Where(c => c.Comment.State != CommentState.Draft))
        {
            yield return Line(TranslationSubject.Comment, comment.Id, T["translate.comment", ("number", comment.Number)], comment.Language, comment.Text);
            foreach (var said in answers.Where(a => a.RevisionId is not null))
                yield return Line(TranslationSubject.Answer, said.Id, T["translate.answer", ("number", comment.Number), ("round", said.Round)], said.Language, said.Text);
        }
        if (View.Revision is not { } revision)
            yield break;
        foreach (var section in View.Template.Sections)
        {
            var content = View.Contents.GetValueOrDefault(section.Key, "");
            if (!section.Kind.IsEmpty(section, content))
                yield return new TranslationLine(TranslationSubject.Section, revision.Id, $"{section.Number}. {section.Title.In(Culture)}", Plan.Language, content, View.TranslationOfSection(section.Key), section);
        }
    }

    TranslationLine Line(TranslationSubject subject, long id, string title, string language, string original) =>
        new(subject, id, title, language, original, View.TranslationOf(subject, id), null);
}
