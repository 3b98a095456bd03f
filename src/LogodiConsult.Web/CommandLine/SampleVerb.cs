using System.CommandLine;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Sample;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Web.Hosting;

namespace LogodiConsult.Web.CommandLine;

/// <summary><c>sample</c>: plays the sample programme into an empty database; <c>serve</c> does the same at its first start.</summary>
static class SampleVerb
{
    static readonly Option<string> Stage = new("--stage")
    {
        Description = "How far the plans of the running round may have come: draft, review, revision, presentation or done (default).",
        DefaultValueFactory = _ => "done",
    };

    const string Interrupted = "A play of the sample was interrupted here and left a part of it: make the database anew, then play again.";

    public static Command Create()
    {
        Stage.AcceptOnlyFromAmong([.. Enum.GetNames<SampleLimit>().Select(name => name.ToLowerInvariant())]);
        var sample = new Command("sample", "Fills an empty database with the sample programme, played through the services on a moved clock.") { Stage };
        sample.SetAction((parsed, cancellation) => SampleAsync(Enum.Parse<SampleLimit>(parsed.GetValue(Stage)!, ignoreCase: true), cancellation));
        return sample;
    }

    static async Task<int> SampleAsync(SampleLimit limit, CancellationToken cancellation)
    {
        await using var site = Site.Build(new SiteStart());
        var options = site.Services.GetRequiredService<DatabaseOptions>();
        using var held = Console.Writing(options, "sample");
        if (held is null)
            return Verbs.Problems;
        await using var turn = await StartTurn.TakeAsync(options, cancellation);
        await site.Services.GetRequiredService<Migrator>().MigrateAsync(cancellation);
        await Publication.PublishAsync(site.Services, cancellation);
        return await PlayAsync(site.Services, limit, cancellation) ? Verbs.Done : Verbs.Problems;
    }

    /// <summary>At the first start of an installation, unless <c>Sample:OnFirstStart</c> says no.</summary>
    public static async Task PlayOnFirstStartAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (!services.GetRequiredService<IConfiguration>().GetValue("Sample:OnFirstStart", true))
            return;
        var database = services.GetRequiredService<Database>();
        if (await database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from person"), cancellation) > 0)
        {
            if (await SamplePlayer.InterruptedAsync(database, cancellation))
                Console.Fail(Interrupted);
            return;
        }
        Console.Say("First start: the sample programme is played into the empty database (Sample:OnFirstStart=false leaves it empty).");
        await PlayAsync(services, SampleLimit.Done, cancellation);
    }

    static async Task<bool> PlayAsync(IServiceProvider services, SampleLimit limit, CancellationToken cancellation)
    {
        var data = services.GetRequiredService<ProgrammeData>();
        var player = new SamplePlayer(
            services.GetRequiredService<DatabaseOptions>(), services.GetRequiredService<WorkflowHost>(), data.Templates, data.Rubrics, data.Calendars,
            services.GetRequiredService<AttachmentFolder>());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var played = await player.PlayAsync(new SamplePlayRequest(now, limit, new Told()), cancellation);
        if (played.Refusal is not null)
        {
            Console.Fail(played.Refusal.Code == "sample.interrupted"
                ? Interrupted
                : "The database is in use already: the sample is only played into an empty one.");
            return false;
        }
        var (acts, plans, people, starts, ends) = played.Value;
        Console.Say($"Played: {acts} acts, {plans} plans, {people} people; the running round lasts from {starts:yyyy-MM-dd} to {ends:yyyy-MM-dd}.");
        return true;
    }

    /// <summary>Progress&lt;T&gt; would report from other threads, out of order.</summary>
    sealed class Told : IProgress<string>
    {
        public void Report(string value) => Console.Say(value);
    }
}
