using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Web.Pages.Plans;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Calibrations;

/// <summary>One exercise: the text and a blind sheet; afterwards the own points beside the group's.</summary>
public sealed class CalibrationModel(CalibrationService calibrations, TemplateLibrary templates) : LeadingPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public CalibrationView View { get; private set; } = null!;

    public SheetFormView Form { get; private set; } = null!;

    public PlanTemplate Template => templates.Get(View.Calibration.TemplateId, View.Calibration.TemplateVersion);

    public string Html(SectionDeclaration section) =>
        section.Kind.Render(section, View.Contents.GetValueOrDefault(section.Key, ""), PlanRendering.ReadingOf(Template, View.Contents, Culture));

    /// <summary>The section in the reader's language; null where it is their own, or nothing of it is translated.</summary>
    public TranslatedSection? TranslationOf(SectionDeclaration section) =>
        View.Languages.GetValueOrDefault(section.Key) is { } written && written != View.Memory.Language
        && View.Memory.OfSection(section, [(1, View.Contents[section.Key])], written) is { HasAny: true } translated ? translated : null;

    public string Html(SectionDeclaration section, TranslatedSection translated) => section.Kind.Render(
        section, View.Contents[section.Key],
        PlanRendering.ReadingOf(Template, View.Contents, Culture) with { Renditions = BesideView.RenditionsOf(translated, _ => null, _ => []) });

    public string? NameOf(long person) => View.Names.TryGetValue(person, out var name) ? name.In(Culture) : null;

    public bool IsEmpty(SectionDeclaration section) => section.Kind.IsEmpty(section, View.Contents.GetValueOrDefault(section.Key, ""));

    /// <summary>How far the reader's points lie from the group's middle.</summary>
    public decimal? Distance(string criterion) =>
        View.Own?.Of(criterion)?.Points is { } own && View.Group.TryGetValue(criterion, out var group) ? own - group.Median : null;

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    public async Task<IActionResult> OnPostScoreAsync(string? remark, string? go)
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var typed = SheetFormView.Read(Request, View.Rubric, remark, go == "submit") with { Form = FormPost };
        var saved = await calibrations.SaveAsync(Id, typed, Actor, Cancelled);
        if (!saved.IsRefused)
            return SeeOther($"/calibrations/{Id}", T[typed.Submit ? "calibration.submitted" : "scores.draftSaved"]);
        Form = Form.Typed(typed);
        return Refused(saved.Refusal!);
    }

    public async Task<IActionResult> OnPostCloseAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var closed = await calibrations.CloseAsync(Id, Actor, FormPost, Cancelled);
        return closed.IsRefused ? Refused(closed.Refusal!) : SeeOther($"/calibrations/{Id}", T["calibration.nowClosed"]);
    }

    async Task<IActionResult?> ShowAsync()
    {
        var read = await calibrations.ReadAsync(Id, Actor, Localisation.Languages.Current, Cancelled);
        if (read.IsRefused)
            return No(read.Refusal!);
        View = read.Value;
        ViewData["Title"] = View.Calibration.Title;
        Form = SheetFormView.Of(View.Rubric, View.Own, Culture, T["scores.saveDraft"], T["panel.submit"]);
        return null;
    }
}
