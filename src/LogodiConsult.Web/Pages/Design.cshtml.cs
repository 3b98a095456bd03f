using LogodiConsult.Consulting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>Every component on one page, to look at while designing; it exists in Development only.</summary>
[AllowAnonymous]
public sealed class DesignModel(IWebHostEnvironment environment) : ShellPage
{
    public DateTimeOffset Since { get; } = new(2020, 10, 12, 23, 30, 0, TimeSpan.Zero);

    public DateTimeOffset Until { get; } = new(2020, 10, 15, 4, 0, 0, TimeSpan.Zero);

    public IActionResult OnGet() => environment.IsDevelopment() ? Page() : NotFound();

    public IActionResult OnPost(string? title) =>
        !environment.IsDevelopment() ? NotFound() : title is { Length: > 0 } ? SeeOther("/design") : Refused(Refusal.Invalid("title.missing", "Title"));
}
