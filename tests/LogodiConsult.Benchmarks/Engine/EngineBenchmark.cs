using System.Diagnostics;
using System.Globalization;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>
/// Prints <c>name = value</c>. Everything is a ratio to the ceiling of the same run, or a size; rounds of host and ceiling alternate, so that
/// what else the machine does meets both. Medians of the rounds.
/// </summary>
static class EngineBenchmark
{
    const int Rounds = 7;
    static readonly TimeSpan Round = TimeSpan.FromSeconds(0.4);

    public static async Task<int> RunAsync(bool full, TextWriter output)
    {
        var started = Stopwatch.GetTimestamp();
        void Print(string name, double value, string target = "") =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} = {value:0.###}{(target.Length == 0 ? "" : "   # target " + target)}"));

        await using (var bench = await Bench.CreateAsync())
        {
            using var ceiling = await Ceiling.RecordAsync(bench);
            await WarmAsync(bench, ceiling);
            await SequentialAsync(bench, ceiling, Print);
            await ConcurrentAsync(bench, ceiling, 8, 0, "<= 10", Print);
            await ConcurrentAsync(bench, ceiling, 64, 3, "<= 50", Print);
        }

        await SizeAsync(Print);
        await InMemory.RunAsync(Print);
        await ColdStart.MeasureAsync(Print);
        await Stored.RunAsync(full, Print);
        Print("seconds", Stopwatch.GetElapsedTime(started).TotalSeconds);
        return 0;
    }

    static async Task WarmAsync(Bench bench, Ceiling ceiling)
    {
        // Long enough for the compiler's second thoughts: it shares the cores with what is measured.
        await SequentiallyAsync(bench, TimeSpan.FromSeconds(2), null);
        await ConcurrentlyAsync(bench, 16, TimeSpan.FromSeconds(4), null);
        ByHand(ceiling, TimeSpan.FromSeconds(0.5), null);
    }

    static async Task SequentialAsync(Bench bench, Ceiling ceiling, Action<string, double, string> print)
    {
        var ratios = new List<double>();
        var (rates, ceilings) = (new List<double>(), new List<double>());
        var latencies = new Latencies();
        var (cpu, cpuByHand) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            ceilings.Add(ByHand(ceiling, Round, null));
            var between = Environment.CpuUsage.TotalTime;
            rates.Add(await SequentiallyAsync(bench, Round, latencies.Add));
            ratios.Add(rates[^1] / ceilings[^1]);
            cpuByHand.Add((between - before).TotalMicroseconds / (ceilings[^1] * Round.TotalSeconds * (1 + Bench.Outcomes.Length)));
            cpu.Add((Environment.CpuUsage.TotalTime - between).TotalMicroseconds / (rates[^1] * Round.TotalSeconds * (1 + Bench.Outcomes.Length)));
        }

        print("ceiling_lifecycles_per_second", Median(ceilings), "");
        print("sequential_lifecycles_per_second", Median(rates), "");
        print("ceiling_cpu_us_per_act", Median(cpuByHand), "");
        print("sequential_cpu_us_per_act", Median(cpu), "");
        print("sequential_to_ceiling", Median(ratios), ">= 0.6");
        print("sequential_resume_p50_ms", latencies.Quantile(0.5), "");
        print("sequential_resume_p99_ms", latencies.Quantile(0.99), "");
    }

    static async Task ConcurrentAsync(Bench bench, Ceiling ceiling, int callers, double target, string p99Target, Action<string, double, string> print)
    {
        var (ratios, p99s, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var byHand = new Latencies();
            var latencies = new Latencies();
            var rate = ByHand(ceiling, Round, byHand.Add);
            rates.Add(await ConcurrentlyAsync(bench, callers, Round, latencies.Add));
            ratios.Add(rates[^1] / rate);
            p99s.Add(latencies.Quantile(0.99) / byHand.Quantile(0.5));
        }

        print($"callers{callers}_lifecycles_per_second", Median(rates), "");
        print($"callers{callers}_to_sequential_ceiling", Median(ratios), target > 0 ? $">= {target}" : "");
        print($"resume_p99_callers{callers}_to_ceiling_p50", Median(p99s), p99Target);
    }

    static async Task SizeAsync(Action<string, double, string> print)
    {
        const int Plans = 500;
        await using var bench = await Bench.CreateAsync();
        var before = bench.Bytes();
        for (var i = 0; i < Plans; i++)
        {
            await bench.LifecycleAsync();
        }

        print("bytes_per_finished_plan", (bench.Bytes() - before) / (double)Plans, "<= 8192");
    }

    /// <returns>Lifecycles a second.</returns>
    static double ByHand(Ceiling ceiling, TimeSpan time, Action<long>? resumed)
    {
        var (started, count) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            ceiling.Lifecycle(resumed);
            count++;
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    static async Task<double> SequentiallyAsync(Bench bench, TimeSpan time, Action<long>? resumed)
    {
        var (started, count) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            await bench.LifecycleAsync(resumed);
            count++;
        }

        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    static async Task<double> ConcurrentlyAsync(Bench bench, int callers, TimeSpan time, Action<long>? resumed)
    {
        var (started, count) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                await bench.LifecycleAsync(resumed);
                Interlocked.Increment(ref count);
            }
        })));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
