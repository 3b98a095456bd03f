using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LogodiConsult.Web.Hosting;

/// <summary>A page does only what its handlers say: a post that names none of them, or an unknown one, is no act of the page (Razor Pages would
/// write the page without having read anything for it).</summary>
sealed class KnownHandlers : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        // The error page speaks in the place of every request, whatever its method.
        if (context.HandlerInstance is Pages.ErrorModel)
            return;
        var request = context.HttpContext.Request;
        var named = request.Query.ContainsKey("handler") || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        if (context.HandlerMethod is null && named)
            context.Result = new NotFoundResult();
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
