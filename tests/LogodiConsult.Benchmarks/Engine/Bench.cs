using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;
using Microsoft.Data.Sqlite;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>A migrated file with the lifecycle published, the database and the host on it.</summary>
sealed class Bench : IAsyncDisposable
{
    /// <summary>What people answer, in order: the draft is handed in, revised once, accepted, scheduled, presented.</summary>
    public static readonly string[] Outcomes = ["Done", "Revise", "Done", "Accept", "Done", "Done"];

    Bench(DatabaseOptions options)
    {
        Options = options;
        Database = new Database(options, TimeProvider.System);
    }

    public DatabaseOptions Options { get; }

    public Database Database { get; }

    public WorkflowHost Host { get; } = TestActivities.BareHost();

    public static async Task<Bench> CreateAsync()
    {
        var options = new DatabaseOptions { DataFolder = Directory.CreateTempSubdirectory("logodi-bench-").FullName };
        await new Migrator(options, TimeProvider.System).MigrateAsync();
        var bench = new Bench(options);
        _ = (await bench.Host.PublishAsync(bench.Database, TestFlows.Lifecycle())).Value;
        return bench;
    }

    public async Task<long> StartAsync() => (await Database.WriteAsync<long>(async work => (await Host.StartAsync(work, "lifecycle")).Value.Id)).Value;

    public async Task ResumeAsync(string bookmark, string outcome)
    {
        var result = await Database.WriteAsync<Done>(work => Host.ResumeAsync(work, bookmark, new() { ["outcome"] = outcome }));
        _ = result.Value;
    }

    /// <summary>One plan from start to end. The bookmarks of an instance are numbered, so that nothing is looked up between acts.</summary>
    public async Task LifecycleAsync(Action<long>? resumed = null)
    {
        var id = await StartAsync();
        for (var i = 0; i < Outcomes.Length; i++)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            await ResumeAsync($"{id}.{i + 1}", Outcomes[i]);
            resumed?.Invoke(System.Diagnostics.Stopwatch.GetTimestamp() - started);
        }
    }

    /// <summary>A connection of the measuring hand: the same settings as the program's.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Options.SqlitePath};Pooling=False");
        connection.Open();
        foreach (var pragma in (string[])["busy_timeout = 30000", "synchronous = full", "foreign_keys = on", "temp_store = memory", "cache_size = -32768"])
        {
            using var command = new SqliteCommand($"pragma {pragma}", connection);
            command.ExecuteNonQuery();
        }

        return connection;
    }

    public long Bytes()
    {
        using var connection = Open();
        using var truncate = new SqliteCommand("pragma wal_checkpoint(truncate)", connection);
        // 1: somebody else is moving the log into the file just now.
        while (Convert.ToInt64(truncate.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) != 0)
        {
            Thread.Sleep(10);
        }

        return new FileInfo(Options.SqlitePath).Length;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Options.DataFolder, recursive: true);
    }
}
