using System.CommandLine;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Hosting;
using Microsoft.AspNetCore.Connections;

namespace LogodiConsult.Web.CommandLine;

/// <summary><c>serve</c>: brings the schema up to date and runs the web site with its background loops until it is stopped.</summary>
static class ServeVerb
{
    static readonly Option<string?> Urls = new("--urls") { Description = "Addresses to listen on, separated by ';' (default http://localhost:5080); wins over ASPNETCORE_URLS." };
    static readonly Option<string?> EnvironmentName = new("--environment") { Description = "Development or Production." };

    public static IReadOnlyList<Option> Options { get; } = [Urls, EnvironmentName];

    public static Command Create()
    {
        var serve = new Command("serve", "Runs the web site (also without a verb).") { Urls, EnvironmentName };
        serve.SetAction((parsed, cancellation) => ServeAsync(parsed, cancellation));
        return serve;
    }

    public static async Task<int> ServeAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var app = Site.Build(new SiteStart { Urls = parsed.GetValue(Urls), Environment = parsed.GetValue(EnvironmentName) });
        var options = app.Services.GetRequiredService<DatabaseOptions>();
        using var held = Console.Writing(options, "serve");
        if (held is null)
            return Verbs.Problems;
        await using (await StartTurn.TakeAsync(options, cancellation))
        {
            await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancellation);
            await Publication.PublishAsync(app.Services, cancellation);
            await SampleVerb.PlayOnFirstStartAsync(app.Services, cancellation);
        }
        app.Lifetime.ApplicationStarted.Register(() => TellFirstAdministrator(app, cancellation));
        try
        {
            await app.RunAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            Console.Fail($"{e.Message.TrimEnd('.')}. Another program listens there: stop it, or choose another address with --urls or ASPNETCORE_URLS.");
            return Verbs.Problems;
        }
        return Verbs.Done;
    }

    /// <summary>On an installation nobody uses yet: the way in, told on the console only.</summary>
    static void TellFirstAdministrator(WebApplication app, CancellationToken cancellation) => _ = Task.Run(async () =>
    {
        if (await app.Services.GetRequiredService<PersonLinks>().FirstAdministratorAsync(cancellation) is not { } link)
            return;
        var settings = app.Services.GetRequiredService<SiteSettings>();
        var site = settings.PublicUrl?.ToString() ?? SiteSettings.Openable(app.Urls.FirstOrDefault() ?? SiteSettings.DefaultUrl);
        System.Console.WriteLine($"Nobody uses this installation yet. The administrator comes in once by: {site.TrimEnd('/')}{link.Path}");
    }, cancellation);
}
