using System.Net;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Web.Hosting;

/// <summary>The settings of the shell, read once at the start; docs/settings.md lists them.</summary>
public sealed record SiteSettings(string DataFolder, string WorkflowsFolder, Uri? PublicUrl, bool Https, IReadOnlyList<IPAddress> TrustedProxies, FlowchartMode FlowchartMode)
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>An address that is listened on, as a browser of this machine can open it: Kestrel also takes hosts that stand for all of them.</summary>
    public static string Openable(string url) => url
        .Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal).Replace("://[::]", "://localhost", StringComparison.Ordinal);

    /// <exception cref="InvalidOperationException">A setting cannot be understood; the message names it and its value.</exception>
    public static SiteSettings From(IConfiguration configuration)
    {
        var publicUrl = configuration["Site:PublicUrl"];
        return new SiteSettings(
            Path.GetFullPath(configuration["Database:DataFolder"] is { Length: > 0 } data ? data : "data"),
            Workflows(configuration["Workflows:Folder"]),
            publicUrl is { Length: > 0 } ? Absolute("Site:PublicUrl", publicUrl) : null,
            configuration.GetValue("Site:Https", false),
            [.. (configuration.GetSection("Site:TrustedProxies").Get<string[]>() ?? []).Select(p => Proxy(p))],
            Mode(configuration["Workflows:FlowchartMode"]));
    }

    /// <summary>The folder set, else <c>workflows/</c> where the program was started, else the one that travels with the program.</summary>
    static string Workflows(string? set) =>
        set is { Length: > 0 } ? Path.GetFullPath(set)
        : Directory.Exists("workflows") ? Path.GetFullPath("workflows")
        : Path.Combine(AppContext.BaseDirectory, "workflows");

    static FlowchartMode Mode(string? set) =>
        set is not { Length: > 0 } ? FlowchartMode.Counter
        : DefinitionReader.ParseMode(set) ?? throw new InvalidOperationException($"Setting Workflows:FlowchartMode is counter or token, not '{set}'.");

    static Uri Absolute(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"Setting {name} must be an absolute http(s) address, not '{value}'.");

    static IPAddress Proxy(string value) =>
        IPAddress.TryParse(value, out var address)
            ? address
            : throw new InvalidOperationException($"Setting Site:TrustedProxies takes IP addresses, not '{value}'.");
}
