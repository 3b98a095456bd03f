using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting;

/// <summary>Runs beside the requests, turn after turn. A turn that fails is logged, and the next one comes all the same.</summary>
public abstract class BackgroundLoop(TimeProvider time, TimeSpan pause, ILogger logger) : BackgroundService
{
    /// <returns>How much there was to do.</returns>
    public abstract Task<int> RunOnceAsync(CancellationToken ct = default);

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
                logger.LogError(e, "A turn of {Loop} failed; the next one comes after {Pause}.", GetType().Name, pause);
            }
            // The end of the program ends the pause without a fault.
            await Task.Delay(pause, time, stoppingToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }
}
