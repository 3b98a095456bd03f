using System.Globalization;
using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Translations;

/// <summary>
/// Sends what was asked for to the machine, one text after the other, outside any transaction, and keeps what comes back as not yet checked.
/// When the server has enough, the rest of what was claimed is given back at once.
/// </summary>
public sealed class MachineTranslationLoop(Database database, LibreTranslate machine, MachineTranslationSettings settings, ILogger<MachineTranslationLoop> logger)
    : BackgroundLoop(database.Time, TimeSpan.FromSeconds(5), logger)
{
    const int AtOnce = 10;

    readonly string worker = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}");

    /// <returns>How many segments were translated.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        var translated = 0;
        while (settings.IsConfigured)
        {
            IReadOnlyList<MachineJob> claimed = [];
            await database.WriteAsync<Done>(
                async work =>
                {
                    claimed = await MachineJobs.ClaimAsync(work, worker, settings.Service, TimeSpan.FromSeconds((AtOnce + 1) * settings.TimeoutSeconds), AtOnce);
                    return Done.Value;
                },
                ct);
            if (claimed.Count == 0)
                break;
            for (var i = 0; i < claimed.Count; i++)
            {
                var outcome = await AskAsync(claimed[i], ct);
                if (outcome is MachineOutcome.Translated)
                    translated++;
                if (outcome is not MachineOutcome.Later { After: { } wait })
                    continue;
                await ReturnAsync([.. claimed.Skip(i + 1).Select(j => j.Id)], wait);
                return translated;
            }
        }
        return translated;
    }

    /// <returns>Null: it may not leave the house any more.</returns>
    async Task<MachineOutcome?> AskAsync(MachineJob job, CancellationToken ct)
    {
        if (!await database.ReadAsync(session => MachineJobs.MayLeaveAsync(session, job.Id, worker, settings.Service), ct))
        {
            await ReturnAsync([job.Id], TimeSpan.FromMinutes(1));
            return null;
        }
        var outcome = await machine.TranslateAsync(job.Source, job.SourceLanguage, job.Language, ct);
        await database.WriteAsync<Done>(
            async work =>
            {
                switch (outcome)
                {
                    case MachineOutcome.Translated said:
                        await MachineJobs.DoneAsync(work, job, worker, said.Text);
                        break;
                    case MachineOutcome.Later later:
                        await MachineJobs.FailedAsync(work, job, worker, later.Reason, later.After, forGood: false);
                        break;
                    case MachineOutcome.Never never:
                        await MachineJobs.FailedAsync(work, job, worker, never.Reason, null, forGood: true);
                        break;
                    default:
                        throw new InvalidOperationException($"Nothing is known about the outcome {outcome}.");
                }
                return Done.Value;
            },
            CancellationToken.None);
        if (outcome is not MachineOutcome.Translated)
            logger.LogWarning("Segment job {Id} was not translated: {Outcome}", job.Id, outcome);
        return outcome;
    }

    async Task ReturnAsync(IReadOnlyList<long> ids, TimeSpan wait) =>
        await database.WriteAsync<Done>(
            async work =>
            {
                if (ids.Count > 0)
                    await MachineJobs.ReturnAsync(work, ids, worker, wait);
                return Done.Value;
            },
            CancellationToken.None);
}
