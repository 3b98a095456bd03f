using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

[AllowAnonymous]
public sealed class SignOutModel(SignInDoor door) : ShellPage
{
    public async Task<IActionResult> OnPostAsync()
    {
        await door.LeaveAsync(HttpContext);
        return SeeOther("/sign-in", T["signOut.done"]);
    }
}
