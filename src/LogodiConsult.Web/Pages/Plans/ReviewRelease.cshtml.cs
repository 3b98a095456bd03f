using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>Exactly what the official will see, before it is released; what changed since is not released unseen.</summary>
public sealed class ReviewReleaseModel(PlanReader reader, ReviewService reviews, ScoringService scoring, ReviewSettings settings) : PlanPage(reader)
{
    public IReadOnlyList<CommentView> Drafts { get; private set; } = [];

    /// <summary>What the answers were found to be, by the number of their comments.</summary>
    public IReadOnlyList<(Comment Comment, Decision Decision)> Decisions { get; private set; } = [];

    /// <summary>Answers to this consultant's own comments about which nothing was decided.</summary>
    public int Undecided { get; private set; }

    /// <summary>The summary as it will stand; null until a recommendation was kept.</summary>
    public ReviewDraft? Preview { get; private set; }

    /// <summary>What still stops the release.</summary>
    public IReadOnlyList<string> Missing { get; private set; } = [];

    /// <summary>Criteria without the points that the definition requires; null where no score stops the release.</summary>
    public IReadOnlyList<Criterion>? Unscored { get; private set; }

    public bool MayRelease => Missing.Count == 0 && Unscored is null;

    public int RecallMinutes => settings.RecallMinutes;

    public string Seen { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        if (PlanAccess.Why(PlanAct.Review, View.Facts, Actor) is { } refusal)
            return Refused(refusal);
        if (View.OwnReview is { IsReleasing: true })
            return SeeOther($"/plans/{Id}/review");
        await ShowAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Recommendation? recommendation, string? summary, string? language, string seen)
    {
        var release = new ReleaseReview(Id, recommendation, summary ?? "", language ?? "") { Seen = seen, Form = FormPost };
        var released = await reviews.ReleaseAsync(release, Actor, Cancelled);
        if (!released.IsRefused && settings.RecallMinutes > 0)
            return SeeOther($"/plans/{Id}/review", T["release.ordered", ("count", released.Value), ("minutes", settings.RecallMinutes)]);
        if (!released.IsRefused)
            return SeeOther($"/plans/{Id}", T[recommendation == Recommendation.Accept ? "release.doneAccept" : "release.doneRevise", ("count", released.Value)]);
        if (released.Refusal!.Kind == RefusalKind.Hidden || await LoadAsync() is not { } gone)
        {
            if (released.Refusal.Kind == RefusalKind.Hidden)
                return NotFound();
            await ShowAsync();
            return Refused(released.Refusal);
        }
        return gone;
    }

    async Task ShowAsync()
    {
        Unscored = await scoring.LackingAsync(Id, Actor, Cancelled);
        if (View.OwnReview is not { } own)
        {
            Missing = [T.Refusal("review.recommendationMissing", new Dictionary<string, object?>())!];
            return;
        }
        var drafts = View.Comments.Where(c => c.Comment.State == CommentState.Draft && c.Comment.OwnerId == Actor.PersonId).ToList();
        Drafts = [.. drafts.Select((d, i) => d with { Comment = Released(d.Comment, Plan.CommentCount + 1 + i) })];
        var judged = View.Comments.Where(c => c.Answer is { } answer && answer.IsPendingIn(c.Comment) && answer.DecidedBy == Actor.PersonId).ToList();
        Decisions = [.. judged.Select(c => (c.Comment, c.Answer!.Decision!.Value))];
        Undecided = View.Comments.Count(c => c is { Comment.State: CommentState.Answered, Answer: { RevisionId: not null, Decision: null } } && c.Comment.OwnerId == Actor.PersonId);
        Seen = ReviewRules.Seen(own, drafts.Select(d => d.Comment), judged.Select(c => (c.Answer!.Id, c.Answer.Version)));
        Preview = own.Recommendation is null ? null : Released(own);
        var missing = ReviewRules.MayRelease(new ReleaseReview(Id, own.Recommendation, own.Summary, own.Language), [.. drafts.Select(d => d.Comment)],
            Decisions.Where(d => d is { Comment.Required: true, Decision: Decision.NotAccepted }).Select(d => d.Comment.Number ?? 0));
        Missing = [.. (missing?.Each() ?? []).Select(r => T.Refusal(r.Code, r.Facts)!)];
    }

    static Comment Released(Comment draft, int number) => new()
    {
        Id = draft.Id,
        PlanId = draft.PlanId,
        ReviewId = draft.ReviewId,
        RevisionId = draft.RevisionId,
        RevisionNumber = draft.RevisionNumber,
        ReviewRound = draft.ReviewRound,
        Number = number,
        SectionKey = draft.SectionKey,
        Part = draft.Part,
        Selector = draft.Selector,
        Kind = draft.Kind,
        Required = draft.Required,
        Text = draft.Text,
        Language = draft.Language,
        Proposal = draft.Proposal,
        State = CommentState.Open,
        OwnerId = draft.OwnerId,
        CreatedAt = draft.CreatedAt,
        Version = draft.Version,
    };

    ReviewDraft Released(ReviewDraft own) => new()
    {
        Id = own.Id,
        PlanId = own.PlanId,
        RevisionId = own.RevisionId,
        TaskId = own.TaskId,
        ConsultantId = own.ConsultantId,
        Round = own.Round,
        State = ReviewState.Released,
        Recommendation = own.Recommendation,
        Summary = own.Summary,
        Language = own.Language,
        ReleasedAt = Now,
        Version = own.Version,
    };
}
