using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

public sealed class MigratorTests
{
    [Theory, DatabaseData]
    public async Task Migrate_Twice_AppliesNothing(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        Assert.Empty(await new Migrator(db.Options, TimeProvider.System).MigrateAsync());
        Assert.Equal(Migrator.Scripts(dialect).Count, await db.ScalarAsync<int>("select count(*) from schema_script"));
    }

    [Theory, DatabaseData]
    public async Task Migrate_ChangedScript_RefusesWithASentence(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.ExecuteAsync("update schema_script set sha256 = 'x' where name = '0002_house'");
        var refused = await Assert.ThrowsAsync<MigrationException>(() => new Migrator(db.Options, TimeProvider.System).MigrateAsync());
        Assert.Contains("0002_house was changed", refused.Message);
    }

    [Theory, DatabaseData]
    public async Task Migrate_ByNewerProgramBefore_RefusesWithASentence(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.ExecuteAsync("insert into schema_script values ('9999_later', 'x', 0)");
        var refused = await Assert.ThrowsAsync<MigrationException>(() => new Migrator(db.Options, TimeProvider.System).MigrateAsync());
        Assert.Contains("newer version", refused.Message);
    }

    [Fact]
    public async Task Migrate_Dangling_RefusesWithASentence()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        db.SkipInvariants = true;
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={db.Options.SqlitePath};Foreign Keys=False;Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "insert into resume_key values ('k', 77, 'b', 'd', 0)";
            await command.ExecuteNonQueryAsync();
        }

        var refused = await Assert.ThrowsAsync<MigrationException>(() => new Migrator(db.Options, TimeProvider.System).MigrateAsync());
        Assert.Contains("resume_key", refused.Message);
        Assert.Contains(await Invariants.VerifyAsync(db.Database), v => v.Of.Contains("resume_key"));
    }

    [Fact]
    public async Task Migrate_EmptyFolder_MakesTheFile()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"logodi-test-{Guid.NewGuid():n}", "data");
        var options = new DatabaseOptions { DataFolder = folder };
        var applied = await new Migrator(options, TimeProvider.System).MigrateAsync();
        Assert.Equal(Migrator.Scripts(Dialect.Sqlite).Select(s => s.Name), applied);
        Assert.StartsWith("0001_", applied[0]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Migrate_FileOfAnOlderProgram_KeepsItsInstancesAndGoesOnWithThem()
    {
        var options = new DatabaseOptions { DataFolder = Directory.CreateTempSubdirectory("logodi-test-").FullName };
        await ApplyAsync(options, Migrator.Scripts(Dialect.Sqlite).Where(s => string.CompareOrdinal(s.Name, "0015") < 0));
        await using (var database = new Database(options, TimeProvider.System))
        {
            var host = TestActivities.BareHost();
            _ = (await host.PublishAsync(database, TestFlows.Lifecycle())).Value;
            var ended = await StartAsync("ended");
            foreach (var (i, outcome) in new[] { "Done", "Accept", "Done", "Done" }.Index())
            {
                await ResumeAsync($"{ended}.{i + 1}", outcome);
            }

            var open = await StartAsync("open");
            var before = await StoredAsync();
            Assert.Contains("0015_checks", await new Migrator(options, TimeProvider.System).MigrateAsync());
            Assert.Equal(before, await StoredAsync());
            await ResumeAsync($"{open}.1", "Done");

            async Task<long> StartAsync(string correlation) =>
                (await database.WriteAsync<long>(async work => (await host.StartAsync(work, "lifecycle", correlationId: correlation)).Value.Id)).Value;

            async Task ResumeAsync(string bookmark, string outcome) =>
                _ = (await database.WriteAsync<Done>(work => host.ResumeAsync(work, bookmark, new() { ["outcome"] = outcome }))).Value;

            async Task<IEnumerable<string>> StoredAsync() => (await Tables.DigestAsync(database)).Split('\n').Where(line => !line.StartsWith("schema_script", StringComparison.Ordinal));

            Assert.Empty(await Invariants.VerifyAsync(database));
        }

        Directory.Delete(options.DataFolder, recursive: true);
    }

    static async Task ApplyAsync(DatabaseOptions options, IEnumerable<MigrationScript> scripts)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={options.SqlitePath};Pooling=False");
        await connection.OpenAsync();
        await RunAsync("create table schema_script (name text primary key, sha256 text not null, applied_at bigint not null)");
        foreach (var script in scripts)
        {
            await RunAsync(script.Text);
            await RunAsync($"insert into schema_script values ('{script.Name}', '{script.Sha256}', 0)");
        }

        async Task RunAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    [Theory, DatabaseData]
    public async Task Published_Rows_CannotBeChanged(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.ExecuteAsync("insert into workflow_definition values ('d', 1, 'D', '{}', @sha, 0)", new { sha = new string('0', 64) });
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.ExecuteAsync("update workflow_definition set json = '[]'"));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.ExecuteAsync("delete from workflow_definition"));
    }

    [Fact]
    public async Task WriteLock_HeldByAnother_NamesIt()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        using (var first = WriteLock.TryTake(db.Options, "serve", out _))
        {
            Assert.NotNull(first);
            Assert.Null(WriteLock.TryTake(db.Options, "sample", out var heldBy));
            Assert.Equal($"serve (process {Environment.ProcessId})", heldBy);
        }

        using var second = WriteLock.TryTake(db.Options, "sample", out _);
        Assert.NotNull(second);
    }
}
