using LogodiConsult.Consulting.People;
using Microsoft.AspNetCore.Authorization;

namespace LogodiConsult.Web.Pages;

[AllowAnonymous]
public sealed class IndexModel : ShellPage
{
    public IReadOnlyList<string> Roles { get; private set; } = [];

    public void OnGet()
    {
        if (Visitor is not { } visitor)
            return;
        Roles = [.. visitor.Actor.Roles.Select(r => r.Role).Distinct().Select(r => T[RoleKey(r)])];
        if (visitor.Actor.IsAdministrator)
            Roles = [.. Roles, T["role.administrator"]];
    }

    public static string RoleKey(Role role) => $"role.{role.ToString().ToLowerInvariant()}";
}
