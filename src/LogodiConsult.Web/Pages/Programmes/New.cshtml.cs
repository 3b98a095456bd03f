using LogodiConsult.Consulting.Programmes;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Programmes;

public sealed class NewModel(ProgrammeService programmes) : LeadingPage
{
    public ProgrammeForm Form { get; private set; } = new();

    public IActionResult OnGet()
    {
        if (ProgrammeRules.MayCreateProgramme(Actor) is { } no)
            return No(no);
        (Form.FirstYear, Form.LastYear) = (Now.Year, Now.Year + 2);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(ProgrammeForm typed)
    {
        Form = typed;
        if (ProgrammeRules.MayCreateProgramme(Actor) is { } no)
            return No(no);
        if (Unreadable() is { } unreadable)
            return unreadable;
        var created = await programmes.CreateAsync(typed.Create(FormPost), Actor, Cancelled);
        return created.IsRefused
            ? Refused(created.Refusal!)
            : SeeOther($"/programmes/{created.Value}", T["programmes.created"]);
    }
}
