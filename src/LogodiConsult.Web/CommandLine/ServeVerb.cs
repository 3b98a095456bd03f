using System.CommandLine;
using LogodiConsult.Web.Hosting;

namespace LogodiConsult.Web.CommandLine;

/// <summary><c>serve</c>: runs the web site with its background loops until it is stopped.</summary>
static class ServeVerb
{
    static readonly Option<string?> Urls = new("--urls") { Description = "Addresses to listen on, separated by ';' (default http://localhost:5080)." };
    static readonly Option<string?> EnvironmentName = new("--environment") { Description = "Development or Production." };

    public static Command Create()
    {
        var serve = new Command("serve", "Runs the web site (also without a verb).") { Urls, EnvironmentName };
        serve.SetAction((parsed, cancellation) => ServeAsync(parsed, cancellation));
        return serve;
    }

    public static async Task<int> ServeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var app = Site.Build(new SiteStart { Urls = parsed.GetValue(Urls), Environment = parsed.GetValue(EnvironmentName) });
        await app.RunAsync(cancellation);
        return Verbs.Done;
    }
}
