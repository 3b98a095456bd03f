using System.Globalization;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Engine;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>What the pages of those who lead share: forms that keep what was typed, readable or not.</summary>
public abstract class LeadingPage : ShellPage
{
    static readonly string[] Continents = ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];

    public CultureInfo Culture => CultureInfo.CurrentUICulture;

    public DateTimeOffset Now => HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The clocks of the programme, then every other place of the world.</summary>
    public static IReadOnlyList<string> OtherZones { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId && Continents.Any(c => z.Id.StartsWith(c, StringComparison.Ordinal)))
            .Select(z => z.Id).Where(id => id is not (Zones.Lima or Zones.Seoul)).Order(StringComparer.Ordinal)];

    public static bool IsForLeads(Actor actor) => actor.IsAdministrator || actor.HoldsAnywhere(Role.Lead);

    /// <summary>What a control shows: the value that was sent when it could not be read, else the model's.</summary>
    public string? Typed(string field, object? value) =>
        ModelState.TryGetValue(field, out var state) && state.AttemptedValue is { } sent ? sent : value switch
        {
            null => null,
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly hour => hour.ToString("HH:mm", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    /// <summary>Null when every field could be read; otherwise the page again, with each complaint at its field.</summary>
    protected IActionResult? Unreadable()
    {
        if (ModelState.IsValid)
            return null;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    /// <summary>What may not be seen does not exist; what may be seen but not done keeps its reason.</summary>
    protected IActionResult No(Refusal refusal) => refusal.Kind == RefusalKind.Hidden ? NotFound() : RefusedToShow(refusal);
}

/// <summary>A text in three languages as a form sends it.</summary>
public sealed class TrilingualForm
{
    public string? Es { get; set; }

    public string? Ko { get; set; }

    public string? En { get; set; }

    public bool IsEmpty => string.IsNullOrWhiteSpace(Es) && string.IsNullOrWhiteSpace(Ko) && string.IsNullOrWhiteSpace(En);

    public Trilingual Text => new(Es ?? "", Ko ?? "", En ?? "");

    public static TrilingualForm Of(Trilingual text) => new() { Es = text.Es, Ko = text.Ko, En = text.En };
}

/// <summary>The way back: pages above this one, with their addresses.</summary>
public sealed record Trail(IReadOnlyList<(string Text, string Path)> Above, string Here);

/// <summary>Three boxes for one text.</summary>
public sealed record TrilingualBox(string Field, string Label, TrilingualForm Value, string? Help = null);
