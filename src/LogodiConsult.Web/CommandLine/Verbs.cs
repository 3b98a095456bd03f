using System.CommandLine;
using System.CommandLine.Invocation;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Web.CommandLine;

/// <summary>The verbs of the one program. Exit codes: 0 done, 1 problems found or failed, 2 the command was not understood.</summary>
public static class Verbs
{
    public const int Done = 0;
    public const int Problems = 1;
    public const int NotUnderstood = 2;

    public static async Task<int> InvokeAsync(string[] args)
    {
        var (standing, rest) = Standing.Of(args);
        var root = new RootCommand("LogodiConsult: action plans of officials, from the first draft to the final presentation.")
        {
            ServeVerb.Create(),
            DatabaseVerbs.Migrate(),
            DatabaseVerbs.Verify(),
            CheckVerb.Create(standing),
            RunVerb.Create(standing),
            SampleVerb.Create(),
            MigrateInstancesVerb.Create(),
        };
        // Without a verb the site is served.
        foreach (var option in ServeVerb.Options)
            root.Options.Add(option);
        root.SetAction((parsed, cancellation) => ServeVerb.ServeAsync(parsed, cancellation));
        var parsed = root.Parse(rest);
        try
        {
            var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
            var code = await parsed.InvokeAsync(settings);
            return parsed.Action is ParseErrorAction ? NotUnderstood : code;
        }
        // What the person who started the program can mend is told as a sentence, not as a stack of calls.
        catch (Exception e) when (e is MigrationException or IOException or InvalidOperationException { InnerException: null })
        {
            Console.Fail(e.Message);
            return Problems;
        }
    }
}
