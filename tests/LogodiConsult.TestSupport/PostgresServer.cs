using System.Security.Cryptography;
using System.Text;
using LogodiConsult.Consulting.Storage;
using Npgsql;

namespace LogodiConsult.TestSupport;

/// <summary>The PostgreSQL server for tests: <c>LOGODI_TEST_POSTGRES</c> (a connection string that may create databases), else loopback, port 5432, user postgres.</summary>
public static class PostgresServer
{
    const string Variable = "LOGODI_TEST_POSTGRES";

    static readonly string Server =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : "Host=127.0.0.1;Port=5432;Username=postgres;Database=postgres";

    static readonly Lazy<string?> WhyMissing = new(Try);
    static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? Missing => WhyMissing.Value;

    internal static async Task<(string ConnectionString, string Name)> CreateDatabaseAsync()
    {
        var template = await Template.Value;
        var name = $"logodi_test_{Guid.NewGuid():n}";
        await ExecuteAsync($"create database {name} template {template}");
        return (For(name, pool: 20), name);
    }

    internal static async ValueTask DropDatabaseAsync(string name) => await ExecuteAsync($"drop database if exists {name} with (force)");

    static string? Try()
    {
        try
        {
            using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Timeout = 3, Pooling = false }.ToString());
            connection.Open();
            return null;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return $"No PostgreSQL server for tests ({e.Message}); set {Variable}.";
        }
    }

    /// <summary>One template for each set of migrations, shared by all test processes on that server.</summary>
    static async Task<string> MakeTemplateAsync()
    {
        var digest = string.Join('\n', Migrator.Scripts(Dialect.Postgres).Select(s => s.Name + s.Sha256));
        var name = "logodi_template_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digest)))[..16];
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var locking = new NpgsqlCommand("select pg_advisory_lock(4710)", connection);
        await locking.ExecuteNonQueryAsync();
        await using var exists = new NpgsqlCommand("select count(*) from pg_database where datname = @name", connection);
        exists.Parameters.AddWithValue("name", name);
        if ((long)(await exists.ExecuteScalarAsync())! == 0)
        {
            var making = name + "_making";
            await ExecuteAsync($"drop database if exists {making} with (force)");
            await ExecuteAsync($"create database {making} encoding 'UTF8' locale 'C' template template0");
            await new Migrator(new DatabaseOptions { Provider = Dialect.Postgres, ConnectionString = For(making, pool: 0) }, TimeProvider.System).MigrateAsync();
            await ExecuteAsync($"alter database {making} rename to {name}");
        }

        return name;
    }

    static string For(string database, int pool)
    {
        var settings = new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = pool > 0 };
        if (pool > 0)
        {
            settings.MaxPoolSize = pool;
        }

        return settings.ToString();
    }

    static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
