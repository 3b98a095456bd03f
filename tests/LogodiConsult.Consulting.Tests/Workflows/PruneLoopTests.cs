using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Workflows;

public sealed class PruneLoopTests
{
    [Theory, DatabaseData]
    public async Task RunOnce_ReceiptsOlderThanTheSetting_AreForgottenTheOthersKept(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var host = TestActivities.Host();
        await db.PublishAsync(host, TestFlows.Lifecycle());
        var id = await db.StartAsync(host, "lifecycle");
        var first = await db.OnlyBookmarkAsync(id);
        await db.ResumeAsync(host, first, "Done", "old");
        await KeepAsync(db, "old");
        db.Time.Advance(TimeSpan.FromDays(20));
        await db.ResumeAsync(host, await db.OnlyBookmarkAsync(id), "Revise", "young");
        await KeepAsync(db, "young");
        using var loop = new PruneLoop(db.Database, new RetentionSettings { ReceiptDays = 30 }, NullLogger<PruneLoop>.Instance);
        Assert.Equal(0, await loop.RunOnceAsync());
        Assert.False((await db.ResumeAsync(host, first, "Done", "old")).IsRefused);
        db.Time.Advance(TimeSpan.FromDays(11));
        Assert.Equal(2, await loop.RunOnceAsync());
        Assert.Equal("young", await db.ScalarAsync<string>("select key from resume_key"));
        Assert.Equal("young", await db.ScalarAsync<string>("select form_key from form_receipt"));
        Assert.Equal("task.doneAlready", (await db.ResumeAsync(host, first, "Done", "old")).Refusal?.Code);
    }

    [Fact]
    public void Problems_OfNoDays_SaySo() => Assert.Single(new RetentionSettings { ReceiptDays = 0 }.Problems());

    static Task KeepAsync(TestDatabase db, string key) => db.Database.WriteAsync<Done>(async work =>
    {
        await FormReceipts.KeepAsync(work, key, 1, new string('0', 64), "{}");
        return Done.Value;
    });
}
