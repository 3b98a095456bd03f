using System.Diagnostics;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>Times of single acts.</summary>
sealed class Latencies
{
    readonly List<long> ticks = new(100_000);

    public void Add(long elapsed)
    {
        lock (ticks)
        {
            ticks.Add(elapsed);
        }
    }

    /// <returns>Milliseconds.</returns>
    public double Quantile(double q)
    {
        lock (ticks)
        {
            ticks.Sort();
            return ticks[Math.Min(ticks.Count - 1, (int)(ticks.Count * q))] * 1000.0 / Stopwatch.Frequency;
        }
    }
}
