using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Web.Hosting;
using LogodiConsult.Web.Pages.People;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>One's own profile: name, language, clock, and the address for one's calendar program.</summary>
public sealed class MeModel(PeopleService people, CalendarService calendars, SiteSettings settings) : LeadingPage
{
    const string AddressKey = "me.calendar";

    public PersonForm Form { get; private set; } = new();

    public long Version { get; private set; }

    /// <summary>Of the act that led here; shown once.</summary>
    public string? CalendarAddress { get; private set; }

    public DateTimeOffset? CalendarMadeAt { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        (CalendarMadeAt, CalendarAddress) = (await calendars.MadeAtAsync(Actor, Cancelled), TempData[AddressKey] as string);
        var profile = await people.ProfileAsync(Actor.PersonId, Actor, Cancelled);
        if (profile.IsRefused)
            return No(profile.Refusal!);
        (Form, Version) = (PersonForm.Of(profile.Value), profile.Value.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(PersonForm typed, long version)
    {
        (Form, Version) = (typed, version);
        CalendarMadeAt = await calendars.MadeAtAsync(Actor, Cancelled);
        if (Unreadable() is { } unreadable)
            return unreadable;
        var edit = typed.Fill(new EditProfile(Actor.PersonId, version) { Name = "", Email = "", Language = "", Zone = "", Form = FormPost });
        var saved = await people.EditProfileAsync(edit, Actor, Cancelled);
        if (saved.IsRefused)
        {
            // What somebody else changed meanwhile is overwritten only by a second, knowing click.
            if (saved.Refusal!.Code == "changedMeanwhile" && await people.ProfileAsync(Actor.PersonId, Actor, Cancelled) is { IsRefused: false } now)
                Version = now.Value.Version;
            return Refused(saved.Refusal);
        }
        return SeeOther("/me", T["me.saved"]);
    }

    public async Task<IActionResult> OnPostCalendarAsync()
    {
        var made = await calendars.MakeAsync(Actor, FormPost, Cancelled);
        if (made.IsRefused)
            return No(made.Refusal!);
        if (made.Value.Path is { } path)
            TempData[AddressKey] = (settings.PublicUrl ?? new Uri($"{Request.Scheme}://{Request.Host}")).AbsoluteUri.TrimEnd('/') + path;
        return SeeOther("/me#calendar", T["me.calendarMade"]);
    }

    public async Task<IActionResult> OnPostCalendarStopAsync()
    {
        var stopped = await calendars.StopAsync(Actor, FormPost, Cancelled);
        return stopped.IsRefused ? No(stopped.Refusal!) : SeeOther("/me#calendar", T["me.calendarStopped"]);
    }
}
