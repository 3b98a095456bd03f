using System.Diagnostics;
using System.Runtime.CompilerServices;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Workflows;

/// <summary>The test program started as its own victim: see <see cref="Victim"/>, which stands elsewhere because nothing of a module runs on other threads while it is initialised.</summary>
static class KilledProcess
{
    const string Variable = "LOGODI_TEST_VICTIM";
    /// <summary>Before the test runner starts.</summary>
    [ModuleInitializer]
    internal static void ActWhenAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } where)
        {
            Victim.ActAsync(where).GetAwaiter().GetResult();
            Environment.Exit(0);
        }
    }

    public static Process Start(DatabaseOptions options) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { [Variable] = options.Provider == Dialect.Postgres ? "postgres:" + options.ConnectionString : options.SqlitePath },
        })!;
}
