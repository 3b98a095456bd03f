using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Scoring;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Calibrations;

/// <summary>The exercises of one's rounds; leads set up a new one.</summary>
public sealed class CalibrationsModel(CalibrationService calibrations) : LeadingPage
{
    public IReadOnlyList<Calibration> List { get; private set; } = [];

    public IReadOnlyList<CalibrationRound> Rounds { get; private set; } = [];

    public IReadOnlyList<CalibrationText> Texts { get; private set; } = [];

    public string? TitleTyped { get; private set; }

    public bool Sent { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync(long round, long plan, string? title)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        (TitleTyped, Sent) = (title, true);
        var opened = await calibrations.OpenAsync(new OpenCalibration(round, plan, title ?? "") { Form = FormPost }, Actor, Cancelled);
        return opened.IsRefused ? Refused(opened.Refusal!) : SeeOther($"/calibrations/{opened.Value}", T["calibration.opened"]);
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (!CalibrationService.IsFor(Actor))
            return NotFound();
        ViewData["Title"] = T["calibration.title"];
        List = await calibrations.ListAsync(Actor, Cancelled);
        if (IsForLeads(Actor))
            (Rounds, Texts) = await calibrations.ChoicesAsync(Actor, Cancelled);
        return null;
    }
}
