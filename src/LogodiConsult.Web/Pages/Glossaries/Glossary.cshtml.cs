using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Translations;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Glossaries;

public sealed class TermForm
{
    public long? TermId { get; set; }

    public long TermVersion { get; set; }

    public string? Es { get; set; }

    public string? Ko { get; set; }

    public string? En { get; set; }

    public string? Note { get; set; }

    public static TermForm Of(GlossaryTerm term) => new() { TermId = term.Id, TermVersion = term.Version, Es = term.Es, Ko = term.Ko, En = term.En, Note = term.Note };
}

/// <summary>The glossary of a programme: every term can be put right where it stands.</summary>
public sealed class GlossaryModel(GlossaryService glossary) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    /// <summary>Shows the terms that hold these letters.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Find { get; set; }

    /// <summary>The term whose form is open.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Edit { get; set; }

    public IReadOnlyList<GlossaryTerm> Terms { get; private set; } = [];

    /// <summary>Of the programme.</summary>
    public string Code { get; private set; } = "";

    public int Total { get; private set; }

    public TermForm Form { get; private set; } = new();

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnGetCsvAsync() =>
        await ShowAsync() ?? File(GlossaryTable.Csv(Lines()), "text/csv; charset=utf-8", "glossary.csv");

    public async Task<IActionResult> OnGetXlsxAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var file = new MemoryStream();
        await GlossaryTable.XlsxAsync(Lines(), file, Cancelled);
        file.Position = 0;
        return File(file, Dashboards.DashboardModel.Xlsx, "glossary.xlsx");
    }

    IEnumerable<GlossaryLine> Lines() => Terms.Select((t, i) => new GlossaryLine(i + 2, t.Es, t.Ko, t.En, t.Note));

    public async Task<IActionResult> OnPostKeepAsync(TermForm typed)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Form = typed;
        Edit = typed.TermId;
        if (Unreadable() is { } unreadable)
            return unreadable;
        var keep = new KeepTerm(Id, typed.TermId, Squeezed(typed.Es), Squeezed(typed.Ko), Squeezed(typed.En), Squeezed(typed.Note)) { Version = typed.TermVersion, Form = FormPost };
        var kept = await glossary.KeepAsync(keep, Actor, Cancelled);
        return kept.IsRefused ? Refused(kept.Refusal!) : SeeOther($"/programmes/{Id}/glossary#term-{kept.Value}", T["glossary.kept", ("term", keep.Es.Length > 0 ? keep.Es : keep.En)]);
    }

    public async Task<IActionResult> OnPostDeleteAsync(long term)
    {
        var deleted = await glossary.DeleteAsync(Id, term, Actor, FormPost, Cancelled);
        if (!deleted.IsRefused)
            return SeeOther($"/programmes/{Id}/glossary", T["glossary.deleted"]);
        return await ShowAsync() ?? Refused(deleted.Refusal!);
    }

    async Task<IActionResult?> ShowAsync()
    {
        var listed = await glossary.ListAsync(Id, Actor, Cancelled);
        if (listed.IsRefused)
            return No(listed.Refusal!);
        Code = (await glossary.CodesAsync([Id], Cancelled)).GetValueOrDefault(Id, "");
        ViewData["Title"] = $"{T["glossary.title"]} · {Code}";
        Total = listed.Value.Count;
        var first = LogodiConsult.Web.Localisation.Languages.Current;
        Terms = [.. listed.Value.Where(t => string.IsNullOrWhiteSpace(Find) || $"{t.Es}\n{t.Ko}\n{t.En}".Contains(Find.Trim(), StringComparison.CurrentCultureIgnoreCase))
            .OrderBy(t => t.In(first), StringComparer.Create(Culture, ignoreCase: true))];
        if (Edit is { } edited && listed.Value.FirstOrDefault(t => t.Id == edited) is { } term)
            Form = TermForm.Of(term);
        return null;
    }

    static string Squeezed(string? typed) => string.Join(' ', (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
