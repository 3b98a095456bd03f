using System.Diagnostics;
using LogodiConsult.Web.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages;

/// <summary>Every status without a page of its own; it runs in the place of the request that failed, whatever its method.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
public sealed class ErrorModel : ShellPage
{
    static readonly int[] Told = [400, 401, 403, 404, 409, 413, 429, 500, 503];

    public int Code { get; private set; }

    /// <summary>The status whose words fit: its own where it has them, else those of its kind.</summary>
    public int Known => Told.Contains(Code) ? Code : Code >= 500 ? 500 : 400;

    public bool IsUnreadable => PostRecovery.Noted(HttpContext) == RecoverReason.Unreadable;

    public RecoverReason? Recovering { get; private set; }

    public IReadOnlyList<PostedField> Fields { get; private set; } = [];

    public string SentTo { get; private set; } = "/";

    public string Reference => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

    // Of the address itself: a form that cannot be read leaves nothing for binding.
    int Asked => Convert.ToInt32(RouteData.Values["code"], System.Globalization.CultureInfo.InvariantCulture);

    public Task<IActionResult> OnGetAsync() => ShowAsync(Asked);

    public Task<IActionResult> OnPostAsync() => ShowAsync(Asked);

    public Task<IActionResult> OnPutAsync() => ShowAsync(Asked);

    public Task<IActionResult> OnDeleteAsync() => ShowAsync(Asked);

    async Task<IActionResult> ShowAsync(int code)
    {
        var reExecuted = HttpContext.Features.Get<IStatusCodeReExecuteFeature>();
        var failed = HttpContext.Features.Get<IExceptionHandlerPathFeature>();
        // Asked for by hand there is no error to tell of.
        if (reExecuted is null && failed is null)
            code = StatusCodes.Status404NotFound;
        Code = code;
        Response.StatusCode = code;
        if (reExecuted is not null && PostRecovery.Applies(HttpContext, out var reason))
        {
            Recovering = reason;
            Fields = await PostRecovery.FieldsAsync(Request);
            SentTo = reExecuted.OriginalPathBase + reExecuted.OriginalPath + reExecuted.OriginalQueryString;
        }
        return Page();
    }
}
