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
    static readonly RunningTests Running = new(Environment.GetEnvironmentVariable("LOGODI_TEST_RUNNING") is { Length: > 0 } set ? set : null);

    public static bool IsRunning(string test) => Running.Contains(test);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Running.Enter(test.TestDisplayName);

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Running.Leave(test.TestDisplayName);
}
