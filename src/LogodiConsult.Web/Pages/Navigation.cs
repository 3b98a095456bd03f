using LogodiConsult.Consulting.People;

namespace LogodiConsult.Web.Pages;

/// <summary>One entry of the main navigation: where it leads and for whom it is there.</summary>
public sealed record NavigationEntry(string Key, string Path, Func<Actor, bool> IsFor)
{
    /// <summary>Each page family adds its line; the order here is the order shown.</summary>
    public static IReadOnlyList<NavigationEntry> All { get; } =
    [
        new("nav.home", "/", _ => true),
        new("nav.dashboard", "/dashboard", LeadingPage.IsForLeads),
        new("nav.translations", "/translations", actor => actor.HoldsAnywhere(Role.Interpreter)),
        new("nav.calibrations", "/calibrations", LogodiConsult.Consulting.Scoring.CalibrationService.IsFor),
        new("nav.programmes", "/programmes", LeadingPage.IsForLeads),
        new("nav.mails", "/mails", LeadingPage.IsForLeads),
    ];

    public bool LeadsTo(PathString path) => Path == "/" ? path == "/" : path.StartsWithSegments(Path);
}
