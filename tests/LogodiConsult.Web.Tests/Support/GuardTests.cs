using System.Diagnostics;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>What tells which test hangs must never be the reason for a failure itself.</summary>
public sealed class GuardTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(true);

    [Fact]
    public void RunningTests_FromManyThreads_KeepsTheNamesOfThoseThatHang()
    {
        var file = Path.Combine(folder.FullName, "running");
        var running = new RunningTests(file);
        running.Enter("the one that hangs");

        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            running.Enter($"test {i}");
            running.Leave($"test {i}");
        });

        Assert.True(running.Contains("the one that hangs"));
        Assert.EndsWith(" the one that hangs", Assert.Single(File.ReadAllLines(file)));
    }

    [Fact]
    public void RunningTests_ListedWhileOthersComeAndGo_IsWhole()
    {
        var running = new RunningTests(null);
        running.Enter("the one that hangs");
        var listed = 0;
        Parallel.Invoke(
            () =>
            {
                while (Volatile.Read(ref listed) < 20_000)
                {
                    for (var i = 0; i < 100; i++)
                        running.Enter($"test {i}");
                    for (var i = 0; i < 100; i++)
                        running.Leave($"test {i}");
                }
            },
            () =>
            {
                try
                {
                    for (var i = 0; i < 20_000; i++)
                        Assert.EndsWith(" the one that hangs", running.Lines()[0]);
                }
                finally
                {
                    Volatile.Write(ref listed, 20_000);
                }
            });
    }

    [Fact]
    public void RunningTests_FileThatCannotBeWritten_FailsNoTest()
    {
        var running = new RunningTests(folder.FullName);

        running.Enter("a test");

        Assert.True(running.Contains("a test"));
    }

    [Fact]
    public async Task BrowserWatch_WindowOpenForTooLong_EndsBrowserAndDriverAndNamesTheTest()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/sh"), "The processes are found in /proc.");
        foreach (var name in new[] { "node", "chromium-test", "other" })
            File.Copy("/bin/sleep", Path.Combine(folder.FullName, name));
        // As the driver is: not a child of the tests themselves, but of a process between.
        using var between = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "./node 600 & ./chromium-test 600 & ./other 600 & wait"]) { WorkingDirectory = folder.FullName })!;
        try
        {
            await Until(() => Names(between.Id).Order(StringComparer.Ordinal).SequenceEqual(["chromium-test", "node", "other"]));
            var hungTests = Path.Combine(folder.FullName, "hung");
            var forgotten = 0;
            using var watch = new BrowserWatch(() => forgotten++, TimeSpan.FromMilliseconds(600), between.Id, hungTests);
            watch.Enter(new object());

            await Until(() => Names(between.Id).SequenceEqual(["other"]));

            Assert.Equal(1, forgotten);
            Assert.Equal([TestContext.Current.Test!.TestDisplayName], await File.ReadAllLinesAsync(hungTests, TestContext.Current.CancellationToken));
        }
        finally
        {
            foreach (var (id, _) in BrowserWatch.Descendants(between.Id))
                BrowserWatch.End(id);
            await between.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task BrowserWatch_WindowThatWasClosed_EndsNothing()
    {
        var hungTests = Path.Combine(folder.FullName, "hung");
        var forgotten = 0;
        // No process has this number: should the watch be wrong, it still ends nothing here.
        using var watch = new BrowserWatch(() => forgotten++, TimeSpan.FromMilliseconds(120), -1, hungTests);
        var window = new object();
        watch.Enter(window);
        watch.Leave(window);

        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.Equal(0, forgotten);
        Assert.False(File.Exists(hungTests));
    }

    static List<string> Names(int root) => [.. BrowserWatch.Descendants(root).Select(p => p.Name)];

    static async Task Until(Func<bool> holds)
    {
        for (var looks = 0; !holds(); looks++)
        {
            Assert.True(looks < 1_200, "It does not come.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
