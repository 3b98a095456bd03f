using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.TestSupport;

/// <summary>Migrating takes longer than most tests: it is done once for each process, then the file is copied.</summary>
static class SqliteTemplate
{
    static readonly Lazy<Task<byte[]>> Template = new(MakeAsync);

    public static async Task<string> CopyAsync()
    {
        var content = await Template.Value;
        var options = new DatabaseOptions { DataFolder = NewFolder() };
        await File.WriteAllBytesAsync(options.SqlitePath, content);
        return options.DataFolder;
    }

    static async Task<byte[]> MakeAsync()
    {
        var options = new DatabaseOptions { DataFolder = NewFolder() };
        await new Migrator(options, TimeProvider.System).MigrateAsync();
        var content = await File.ReadAllBytesAsync(options.SqlitePath);
        Directory.Delete(options.DataFolder, recursive: true);
        return content;
    }

    static string NewFolder() => Directory.CreateTempSubdirectory("logodi-test-").FullName;
}
