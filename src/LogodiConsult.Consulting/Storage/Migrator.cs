using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LogodiConsult.Consulting.Storage;

/// <summary>Brings the schema to what this program needs. Published scripts are never edited: their digests are kept and compared.</summary>
public sealed class Migrator(DatabaseOptions options, TimeProvider time, ILogger<Migrator>? logger = null)
{
    // Any fixed number serves, as long as every node uses the same.
    const long AdvisoryLock = 0x10_60_D1;

    readonly ILogger logger = logger ?? NullLogger<Migrator>.Instance;

    /// <returns>Names of the scripts that were applied now.</returns>
    /// <exception cref="MigrationException">With a sentence for the person who starts the program.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct = default)
    {
        if (options.Provider == Dialect.Sqlite)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(options.SqlitePath)!);
            await using var link = SqliteLink.Open(SqliteStore.ConnectionString(options.SqlitePath), readOnly: false);
            var applied = await UpgradeAsync(link);
            await CheckForeignKeysAsync(link);
            return applied;
        }

        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync("select pg_advisory_lock(@AdvisoryLock)", new { AdvisoryLock });
        try
        {
            return await UpgradeAsync(connection);
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@AdvisoryLock)", new { AdvisoryLock });
        }
    }

    /// <summary>The scripts of one dialect in their order, with the digest of each.</summary>
    public static IReadOnlyList<MigrationScript> Scripts(Dialect dialect)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var folder = $".Migrations.{dialect.Folder()}.";
        return assembly.GetManifestResourceNames()
            .Where(n => n.Contains(folder) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n => Read(assembly, n, n[(n.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..^4].TrimStart('_')))
            .OrderBy(s => s.Name, StringComparer.Ordinal)
            .ToList();
    }

    static MigrationScript Read(Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new MigrationScript(name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    async Task<IReadOnlyList<string>> UpgradeAsync(DbConnection connection)
    {
        await connection.ExecuteAsync("create table if not exists schema_script (name text primary key, sha256 text not null, applied_at bigint not null)");
        var before = (await connection.QueryAsync<(string Name, string Sha256)>("select name, sha256 from schema_script")).ToDictionary(s => s.Name, s => s.Sha256);
        var scripts = Scripts(options.Provider);
        Compare(before, scripts);
        var fresh = scripts.Where(s => !before.ContainsKey(s.Name)).ToList();
        if (fresh.Count == 0)
        {
            return [];
        }

        var result = Engine(before, scripts).PerformUpgrade();
        if (!result.Successful)
        {
            throw new MigrationException($"The migration {result.ErrorScript?.Name} failed and was rolled back: {result.Error.Message}", result.Error);
        }

        return fresh.Select(s => s.Name).ToList();
    }

    UpgradeEngine Engine(IReadOnlyDictionary<string, string> before, IReadOnlyList<MigrationScript> scripts)
    {
        // Foreign keys can only be switched outside a transaction, so they are off for DbUp's whole connection and checked afterwards.
        var target = options.Provider == Dialect.Sqlite
            ? DeployChanges.To.SqliteDatabase(new SqliteConnectionStringBuilder(SqliteStore.ConnectionString(options.SqlitePath)) { ForeignKeys = false }.ToString())
            : DeployChanges.To.PostgresqlDatabase(options.ConnectionString);
        var journal = new ScriptJournal(before, scripts.ToDictionary(s => s.Name, s => s.Sha256), time);
        return target
            .WithScripts(scripts.Select(s => new SqlScript(s.Name, s.Text)))
            .JournalTo(journal)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(TimeSpan.FromMinutes(30))
            .LogTo(logger)
            .Build();
    }

    static void Compare(Dictionary<string, string> before, IReadOnlyList<MigrationScript> scripts)
    {
        foreach (var (name, sha256) in before.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var script = scripts.FirstOrDefault(s => s.Name == name)
                ?? throw new MigrationException($"The database knows the migration {name}, this program does not: it was used with a newer version. Start that version.");
            if (script.Sha256 != sha256)
            {
                throw new MigrationException($"The migration {name} was changed after it had been applied to this database. Published migrations are never edited: restore the file and add a new one.");
            }
        }
    }

    static async Task CheckForeignKeysAsync(DbConnection connection)
    {
        var broken = (await connection.QueryAsync<(string Table, long? RowId, string Parent)>("select \"table\", rowid, parent from pragma_foreign_key_check limit 5")).AsList();
        if (broken.Count > 0)
        {
            throw new MigrationException("After the migration rows point to nothing: " + string.Join(", ", broken.Select(b => $"{b.Table} {b.RowId} → {b.Parent}")) + ". Restore the backup.");
        }
    }
}

public sealed record MigrationScript(string Name, string Text, string Sha256);

/// <summary>The program cannot work with this database; the message is a sentence for whoever starts it.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
