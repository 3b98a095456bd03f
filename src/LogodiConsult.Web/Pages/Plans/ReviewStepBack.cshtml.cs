using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>A consultant hands the review back, or declares a conflict of interest; the reason goes to the leads alone.</summary>
public sealed class ReviewStepBackModel(PlanReader reader, StepBackService stepBacks) : PlanPage(reader)
{
    public RecusalKind? Kind { get; private set; }

    public string Reason { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        return PlanAccess.Why(PlanAct.StepBack, View.Facts, Actor) is { } refusal ? Refused(refusal) : Page();
    }

    public async Task<IActionResult> OnPostAsync(RecusalKind? kind, string? reason)
    {
        (Kind, Reason) = (kind, reason ?? "");
        var done = await stepBacks.StepBackAsync(new StepBack(Id, kind, Reason) { Form = FormPost }, Actor, Cancelled);
        return done.IsRefused ? await RefusedAsync(done.Refusal!) : SeeOther("/", T[kind == RecusalKind.Conflict ? "stepBack.doneConflict" : "stepBack.doneHandedBack"]);
    }
}
