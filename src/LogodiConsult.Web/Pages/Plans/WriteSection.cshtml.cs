using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>One section being written. When somebody else saved it meanwhile, both texts are shown, and the next save counts from the newer one.</summary>
public sealed class WriteSectionModel(PlanReader reader, PlanService plans) : PlanPage(reader)
{
    const int SpareRows = 2;

    static readonly Wanted Working = new(Working: true);

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    public SectionDeclaration Section { get; private set; } = null!;

    /// <summary>What the editor shows: what is stored, or what was typed.</summary>
    public string Text { get; private set; } = "";

    public long BaseVersion { get; private set; }

    /// <summary>What somebody else saved meanwhile; null when nobody did.</summary>
    public string? Other { get; private set; }

    public int Spare { get; private set; } = SpareRows;

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>The language in which the section is written, as it is stored or was just chosen.</summary>
    public string Written { get; private set; } = "";

    /// <summary>It is not the visitor's turn to write any more: the text is shown, not edited.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Somebody beside the visitor has written in this plan: then it is told who wrote what.</summary>
    public bool HasSeveralWriters => View.Edits.Any(e => e.PersonId != Actor.PersonId) || View.Facts.CoAuthors.Count > 0;

    /// <summary>Who wrote in this section towards which revision, the latest first.</summary>
    public IReadOnlyList<SectionEdit> Writers => [.. View.Edits.Where(e => e.Key == Key).OrderByDescending(e => e.LastAt)];

    /// <summary>Where the browser keeps its copy: one for each person and section.</summary>
    public string DraftName => FormattableString.Invariant($"{Actor.PersonId}/{Id}/{Key}");

    public async Task<IActionResult> OnGetAsync(int? spare)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Spare = Math.Clamp(spare ?? SpareRows, SpareRows, 50);
        if (PlanAccess.Why(PlanAct.Write, View.Facts, Actor) is not { } refusal)
            return Page();
        IsClosed = true;
        return Refused(refusal);
    }

    public async Task<IActionResult> OnPostAsync(long baseVersion, string? go, string? writtenIn)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Written = writtenIn ?? Written;
        // The script sends the text as it is stored, the form its fields.
        var typed = Request.Form["content"] is [{ } whole] && Section.Kind.IsTyped && Section.Kind.Fault(Section, whole) is null
            ? whole.ReplaceLineEndings("\n")
            : Section.Kind.FromForm(Section, Fields(), Text);
        if (go == "take")
        {
            // The other text was chosen: nothing to save, what is stored stays.
            return SeeOther($"/plans/{Id}/write/{Key}", T["write.tookOther"]);
        }
        var saved = await plans.SaveAsync(new SaveDraft(Id, null, [new SectionText(Key, typed, baseVersion) { Language = writtenIn }]) { Form = FormPost }, Actor, Cancelled);
        if (saved.IsRefused)
        {
            (Text, BaseVersion) = (typed, baseVersion);
            return Refused(saved.Refusal!);
        }
        if (saved.Value.Conflicts is [var conflict])
        {
            Text = typed;
            Other = conflict.Stored.Content;
            BaseVersion = conflict.Stored.Version;
            return Refused(Refusal.OutOfTime("section.changedMeanwhile").With("sections", Section.Title.In(Culture)));
        }
        return SeeOther(Next(go), T["write.saved"]);
    }

    public string Next(string? go)
    {
        var sections = View.Template.Sections;
        var at = sections.ToList().FindIndex(s => s.Key == Key);
        return go switch
        {
            "next" when at + 1 < sections.Count => $"/plans/{Id}/write/{sections[at + 1].Key}",
            "next" or "outline" => $"/plans/{Id}/write",
            "rows" => $"/plans/{Id}/write/{Key}?spare=6#new-row",
            _ => $"/plans/{Id}/write/{Key}",
        };
    }

    /// <summary>Where the row that the problem speaks of stands in the form; null when it speaks of none.</summary>
    public int? RowNumber(Problem problem) =>
        problem.Row is { } id && Section.Kind is TableKind && Section.Kind.Fault(Section, Text) is null
        && TableContent.Read(Text).Rows.ToList().FindIndex(r => r.Id == id) is >= 0 and var at ? at : null;

    Dictionary<string, string> Fields() => Request.Form.ToDictionary(f => f.Key, f => f.Value.ToString());

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync(Working) is { } answer)
            return answer;
        if (View.Template.Find(Key) is not { } section)
            return NotFound();
        Section = section;
        Text = View.Contents.GetValueOrDefault(Key, "");
        BaseVersion = View.Working.GetValueOrDefault(Key)?.Version ?? 0;
        Written = View.Working.GetValueOrDefault(Key)?.Language ?? Plan.Language;
        Problems = [.. TemplateChecks.Run(View.Template, View.Contents, PlanRules.Horizon(Plan)).Where(p => p.Section == Key)];
        ViewData["Title"] = $"{section.Title.In(Culture)} · {Plan.Title}";
        return null;
    }
}
