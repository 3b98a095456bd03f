using System.Collections.Concurrent;
using System.Diagnostics;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>
/// A browser that answers no more keeps every test waiting that has a call under way: not all calls of the driver have a time limit. When one test that still runs has had
/// its window open for longer than any needs, the browser and its driver are ended: the calls fail, the tests are named in the file of LOGODI_TEST_HUNG, the next test starts a new browser.
/// </summary>
sealed class BrowserWatch : IDisposable
{
    /// <summary>Several times what the longest journey takes on a slow machine.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    readonly ConcurrentDictionary<object, (string Test, long Since)> open = new(ReferenceEqualityComparer.Instance);
    readonly Action forget;
    readonly TimeSpan longest;
    readonly int root;
    readonly string? hungTests;
    readonly Timer timer;

    /// <param name="forget">Called before the processes are ended: whoever opens a window from then on starts a browser of their own.</param>
    /// <param name="longest">How long a window of a running test may be open.</param>
    /// <param name="root">The process whose browser and driver are ended, wherever below it they were started.</param>
    /// <param name="hungTests">The file that the names of the tests are added to, a line each; null keeps none.</param>
    public BrowserWatch(Action forget, TimeSpan longest, int root, string? hungTests)
    {
        (this.forget, this.longest, this.root, this.hungTests) = (forget, longest, root, hungTests);
        timer = new Timer(_ => Look(), null, longest / 12, longest / 12);
    }

    public void Enter(object window) => open[window] = (TestContext.Current.Test?.TestDisplayName ?? "a test", Stopwatch.GetTimestamp());

    public void Leave(object window) => open.TryRemove(window, out _);

    public void Dispose() => timer.Dispose();

    void Look()
    {
        var hung = open.Values.Where(w => Stopwatch.GetElapsedTime(w.Since) > longest && NamedWhileRunningAttribute.IsRunning(w.Test)).Select(w => w.Test).Distinct().ToList();
        if (hung.Count == 0)
            return;
        open.Clear();
        forget();
        if (hungTests is not null)
            File.AppendAllLines(hungTests, hung);
        foreach (var process in Descendants(root).Where(p => p.Name is "node" || p.Name.StartsWith("chrom", StringComparison.Ordinal)))
            End(process.Id);
    }

    internal static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }
    }

    /// <summary>From /proc: identity, name and parent of each process.</summary>
    internal static List<(int Id, string Name)> Descendants(int root)
    {
        var all = new List<(int Id, string Name, int Parent)>();
        foreach (var folder in Directory.Exists("/proc") ? Directory.EnumerateDirectories("/proc") : [])
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id))
                continue;
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                var (from, to) = (stat.IndexOf('('), stat.LastIndexOf(')'));
                all.Add((id, stat[(from + 1)..to], int.Parse(stat[(to + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended while it was looked at.
            }
        }
        var found = new List<(int Id, string Name)>();
        for (var next = new Queue<int>([root]); next.TryDequeue(out var parent);)
        {
            foreach (var child in all.Where(p => p.Parent == parent))
            {
                found.Add((child.Id, child.Name));
                next.Enqueue(child.Id);
            }
        }
        return found;
    }
}
