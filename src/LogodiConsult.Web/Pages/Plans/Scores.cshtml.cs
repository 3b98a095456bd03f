using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>Scores of the review rounds: the consultant's own sheet while they review, the comparison for those who may know it.</summary>
public sealed class ScoresModel(PlanReader reader, ScoringService scoring) : PlanPage(reader)
{
    public ScoreBoard Board { get; private set; } = null!;

    public SheetFormView? Form { get; private set; }

    /// <summary>The round that was to be shown without the confirmation.</summary>
    public int? Unconfirmed { get; private set; }

    public bool IsLead => May(PlanAct.Lead);

    /// <summary>The numbers of the comments that points rest on, with where they stand.</summary>
    public IEnumerable<(int Number, string Path)> EvidenceOf(SheetLine line) =>
        View.Comments.Where(c => c.Comment.Number is not null && line.Evidence.Contains(c.Comment.Id)).Select(c => (c.Comment.Number!.Value, $"/plans/{Id}#comment-{c.Comment.Number}"));

    public static decimal? TotalOf(RoundScores round, ScoreSheet sheet) =>
        round.Rubric.Total(sheet.Lines.Where(l => l.Points is not null).Select(l => (l.Criterion, (decimal)l.Points!.Value)));

    /// <summary>A round whose result is all that this reader may see: of the points' givers nothing.</summary>
    public static decimal? TotalOf(RoundScores round) => round.Rubric.Total(round.Means.Select(m => (m.Key, m.Value.Mean)));

    public bool IsRoundOver(int round) => !View.Facts.OpenTasks.Any(t => t.Kind == "review" && t.ReviewRound == round);

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostSaveAsync(string? remark)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var typed = SheetFormView.Read(Request, Board.Rubric, remark, submit: false) with { Form = FormPost };
        var saved = await scoring.SaveForReviewAsync(Id, typed, Actor, Cancelled);
        if (!saved.IsRefused)
            return SeeOther($"/plans/{Id}/scores", T["scores.draftSaved"]);
        Form = Form?.Typed(typed);
        return Refused(saved.Refusal!);
    }

    /// <summary>What the official has read cannot be taken back: it is shown by a second, knowing click.</summary>
    public async Task<IActionResult> OnPostShowAsync(int round, bool confirmed)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (!confirmed && IsLead)
        {
            Unconfirmed = round;
            return Refused(Refusal.Invalid("scores.showUnconfirmed", nameof(confirmed)));
        }
        var shown = await scoring.ShowRoundAsync(Id, round, Actor, FormPost, Cancelled);
        return shown.IsRefused ? Refused(shown.Refusal!) : SeeOther($"/plans/{Id}/scores", T["scores.nowShown", ("round", round)]);
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        var board = await scoring.BoardAsync(Id, Actor, Cancelled);
        if (board.IsRefused)
            return board.Refusal!.Kind == RefusalKind.Hidden ? NotFound() : RefusedToShow(board.Refusal);
        Board = board.Value;
        Form = Board.Asked == Asked.None
            ? null
            : SheetFormView.Of(Board.Rubric, Board.Own is { Kind: SheetKind.Review } own ? own : null, Culture, T["scores.saveDraft"], null) with
            {
                Evidence = SheetFormView.EvidenceOf(this, c => c.State != CommentState.Draft || c.OwnerId == Actor.PersonId),
            };
        return null;
    }
}
