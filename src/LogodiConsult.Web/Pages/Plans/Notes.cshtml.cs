using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>What the consultants of the plan and its leads say among themselves.</summary>
public sealed class NotesModel(PlanReader reader, NoteService notes) : PlanPage(reader)
{
    public IReadOnlyList<Note> Notes { get; private set; } = [];

    public string Text { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostAsync(string? text, string? language)
    {
        Text = text ?? "";
        var wished = Localisation.Languages.Knows(language) ? language! : Visitor!.Language;
        var written = await notes.WriteAsync(new WriteNote(Id, Text, wished) { Form = FormPost }, Actor, Cancelled);
        if (!written.IsRefused)
            return SeeOther($"/plans/{Id}/notes#note-{written.Value}", T["notes.written"]);
        return await ShowAsync() ?? Refused(written.Refusal!);
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        var read = await notes.OfPlanAsync(Id, Actor, Cancelled);
        if (read.IsRefused)
            return RefusedToShow(read.Refusal!);
        Notes = read.Value;
        return null;
    }
}
