using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The outline of the plan that is being written: title, sections with their state, what still stops the submission, and the submission.</summary>
public sealed class WriteModel(PlanReader reader, PlanService plans) : PlanPage(reader)
{
    static readonly Wanted Working = new(Working: true);

    [BindProperty]
    public string? Title { get; set; }

    /// <summary>The title that somebody else saved meanwhile; null when nobody did.</summary>
    public string? OtherTitle { get; private set; }

    public long TitleVersion { get; private set; }

    /// <summary>Where the browser keeps its copy of the title: beside those of the sections, under a name that no section can have.</summary>
    public string TitleDraft => FormattableString.Invariant($"{Actor.PersonId}/{Id}/-title");

    /// <summary>What the official says to the warnings that are left.</summary>
    [BindProperty]
    public string? Word { get; set; }

    /// <summary>The task that the submission fulfils, when its deadline has passed.</summary>
    public PlanTask? Late => PlanAccess.TaskOf(View.Facts, Actor, "draft", "revise") is { } task && task.IsOverdue(Now) ? task : null;

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Numbers of the comments that must be answered first.</summary>
    public IReadOnlyList<int> Unanswered { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (PlanAccess.Why(PlanAct.Write, View.Facts, Actor) is { } refusal)
            return Refused(refusal);
        return Page();
    }

    public async Task<IActionResult> OnPostSaveAsync(long? baseVersion, string? go)
    {
        // The other title was chosen: nothing to save, what is stored stays.
        if (go == "take")
            return SeeOther($"/plans/{Id}/write", T["write.tookOther"]);
        // The script sends the text as it is stored, the form its field.
        Title = Request.Form["content"] is [{ } whole] ? whole : Title ?? "";
        var saved = await plans.SaveAsync(new SaveDraft(Id, Title, []) { TitleVersion = baseVersion, Form = FormPost }, Actor, Cancelled);
        if (!saved.IsRefused && saved.Value.OtherTitle is null)
            return SeeOther($"/plans/{Id}/write", T["write.saved"]);
        if (await ShowAsync() is { } answer)
            return answer;
        if (saved.IsRefused)
        {
            TitleVersion = baseVersion ?? TitleVersion;
            return Refused(saved.Refusal!);
        }
        OtherTitle = Plan.Title;
        return Refused(Refusal.OutOfTime("section.changedMeanwhile").With("sections", T["write.title"]));
    }

    public async Task<IActionResult> OnPostSubmitAsync()
    {
        Title = null;
        var submitted = await plans.SubmitAsync(new SubmitDraft(Id, null, []) { Word = Word, Form = FormPost }, Actor, Cancelled);
        if (submitted.IsRefused)
            return await ShowAsync() ?? Refused(submitted.Refusal!);
        var receipt = submitted.Value;
        return SeeOther($"/plans/{Id}?revision={receipt.RevisionNumber}",
            T[receipt.Late ? "writing.submittedLate" : "writing.submitted", ("at", receipt.At), ("receipt", receipt.Receipt), ("sha256", receipt.Sha256)]);
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync(Working) is { } answer)
            return answer;
        Title ??= Plan.Title;
        TitleVersion = Plan.TitleVersion;
        Problems = [.. TemplateChecks.Run(View.Template, View.Contents, PlanRules.Horizon(Plan))];
        Unanswered = [.. View.Comments.Where(c => c.Comment.Required && c.Comment.State is Consulting.Reviews.CommentState.Open or Consulting.Reviews.CommentState.NotAccepted).Select(c => c.Comment.Number ?? 0)];
        return null;
    }
}
