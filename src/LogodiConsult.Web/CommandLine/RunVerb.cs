using System.CommandLine;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Rehearsals;

namespace LogodiConsult.Web.CommandLine;

/// <summary><c>run</c>: rehearses definitions in memory, the clock moved forward to each timer. Needs no database and changes nothing.</summary>
static class RunVerb
{
    static readonly Argument<string[]> Files = new("FILES")
    {
        Description = "Definitions; the first is run, the others can be called from it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<string?> Cases = new("--cases") { Description = "A file of cases: [{ name, import, run?, mode?, input?, events? }]; prints one JSON object a line and ends with 0, or with 2 when the file cannot be read." };
    static readonly Option<string?> Mode = new("--mode") { Description = "How flowcharts run where neither case nor definition says it: counter (Elsa's default) or token." };
    static readonly Option<string?> Input = new("--input") { Description = "The workflow's input, a JSON object." };

    static readonly Option<string[]> Events = new("--event")
    {
        Description = "NAME or NAME=JSON, repeatable: an event, or the id of an activity whose task is done with that input.",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<bool> Json = new("--json") { Description = "Prints the result as one JSON object." };

    public static Command Create(Standing standing)
    {
        var run = new Command("run", "Rehearses definitions in memory; Logodi.* tasks are done by events.") { Files, Cases, Mode, Input, Events, Json };
        Mode.AcceptOnlyFromAmong("counter", "token");
        run.Validators.Add(result =>
        {
            if (result.GetValue(Files) is not { Length: > 0 } && result.GetValue(Cases) is null)
                result.AddError("Name the files to run, or a file of cases with --cases.");
        });
        run.SetAction((parsed, cancellation) => RunAsync(parsed, standing, cancellation));
        return run;
    }

    static async Task<int> RunAsync(ParseResult parsed, Standing standing, CancellationToken cancellation)
    {
        var settings = await SettingsAsync(DefinitionReader.ParseMode(parsed.GetValue(Mode)) ?? FlowchartMode.Counter, cancellation);
        var output = System.Console.Out;
        if (parsed.GetValue(Cases) is { } cases)
            return await CaseRunner.RunCasesAsync(standing.Path(cases), settings, output, cancellation);
        try
        {
            var input = parsed.GetValue(Input) is { } json ? CaseRunner.ParseInput(json) : null;
            var events = (parsed.GetValue(Events) ?? []).Select(CaseRunner.ParseEvent).ToList();
            var files = (parsed.GetValue(Files) ?? []).Select(standing.Path).ToList();
            return await CaseRunner.RunFilesAsync(files, input, events, parsed.GetValue(Json), settings, output, cancellation);
        }
        catch (FormatException e)
        {
            Console.Fail(e.Message);
            return Verbs.NotUnderstood;
        }
    }

    static async Task<RehearsalSettings> SettingsAsync(FlowchartMode mode, CancellationToken cancellation)
    {
        var folder = Path.Combine(Standing.Workflows(), "calendars");
        // Definitions without Logodi activities need no calendar.
        var calendars = Directory.Exists(folder) ? await CalendarCatalog.ReadAsync(folder, cancellation) : CalendarCatalog.Read([]);
        return new RehearsalSettings { Catalog = ProgrammeData.Catalog, Desk = now => new RehearsalDesk(calendars, now), DefaultMode = mode };
    }
}
