using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.Plans;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What became of the plan, told by its official some months later.</summary>
public sealed class ReportModel(PlanReader reader, ReportService reports) : PlanPage(reader)
{
    public Progress? Progress { get; private set; }

    public string Percent { get; private set; } = "";

    public string Text { get; private set; } = "";

    /// <summary>Months after completion that this report is about.</summary>
    public int Months => PlanAccess.TaskOf(View.Facts, Actor, "report")?.Months ?? 0;

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        return PlanAccess.Why(PlanAct.Report, View.Facts, Actor) is { } refusal ? Refused(refusal) : Page();
    }

    public async Task<IActionResult> OnPostAsync(Progress? progress, string? percent, string? text)
    {
        (Progress, Percent, Text) = (progress, percent ?? "", text ?? "");
        if (await LoadAsync() is { } answer)
            return answer;
        // "40 %" is what people write.
        var number = int.TryParse(Percent.Trim().TrimEnd('%', ' '), Culture, out var read) ? read : (int?)null;
        var submitted = await reports.SubmitAsync(new SubmitReport(Id, progress, number, Text, Plan.Language) { Form = FormPost }, Actor, Cancelled);
        return submitted.IsRefused ? await RefusedAsync(submitted.Refusal!) : SeeOther($"/plans/{Id}", T["report.sent"]);
    }
}
