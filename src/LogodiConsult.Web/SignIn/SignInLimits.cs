using System.Threading.RateLimiting;
using LogodiConsult.Web.Hosting;
using Microsoft.AspNetCore.RateLimiting;

namespace LogodiConsult.Web.SignIn;

/// <summary>How often one network address may knock at the door: enough for a class behind one router, too little for a program that tries addresses.</summary>
static class SignInLimits
{
    const int Most = 60;

    static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    public static void Set(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(PartitionOf);
    }

    static RateLimitPartition<string> PartitionOf(HttpContext context) =>
        Knocks(context.Request) && !DirectRequest.IsFromLoopback(context)
            ? RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = Most, Window = Window })
            : RateLimitPartition.GetNoLimiter("");

    static bool Knocks(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && (request.Path.StartsWithSegments("/sign-in") || request.Path.StartsWithSegments("/link"));
}
