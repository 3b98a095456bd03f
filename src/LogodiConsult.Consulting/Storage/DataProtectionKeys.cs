namespace LogodiConsult.Consulting.Storage;

/// <summary>The keys that sign cookies and form tokens live in the database, so that every node and every restart knows them.</summary>
public static class DataProtectionKeys
{
    public static Task<IReadOnlyList<string>> AllAsync(Session session) => session.QueryAsync<string>("select xml from data_protection_key order by id");

    public static Task AddAsync(UnitOfWork work, string name, string xml) =>
        work.ExecuteAsync(
            "insert into data_protection_key(name, xml, created_at) values (@name, @xml, @Now) on conflict (name) do nothing",
            new { name, xml, work.Now });
}
