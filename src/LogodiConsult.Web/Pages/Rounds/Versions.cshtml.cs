using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Rounds;

/// <summary>Moves running plans of a round to another version of their workflow: first what would become of each, then the act.</summary>
public sealed class VersionsModel(RoundService rounds, RoundVersions versions, DashboardService dashboards) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public RoundView View { get; private set; } = null!;

    public IReadOnlyList<VersionInUse> InUse { get; private set; } = [];

    /// <summary>The step that is previewed; null before one was chosen.</summary>
    public MoveRound? Step { get; private set; }

    public IReadOnlyList<(InstanceMove Move, PlanLine? Plan)> Moves { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? definition, int? from, int? to)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (definition is null || from is not { } old || to is not { } fresh)
            return Page();
        return await PreviewAsync(new MoveRound(Id, definition, old, fresh)) is { } no ? Refused(no) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? definition, int from, int to)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var step = new MoveRound(Id, definition ?? "", from, to) { Form = FormPost };
        var moved = await versions.MoveAsync(step, Actor, Cancelled);
        if (moved.IsRefused)
            return Refused(moved.Refusal!);
        return SeeOther($"/rounds/{Id}/versions", T["versions.done", ("moved", moved.Value.Moved), ("stay", moved.Value.Stay)]);
    }

    async Task<Consulting.Refusal?> PreviewAsync(MoveRound step)
    {
        var preview = await versions.PreviewAsync(step, Actor, Cancelled);
        if (preview.IsRefused)
            return preview.Refusal;
        var dashboard = await dashboards.RoundAsync(Id, new DashboardFilter(), Actor, Cancelled);
        var plans = dashboard.IsRefused ? [] : dashboard.Value.Plans.ToDictionary(p => p.Id);
        Step = step;
        Moves = [.. preview.Value.Select(m => (m, m.PlanId is { } id ? plans.GetValueOrDefault(id) : null))];
        return null;
    }

    async Task<IActionResult?> ShowAsync()
    {
        var found = await rounds.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        var inUse = await versions.InUseAsync(Id, Actor, Cancelled);
        if (inUse.IsRefused)
            return No(inUse.Refusal!);
        InUse = inUse.Value;
        return null;
    }
}
