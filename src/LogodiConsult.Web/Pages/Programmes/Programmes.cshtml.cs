using LogodiConsult.Consulting.Programmes;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Programmes;

/// <summary>The programmes that one leads, wholly or in a round.</summary>
public sealed class ProgrammesModel(ProgrammeService programmes) : LeadingPage
{
    public IReadOnlyList<Programme> Programmes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (!IsForLeads(Actor))
            return NotFound();
        Programmes = await programmes.ListAsync(Actor, Cancelled);
        return Page();
    }
}
