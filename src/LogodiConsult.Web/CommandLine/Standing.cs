using LogodiConsult.Web.Hosting;

namespace LogodiConsult.Web.CommandLine;

/// <summary>
/// Where the user stands. <c>dotnet run</c> starts the program in the repository and says by <c>[from:folder]</c>, set in the project file,
/// where it was called; without it that is the working directory.
/// </summary>
sealed class Standing(string folder)
{
    const string Mark = "[from:";

    public string Folder => folder;

    public static (Standing Standing, string[] Args) Of(string[] args) =>
        args is [var first, ..] && first.StartsWith(Mark, StringComparison.Ordinal) && first.EndsWith(']')
            ? (new Standing(first[Mark.Length..^1]), args[1..])
            : (new Standing(Directory.GetCurrentDirectory()), args);

    /// <summary>The full path of what the user named: from where he stands, else, if it is only there, from where the program runs.</summary>
    public string Path(string named)
    {
        var here = System.IO.Path.GetFullPath(named, folder);
        return Exists(here) || !Exists(System.IO.Path.GetFullPath(named)) ? here : System.IO.Path.GetFullPath(named);
    }

    /// <summary>The folder of definitions, by the settings alone: verbs without database do not build the site.</summary>
    public static string Workflows() => SiteSettings.From(new ConfigurationBuilder()
        .AddJsonFile(System.IO.Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build()).WorkflowsFolder;

    static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}
