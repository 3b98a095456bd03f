using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Web.CommandLine;

/// <summary>What the verbs say and share.</summary>
static class Console
{
    /// <summary>The right to write; null, and a sentence said, while another program of this installation writes.</summary>
    public static WriteLock? Writing(DatabaseOptions options, string verb)
    {
        var held = WriteLock.TryTake(options, verb, out var by);
        if (held is null)
            Fail($"The data in {options.SqlitePath} are in use by {by}. Stop it first.");
        return held;
    }

    public static void Say(string line) => System.Console.Out.WriteLine(line);

    public static void Fail(string line) => System.Console.Error.WriteLine(line);
}
