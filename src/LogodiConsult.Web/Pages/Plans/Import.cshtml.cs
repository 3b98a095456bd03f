using System.Security.Cryptography;
using System.Text.Json;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Imports;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>One part of the draft in the preview.</summary>
public sealed class ImportRow
{
    /// <summary>The part as JSON: the preview travels with the form, so nothing of the draft is kept on the server before it is decided.</summary>
    public string? Part { get; set; }

    public string? To { get; set; }

    public bool Replace { get; set; }
}

/// <summary>A draft from Word or Markdown: chosen, looked at, taken over in one act.</summary>
[RequestSizeLimit(LargestForm)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestForm, ValueLengthLimit = LargestForm)]
public sealed class ImportModel(PlanReader reader, ImportService imports) : PlanPage(reader)
{
    // The text of the largest draft, with every Korean letter as nine characters of a form.
    const int LargestForm = 28_000_000;

    static readonly Wanted Working = new(Working: true);

    static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web);

    public IReadOnlyList<(ImportRow Row, ImportedPart Part)> Parts { get; private set; } = [];

    public IEnumerable<SectionDeclaration> Targets => View.Template.Sections.Where(SectionDraft.Takes);

    /// <summary>What each section would become, as the parts are sent now.</summary>
    public IReadOnlyList<ImportOutcome> Outcomes { get; private set; } = [];

    /// <summary>What was shown: an import of anything else is shown first.</summary>
    public string Shown => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Parts.Select(p => (string?[])[p.Row.To, p.Row.Replace ? "1" : "0", p.Row.Part]))));

    /// <summary>The plan as it would be, for links between its sections.</summary>
    public IReadOnlyDictionary<string, string> Imported
    {
        get
        {
            var contents = new Dictionary<string, string>(View.Contents);
            foreach (var outcome in Outcomes)
                contents[outcome.Section.Key] = outcome.Fitted.Content ?? outcome.Now;
            return contents;
        }
    }

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostLookAsync(IFormFile? file)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (file is null)
            return Refused(Refusal.Invalid("file.missing", "file"));
        await using var content = file.OpenReadStream();
        var read = await imports.ReadAsync(Id, content, Actor, Cancelled);
        if (read.IsRefused)
            return Refused(read.Refusal!);
        Parts = [.. read.Value.Select(m => (
            new ImportRow { Part = JsonSerializer.Serialize(m.Part, Stored), To = Targets.Any(t => t.Key == m.SectionKey) ? m.SectionKey : null }, m.Part))];
        Foresee();
        return Page();
    }

    /// <summary>The same parts sent elsewhere: what would come of it. Nothing is stored.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(List<ImportRow> rows) => await ShowAsync() ?? Take(rows) ?? Page();

    public async Task<IActionResult> OnPostApplyAsync(List<ImportRow> rows, Dictionary<string, long> versions, string? shown)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        if (Take(rows) is { } refused)
            return refused;
        if (shown != Shown)
            return Refused(Refusal.OutOfTime("import.previewFirst"));
        var applied = await imports.ApplyAsync(new ImportDraft(Id, Choices, versions) { Form = FormPost }, Actor, Cancelled);
        return applied.IsRefused ? Refused(applied.Refusal!) : SeeOther($"/plans/{Id}/write", T["import.done", ("count", applied.Value)]);
    }

    IReadOnlyList<ImportChoice> Choices => [.. Parts.Select(p => new ImportChoice(p.Part, string.IsNullOrEmpty(p.Row.To) ? null : p.Row.To, p.Row.Replace))];

    void Foresee() => Outcomes = ImportOutcome.Of(View.Template, View.Working, Choices);

    /// <summary>The parts as they came back with the form; the answer when they cannot be read.</summary>
    IActionResult? Take(List<ImportRow> rows)
    {
        var parts = rows.Take(DraftReading.MostParts + 1).Select(PartOf).OfType<ImportedPart>().ToList();
        if (rows.Count == 0 || rows.Count > DraftReading.MostParts || parts.Count < rows.Count)
            return Refused(Refusal.Invalid("import.unreadable"));
        Parts = [.. rows.Zip(parts)];
        Foresee();
        return null;
    }

    static ImportedPart? PartOf(ImportRow row)
    {
        try
        {
            var part = JsonSerializer.Deserialize<ImportedPart>(row.Part ?? "", Stored);
            return part is { Heading: not null, Blocks: not null } && part.Blocks.All(b => b is { Markdown: not null, Rows: not null } && b.Rows.All(r => r is not null && r.All(c => c is not null))) ? part : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync(Working) is { } answer)
            return answer;
        return PlanAccess.Why(PlanAct.Write, View.Facts, Actor) is { } refusal ? Refused(refusal) : null;
    }
}
