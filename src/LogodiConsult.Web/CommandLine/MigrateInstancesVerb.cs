using System.CommandLine;
using System.Globalization;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Web.Hosting;

namespace LogodiConsult.Web.CommandLine;

/// <summary><c>migrate-instances</c>: moves running plans to another version of their definition; nothing that was done is done again.</summary>
static class MigrateInstancesVerb
{
    static readonly Option<string> From = Of("--from", "The definition and version that the plans run now, as action-plan@1.");
    static readonly Option<string> To = Of("--to", "The version to move them to, as action-plan@2.");
    static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only tells what would become of each plan." };

    public static Command Create()
    {
        var migrate = new Command("migrate-instances", "Moves running plans to another version of their definition, each with a line in the audit.") { From, To, DryRun };
        migrate.SetAction((parsed, cancellation) => MigrateAsync(Parse(parsed.GetValue(From)!)!, Parse(parsed.GetValue(To)!)!, parsed.GetValue(DryRun), cancellation));
        return migrate;
    }

    static async Task<int> MigrateAsync(Version from, Version to, bool dryRun, CancellationToken cancellation)
    {
        if (from.Definition != to.Definition || from == to)
        {
            Console.Fail("--from and --to must name two versions of one definition.");
            return Verbs.NotUnderstood;
        }
        await using var site = Site.Build(new SiteStart());
        var options = site.Services.GetRequiredService<DatabaseOptions>();
        using var held = dryRun ? null : Console.Writing(options, "migrate-instances");
        if (held is null && !dryRun)
            return Verbs.Problems;
        if (options.Provider == Dialect.Sqlite && !File.Exists(options.SqlitePath))
        {
            Console.Fail($"There is no database at {options.SqlitePath}. Run migrate or serve first.");
            return Verbs.Problems;
        }
        var migration = new InstanceMigration(site.Services.GetRequiredService<Database>(), site.Services.GetRequiredService<WorkflowHost>());
        var moves = dryRun
            ? await migration.PreviewAsync(from.Definition, from.Number, to.Number, cancellation)
            : await migration.MoveAsync(from.Definition, from.Number, to.Number, Actor.System, cancellation);
        foreach (var move in moves)
            Console.Say($"{Named(move)}: {Told(move.Outlook, dryRun)}{(move.Why.Count > 0 ? ": " + string.Join("; ", move.Why) : "")}");
        var stay = moves.Count(move => move.Outlook != MoveOutlook.Moves);
        Console.Say($"{moves.Count} running on {from}: {moves.Count - stay} {(dryRun ? "would move" : "moved")} to {to}, {stay} stay.");
        return stay == 0 ? Verbs.Done : Verbs.Problems;
    }

    static string Named(InstanceMove move) => move.PlanId is { } plan ? $"plan {plan} (instance {move.InstanceId})" : $"instance {move.InstanceId}";

    static string Told(MoveOutlook outlook, bool dryRun) => outlook switch
    {
        MoveOutlook.Moves => dryRun ? "would move" : "moved",
        MoveOutlook.Waits => "stays until its incident is settled",
        _ => "stays, it would be stuck",
    };

    static Option<string> Of(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && Parse(text) is null)
                result.AddError($"'{text}' is no version of a definition such as action-plan@1.");
        });
        return option;
    }

    static Version? Parse(string text) =>
        text.Split('@') is [{ Length: > 0 } id, var version] && int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new Version(id, number)
            : null;

    sealed record Version(string Definition, int Number)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Definition}@{Number}");
    }
}
