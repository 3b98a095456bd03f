using LogodiConsult.Consulting.People;
using LogodiConsult.Web.Pages.People;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>One's own profile: name, language, clock.</summary>
public sealed class MeModel(PeopleService people) : LeadingPage
{
    public PersonForm Form { get; private set; } = new();

    public long Version { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        var profile = await people.ProfileAsync(Actor.PersonId, Actor, Cancelled);
        if (profile.IsRefused)
            return No(profile.Refusal!);
        (Form, Version) = (PersonForm.Of(profile.Value), profile.Value.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(PersonForm typed, long version)
    {
        (Form, Version) = (typed, version);
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
}
