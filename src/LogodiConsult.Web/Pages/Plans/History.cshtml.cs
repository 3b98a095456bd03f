using LogodiConsult.Consulting.Plans;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

public sealed class HistoryModel(PlanReader reader, HistoryService history) : PlanPage(reader)
{
    public IReadOnlyList<HistoryLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        var lines = await history.OfPlanAsync(Id, Actor, Cancelled);
        if (lines.IsRefused)
            return RefusedToShow(lines.Refusal!);
        Lines = lines.Value;
        return Page();
    }
}
