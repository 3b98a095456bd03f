using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Engine;
using LogodiConsult.Web.Hosting;
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
        Action<WebApplication>? pipeline = null,
        Func<IServiceProvider, Task>? settle = null,
        string? folder = null,
        Uri? at = null)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("logodi-web-").FullName;
        var all = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>())
        {
            ["Database:DataFolder"] = data,
            // What runs beside the requests is called by the tests themselves.
            ["Loops:Enabled"] = "false",
            // Releases take effect in the act, but where a test is about recalling them.
            ["Reviews:RecallMinutes"] = settings?.GetValueOrDefault("Reviews:RecallMinutes") ?? "0",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        };
        var built = Site.Build(new SiteStart
        {
            Environment = environment,
            Urls = at?.ToString() ?? "http://127.0.0.1:0",
            Settings = all,
            Services = services,
        });
        pipeline?.Invoke(built);
        await built.Services.GetRequiredService<Migrator>().MigrateAsync();
        var programme = built.Services.GetRequiredService<ProgrammeData>();
        Assert.Empty(await programme.PublishAsync(built.Services.GetRequiredService<Database>(), built.Services.GetRequiredService<WorkflowHost>()));
        await (settle ?? TestPeople.SettleAsync)(built.Services);
        await built.StartAsync();
        return new TestSite(built, data);
    }

    /// <summary>Stops the site and starts it again, with the usual settings, on the data it leaves; this one is not to be used any more.</summary>
    public async Task<TestSite> RestartedAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        return await StartAsync(settle: _ => Task.CompletedTask, folder: folder);
    }

    /// <summary>Ends as a crash would look to a browser: nothing answers any more. <see cref="BackAsync"/> starts it again at the same address.</summary>
    public async Task<Uri> DieAsync()
    {
        var address = Url;
        await app.StopAsync();
        await app.DisposeAsync();
        return address;
    }

    public Task<TestSite> BackAsync(Uri at) => StartAsync(settle: _ => Task.CompletedTask, folder: folder, at: at);

    public Visit Visit(string? language = "es") => new(Url, language);

    /// <summary>A fresh one-time link of somebody, as a path.</summary>
    public async Task<string> LinkAsync(long person) => (await Services.GetRequiredService<PersonLinks>().NewAsync(person, Actor.System)).Value.Path;

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

    readonly string played = Directory.CreateTempSubdirectory("logodi-played-").FullName;
    readonly Lazy<Task<TestSite>> sample;

    public SharedSites() => sample = new(() => TestSite.StartAsync(settle: async services =>
    {
        await TestSample.PlayAsync(services);
        await TestSample.CopyAsync(services, played);
    }));

    /// <summary>The sample programme: plans in every stage. Tests that act take plans of their own.</summary>
    public Task<TestSite> SampleAsync() => sample.Value;

    /// <summary>Puts the data of the sample, as it was before any test acted on it, into a folder.</summary>
    public async Task CopySampleAsync(string folder)
    {
        await sample.Value;
        TestSample.Copy(played, folder);
    }

    public Task<TestSite> ProductionAsync() => production.Value;

    public Task<TestSite> DevelopmentAsync() => development.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in (Lazy<Task<TestSite>>[])[production, development, sample])
        {
            if (site.IsValueCreated && site.Value.IsCompletedSuccessfully)
                await (await site.Value).DisposeAsync();
        }
        Directory.Delete(played, recursive: true);
    }
}

/// <summary>One person for each role, in programme 1; their ids are their places here.</summary>
public static class TestPeople
{
    static readonly IReadOnlyList<(string Name, string Language, string Zone, Role Role)> People =
    [
        ("Rosa Quispe Huamán", "es", Zones.Lima, Role.Official),
        ("김민서", "ko", Zones.Seoul, Role.Consultant),
        ("Lucía Fernández Rojas", "en", Zones.Lima, Role.Lead),
        ("Jorge Paredes", "es", Zones.Lima, Role.Supervisor),
        ("박지훈", "ko", Zones.Seoul, Role.Interpreter),
        ("Elena Soto", "es", Zones.Lima, Role.Panel),
        ("Administración", "es", Zones.Lima, Role.Lead),
    ];

    public const long Administrator = 7;

    /// <summary>Through the services; only that they are samples, and that the last runs the installation, is written straight.</summary>
    public static async Task SettleAsync(IServiceProvider services)
    {
        var programmes = services.GetRequiredService<ProgrammeService>();
        var programme = (await programmes.CreateAsync(
            new CreateProgramme
            {
                Code = "PERU-2",
                Title = new Trilingual("Gestión de la innovación", "혁신 관리", "Management of innovation"),
                Host = "LOGODI",
                Sponsor = "KOICA",
                Requester = "SERVIR",
                FirstYear = 2020,
                LastYear = 2022,
            },
            Actor.System)).Value;
        var people = services.GetRequiredService<PeopleService>();
        foreach (var (name, language, zone, role) in People)
        {
            var email = $"{role}-{language}-{name.Length}@example.org";
            var invited = await people.InviteAsync(new Invite(programme, null, [role]) { Name = name, Email = email, Language = language, Zone = zone }, Actor.System);
            Assert.False(invited.IsRefused, invited.Refusal?.Code);
        }
        await OpenPlanAsync(services, programme);
        await services.GetRequiredService<Database>().WriteAsync<Done>(async work =>
        {
            await work.ExecuteAsync("update person set is_sample = 1", new { });
            await work.ExecuteAsync("update person set is_administrator = 1 where id = @Administrator", new { Administrator });
            await work.ExecuteAsync("update role set ended_at = @Now where person_id = @Administrator", new { work.Now, Administrator });
            return Done.Value;
        });
    }

    /// <summary>Round 1 and plan 1: of the official, with consultant, interpreter and supervisor; it waits to be written.</summary>
    static async Task OpenPlanAsync(IServiceProvider services, long programme)
    {
        var template = services.GetRequiredService<TemplateLibrary>().Newest("action-plan")!;
        var round = await services.GetRequiredService<RoundService>().CreateAsync(
            new CreateRound(programme)
            {
                Number = 1,
                Title = new Trilingual("Primera ronda", "1차", "First round"),
                StartsOn = new DateOnly(2020, 10, 12),
                EndsOn = new DateOnly(2020, 10, 21),
                Zone = Zones.Lima,
                DefinitionId = "action-plan",
                TemplateId = template.Id,
                TemplateVersion = template.Version,
            },
            Actor.System);
        Assert.False(round.IsRefused, round.Refusal?.Code);
        var opened = await services.GetRequiredService<PlanService>().OpenAsync(
            new OpenPlan(round.Value, 1, "Ventanilla única regional", null, "es", 4) { Consultants = [2], Interpreters = [5] }, Actor.System);
        Assert.False(opened.IsRefused, opened.Refusal?.Code);
    }
}
