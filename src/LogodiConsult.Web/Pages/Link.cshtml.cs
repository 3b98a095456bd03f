using LogodiConsult.Consulting.People;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>A one-time link is used by a button, not by opening it: mail scanners and previews open links too.</summary>
[AllowAnonymous]
public sealed class LinkModel(SignInDoor door) : ShellPage
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
        return entered.IsRefused ? Refused(entered.Refusal!) : SeeOther("/");
    }
}
