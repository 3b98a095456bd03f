using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>The section <c>Retention</c>.</summary>
public sealed record RetentionSettings
{
    /// <summary>How long a repeated post or resume is recognised.</summary>
    public int ReceiptDays { get; init; } = 30;

    /// <summary>Each sentence names a setting that cannot work.</summary>
    public IReadOnlyList<string> Problems() => ReceiptDays < 1 ? ["Retention:ReceiptDays must be at least 1."] : [];
}

/// <summary>Forgets by what forms and resumes are told from their repetitions, once it is older than anybody repeats.</summary>
public sealed class PruneLoop(Database database, RetentionSettings retention, ILogger<PruneLoop> logger)
    : BackgroundLoop(database.Time, TimeSpan.FromHours(6), logger)
{
    /// <returns>How many rows went.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        var age = TimeSpan.FromDays(retention.ReceiptDays);
        var gone = await database.WriteAsync<int>(
            async work => await FormReceipts.ForgetAsync(work, age)
                + await work.ExecuteAsync("delete from resume_key where at < @limit", new { limit = work.Now - age }),
            ct);
        return gone.Value;
    }
}
