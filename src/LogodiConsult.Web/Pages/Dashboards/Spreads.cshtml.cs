using LogodiConsult.Consulting.Scoring;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Dashboards;

/// <summary>Where the consultants of a round read the same plan differently, and who scores milder or stricter than their colleagues.</summary>
public sealed class SpreadsModel(SpreadService spreads) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public RoundSpread View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        var read = await spreads.OfRoundAsync(Id, Actor, Cancelled);
        if (read.IsRefused)
            return No(read.Refusal!);
        View = read.Value;
        ViewData["Title"] = $"{T["spreads.title"]} · {View.Round.In(Culture)}";
        return Page();
    }

    public string NameOf(PersonSpread person) => person.Name?.In(Culture) ?? Plans.PlanWords.Of("actor.erased");

    public string CriterionOf(string key) => View.Rubric.Criteria.FirstOrDefault(c => c.Key == key)?.Title.In(Culture) ?? key;
}
