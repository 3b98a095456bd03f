using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Time;

/// <summary>The calendars as they are published, read from the repository.</summary>
static class Calendars
{
    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "workflows", "calendars");

    static readonly Lazy<CalendarCatalog> Published = new(static () => CalendarCatalog.Read(
        Directory.EnumerateFiles(Folder, "*.json").Select(path => (Path.GetFileName(path), File.ReadAllText(path)))));

    public static CalendarCatalog All => Published.Value;

    public static WorkingCalendar Lima => All.Get("lima");

    public static WorkingCalendar Seoul => All.Get("seoul");

    public static WorkingCalendar Both => All.Get("lima+seoul");

    static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LogodiConsult.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
