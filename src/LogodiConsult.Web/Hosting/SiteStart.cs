namespace LogodiConsult.Web.Hosting;

/// <summary>What may differ from one start of the site to another: the command line for people, the test's wishes for tests.</summary>
public sealed record SiteStart
{
    /// <summary>Null: ASPNETCORE_ENVIRONMENT decides, Production without it.</summary>
    public string? Environment { get; init; }

    /// <summary>Null: appsettings and the environment decide.</summary>
    public string? Urls { get; init; }

    /// <summary>Settings that win over every other source.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Last word on the services, after the site's own.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
