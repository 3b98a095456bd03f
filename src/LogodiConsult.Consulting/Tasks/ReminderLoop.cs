using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>Reminds people of their tasks and of their sheets in panels every minute; what fell due while the program stood still is sent late, never left out.</summary>
public sealed class ReminderLoop(Database database, DeadlineService deadlines, PanelReminders panels, ILogger<ReminderLoop> logger)
    : BackgroundLoop(database.Time, TimeSpan.FromMinutes(1), logger)
{
    /// <returns>How many tasks and sheets were looked after.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        var tasks = 0;
        while (await deadlines.RemindAsync(ct) is > 0 and var some)
            tasks += some;
        return tasks + await panels.RemindAsync(ct);
    }
}
