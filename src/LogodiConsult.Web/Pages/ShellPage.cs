using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Web.Errors;
using LogodiConsult.Web.Forms;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LogodiConsult.Web.Pages;

/// <summary>What every page shares: who acts, how an act answers, how a refusal shows.</summary>
public abstract class ShellPage : PageModel
{
    const string ReceiptKey = "receipt";

    public Visitor? Visitor => ActorAccessor.VisitorOf(HttpContext);

    protected Actor Actor => Visitor?.Actor ?? throw new InvalidOperationException("Nobody is signed in on this page.");

    protected PageTexts T => HttpContext.RequestServices.GetRequiredService<PageTexts>();

    protected CancellationToken Cancelled => HttpContext.RequestAborted;

    /// <summary>The key and content of the form that was sent; handed to the use case, which answers a repetition as it did the first time.</summary>
    protected FormPost? FormPost => FormKeys.Of(Request);

    /// <summary>The banner of the act that led here; shown once.</summary>
    public string? Receipt => TempData[ReceiptKey] as string;

    /// <summary>An act succeeded: 303 to where its result is seen, with a sentence shown there once.</summary>
    protected IActionResult SeeOther(string path, string? receipt = null)
    {
        if (receipt is not null)
            TempData[ReceiptKey] = receipt;
        return new SeeOther(path);
    }

    /// <summary>An act was refused: the same page again with the reason and everything that was typed, or 404 for what may not be seen.</summary>
    protected IActionResult Refused(Refusal refusal)
    {
        if (refusal.Kind == RefusalKind.Hidden)
            return NotFound();
        var presenter = HttpContext.RequestServices.GetRequiredService<RefusalPresenter>();
        presenter.Show(refusal, ModelState);
        Response.StatusCode = RefusalPresenter.Status(refusal);
        return Page();
    }

    /// <summary>A page that may not be seen, or not by this person: the error page says so.</summary>
    protected IActionResult RefusedToShow(Refusal refusal) => StatusCode(RefusalPresenter.Status(refusal));

    /// <summary>Where to go back to: only addresses of this site are followed.</summary>
    protected string LocalOr(string? wished, string otherwise = "/") => Url.IsLocalUrl(wished) ? wished : otherwise;
}

/// <summary>303: whatever was posted, what follows is read with GET.</summary>
public sealed class SeeOther(string path) : ActionResult
{
    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = path;
    }
}
