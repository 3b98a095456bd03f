using System.Globalization;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Translations;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Translations;

/// <summary>The interpreter's queue over all their plans.</summary>
public sealed class QueueModel(TranslationQueue queue, GlossaryService glossary) : ShellPage
{
    public IReadOnlyList<QueueLine> Lines { get; private set; } = [];

    /// <summary>The programmes whose glossary the interpreter keeps, by id.</summary>
    public IReadOnlyDictionary<long, string> Programmes { get; private set; } = new Dictionary<long, string>();

    public CultureInfo Culture => CultureInfo.CurrentUICulture;

    public DateTimeOffset Now => HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Actor.HoldsAnywhere(Role.Interpreter))
            return NotFound();
        ViewData["Title"] = T["queue.title"];
        Programmes = await glossary.CodesAsync([.. Actor.Roles.Where(r => r.Role == Role.Interpreter).Select(r => r.ProgrammeId).Distinct()], Cancelled);
        Lines = await queue.OfAsync(Actor, Cancelled);
        return Page();
    }
}
