using System.Net;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Web.Hosting;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(LogodiConsult.Web.Tests.Support.SharedSites))]

namespace LogodiConsult.Web.Tests.Support;

/// <summary>The real site on a free port and a data folder of its own.</summary>
public sealed class TestSite : IAsyncDisposable
{
    readonly WebApplication app;
    readonly string folder;

    TestSite(WebApplication app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    public IServiceProvider Services => app.Services;

    public Uri Url => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    public static async Task<TestSite> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        string environment = "Production",
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? pipeline = null)
    {
        var data = Directory.CreateTempSubdirectory("logodi-web-").FullName;
        var all = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            ["Database:DataFolder"] = data,
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        };
        var built = Site.Build(new SiteStart
        {
            Environment = environment,
            Urls = "http://127.0.0.1:0",
            Settings = all,
            Services = collection =>
            {
                collection.AddSingleton(TestPeople.All);
                services?.Invoke(collection);
            },
        });
        pipeline?.Invoke(built);
        await built.StartAsync();
        return new TestSite(built, data);
    }

    public Visit Visit(string? language = "es") => new(Url, language);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Sites that tests share when they need nothing of their own; each is started when first asked for.</summary>
public sealed class SharedSites : IAsyncDisposable
{
    readonly Lazy<Task<TestSite>> production = new(() => TestSite.StartAsync());
    readonly Lazy<Task<TestSite>> development = new(() => TestSite.StartAsync(environment: "Development"));

    public Task<TestSite> ProductionAsync() => production.Value;

    public Task<TestSite> DevelopmentAsync() => development.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in (Lazy<Task<TestSite>>[])[production, development])
        {
            if (site.IsValueCreated)
                await (await site.Value).DisposeAsync();
        }
    }
}

/// <summary>One person for each role, in programme 1 and round 1.</summary>
public static class TestPeople
{
    public const string GoodLink = "un-enlace-bueno";

    static readonly IReadOnlyList<(SamplePerson Person, Visitor Visitor)> People =
    [
        Someone(1, "Rosa Quispe Huamán", "es", Role.Official),
        Someone(2, "김민서", "ko", Role.Consultant),
        Someone(3, "Lucía Fernández Rojas", "en", Role.Lead),
        Someone(4, "Jorge Paredes", "es", Role.Supervisor),
        Someone(5, "박지훈", "ko", Role.Interpreter),
        Someone(6, "Elena Soto", "es", Role.Panel),
        Someone(7, "Administración", "es", null),
    ];

    public static SignInPeople All => new()
    {
        Find = (id, _) => Task.FromResult<Visitor?>(People.FirstOrDefault(p => p.Person.Id == id).Visitor),
        Samples = _ => Task.FromResult<IReadOnlyList<SamplePerson>>([.. People.Select(p => p.Person)]),
        LookAt = (token, _) => Task.FromResult<Result<LinkOffer>>(token == GoodLink
            ? new LinkOffer(People[0].Visitor.Name, "es", new DateTimeOffset(2020, 10, 12, 23, 0, 0, TimeSpan.Zero))
            : Refusal.OutOfTime("link.unknown")),
        Use = (token, _) => Task.FromResult<Result<long>>(token == GoodLink ? 1L : Refusal.OutOfTime("link.unknown")),
        SetLanguage = (_, _, _) => Task.CompletedTask,
    };

    static (SamplePerson, Visitor) Someone(long id, string name, string language, Role? role) =>
        (new SamplePerson(id, name, "SERVIR", role),
         new Visitor(new Actor(id, role is null, role is { } held ? [new RoleHeld(held, 1, null)] : []), name, language));
}
