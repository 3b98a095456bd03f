using System.Globalization;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc;
using Languages = LogodiConsult.Web.Localisation.Languages;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>Every page of one plan: reads it as the actor may see it, and tells head and tabs what to show.</summary>
public abstract class PlanPage(PlanReader reader) : ShellPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public PlanView View { get; private set; } = null!;

    public Plan Plan => View.Plan;

    public DateTimeOffset Now => HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    public CultureInfo Culture => CultureInfo.CurrentUICulture;

    public bool May(PlanAct act) => PlanAccess.May(act, View.Facts, Actor);

    /// <summary>The open task of this plan that the visitor holds, the most urgent first.</summary>
    public PlanTask? MyTask => View.Facts.OpenTasks.Where(t => PlanAccess.Holds(t, View.Facts, Actor)).OrderBy(t => t.DueAt ?? DateTimeOffset.MaxValue).FirstOrDefault();

    public string NameOf(long? person) => person switch
    {
        null => "",
        0 => PlanWords.Of("actor.system"),
        { } id => View.People.GetValueOrDefault(id)?.WrittenName.In(Culture) ?? PlanWords.Of("actor.erased"),
    };

    /// <summary>Who holds a task: by name, or by role where everybody with that role may act.</summary>
    public string HolderOf(PlanTask task) => task.PersonId is { } person
        ? NameOf(person)
        : task.Role switch
        {
            Role.Official => Lists.Join(View.Facts.CoAuthors.Prepend(Plan.OfficialId).Select(p => NameOf(p)), Culture),
            Role.Supervisor => NameOf(Plan.SupervisorId),
            Role.Interpreter or Role.Panel or Role.Consultant when View.Facts.Assigned.Where(a => a.Role == task.Role).ToList() is { Count: > 0 } assigned =>
                Lists.Join(assigned.Select(a => NameOf(a.PersonId)), Culture),
            { } role => PlanWords.Of($"role.{role.ToString().ToLowerInvariant()}"),
            null => "",
        };

    /// <summary>In which language a section was written; what is not of one section is in the plan's.</summary>
    public string LanguageOf(string? section) => section is null ? Plan.Language : View.LanguageOf(section);

    public string StageName => View.Stages.Name(Plan.Stage).In(Culture);

    /// <summary>How a section is drawn for this reader: in their language, links to rows of other sections by their titles.</summary>
    public Reading ReadingOf(IReadOnlyDictionary<string, string> contents, string section = "") =>
        PlanRendering.ReadingOf(View.Template, contents, Culture) with
        {
            IdPrefix = section.Length == 0 ? "passage-" : $"passage-{section}-",
            FileOf = file => View.Files.Any(f => f.FileId == file) ? ($"/plans/{Id}/files/{file}", AboutFile(file)) : null,
        };

    /// <summary>Kind and size of a file of the plan.</summary>
    public string AboutFile(string fileId) => View.Files.FirstOrDefault(f => f.FileId == fileId) is { } file
        ? $"{file.Kind.ToUpperInvariant()} · {(file.Bytes < 100_000 ? $"{Math.Max(1, file.Bytes / 1000)} kB" : $"{(file.Bytes / 1e6).ToString("0.0", Culture)} MB")}"
        : "";

    /// <summary>Reads the plan; null when it can be shown, otherwise the answer that says why not.</summary>
    /// <param name="language">Of the translations; null: the reader's.</param>
    protected async Task<IActionResult?> LoadAsync(Wanted? wanted = null, string? language = null)
    {
        var read = await reader.ReadAsync(Id, wanted ?? new Wanted(), Actor, language ?? Languages.Current, Cancelled);
        if (read.IsRefused)
            return read.Refusal!.Kind == RefusalKind.Hidden ? NotFound() : RefusedToShow(read.Refusal);
        View = read.Value;
        ViewData["Title"] = $"{View.Plan.Title} · {View.Plan.Reference}";
        return null;
    }

    /// <summary>After an act was refused: the page as it stands now, with the reason and everything that was typed.</summary>
    protected async Task<IActionResult> RefusedAsync(Refusal refusal, Wanted? wanted = null, string? language = null)
    {
        if (refusal.Kind == RefusalKind.Hidden)
            return NotFound();
        return await LoadAsync(wanted, language) ?? Refused(refusal);
    }
}

/// <summary>The words that pages and history share: task kinds, roles, states of comments.</summary>
public static class PlanWords
{
    static readonly TextCatalog Catalog = TextCatalog.Beside(typeof(HistoryLine), "HistoryTexts");

    /// <summary>The name of a language as it stands inside a sentence: small in Spanish.</summary>
    public static string Language(string code) =>
        Languages.Current == Consulting.Words.Languages.Spanish ? Of($"language.{code}").ToLower(CultureInfo.CurrentUICulture) : Of($"language.{code}");

    public static string Of(string key, params ReadOnlySpan<(string Name, object? Value)> facts) => Catalog.In(CultureInfo.CurrentUICulture, Zones.Lima)[key, facts];
}
