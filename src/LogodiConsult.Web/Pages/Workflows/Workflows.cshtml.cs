using LogodiConsult.Consulting.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Workflows;

/// <summary>The published definitions with their versions, since when, and how many plans follow each.</summary>
public sealed class WorkflowsModel(DefinitionOverview overview) : LeadingPage
{
    public IReadOnlyList<PublishedDefinition> Definitions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        var list = await overview.ListAsync(Actor, Cancelled);
        if (list.IsRefused)
            return No(list.Refusal!);
        Definitions = list.Value;
        return Page();
    }
}
