using System.CommandLine;
using System.CommandLine.Invocation;

namespace LogodiConsult.Web.CommandLine;

/// <summary>The verbs of the one program. Exit codes: 0 done, 1 problems found or failed, 2 the command was not understood.</summary>
public static class Verbs
{
    public const int Done = 0;
    public const int Problems = 1;
    public const int NotUnderstood = 2;

    public static async Task<int> InvokeAsync(string[] args)
    {
        var root = new RootCommand("LogodiConsult: action plans of officials, from the first draft to the final presentation.");
        var serve = ServeVerb.Create();
        root.Subcommands.Add(serve);
        // Without a verb the site is served.
        foreach (var option in serve.Options)
            root.Options.Add(option);
        root.SetAction((parsed, cancellation) => ServeVerb.ServeAsync(parsed, cancellation));
        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        return parsed.Action is ParseErrorAction ? NotUnderstood : code;
    }
}
