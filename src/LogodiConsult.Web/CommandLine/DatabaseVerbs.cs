using System.CommandLine;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Hosting;

namespace LogodiConsult.Web.CommandLine;

/// <summary><c>migrate</c> and <c>verify</c>: the schema and the truth of the data.</summary>
static class DatabaseVerbs
{
    public static Command Migrate()
    {
        var migrate = new Command("migrate", "Brings the database to what this version needs; creates it where there is none.");
        migrate.SetAction((_, cancellation) => MigrateAsync(cancellation));
        return migrate;
    }

    public static Command Verify()
    {
        var verify = new Command("verify", "Checks on the live data what must always be true; changes nothing.");
        verify.SetAction((_, cancellation) => VerifyAsync(cancellation));
        return verify;
    }

    static async Task<int> MigrateAsync(CancellationToken cancellation)
    {
        await using var site = Site.Build(new SiteStart());
        using var held = Console.Writing(site.Services.GetRequiredService<DatabaseOptions>(), "migrate");
        if (held is null)
            return Verbs.Problems;
        var applied = await site.Services.GetRequiredService<Migrator>().MigrateAsync(cancellation);
        foreach (var script in applied)
            Console.Say($"applied {script}");
        Console.Say(applied.Count == 0 ? "The database is up to date." : $"{applied.Count} migrations applied.");
        return Verbs.Done;
    }

    static async Task<int> VerifyAsync(CancellationToken cancellation)
    {
        await using var site = Site.Build(new SiteStart());
        var options = site.Services.GetRequiredService<DatabaseOptions>();
        if (options.Provider == Dialect.Sqlite && !File.Exists(options.SqlitePath))
        {
            Console.Fail($"There is no database at {options.SqlitePath}. Run migrate or serve first.");
            return Verbs.Problems;
        }
        var database = site.Services.GetRequiredService<Database>();
        var violations = (await Invariants.VerifyAsync(database, cancellation))
            .Concat(await AttachmentSweep.VerifyAsync(database, site.Services.GetRequiredService<AttachmentFolder>(), cancellation)).ToList();
        foreach (var violation in violations)
            Console.Fail($"Not true: {violation.Name}: {violation.Of}");
        Console.Say(violations.Count == 0 ? $"{Invariants.All.Count} invariants hold." : $"{violations.Count} violations.");
        return violations.Count == 0 ? Verbs.Done : Verbs.Problems;
    }
}
