using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

[AllowAnonymous]
public sealed class LanguageModel(SignInDoor door) : ShellPage
{
    static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public async Task<IActionResult> OnPostAsync(string? language, string? back)
    {
        if (!Languages.Knows(language))
            return BadRequest();
        Response.Cookies.Append(Languages.CookieName, language!, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = Request.IsHttps,
            MaxAge = Kept,
        });
        if (Visitor is { } visitor)
            await door.SetLanguageAsync(visitor, language!, Cancelled);
        return SeeOther(LocalOr(back));
    }
}
