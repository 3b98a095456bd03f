using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>A resume must not grow slower with what is stored: the same resume, of instances spread over the whole table, with a thousand, a hundred thousand and a million.</summary>
static class Stored
{
    const int Batches = 30;
    const int Batch = 30;

    public static async Task RunAsync(bool full, Action<string, double, string> print)
    {
        await using var small = await Bench.CreateAsync();
        await using var large = await Bench.CreateAsync();
        await CompareAsync(small, await FilledAsync(small, 1_000), large, await FilledAsync(large, 100_000), "100k", print);
        if (full)
        {
            await using var again = await Bench.CreateAsync();
            await using var huge = await Bench.CreateAsync();
            await CompareAsync(again, await FilledAsync(again, 1_000), huge, await FilledAsync(huge, 1_000_000), "1m", print);
        }
    }

    /// <summary>Small batches in turn, so that what else the machine does meets both.</summary>
    static async Task CompareAsync(Bench small, IEnumerator<long> fewer, Bench large, IEnumerator<long> more, string name, Action<string, double, string> print)
    {
        var (one, other) = (new Latencies(), new Latencies());
        for (var batch = 0; batch < Batches; batch++)
        {
            await ResumeAsync(small, fewer, batch == 0 ? new Latencies() : one);
            await ResumeAsync(large, more, batch == 0 ? new Latencies() : other);
        }

        var (few, many) = (one.Quantile(0.5) * 1000, other.Quantile(0.5) * 1000);
        print("resume_1k_us", few, "");
        print($"resume_{name}_us", many, "");
        print($"resume_{name}_to_1k", many / few, "<= 1.3");
    }

    static async Task ResumeAsync(Bench bench, IEnumerator<long> ids, Latencies latencies)
    {
        for (var i = 0; i < Batch; i++)
        {
            ids.MoveNext();
            var started = Stopwatch.GetTimestamp();
            await bench.ResumeAsync($"{ids.Current}.1", "Done");
            latencies.Add(Stopwatch.GetTimestamp() - started);
        }
    }

    /// <returns>Ids of stored instances in a random order, each once.</returns>
    static async Task<IEnumerator<long>> FilledAsync(Bench bench, int count)
    {
        // The engine's own first rows are the pattern of all others.
        var pattern = await bench.StartAsync();
        Fill(bench, pattern, count);
        var random = new Random(7);
        var used = new HashSet<long> { pattern };
        return Enumerable.Repeat(0, int.MaxValue).Select(_ => random.NextInt64(1, count + 1)).Where(used.Add).GetEnumerator();
    }

    static void Fill(Bench bench, long pattern, int upTo)
    {
        using var connection = bench.Open();
        using var command = new SqliteCommand(
            $"""
            pragma synchronous = off;
            begin immediate;
            create temp table fresh as with recursive n(id) as (select (select max(id) from workflow_instance) + 1 union all select id + 1 from n where id < {upTo}) select id from n where id <= {upTo};
            insert into workflow_instance(id, definition_id, definition_version, status, sub_status, state, journal_length, created_at, updated_at)
              select f.id, i.definition_id, i.definition_version, i.status, i.sub_status, replace(i.state, '"i":"{pattern}"', '"i":"' || f.id || '"'), i.journal_length, i.created_at, i.updated_at
              from fresh f join workflow_instance i on i.id = {pattern};
            insert into bookmark(id, instance_id, name, activity_id, opened_at)
              select f.id || '.1', f.id, b.name, b.activity_id, b.opened_at from fresh f join bookmark b on b.instance_id = {pattern} order by f.id || '.1';
            insert into journal(instance_id, seq, at, activity_id, kind, facts)
              select f.id, j.seq, j.at, j.activity_id, j.kind, j.facts from fresh f join journal j on j.instance_id = {pattern} order by f.id, j.seq;
            drop table fresh;
            commit;
            pragma wal_checkpoint(truncate);
            """,
            connection);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
