using System.Diagnostics;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>The interpreter alone: a lifecycle with its state saved and loaded between bursts, nothing stored.</summary>
static class InMemory
{
    public static async Task RunAsync(Action<string, double, string> print)
    {
        var definition = DefinitionCompiler.Compile(DefinitionReader.Read(TestFlows.Lifecycle()).Definition!, TestActivities.Catalog);
        var bursts = await RunAsync(definition, TimeSpan.FromSeconds(1));
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        bursts = await RunAsync(definition, TimeSpan.FromSeconds(2));
        var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        print("cpu_us_per_burst", spent.TotalMicroseconds / bursts, "<= 60");
        print("allocated_bytes_per_burst", (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)bursts, "");
        print("allocated_bytes_per_lifecycle", (GC.GetTotalAllocatedBytes(precise: true) - allocated) * (1.0 + Bench.Outcomes.Length) / bursts, "");
    }

    static async Task<int> RunAsync(CompiledDefinition definition, TimeSpan time)
    {
        var interpreter = new Interpreter();
        var context = new BurstContext { Now = DateTimeOffset.UtcNow, Desk = new object() };
        var (started, bursts) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var state = (await interpreter.StartAsync(definition, new StartRequest { InstanceId = "1" }, context)).State.Save();
            for (var i = 0; i < Bench.Outcomes.Length; i++)
            {
                var result = await interpreter.ResumeAsync(definition, InstanceState.Load(state), $"1.{i + 1}", new JsonObject { ["outcome"] = Bench.Outcomes[i] }, context);
                state = ((Burst)result).State.Save();
            }

            bursts += 1 + Bench.Outcomes.Length;
        }

        return bursts;
    }
}
