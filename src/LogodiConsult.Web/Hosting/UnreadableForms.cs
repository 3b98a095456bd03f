namespace LogodiConsult.Web.Hosting;

/// <summary>A form whose bytes are no form is its sender's mistake (400), not the program's (500).</summary>
static class UnreadableForms
{
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (InvalidDataException) when (context.Request.HasFormContentType && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }
}
