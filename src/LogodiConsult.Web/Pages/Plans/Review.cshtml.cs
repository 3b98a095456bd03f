using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The consultant's desk: the revision under review, the own drafts beside it, the official's answers, and the recommendation.</summary>
public sealed class ReviewModel(PlanReader reader, ReviewService reviews, PhraseService phrases) : PlanPage(reader)
{
    /// <summary>The comment that was refused, as it was typed.</summary>
    public CommentForm? Typed { get; private set; }

    /// <summary>Where an ambiguous quote stands, to choose from.</summary>
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    /// <summary>The comment was typed against an older revision: how its passage read there, and where it stands now.</summary>
    public SupersededPassage? Superseded { get; private set; }

    /// <summary>The release was ordered and can be recalled until then.</summary>
    public DateTimeOffset? ReleaseAt => View.OwnReview is { IsReleasing: true } own ? own.ReleaseAt : null;

    public bool IsReleasing => ReleaseAt is not null;

    public IReadOnlyList<Phrase> Phrases { get; private set; } = [];

    public Recommendation? Recommendation { get; private set; }

    public string Summary { get; private set; } = "";

    public string SummaryLanguage { get; private set; } = "";

    public IReadOnlyList<CommentView> Drafts => [.. View.Comments.Where(c => c.Comment.State == CommentState.Draft && c.Comment.OwnerId == Actor.PersonId)];

    public bool IsOwnDraft(CommentView view) => view.Comment.State == CommentState.Draft && view.Comment.OwnerId == Actor.PersonId;

    public long SummaryVersion => View.OwnReview?.Version ?? 0;

