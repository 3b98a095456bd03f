using LogodiConsult.Web.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LogodiConsult.Web.Forms;

/// <summary>
/// A form that cannot be taken apart (half a multipart body, more than the limits) is answered with 400 and a sentence, not as a
/// fault of ours. It runs between the limits of the page's forms (order 900) and the check of the form's token (1000), so the form is read within
/// its limits and before anybody else stumbles over it.
/// </summary>
sealed class ReadableForms : IAsyncAuthorizationFilter, IOrderedFilter
{
    public int Order => 950;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        // The page that tells of the failure runs with the same post.
        var isTold = PostRecovery.Noted(context.HttpContext) == RecoverReason.Unreadable;
        if (isTold || !request.HasFormContentType || await IsReadableAsync(request))
            return;
        PostRecovery.Note(context.HttpContext, RecoverReason.Unreadable);
        context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
    }

    static async Task<bool> IsReadableAsync(HttpRequest request)
    {
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return true;
        }
        // The reader of forms throws InvalidDataException for what is no form or is over the limits, IOException for half a form; what is too large for
        // the server has its own status.
        catch (Exception fault) when (fault is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return false;
        }
    }
}
