using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Workflows;

/// <summary>A real process is killed (SIGKILL) under load, again and again, on the same data: nothing it was told is lost, nothing is doubled or half done.</summary>
public sealed class KillTests
{
    [Theory]
    [DatabaseData]
    public async Task Process_KilledUnderLoad_LosesAndDoublesNothing(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(TestActivities.Host(), TestFlows.Lifecycle());
        var random = new Random(20201012);
        var told = new HashSet<string>();
        var kills = dialect == Dialect.Sqlite ? 100 : 30;
        for (var kill = 0; kill < kills; kill++)
        {
            await KillAsync(db.Options, TimeSpan.FromMilliseconds(random.Next(0, 250)), told);
        }

        var started = told.Where(t => t.StartsWith("started ", StringComparison.Ordinal)).Select(t => long.Parse(t["started ".Length..])).ToList();
        var resumed = told.Where(t => t.StartsWith("resumed ", StringComparison.Ordinal)).Select(t => t["resumed ".Length..]).ToList();
        Assert.True(resumed.Count > kills, $"Only {resumed.Count} acts were answered before {kills} kills.");

        // Nothing lost: what was answered is stored.
        var instances = (await db.QueryAsync<long>("select id from workflow_instance")).ToHashSet();
        var keys = (await db.QueryAsync<string>("select bookmark_id from resume_key")).ToHashSet();
        Assert.DoesNotContain(started, id => !instances.Contains(id));
        Assert.DoesNotContain(resumed, b => !keys.Contains(b));

        // Nothing doubled, nothing half: each act left its key, its line in the journal and the closed row of its activity, once.
        Assert.Equal(keys.Count, await db.ScalarAsync<int>("select count(*) from journal where kind = 'Resumed'"));
        Assert.Equal(keys.Count, await db.ScalarAsync<int>("select count(*) from setting where value = 'closed'"));
        Assert.Equal(await db.ScalarAsync<int>("select count(*) from bookmark"), await db.ScalarAsync<int>("select count(*) from setting where value = 'open'"));
    }

    static async Task KillAsync(DatabaseOptions options, TimeSpan after, HashSet<string> told)
    {
        using var process = KilledProcess.Start(options);
        var errors = process.StandardError.ReadToEndAsync();
        var acting = new TaskCompletionSource();
        var reading = Task.Run(async () =>
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                lines.Add(line);
                acting.TrySetResult();
            }

            return lines;
        });
        // Not before it acts: a process that is killed while it loads proves nothing.
        await Task.WhenAny(acting.Task, reading);
        Assert.True(acting.Task.IsCompleted, acting.Task.IsCompleted ? "" : "The victim ended by itself: " + await errors);
        await Task.Delay(after);
        Assert.False(process.HasExited, process.HasExited ? "The victim ended by itself: " + await errors : "");
        process.Kill();
        await process.WaitForExitAsync();
        foreach (var line in await reading)
        {
            told.Add(line);
        }
    }
}
