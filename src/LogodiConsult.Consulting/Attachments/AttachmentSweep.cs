using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Logging;

namespace LogodiConsult.Consulting.Attachments;

/// <summary>Deletes, some days later, what was uploaded in part or never became a plan's; and tells which files of plans are missing or damaged.</summary>
public sealed class AttachmentSweep(Database database, AttachmentFolder folder, AttachmentSettings settings, ILogger<AttachmentSweep> logger)
    : BackgroundLoop(database.Time, TimeSpan.FromHours(6), logger)
{
    /// <returns>How many files were deleted.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        var moment = database.Time.GetUtcNow().AddDays(-settings.ForgetAfterDays);
        await database.WriteAsync<Done>(async work =>
        {
            await AttachmentSql.ForgetBeforeAsync(work, moment);
            return Done.Value;
        }, ct);
        var deleted = 0;
        foreach (var token in folder.IncomingBefore(moment))
        {
            folder.Forget(token);
            deleted++;
        }
        foreach (var sha256 in folder.KeptBefore(moment))
            deleted += (await SweepAsync(sha256, moment, ct)).Value ? 1 : 0;
        return deleted;
    }

    /// <summary>What is wrong with the files of all plans; empty when every one is there and still what it was.</summary>
    public static async Task<IReadOnlyList<Violation>> VerifyAsync(Database database, AttachmentFolder folder, CancellationToken ct = default)
    {
        var violations = new List<Violation>();
        foreach (var sha256 in await database.ReadAsync(AttachmentSql.WantedAsync, ct))
        {
            if (!folder.Has(sha256))
            {
                violations.Add(new Violation("every file of a plan is in its folder", sha256));
                continue;
            }
            await using var content = folder.Open(sha256);
            if (Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(content, ct)) != sha256)
                violations.Add(new Violation("every file of a plan is what it was", sha256));
        }
        return violations;
    }

    // One file, one unit of work: a plan that names the same content at this moment waits, and then finds that the file is gone and must be sent again.
    Task<Result<bool>> SweepAsync(string sha256, DateTimeOffset moment, CancellationToken ct) =>
        database.WriteAsync<bool>(async work =>
        {
            await AttachmentLock.TakeAsync(work);
            if (await AttachmentSql.IsWantedAsync(work, sha256) || File.GetLastWriteTimeUtc(folder.PathOf(sha256)) >= moment.UtcDateTime)
                return false;
            folder.Delete(sha256);
            return true;
        }, ct);
}
