namespace LogodiConsult.Consulting.Storage;

/// <summary>The two databases. Tables are written per dialect, statements once; where they must differ, they ask this.</summary>
public enum Dialect
{
    Sqlite,
    Postgres,
}

public static class DialectWords
{
    /// <summary>End of a select that takes the rows for itself. SQLite has one writer: there the rows are taken already.</summary>
    public static string ForUpdate(this Dialect dialect) => dialect == Dialect.Postgres ? " for update" : "";

    /// <summary>As <see cref="ForUpdate"/>, but rows that another node holds are left out.</summary>
    public static string ForUpdateSkipLocked(this Dialect dialect) => dialect == Dialect.Postgres ? " for update skip locked" : "";

    /// <summary>Folder of the embedded migrations.</summary>
    public static string Folder(this Dialect dialect) => dialect == Dialect.Postgres ? "postgres" : "sqlite";
}
