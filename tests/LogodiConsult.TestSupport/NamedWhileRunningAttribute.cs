using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace LogodiConsult.TestSupport;

/// <summary>
/// Keeps the names of the tests that run at the moment in the file that LOGODI_TEST_RUNNING names, so that one that hangs can be told when the run is
/// ended from outside. Without the variable no file is written.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NamedWhileRunningAttribute : BeforeAfterTestAttribute
{
    static readonly string? Path = Environment.GetEnvironmentVariable("LOGODI_TEST_RUNNING") is { Length: > 0 } set ? set : null;
    static readonly ConcurrentDictionary<string, DateTime> Running = new();
    static readonly Lock Gate = new();

    public static bool IsRunning(string test) => Running.ContainsKey(test);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        Running[test.TestDisplayName] = DateTime.UtcNow;
        Write();
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        Running.TryRemove(test.TestDisplayName, out _);
        Write();
    }

    static void Write()
    {
        if (Path is null)
            return;
        lock (Gate)
            File.WriteAllLines(Path, Running.OrderBy(r => r.Value).Select(r => $"{r.Value:HH:mm:ss} {r.Key}"));
    }
}
