using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.TestSupport;

/// <summary>Everything that is stored, as one text: two states are compared by it.</summary>
public static class Tables
{
    public static Task<IReadOnlyList<string>> NamesAsync(Session session) =>
        session.QueryAsync<string>(
            session.Dialect == Dialect.Postgres
                ? "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name"
                : "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '%\\_fts%' escape '\\' order by name");

    /// <summary>A line for each table: its name, its rows, their digest.</summary>
    public static Task<string> DigestAsync(Database database) =>
        database.ReadAsync(async session =>
        {
            var lines = new StringBuilder();
            foreach (var table in await NamesAsync(session))
            {
                var rows = (await session.QueryAsync<dynamic>($"select * from \"{table}\""))
                    .Select(row => string.Join('\u001f', ((IDictionary<string, object?>)row).Select(c => c.Key + "=" + Convert.ToString(c.Value, CultureInfo.InvariantCulture))))
                    .Order(StringComparer.Ordinal)
                    .ToList();
                var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001e', rows)));
                lines.Append(table).Append(' ').Append(rows.Count).Append(' ').AppendLine(Convert.ToHexStringLower(digest)[..16]);
            }

            return lines.ToString();
        });

    internal static async Task<string> DifferenceAsync(Database database, string before) =>
        string.Join("; ", (await DigestAsync(database)).Split('\n').Except(before.Split('\n')));
}
