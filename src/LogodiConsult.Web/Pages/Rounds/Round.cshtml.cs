using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Rounds;

/// <summary>One round: its days and state, its plans, and the ways on.</summary>
public sealed class RoundModel(RoundService rounds, DashboardService dashboards, TemplateLibrary templates) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public RoundView View { get; private set; } = null!;

    public IReadOnlyList<PlanLine> Plans { get; private set; } = [];

    public RoundForm Form { get; private set; } = new();

    public IReadOnlyList<DefinitionChoice> Definitions { get; private set; } = [];

    public IReadOnlyCollection<PlanTemplate> Templates => templates.All;

    public bool Open { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostEditAsync(RoundForm typed, long version)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        (Form, Open) = (typed, true);
        if (Unreadable() is { } unreadable)
            return unreadable;
        return After(await rounds.EditAsync(typed.Edit(Id, version, FormPost), Actor, Cancelled), T["rounds.saved"]);
    }

    public async Task<IActionResult> OnPostStateAsync(RoundState to, long version)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var change = new ChangeState<RoundState>(Id, version, to) { Form = FormPost };
        return After(await rounds.ChangeStateAsync(change, Actor, Cancelled), T[$"rounds.now.{to}"]);
    }

    IActionResult After(Result<Done> done, string receipt) => done.IsRefused ? Refused(done.Refusal!) : SeeOther($"/rounds/{Id}", receipt);

    async Task<IActionResult?> ShowAsync()
    {
        var found = await rounds.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        Form = RoundForm.Of(View.Round);
        Definitions = await rounds.DefinitionsAsync(Cancelled);
        var dashboard = await dashboards.RoundAsync(Id, new DashboardFilter(), Actor, Cancelled);
        if (dashboard.IsRefused)
            return No(dashboard.Refusal!);
        Plans = dashboard.Value.Plans;
        return null;
    }
}
