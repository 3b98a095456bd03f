using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Rounds;

public sealed class NewModel(ProgrammeService programmes, RoundService rounds, TemplateLibrary templates) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public ProgrammeView View { get; private set; } = null!;

    public RoundForm Form { get; private set; } = new();

    public IReadOnlyList<DefinitionChoice> Definitions { get; private set; } = [];

    public IReadOnlyCollection<PlanTemplate> Templates => templates.All;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Form.Number = View.Rounds.Select(r => r.Number).DefaultIfEmpty().Max() + 1;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(RoundForm typed)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Form = typed;
        if (Unreadable() is { } unreadable)
            return unreadable;
        var created = await rounds.CreateAsync(typed.Create(Id, FormPost), Actor, Cancelled);
        return created.IsRefused ? Refused(created.Refusal!) : SeeOther($"/rounds/{created.Value}", T["rounds.created"]);
    }

    async Task<IActionResult?> ShowAsync()
    {
        var found = await programmes.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        if (ProgrammeRules.MayEditProgramme(Actor, Id) is { } no)
            return No(no);
        View = found.Value;
        Definitions = await rounds.DefinitionsAsync(Cancelled);
        return null;
    }
}
