using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LogodiConsult.TestSupport;

/// <summary>A fresh migrated database for one test. Its end runs the invariants: no test leaves data of which they do not hold.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>Noon in Seoul on the first day of the first round.</summary>
    public static readonly DateTimeOffset Start = new(2020, 10, 12, 3, 0, 0, TimeSpan.Zero);

    readonly Func<ValueTask> drop;
    readonly List<Database> others = [];

    TestDatabase(DatabaseOptions options, Func<ValueTask> drop)
    {
        Options = options;
        this.drop = drop;
        Database = new Database(options, Time);
    }

    public DatabaseOptions Options { get; }

    public Database Database { get; }

    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>Set by tests that break the data on purpose.</summary>
    public bool SkipInvariants { get; set; }

    public static async Task<TestDatabase> CreateAsync(Dialect dialect)
    {
        if (dialect == Dialect.Sqlite)
        {
            var folder = await SqliteTemplate.CopyAsync();
            return new TestDatabase(new DatabaseOptions { DataFolder = folder }, () =>
            {
                Directory.Delete(folder, recursive: true);
                return ValueTask.CompletedTask;
            });
        }

        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var (connectionString, name) = await PostgresServer.CreateDatabaseAsync();
        var files = Directory.CreateTempSubdirectory("logodi-data-").FullName;
        var options = new DatabaseOptions { Provider = Dialect.Postgres, ConnectionString = connectionString, DataFolder = files };
        return new TestDatabase(options, () =>
        {
            Directory.Delete(files, recursive: true);
            return PostgresServer.DropDatabaseAsync(name);
        });
    }

    /// <summary>A second program on the same data: another node on PostgreSQL; on SQLite only after the first was closed.</summary>
    public Database OpenAnother()
    {
        var other = new Database(Options, Time);
        others.Add(other);
        return other;
    }

    public Task<T?> ScalarAsync<T>(string sql, object? args = null) => Database.ReadAsync(s => s.ScalarAsync<T>(sql, args));

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args = null) => Database.ReadAsync(s => s.QueryAsync<T>(sql, args));

    public async Task ExecuteAsync(string sql, object? args = null) =>
        await Database.WriteAsync<int>(async work => await work.ExecuteAsync(sql, args));

    public async ValueTask DisposeAsync()
    {
        foreach (var other in others)
        {
            await other.DisposeAsync();
        }

        Database.OnStatement = null;
        var violations = SkipInvariants ? [] : await Invariants.VerifyAsync(Database);
        await Database.DisposeAsync();
        await drop();
        Assert.Empty(violations);
    }
}
