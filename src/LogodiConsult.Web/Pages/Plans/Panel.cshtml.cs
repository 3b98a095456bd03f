using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>A panel member's own sheet, made for a phone: kept as a draft, handed in once.</summary>
public sealed class PanelModel(PlanReader reader, ScoringService scoring, RubricLibrary rubrics) : PlanPage(reader)
{
    public ScoreSheet? Own { get; private set; }

    public SheetFormView Form { get; private set; } = null!;

    public Rubric Rubric => rubrics.Default.For(Moment.Panel);

    public bool MayScore => May(PlanAct.ScoreInPanel) && Own?.SubmittedAt is null;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        return Own is null && PlanAccess.Why(PlanAct.ScoreInPanel, View.Facts, Actor) is { } refusal ? Refused(refusal) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? remark, string? go)
    {
        var typed = SheetFormView.Read(Request, Rubric, remark, go == "submit") with { Form = FormPost };
        var saved = await scoring.SaveForPanelAsync(Id, typed, Actor, Cancelled);
        if (!saved.IsRefused)
            return SeeOther($"/plans/{Id}/panel", T[typed.Submit ? "panel.submitted" : "scores.draftSaved"]);
        if (saved.Refusal!.Kind == RefusalKind.Hidden)
            return NotFound();
        if (await ShowAsync() is { } answer)
            return answer;
        Form = Form.Typed(typed);
        return Refused(saved.Refusal);
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        Own = await scoring.OwnPanelSheetAsync(Id, Actor, Cancelled);
        Form = SheetFormView.Of(Rubric, Own, Culture, T["scores.saveDraft"], T["panel.submit"]) with { Evidence = SheetFormView.EvidenceOf(this, c => c.State != CommentState.Draft) };
        return null;
    }
}
