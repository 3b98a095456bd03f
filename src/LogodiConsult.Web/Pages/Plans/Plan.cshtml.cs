using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The plan as it was handed in, with the comments beside the text.</summary>
public sealed class PlanModel(PlanReader reader, PlanExport export, LookService looks, MachineTranslationService machine) : PlanPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public int? Revision { get; set; }

    /// <summary>The text that is being written instead of what was handed in.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Working { get; set; }

    /// <summary>From so many columns on a table gets pages turned on their side, on paper as in the document for Word.</summary>
    public int BroadTable => PlanDocument.WideTable;

    /// <summary>The revision that the reader saw last, when the one shown is a newer one.</summary>
    public int? ChangedSince { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync(new Wanted(Revision, Working)) is { } answer)
            return answer;
        var newest = View.Revision is { } shown && shown.Number == Plan.RevisionCount;
        if (newest && View.LastSeen is { } seen && seen < Plan.RevisionCount)
            ChangedSince = seen;
        if (newest && View.LastSeen != Plan.RevisionCount)
            await looks.SeenAsync(Id, Actor, Cancelled);
        return Page();
    }

    /// <summary>The text shown as a document for Word; with <see cref="Working"/> the official's own, before it is handed in.</summary>
    public async Task<IActionResult> OnGetDocxAsync()
    {
        if (await LoadAsync(new Wanted(Revision, Working)) is { } answer)
            return answer;
        if (View.Revision is null && !Working)
            return NotFound();
        return File(PlanDocument.Write(View, Languages.Current, Visitor!.Zone), WordDocument.ContentType, FileName("docx"));
    }

    /// <summary>All of the plan as data, as far as the reader may see it; docs/plan-json.md tells the shape.</summary>
    public async Task<IActionResult> OnGetJsonAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        var written = await export.JsonAsync(Id, Actor, Languages.Current, Cancelled);
        return written.IsRefused ? RefusedToShow(written.Refusal!) : File(written.Value, "application/json", $"{Plan.Reference}.json");
    }

    /// <summary>What paper says of the plan above its text; the document for Word has the same.</summary>
    public IEnumerable<(string Name, string Value)> TitleBlock() => PlanDocument.Identity(View, Languages.Current, Visitor!.Zone);

    string FileName(string extension) =>
        View.Revision is { } revision ? $"{Plan.Reference}-V{revision.Number}.{extension}" : $"{Plan.Reference}.{extension}";

    /// <summary>The official says whether the text may go to the machine.</summary>
    public async Task<IActionResult> OnPostMachineAsync(MachineDecision decision)
    {
        var decided = await machine.DecideAsync(Id, decision, Actor, FormPost, Cancelled);
        return decided.IsRefused ? await RefusedAsync(decided.Refusal!) : SeeOther($"/plans/{Id}", T[$"machine.now.{decision}"]);
    }

    public async Task<IActionResult> OnPostTranslateAsync(string? to, string? back)
    {
        var asked = await machine.AskAsync(Id, Localisation.Languages.Knows(to) ? to! : Localisation.Languages.Current, Actor, FormPost, Cancelled);
        return asked.IsRefused ? await RefusedAsync(asked.Refusal!) : SeeOther(back == "translate" ? $"/plans/{Id}/translate?to={to}" : $"/plans/{Id}", T["machine.queued", ("count", asked.Value)]);
    }
}

/// <summary>Marks of comments in a section, for the rendering of it.</summary>
public static class Marks
{
    /// <summary>Highlights by part, for the comments whose passage still stands in the text shown.</summary>
    /// <param name="comments">Comments of the plan; those of other sections are left out.</param>
    /// <param name="section">Key of the section.</param>
    /// <param name="numbers">How a comment is numbered; null: as it was released. Who has no number is not marked.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<Highlight>> Of(IEnumerable<CommentView> comments, string section, Func<Comment, int?>? numbers = null)
    {
        int? NumberOf(CommentView view) => numbers is null ? view.Comment.Number : numbers(view.Comment);
        return comments.Where(c => c.Comment.SectionKey == section && NumberOf(c) is not null && c.Place is { } place && place.Kind != PlaceKind.Deleted && place.End > place.Start)
                .GroupBy(c => c.Place!.Part)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<Highlight>)[.. g.Select(c =>
                    new Highlight(c.Place!.Start, c.Place.End, NumberOf(c)!.Value, $"kind-{c.Comment.Kind.ToString().ToLowerInvariant()}"))]);
    }

    /// <summary>The section as HTML with its marks, links between rows resolved.</summary>
    public static string Html(PlanPage page, SectionDeclaration section, IReadOnlyDictionary<string, string> contents, IEnumerable<CommentView> comments,
        Func<Comment, int?>? numbers = null) =>
        section.Kind.Render(section, contents.GetValueOrDefault(section.Key, ""),
            page.ReadingOf(contents, section.Key) with { Highlights = Of(comments, section.Key, numbers) });
}
