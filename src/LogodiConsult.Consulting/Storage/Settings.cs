namespace LogodiConsult.Consulting.Storage;

/// <summary>Settings that belong to the data rather than to the machine (that it is sample data, for instance).</summary>
public static class Settings
{
    public static Task<string?> FindAsync(Session session, string key) =>
        session.ScalarAsync<string>("select value from setting where key = @key", new { key });

    public static Task SetAsync(UnitOfWork work, string key, string value, long by) =>
        work.ExecuteAsync(
            """
            insert into setting(key, value, updated_at, updated_by) values (@key, @value, @Now, @by)
            on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """,
            new { key, value, work.Now, by });
}
