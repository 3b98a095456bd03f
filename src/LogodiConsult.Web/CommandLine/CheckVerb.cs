using System.CommandLine;
using LogodiConsult.Consulting;
using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Web.CommandLine;

/// <summary><c>check</c>: everything that is wrong with definitions, scenarios, templates, rubrics and calendars. Needs no database.</summary>
static class CheckVerb
{
    public static Command Create(Standing standing)
    {
        var files = new Argument<string[]>("FILES")
        {
            Description = "Files of any of these kinds, or folders like workflows/; without any, the folder of the installation.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var activities = new Option<bool>("--activities") { Description = "Prints the reference of all activities instead (workflows/ACTIVITIES.md)." };
        var check = new Command("check", "Checks definitions and their scenarios, templates, rubrics and calendars; tells every problem with its file and JSON path.") { files, activities };
        check.SetAction((parsed, cancellation) => parsed.GetValue(activities)
            ? PrintAsync()
            : CheckAsync([.. (parsed.GetValue(files) ?? []).Select(standing.Path)], cancellation));
        return check;
    }

    static async Task<int> PrintAsync()
    {
        await System.Console.Out.WriteAsync(ActivityReference.Markdown(ProgrammeData.Catalog));
        return Verbs.Done;
    }

    static async Task<int> CheckAsync(IReadOnlyList<string> named, CancellationToken cancellation)
    {
        var folder = Standing.Workflows();
        var report = await ProgrammeCheck.RunAsync(folder, named.Count > 0 ? named : [folder], cancellation);
        foreach (var fault in report.Faults)
            Console.Fail(fault.ToString());
        var errors = report.Faults.Count(f => f.IsError);
        var warnings = report.Faults.Count - errors;
        Console.Say($"{report.Definitions} definitions, {report.Scenarios} scenarios, {report.Templates} templates, {report.Rubrics} rubrics, {report.Calendars} calendars: "
            + $"{errors} errors, {warnings} warnings.");
        return errors > 0 ? Verbs.Problems : Verbs.Done;
    }
}
