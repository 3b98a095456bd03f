using LogodiConsult.Consulting.Storage;
using Microsoft.Data.Sqlite;

namespace LogodiConsult.Consulting.Sample;

/// <summary>
/// A copy of an empty SQLite database beside it. The sample is played there and then replaces the empty one in a single transaction: whoever is
/// killed while it is played leaves an empty database, in which it can be played again.
/// </summary>
sealed class SampleCopy : IDisposable
{
    readonly string original;

    SampleCopy(DatabaseOptions options)
    {
        original = options.SqlitePath;
        Options = new DatabaseOptions
        {
            Provider = options.Provider,
            DataFolder = options.DataFolder,
            GroupTime = options.GroupTime,
            Path = original + ".sample",
        };
    }

    public DatabaseOptions Options { get; }

    public static SampleCopy Of(DatabaseOptions options)
    {
        var copy = new SampleCopy(options);
        copy.Dispose();
        Carry(copy.original, copy.Options.SqlitePath);
        return copy;
    }

    /// <summary>The original holds what the copy holds; the copy may be in use no more.</summary>
    public void Replace() => Carry(Options.SqlitePath, original);

    public void Dispose()
    {
        foreach (var ending in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(Options.SqlitePath + ending);
    }

    static void Carry(string from, string to)
    {
        using var source = new SqliteConnection(SqliteStore.ConnectionString(from));
        using var target = new SqliteConnection(SqliteStore.ConnectionString(to));
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }
}
