using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>Reminds people of their tasks every minute; what fell due while the program stood still is sent late, never left out.</summary>
public sealed class ReminderLoop(Database database, DeadlineService deadlines, ILogger<ReminderLoop> logger) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <returns>How many tasks were looked after.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        var tasks = 0;
        while (await deadlines.RemindAsync(ct) is > 0 and var some)
            tasks += some;
        return tasks;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Reminding of tasks failed.");
            }

            await Task.Delay(Pause, database.Time, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
