using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The files of a plan that is being written: added, named by a caption, taken out of the text. Revisions keep the files they had.</summary>
[RequestSizeLimit(LargestForm)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestForm)]
public sealed class FilesModel(PlanReader reader, PlanService plans, AttachmentService files, AttachmentSettings settings) : PlanPage(reader)
{
    // Above the largest file that a setting can allow: what is too large is told by a sentence, not by a broken line.
    const long LargestForm = 110_000_000;

    static readonly Wanted Working = new(Working: true);

    public AttachmentSettings Settings => settings;

    public IEnumerable<SectionDeclaration> Sections => View.Template.Sections.Where(s => s.Kind is FilesKind);

    public FilesContent ListOf(SectionDeclaration section) => FilesContent.Read(View.Contents.GetValueOrDefault(section.Key, ""));

    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync(Working) is { } answer)
            return answer;
        return PlanAccess.Why(PlanAct.Write, View.Facts, Actor) is { } refusal ? Refused(refusal) : Page();
    }

    public async Task<IActionResult> OnPostAddAsync(string? section, string? caption, IFormFile? file)
    {
        if (file is null)
            return await RefusedAsync(Refusal.Invalid("file.missing", "file"), Working);
        // The digest of the form reads the file too, and both would share one position.
        var form = FormPost;
        await using var content = file.OpenReadStream();
        var added = await files.AddAsync(
            new AddFile(Id, section ?? "", file.FileName, content) { Caption = caption ?? "", Form = form }, Actor, Cancelled);
        return added.IsRefused
            ? await RefusedAsync(added.Refusal!, Working)
            : SeeOther($"/plans/{Id}/files", T["files.added", ("name", added.Value.Name)]);
    }

    /// <summary>Captions, and files taken out.</summary>
    public async Task<IActionResult> OnPostSaveAsync(string? section, long baseVersion)
    {
        if (await LoadAsync(Working) is { } answer)
            return answer;
        if (Sections.FirstOrDefault(s => s.Key == section) is not { } declared)
            return NotFound();
        var fields = Request.Form.ToDictionary(f => f.Key, f => f.Value.ToString());
        var text = new SectionText(declared.Key, declared.Kind.FromForm(declared, fields, View.Contents.GetValueOrDefault(declared.Key, "")), baseVersion);
        var saved = await plans.SaveAsync(new SaveDraft(Id, null, [text]) { Form = FormPost }, Actor, Cancelled);
        if (saved.IsRefused)
            return await RefusedAsync(saved.Refusal!, Working);
        return saved.Value.Conflicts.Count == 0
            ? SeeOther($"/plans/{Id}/files", T["write.saved"])
            : await RefusedAsync(Refusal.OutOfTime("section.changedMeanwhile").With("sections", declared.Title.In(Culture)), Working);
    }
}
