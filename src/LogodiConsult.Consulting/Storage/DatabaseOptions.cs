namespace LogodiConsult.Consulting.Storage;

/// <summary>Section <c>Database</c> of the settings.</summary>
public sealed class DatabaseOptions
{
    public Dialect Provider { get; set; } = Dialect.Sqlite;

    /// <summary>Npgsql connection string; only for PostgreSQL.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The SQLite file; default <c>logodiconsult.db</c> in <see cref="DataFolder"/>.</summary>
    public string? Path { get; set; }

    /// <summary>Where the program keeps files: the SQLite file, its lock file, mail written to a folder, backups.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>SQLite: how long acts that wait are gathered into one commit, at most.</summary>
    public TimeSpan GroupTime { get; set; } = TimeSpan.FromMilliseconds(20);

    public string SqlitePath => System.IO.Path.GetFullPath(Path ?? System.IO.Path.Combine(DataFolder, "logodiconsult.db"));
}
