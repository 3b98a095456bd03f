namespace LogodiConsult.TestSupport;

/// <summary>Where the tests find what is published with the program.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string Workflows { get; } = Path.Combine(Root, "workflows");

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LogodiConsult.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
