using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>A resume must not grow slower with what is stored: the same resume, of instances spread over the whole table, with a thousand, a hundred thousand and a million.</summary>
static class Stored
{
    const int Resumes = 3_000;

    public static async Task RunAsync(bool full, Action<string, double, string> print)
    {
        await using var bench = await Bench.CreateAsync();
        // The engine's own first rows are the pattern of all others.
        var pattern = await bench.StartAsync();
        var random = new Random(7);
        var used = new HashSet<long> { pattern };
        var small = new List<double>();
        Fill(bench, pattern, 1_000);
        small.Add(await MeasureAsync(bench, 1_000, 700, random, used));
        Fill(bench, pattern, 100_000);
        var large = await MeasureAsync(bench, 100_000, Resumes, random, used);
        print("resume_1k_us", small[0], "");
        print("resume_100k_us", large, "");
        print("resume_100k_to_1k", large / small[0], "<= 1.3");
        if (full)
        {
            Fill(bench, pattern, 1_000_000);
            var huge = await MeasureAsync(bench, 1_000_000, Resumes, random, used);
            print("resume_1m_us", huge, "");
            print("resume_1m_to_1k", huge / small[0], "<= 1.3");
        }
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
            connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    /// <returns>Median microseconds of a resume.</returns>
    static async Task<double> MeasureAsync(Bench bench, int stored, int resumes, Random random, HashSet<long> used)
    {
        var latencies = new Latencies();
        for (var i = 0; i < resumes;)
        {
            var id = random.NextInt64(1, stored + 1);
            if (!used.Add(id))
            {
                continue;
            }

            var started = Stopwatch.GetTimestamp();
            await bench.ResumeAsync($"{id}.1", "Done");
            latencies.Add(Stopwatch.GetTimestamp() - started);
            i++;
        }

        return latencies.Quantile(0.5) * 1000;
    }
}
