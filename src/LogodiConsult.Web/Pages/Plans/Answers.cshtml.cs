using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The official's ledger: every comment with its passage, and the answer to it.</summary>
public sealed class AnswersModel(PlanReader reader, AnswerService answers) : PlanPage(reader)
{
    static readonly Wanted Working = new(Working: true);

    /// <summary>The comment whose answer was refused, with what was typed.</summary>
    public SaveAnswer? Typed { get; private set; }

    /// <summary>Where the words that the refused answer points at stand, when that is several places.</summary>
    public IReadOnlyList<PointPlace> Candidates { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync(Working) is { } answer)
            return answer;
        return PlanAccess.Why(PlanAct.Answer, View.Facts, Actor) is { } refusal ? Refused(refusal) : Page();
    }

    public async Task<IActionResult> OnPostTakeAsync(long comment)
    {
        var taken = await answers.TakeProposalAsync(new TakeProposal(Id, comment) { Form = FormPost }, Actor, Cancelled);
        if (taken.IsRefused)
            return await RefusedAsync(taken.Refusal!, Working);
        if (await LoadAsync(Working) is { } gone)
            return gone;
        var number = View.Comments.FirstOrDefault(c => c.Comment.Id == comment)?.Comment.Number;
        return SeeOther($"/plans/{Id}/answers#comment-{number}", T["answers.taken", ("number", number)]);
    }

    public async Task<IActionResult> OnPostAsync(long comment, AnswerKind? kind, string? text, string? pointSection, string? pointQuote, string? pointAt, long baseVersion)
    {
        Typed = new SaveAnswer(Id, comment, kind, text ?? "", "es")
        {
            BaseVersion = baseVersion,
            PointSection = pointSection,
            PointQuote = pointQuote,
            PointAt = Candidate.Parse(pointAt),
            Form = FormPost,
        };
        var plan = await LoadAsync(Working);
        if (plan is not null)
            return plan;
        Typed = Typed with { Language = Plan.Language };
        var saved = await answers.SaveAsync(Typed, Actor, Cancelled);
        if (saved.IsRefused)
        {
            Candidates = saved.Refusal!.Each().Select(r => r.Facts.GetValueOrDefault("candidates")).OfType<IReadOnlyList<PointPlace>>().FirstOrDefault() ?? [];
            return await RefusedAsync(saved.Refusal!, Working);
        }
        var number = View.Comments.FirstOrDefault(c => c.Comment.Id == comment)?.Comment.Number;
        return SeeOther($"/plans/{Id}/answers#comment-{number}", T["answer.saved", ("number", number)]);
    }
}
