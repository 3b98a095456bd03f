using System.Net;

namespace LogodiConsult.Web.Hosting;

/// <summary>Whether a request really comes from this machine: what proxies say about its origin is not believed.</summary>
public static class DirectRequest
{
    static readonly object Key = new();
    static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>First step of the pipeline: forwarded headers, when trusted for other ends, rewrite the address later.</summary>
    public static Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        context.Items[Key] = IsLoopback(context);
        return next(context);
    }

    /// <summary>True for a browser on this machine that asked this program directly under a name of this machine.</summary>
    public static bool IsFromLoopback(HttpContext context) => context.Items[Key] is true;

    static bool IsLoopback(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
        && IPAddress.IsLoopback(address)
        // A proxy on this machine also connects from loopback: its headers, or the public name it asks for, give it away.
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey)
        && IsLoopbackName(context.Request.Host.Host);

    static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
