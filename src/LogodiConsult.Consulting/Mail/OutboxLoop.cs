using System.Globalization;
using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Mail;

/// <summary>
/// Sends what acts have queued: claims some messages, then writes, sends and marks each by itself, so that one which fails holds up no other.
/// Several nodes share the work. A crash between sending and marking sends the mail once more under the same Message-ID when the claim is over.
/// </summary>
public sealed class OutboxLoop(Database database, Postman postman, MailSettings settings, ILogger<OutboxLoop> logger)
    : BackgroundLoop(database.Time, TimeSpan.FromSeconds(3), logger)
{
    const int AtOnce = 10;

    readonly string worker = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}");

    /// <summary>A claim outlives the slowest way through all that was claimed with it.</summary>
    public TimeSpan Lease { get; } = TimeSpan.FromSeconds((AtOnce + 1) * settings.TimeoutSeconds);

    /// <returns>How many mails were delivered.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        for (var delivered = 0; ;)
        {
            IReadOnlyList<OutboxRow> claimed = [];
            await database.WriteAsync<Done>(
                async work =>
                {
                    claimed = await Outbox.ClaimAsync(work, worker, Lease, AtOnce);
                    return Done.Value;
                },
                ct);
            if (claimed.Count == 0)
                return delivered;
            foreach (var message in claimed)
            {
                if (await SendAsync(message, ct))
                    delivered++;
            }
        }
    }

    async Task<bool> SendAsync(OutboxRow message, CancellationToken ct)
    {
        var outcome = await AttemptAsync(message, ct);
        // What has left the house is noted even while the program stops: otherwise it would be sent twice.
        await database.WriteAsync<bool>(
            async work => outcome switch
            {
                MailOutcome.Delivered => await Outbox.MarkSentAsync(work, message.Id, worker),
                MailOutcome.PermanentFailure permanent => await Outbox.MarkFailedAsync(work, message, worker, permanent.Reason, forGood: true),
                MailOutcome.TemporaryFailure temporary => await Outbox.MarkFailedAsync(work, message, worker, temporary.Reason),
                _ => throw new InvalidOperationException($"Nothing is known about the outcome {outcome}."),
            },
            CancellationToken.None);
        if (outcome is MailOutcome.PermanentFailure failed)
            logger.LogWarning("Mail {Id} ({Kind}) cannot be sent: {Reason}", message.Id, message.Kind, failed.Reason);
        return outcome is MailOutcome.Delivered;
    }

    async Task<MailOutcome> AttemptAsync(OutboxRow message, CancellationToken ct)
    {
        try
        {
            var (mail, why) = await database.ReadAsync(session => MailFactsReader.ReadAsync(session, message), ct);
            return mail is null ? new MailOutcome.PermanentFailure(why!) : await postman.SendAsync(mail, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Edge of the loop: the others are not to wait for this one.
            logger.LogError(e, "Mail {Id} ({Kind}) could not be sent.", message.Id, message.Kind);
            return new MailOutcome.TemporaryFailure($"{e.GetType().Name}: {e.Message}");
        }
    }
}