    /// <summary>Comments whose handed-in answer this consultant judges: their own, and those of colleagues who no longer review; also of earlier rounds, while
    /// nobody has decided.</summary>
    public IReadOnlyList<CommentView> Answered => [.. View.Comments.Where(c => c.Answer is { RevisionId: not null } answer
        && (answer.RevisionId == View.Revision?.Id || c.Comment.State == CommentState.Answered) && IsMine(c.Comment))];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        await ShowDeskAsync();
        return PlanAccess.Why(PlanAct.Review, View.Facts, Actor) is { } refusal && View.Unreleased.Count == 0 ? Refused(refusal) : Page();
    }

    /// <summary>The browser keeps a comment while it is typed; answered with what the next keeping counts from.</summary>
    public async Task<IActionResult> OnPostKeepAsync(CommentForm typed)
    {
        if (await LoadAsync() is { } answer)
            return answer;
        var why = PlanAccess.Why(PlanAct.Review, View.Facts, Actor)
            ?? (ModelState.IsValid ? null : Refusal.Invalid("kind.Invalid"))
            ?? (typed.Revision is { } seen && seen != View.Revision?.Number ? Superseding(seen) : null)
            ?? Settle(typed);
        if (why is not null)
            return NotKept(why);
        var save = typed.ToSave(Id, LanguageOr(typed.Language), null) with { DraftKey = FormPost?.Key };
        var kept = await reviews.KeepCommentAsync(save, Actor, Cancelled);
        return kept.IsRefused ? NotKept(kept.Refusal!) : new JsonResult(new { id = kept.Value.Id, version = kept.Value.Version });
    }

    public async Task<IActionResult> OnPostKeepSummaryAsync(Recommendation? recommendation, string? summary, string? language, long baseVersion)
    {
        var saved = await reviews.SaveSummaryAsync(new ReleaseReview(Id, recommendation, summary ?? "", LanguageOr(language)) { BaseVersion = baseVersion }, Actor, Cancelled);
        return saved.IsRefused ? NotKept(saved.Refusal!) : new JsonResult(new { version = saved.Value });
    }

    public async Task<IActionResult> OnPostRecallAsync() => await AfterReleaseAsync(await reviews.RecallAsync(Id, Actor, FormPost, Cancelled), $"/plans/{Id}/review", "release.recalled");

    public async Task<IActionResult> OnPostSendAsync() => await AfterReleaseAsync(await reviews.SendNowAsync(Id, Actor, FormPost, Cancelled), $"/plans/{Id}", "release.sent");

    public async Task<IActionResult> OnPostCommentAsync(CommentForm typed)
    {
        if (await LoadAsync() is { } answer)
            return answer;
        Typed = typed;
        await ShowDeskAsync();
        if (!ModelState.IsValid)
            return Refused(Refusal.Invalid("kind.Invalid"));
        if (typed.Revision is { } seen && seen != View.Revision?.Number && May(PlanAct.Review))
            return await OfferOnNewestAsync(typed, seen);
        if (Settle(typed) is { } unclear)
            return Refused(PlanAccess.Why(PlanAct.Review, View.Facts, Actor) ?? unclear);
        var saved = await reviews.SaveCommentAsync(typed.ToSave(Id, LanguageOr(typed.Language), FormPost), Actor, Cancelled);
        if (saved.IsRefused)
            return await AgainAsync(saved.Refusal!);
        return SeeOther($"/plans/{Id}/review#draft-{saved.Value}", T[typed.FromTranslation ? "comment.savedAtOriginal" : "comment.saved"]);
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
        if ((start is not null && !typed.FromTranslation) || string.IsNullOrWhiteSpace(typed.Quote) || typed.SectionKey is not { } key || View.Template.Find(key) is not { } section)
            return null;
        var found = typed.FromTranslation ? [] : Candidate.Find(PartsOf(section), part, typed.Quote);
        if (found.Count == 0 && View.TranslatedSection(key) is { } translated)
        {
            // Words of the translation stand for the segment of the original that they translate.
            found = [.. TranslatedPassages.Find(translated, PartsOf(section), part, typed.Quote).Select(p => new Candidate(p.Part, p.Passage)).Where(c => start is null || c.At == typed.At)];
            typed.FromTranslation = found.Count > 0;
            if (found.Count == 1)
                typed.Quote = found[0].Passage.Exact;
        }
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
        await ShowDeskAsync();
        foreach (var each in refusal.Each())
        {
            if (each.Facts.GetValueOrDefault("candidates") is IReadOnlyList<Passage> passages && Typed is { } typed)
                Candidates = [.. passages.Select(p => new Candidate(typed.Place().Part, p))];
        }
        return Refused(refusal);
    }

    async Task ShowDeskAsync()
    {
        Phrases = May(PlanAct.Review) ? await phrases.OfAsync(Actor, Cancelled) : [];
        (Recommendation, Summary) = (View.OwnReview?.Recommendation, View.OwnReview?.Summary ?? "");
        SummaryLanguage = View.OwnReview?.Language ?? Visitor!.Language;
    }

    async Task<IActionResult> AfterReleaseAsync<T0>(Result<T0> done, string path, string receipt) =>
        done.IsRefused ? await AgainAsync(done.Refusal!) : SeeOther(path, T[receipt]);

    /// <summary>What a script asked for is answered to the script: the sentence, and the status that pages give.</summary>
    JsonResult NotKept(Refusal refusal) =>
        new(new { code = refusal.Code, error = HttpContext.RequestServices.GetRequiredService<Errors.RefusalPresenter>().Sentence(refusal) })
        {
            StatusCode = Errors.RefusalPresenter.Status(refusal),
        };

    Refusal Superseding(int seen) => Refusal.Invalid("comment.revisionSuperseded", "quote").With("old", seen).With("new", View.Revision?.Number ?? 0);

    /// <summary>The revision changed while the comment was typed: nothing is saved before the writer has seen its passage in the newest one.</summary>
    async Task<IActionResult> OfferOnNewestAsync(CommentForm typed, int seen)
    {
        var refusal = Superseding(seen);
        var newest = View;
        if (await LoadAsync(new Wanted(seen)) is null)
        {
            var older = View.Texts;
            var (part, start) = typed.Place();
            if (typed.SectionKey is { } key && newest.Template.Find(key) is { } section && !string.IsNullOrWhiteSpace(typed.Quote))
            {
                var before = section.Kind.Parts(section, older.GetValueOrDefault(key)?.Content ?? "").FirstOrDefault(p => p.Key == part)?.Text ?? "";
                var found = Selectors.FindQuote(before, typed.Quote, start).Candidates;
                if ((found.FirstOrDefault(p => p.Start == start) ?? (found.Count == 1 ? found[0] : null)) is { } passage)
                {
                    var place = Places.Find(section, part, older.GetValueOrDefault(key), newest.Texts.GetValueOrDefault(key), passage.Start, passage.End);
                    Superseded = new SupersededPassage(seen, place);
                    (typed.Quote, typed.At) = place.Kind == PlaceKind.Deleted ? ("", null) : (place.NewPassage, Candidate.AtOf(place.Part, place.Start));
                }
            }
        }
        if (await LoadAsync() is { } gone)
            return gone;
        await ShowDeskAsync();
        // The fields show what is offered, not what was sent.
        ModelState.Clear();
        return Refused(refusal);
    }

    string LanguageOr(string? wished) => Localisation.Languages.Knows(wished) ? wished! : Visitor!.Language;

    bool IsMine(Comment comment) =>
        comment.OwnerId == Actor.PersonId || !View.Facts.Assigned.Any(a => a.PersonId == comment.OwnerId && a.Role == Consulting.People.Role.Consultant);
}

/// <summary>A passage as it read in the revision that was commented on, and its place in the newest one.</summary>
public sealed record SupersededPassage(int Revision, Place Place);
