using LogodiConsult.Consulting.People;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>A one-time link is used by a button, not by opening it: mail scanners and previews open links too.</summary>
[AllowAnonymous]
public sealed class LinkModel(SignInDoor door, PeopleService people) : ShellPage
{
    public LinkSeen? Offer { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token)
    {
        var looked = await door.LookAtLinkAsync(token, Cancelled);
        if (looked.IsRefused)
            return Refused(looked.Refusal!);
        Offer = looked.Value;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string token)
    {
        var entered = await door.EnterByLinkAsync(HttpContext, token);
        if (entered.IsRefused)
            return Refused(entered.Refusal!);
        if (entered.Value.Email != PersonLinks.NobodysAddress)
            return SeeOther("/");
        // The first administrator was made by the program, which knows neither their name nor the language that they read.
        await people.ChangeLanguageAsync(Languages.Current, new Actor(entered.Value.Id, entered.Value.IsAdministrator, []), Cancelled);
        return SeeOther("/me", T["me.firstAdministrator"]);
    }
}
