using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The supervisor stands behind mandate and resources of the plan, or returns it with a reason.</summary>
public sealed class EndorseModel(PlanReader reader, EndorsementService endorsements) : PlanPage(reader)
{
    public bool? Endorsed { get; private set; }

    public string Note { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        return PlanAccess.Why(PlanAct.Endorse, View.Facts, Actor) is { } refusal ? Refused(refusal) : Page();
    }

    public async Task<IActionResult> OnPostAsync(bool? endorsed, string? note)
    {
        (Endorsed, Note) = (endorsed, note ?? "");
        if (endorsed is not { } decided)
            return await RefusedAsync(Refusal.Invalid("endorsement.missing", "endorsed"));
        var done = await endorsements.EndorseAsync(new EndorsePlan(Id, decided, Note) { Form = FormPost }, Actor, Cancelled);
        return done.IsRefused ? await RefusedAsync(done.Refusal!) : SeeOther($"/plans/{Id}", T[decided ? "endorse.done" : "endorse.returned"]);
    }
}
