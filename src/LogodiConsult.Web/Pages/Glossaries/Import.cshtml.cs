using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Translations;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Glossaries;

/// <summary>Terms from a table: chosen or pasted, looked at line by line, taken over in one act.</summary>
[RequestSizeLimit(LargestForm)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestForm, ValueLengthLimit = LargestForm)]
public sealed class ImportModel(GlossaryService glossary, GlossaryImport imports) : LeadingPage
{
    // The largest table as a form writes it, every Korean letter as nine characters.
    const int LargestForm = 4_000_000;

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public IReadOnlyList<JudgedLine> Lines { get; private set; } = [];

    /// <summary>What was pasted.</summary>
    public string? Table { get; private set; }

    /// <summary>What would be taken, as it travels with the form: nothing is kept before it is decided.</summary>
    public string Ready => System.Text.Encoding.UTF8.GetString(GlossaryTable.Csv(Lines.Where(l => l.Fate is LineFate.Added or LineFate.Completed).Select(l => l.Line))).TrimStart('\uFEFF');

    public int Count(LineFate fate) => Lines.Count(l => l.Fate == fate);

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostLookAsync(IFormFile? file, string? table)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        Table = table;
        if (file is null && string.IsNullOrWhiteSpace(table))
            return Refused(Refusal.Invalid("table.missing", "file"));
        Result<IReadOnlyList<GlossaryLine>> read;
        if (file is not null)
        {
            await using var content = file.OpenReadStream();
            read = await GlossaryTable.ReadAsync(content, Cancelled);
        }
        else
        {
            read = GlossaryTable.ReadText(table!);
        }
        if (read.IsRefused)
            return Refused(read.Refusal!);
        return await LookAsync(read.Value) ?? Page();
    }

    public async Task<IActionResult> OnPostApplyAsync(string? table)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var read = GlossaryTable.ReadText(table ?? "");
        if (read.IsRefused)
            return Refused(read.Refusal!);
        var applied = await imports.ApplyAsync(new ImportTerms(Id, read.Value) { Form = FormPost }, Actor, Cancelled);
        if (!applied.IsRefused)
            return SeeOther($"/programmes/{Id}/glossary", T["glossary.imported", ("count", applied.Value)]);
        return await LookAsync(read.Value) ?? Refused(applied.Refusal!);
    }

    async Task<IActionResult?> LookAsync(IReadOnlyList<GlossaryLine> lines)
    {
        var judged = await imports.LookAsync(Id, lines, Actor, Cancelled);
        if (judged.IsRefused)
            return No(judged.Refusal!);
        Lines = judged.Value;
        return null;
    }

    async Task<IActionResult?> ShowAsync()
    {
        ViewData["Title"] = T["glossary.import"];
        var listed = await glossary.ListAsync(Id, Actor, Cancelled);
        return listed.IsRefused ? No(listed.Refusal!) : null;
    }
}
