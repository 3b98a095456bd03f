using LogodiConsult.Consulting.Dashboards;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Dashboards;

/// <summary>The rounds one leads; who leads a single one goes straight to it.</summary>
public sealed class RoundsModel(DashboardService dashboards) : LeadingPage
{
    public IReadOnlyList<RoundLine> Rounds { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!IsForLeads(Actor))
            return NotFound();
        Rounds = await dashboards.AllRoundsAsync(Actor, Cancelled);
        return Rounds is [var only] ? SeeOther($"/rounds/{only.Round.Id}/dashboard") : Page();
    }
}
