using System.Globalization;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Translations;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Translations;

/// <summary>The interpreter's queue over all their plans.</summary>
public sealed class QueueModel(TranslationQueue queue) : ShellPage
{
    public IReadOnlyList<QueueLine> Lines { get; private set; } = [];

    /// <summary>Ids of the programmes whose glossary the interpreter keeps.</summary>
    public IEnumerable<long> Programmes => Actor.Roles.Where(r => r.Role == Role.Interpreter).Select(r => r.ProgrammeId).Distinct();

    public string? CodeOf(long programme) => Lines.FirstOrDefault(l => l.Plan.ProgrammeId == programme)?.Plan.ProgrammeCode;

    public CultureInfo Culture => CultureInfo.CurrentUICulture;

    public DateTimeOffset Now => HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    public async Task<IActionResult> OnGetAsync()
    {
        if (!Actor.HoldsAnywhere(Role.Interpreter))
            return NotFound();
        ViewData["Title"] = T["queue.title"];
        Lines = await queue.OfAsync(Actor, Cancelled);
        return Page();
    }
}
