using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The consultant's desk: the revision under review, the own drafts beside it, the official's answers, and the recommendation.</summary>
public sealed class ReviewModel(PlanReader reader, ReviewService reviews) : PlanPage(reader)
{
    /// <summary>The comment that was refused, as it was typed.</summary>
    public CommentForm? Typed { get; private set; }

    /// <summary>Where an ambiguous quote stands, to choose from.</summary>
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    public Recommendation? Recommendation { get; private set; }

    public string Summary { get; private set; } = "";

    public string SummaryLanguage { get; private set; } = "";

    public IReadOnlyList<CommentView> Drafts => [.. View.Comments.Where(c => c.Comment.State == CommentState.Draft)];

    /// <summary>Comments whose handed-in answer this consultant judges: their own, and those of colleagues who no longer review.</summary>
    public IReadOnlyList<CommentView> Answered => [.. View.Comments.Where(c => c.Answer is { RevisionId: not null } answer && answer.RevisionId == View.Revision?.Id && IsMine(c.Comment))];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        ShowSummary();
        return PlanAccess.Why(PlanAct.Review, View.Facts, Actor) is { } refusal ? Refused(refusal) : Page();
    }

    public async Task<IActionResult> OnPostCommentAsync(CommentForm typed)
    {
        if (await LoadAsync() is { } answer)
            return answer;
        Typed = typed;
        ShowSummary();
        if (!ModelState.IsValid)
            return Refused(Refusal.Invalid("kind.Invalid"));
        if (Settle(typed) is { } unclear)
            return Refused(PlanAccess.Why(PlanAct.Review, View.Facts, Actor) ?? unclear);
        var saved = await reviews.SaveCommentAsync(typed.ToSave(Id, LanguageOr(typed.Language), FormPost), Actor, Cancelled);
        if (saved.IsRefused)
            return await AgainAsync(saved.Refusal!);
        return SeeOther($"/plans/{Id}/review#draft-{saved.Value}", T["comment.saved"]);
    }

    public async Task<IActionResult> OnPostDeleteAsync(long comment)
    {
        var deleted = await reviews.DeleteCommentAsync(Id, comment, Actor, FormPost, Cancelled);
        return deleted.IsRefused ? await AgainAsync(deleted.Refusal!) : SeeOther($"/plans/{Id}/review", T["comment.deleted"]);
    }

    public async Task<IActionResult> OnPostDecideAsync(long answer, Decision decision, int number)
    {
        var decided = await reviews.DecideAnswerAsync(new DecideAnswer(Id, answer, decision) { Form = FormPost }, Actor, Cancelled);
        return decided.IsRefused
            ? await AgainAsync(decided.Refusal!)
            : SeeOther($"/plans/{Id}/review#answer-{number}", T[decision == Decision.Accepted ? "review.answerAccepted" : "review.answerNotAccepted", ("number", number)]);
    }

    public async Task<IActionResult> OnPostSummaryAsync(Recommendation? recommendation, string? summary, string? language, string? go)
    {
        var saved = await reviews.SaveSummaryAsync(new ReleaseReview(Id, recommendation, summary ?? "", LanguageOr(language)) { Form = FormPost }, Actor, Cancelled);
        if (saved.IsRefused)
        {
            (Recommendation, Summary, SummaryLanguage) = (recommendation, summary ?? "", LanguageOr(language));
            return await RefusedAsync(saved.Refusal!);
        }
        return go == "preview" ? SeeOther($"/plans/{Id}/review/release") : SeeOther($"/plans/{Id}/review#recommendation", T["review.summarySaved"]);
    }

    public IReadOnlyList<Part> PartsOf(SectionDeclaration section) => section.Kind.Parts(section, View.Contents.GetValueOrDefault(section.Key, ""));

    /// <summary>Numbers that the drafts would get if the review were released now.</summary>
    public int? NumberOf(Comment comment) => comment.Number ?? Plan.CommentCount + 1 + Drafts.Select(d => d.Comment.Id).TakeWhile(id => id != comment.Id).Count();

    public CommentFormView FormFor(SectionDeclaration? section) =>
        Typed is { CommentId: null } typed && typed.SectionKey == section?.Key
            ? new CommentFormView(this, section, typed, IsTyped: true)
            : new CommentFormView(this, section, new CommentForm { Section = section?.Key, Language = Visitor!.Language }, IsTyped: false);

    public CommentFormView FormFor(CommentView draft)
    {
        var section = draft.Comment.SectionKey is { } key ? View.Template.Find(key) : null;
        return Typed is { } typed && typed.CommentId == draft.Comment.Id
            ? new CommentFormView(this, section, Renewed(typed, draft), IsTyped: true)
            : new CommentFormView(this, section, CommentForm.Of(draft), IsTyped: false);
    }

    // The next saving counts from what is stored now; what was typed stays.
    static CommentForm Renewed(CommentForm typed, CommentView stored)
    {
        typed.BaseVersion = stored.Comment.Version;
        return typed;
    }

    /// <summary>A quote without its place is looked for in the section; null when it is clear where it stands.</summary>
    Refusal? Settle(CommentForm typed)
    {
        var (part, start) = typed.Place();
        if (start is not null || string.IsNullOrWhiteSpace(typed.Quote) || typed.SectionKey is not { } key || View.Template.Find(key) is not { } section)
            return null;
        var found = Candidate.Find(PartsOf(section), part, typed.Quote);
        if (found.Count == 0)
            return Refusal.Invalid("comment.quoteNotFound", "quote");
        if (found.Count == 1)
        {
            typed.At = found[0].At;
            return null;
        }
        Candidates = found;
        return Refusal.Invalid("comment.quoteAmbiguous", "quote").With("count", found.Count);
    }

    async Task<IActionResult> AgainAsync(Refusal refusal)
    {
        if (refusal.Kind == RefusalKind.Hidden)
            return NotFound();
        if (await LoadAsync() is { } gone)
            return gone;
        ShowSummary();
        foreach (var each in refusal.Each())
        {
            if (each.Facts.GetValueOrDefault("candidates") is IReadOnlyList<Passage> passages && Typed is { } typed)
                Candidates = [.. passages.Select(p => new Candidate(typed.Place().Part, p))];
        }
        return Refused(refusal);
    }

    void ShowSummary()
    {
        (Recommendation, Summary) = (View.OwnReview?.Recommendation, View.OwnReview?.Summary ?? "");
        SummaryLanguage = View.OwnReview?.Language ?? Visitor!.Language;
    }

    string LanguageOr(string? wished) => Localisation.Languages.Knows(wished) ? wished! : Visitor!.Language;

    bool IsMine(Comment comment) =>
        comment.OwnerId == Actor.PersonId || !View.Facts.Assigned.Any(a => a.PersonId == comment.OwnerId && a.Role == Consulting.People.Role.Consultant);
}
