using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Programmes;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Programmes;

/// <summary>One programme: its rounds, what it is called and who carries it, its subjects.</summary>
public sealed class ProgrammeModel(ProgrammeService programmes) : LeadingPage
{
    /// <summary>Empty lines below the subjects that there are.</summary>
    const int MoreLines = 2;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public ProgrammeView View { get; private set; } = null!;

    public ProgrammeForm Form { get; private set; } = new();

    public IReadOnlyList<SubjectForm> Subjects { get; private set; } = [];

    /// <summary>The form that was refused stays open.</summary>
    public string? Open { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostEditAsync(ProgrammeForm typed, long version)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        (Form, Open) = (typed, "edit");
        if (Unreadable() is { } unreadable)
            return unreadable;
        return After(await programmes.EditAsync(typed.Edit(Id, version, FormPost), Actor, Cancelled), T["programmes.saved"]);
    }

    public async Task<IActionResult> OnPostSubjectsAsync(List<SubjectForm> subjects)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        // The lines left empty are none; a line emptied is a subject taken away.
        var kept = subjects.Where(s => !s.Name.IsEmpty).ToList();
        (Subjects, Open) = (kept, "subjects");
        if (Unreadable() is { } unreadable)
            return unreadable;
        var edit = new EditSubjects(Id, [.. kept.Select(s => new SubjectLine(s.Id, s.Name.Text))]) { Form = FormPost };
        var saved = await programmes.EditSubjectsAsync(edit, Actor, Cancelled);
        return saved.IsRefused ? Refused(saved.Refusal!) : SeeOther($"/programmes/{Id}", T["programmes.subjectsSaved", ("count", kept.Count)]);
    }

    public async Task<IActionResult> OnPostStateAsync(ProgrammeState to, long version)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var change = new ChangeState<ProgrammeState>(Id, version, to) { Form = FormPost };
        return After(await programmes.ChangeStateAsync(change, Actor, Cancelled), T[$"programmes.now.{to}"]);
    }

    IActionResult After(Result<Done> done, string receipt) => done.IsRefused ? Refused(done.Refusal!) : SeeOther($"/programmes/{Id}", receipt);

    async Task<IActionResult?> ShowAsync()
    {
        var found = await programmes.FindAsync(Id, Actor, Cancelled);
        if (found.IsRefused)
            return No(found.Refusal!);
        View = found.Value;
        Form = ProgrammeForm.Of(View.Programme);
        Subjects = [.. View.Subjects.Select(s => new SubjectForm { Id = s.Id, Name = TrilingualForm.Of(s.Name) })];
        return null;
    }

    /// <summary>The subjects with empty lines below, for the form.</summary>
    public IReadOnlyList<SubjectForm> Lines => [.. Subjects, .. Enumerable.Range(0, MoreLines).Select(_ => new SubjectForm())];
}
