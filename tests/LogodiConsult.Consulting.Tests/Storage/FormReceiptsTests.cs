using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

public sealed class FormReceiptsTests
{
    [Theory, DatabaseData]
    public async Task Receipt_SameKeyAndContent_GivesTheAnswerAgain(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var digest = FormReceipts.DigestOf([new("text", "á"), new("title", "b")]);
        await db.Database.WriteAsync<Done>(async work =>
        {
            await FormReceipts.KeepAsync(work, "key", 7, digest, "/plans/1");
            return Done.Value;
        });
        Assert.Equal("/plans/1", await FindAsync("key", 7, FormReceipts.DigestOf([new("title", "b"), new("text", "á")])));
        Assert.Null(await FindAsync("key", 7, FormReceipts.DigestOf([new("title", "b"), new("text", "ä")])));
        Assert.Null(await FindAsync("key", 8, digest));
        Assert.Null(await FindAsync("other", 7, digest));
        db.Time.Advance(TimeSpan.FromDays(8));
        await db.Database.WriteAsync<int>(async work => await FormReceipts.ForgetAsync(work, TimeSpan.FromDays(7)));
        Assert.Null(await FindAsync("key", 7, digest));

        Task<string?> FindAsync(string key, long actor, string d) => db.Database.ReadAsync(s => FormReceipts.FindAsync(s, key, actor, d));
    }

    [Fact]
    public void Digest_OfShiftedFields_Differs() =>
        Assert.NotEqual(FormReceipts.DigestOf([new("a", "bc")]), FormReceipts.DigestOf([new("ab", "c")]));

    [Theory, DatabaseData]
    public async Task Keys_OfDataProtection_AreKeptOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        for (var i = 0; i < 2; i++)
        {
            await db.Database.WriteAsync<Done>(async work =>
            {
                await DataProtectionKeys.AddAsync(work, "k1", "<key/>");
                return Done.Value;
            });
        }

        Assert.Equal(["<key/>"], await db.Database.ReadAsync(DataProtectionKeys.AllAsync));
    }
}
