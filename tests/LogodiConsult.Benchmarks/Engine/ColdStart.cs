using System.Diagnostics;
using System.Globalization;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>A new process opens the file, compiles the definition and resumes: from the start of the process to the committed act.</summary>
static class ColdStart
{
    public const string Verb = "cold-start";

    // Started by "dotnet …dll" the process is dotnet, which wants the file again.
    static string[] Itself =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    public static async Task MeasureAsync(Action<string, double, string> print)
    {
        const int Times = 5;
        await using var bench = await Bench.CreateAsync();
        var ids = new List<long>();
        for (var i = 0; i < Times; i++)
        {
            ids.Add(await bench.StartAsync());
        }

        var (times, cpu) = (new List<double>(), new List<double>());
        foreach (var id in ids)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Itself, Verb, bench.Options.SqlitePath, $"{id}.1"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var told = (await process.StandardOutput.ReadToEndAsync()).Split(' ');
            times.Add(double.Parse(told[0], CultureInfo.InvariantCulture));
            cpu.Add(double.Parse(told[1], CultureInfo.InvariantCulture));
            await process.WaitForExitAsync();
        }

        times.Sort();
        cpu.Sort();
        print("cold_start_to_first_resume_ms", times[Times / 2], "<= 1000");
        print("cold_start_cpu_ms", cpu[Times / 2], "");
    }

    public static async Task<int> ResumeAsync(string path, string bookmark)
    {
        await using var database = new Database(new DatabaseOptions { Path = path }, TimeProvider.System);
        var host = TestActivities.BareHost();
        var result = await database.WriteAsync<Done>(work => host.ResumeAsync(work, bookmark, new() { ["outcome"] = "Done" }));
        var elapsed = DateTime.Now - Process.GetCurrentProcess().StartTime;
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMilliseconds:0.#} {Environment.CpuUsage.TotalTime.TotalMilliseconds:0.#}"));
        return result.IsRefused ? 1 : 0;
    }
}
