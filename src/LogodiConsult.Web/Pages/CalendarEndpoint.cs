using System.Security.Cryptography;
using System.Text;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Web.Errors;
using LogodiConsult.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;

namespace LogodiConsult.Web.Pages;

/// <summary><c>GET /calendar/{secret}.ics</c>: what a calendar program reads every hour; an unchanged feed costs one answer without a body.</summary>
public static class CalendarEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/calendar/{token}.ics", GiveAsync).WithMetadata(new AllowAnonymousAttribute());

    static async Task<IResult> GiveAsync(string token, HttpContext context, CalendarService calendars, SiteAddress site, CancellationToken cancelled)
    {
        var feed = await calendars.FeedAsync(token, site.Url, cancelled);
        if (feed.IsRefused)
            return Results.StatusCode(RefusalPresenter.Status(feed.Refusal!));
        var text = Encoding.UTF8.GetBytes(feed.Value);
        return Results.Bytes(text, "text/calendar; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(text))}\""));
    }
}
