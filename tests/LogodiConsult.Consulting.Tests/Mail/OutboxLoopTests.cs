using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.People;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Mail;

public sealed class OutboxLoopTests : IAsyncDisposable
{
    readonly MailSink sink = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Run_Invitation_ArrivesWithItsLinkWhichIsThenForgotten(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var invited = (await house.People.InviteAsync(House.InviteForm(await house.ProgrammeAsync(), null, "rosa@gob.pe", Role.Official), house.Administrator)).Value;
        house.Db.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await Loop(house.Db).RunOnceAsync(Cancellation));

        var mail = Assert.Single(sink.Mails).Read();
        Assert.Equal("Rosa Ñáñez Quispe", Assert.Single(mail.To.Mailboxes).Name);
        Assert.Contains("https://plans.example.org" + invited.LinkPath, mail.TextBody);
        Assert.Contains("Lima", mail.TextBody);
        Assert.Contains("Seúl", mail.TextBody);
        var token = invited.LinkPath!["/link/".Length..];
        Assert.DoesNotContain(token, await house.Db.ScalarAsync<string>("select facts from outbox"));
        Assert.Equal(0, await Loop(house.Db).RunOnceAsync(Cancellation));
    }

    [Theory, DatabaseData]
    public async Task Run_CrashBetweenSendingAndMarking_SentAgainUnderTheSameMessageId(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await QueueAsync(db, "ana@gob.pe");
        db.Database.OnStatement = (_, sql) =>
        {
            if (sql.StartsWith("update outbox set sent_at", StringComparison.Ordinal))
                throw new InjectedFailure(1, sql);
        };
        await Assert.ThrowsAnyAsync<Exception>(() => Loop(db).RunOnceAsync(Cancellation));
        db.Database.OnStatement = null;
        Assert.Single(sink.Mails);

        var loop = Loop(db);
        Assert.Equal(0, await loop.RunOnceAsync(Cancellation));
        db.Time.Advance(loop.Lease + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await loop.RunOnceAsync(Cancellation));

        Assert.Equal(2, sink.Mails.Count);
        Assert.Single(sink.Mails.Select(m => m.Read().MessageId).Distinct());
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from outbox where sent_at is not null"));
    }

    [Theory, DatabaseData]
    public async Task Run_OneAddressRefusedForGood_FailsAtOnceAndTheOthersArrive(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        foreach (var name in (string[])["ana", "nobody", "luis"])
            await QueueAsync(db, $"{name}@gob.pe");
        await QueueAsync(db, "eva@gob.pe", kind: "nothing_known");
        sink.OnRecipient = address => address.StartsWith("nobody", StringComparison.Ordinal) ? "550 5.1.1 Nobody of that name" : null;

        Assert.Equal(2, await Loop(db).RunOnceAsync(Cancellation));

        Assert.Equal(["ana@gob.pe", "luis@gob.pe"], sink.Mails.SelectMany(m => m.To).Order());
        var failed = await db.Database.ReadAsync(s => Outbox.FailedAsync(s), Cancellation);
        Assert.Equal(["eva@gob.pe", "nobody@gob.pe"], failed.Select(f => f.Address).Order());
        Assert.All(failed, f => Assert.Equal(1, f.Attempts));
        Assert.Contains("Nobody of that name", failed.Single(f => f.Address == "nobody@gob.pe").Error);
    }

    [Theory, DatabaseData]
    public async Task Run_ServerBusy_TriesAgainLater(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await QueueAsync(db, "ana@gob.pe");
        sink.AfterData = "452 4.2.2 Full";
        Assert.Equal(0, await Loop(db).RunOnceAsync(Cancellation));
        Assert.Contains("452", await db.ScalarAsync<string>("select error from outbox where failed_at is null"));

        sink.AfterData = null;
        Assert.Equal(0, await Loop(db).RunOnceAsync(Cancellation));
        db.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await Loop(db).RunOnceAsync(Cancellation));
        Assert.Null(await db.ScalarAsync<string>("select error from outbox"));
    }

    [Theory, DatabaseData]
    public async Task Run_TwoNodes_EachMailOnce(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        for (var i = 0; i < 25; i++)
            await QueueAsync(db, $"p{i}@gob.pe");
        var delivered = await Task.WhenAll(Loop(db).RunOnceAsync(Cancellation), Loop(db).RunOnceAsync(Cancellation));
        Assert.Equal(25, delivered.Sum());
        Assert.Equal(25, sink.Mails.SelectMany(m => m.To).Distinct().Count());
        Assert.Equal(25, sink.Mails.Count);
    }

    [Theory, DatabaseData]
    public async Task Run_RecipientErased_NothingIsSent(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var invited = (await house.People.InviteAsync(House.InviteForm(await house.ProgrammeAsync(), null, "rosa@gob.pe", Role.Official), house.Administrator)).Value;
        await house.Db.ExecuteAsync("update person set erased_at = @now where id = @PersonId", new { now = house.Db.Time.GetUtcNow(), invited.PersonId });
        house.Db.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Loop(house.Db).RunOnceAsync(Cancellation));
        Assert.Empty(sink.Mails);
        Assert.Equal("The recipient was erased.", await house.Db.ScalarAsync<string>("select error from outbox where failed_at is not null"));
    }

    [Theory]
    [InlineData("rosa@servir.example", false)]
    [InlineData("rosa@EXAMPLE", false)]
    [InlineData("administrator@logodi.invalid", false)]
    [InlineData("rosa@example.gob.pe", true)]
    public async Task Send_InventedAddress_StaysInTheHouse(string address, bool leaves)
    {
        var folder = Directory.CreateTempSubdirectory("logodi-mail-").FullName;
        var transport = new InventedPeopleTransport(new SmtpTransport(Settings()), new FolderTransport(folder));
        var message = new MimeMessage { Subject = "x", Body = new TextPart("plain") { Text = "x" } };
        message.From.Add(MailboxAddress.Parse("a@gob.pe"));
        message.To.Add(MailboxAddress.Parse(address));

        Assert.IsType<MailOutcome.Delivered>(await transport.SendAsync(new OutgoingMail(1, "invitation", TestDatabase.Start, message), Cancellation));

        Assert.Equal(leaves ? (1, 0) : (0, 1), (sink.Mails.Count, Directory.GetFiles(folder).Length));
        Directory.Delete(folder, recursive: true);
    }

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    MailSettings Settings() => new() { Host = "127.0.0.1", Port = sink.Port, Security = MailSecurity.None, From = "plans@example.org" };

    OutboxLoop Loop(TestDatabase db) => new(
        db.Database,
        new Postman(new MailComposer(Letters.Site), new SmtpTransport(Settings()), Settings(), Letters.Site, db.Time),
        Settings(),
        NullLogger<OutboxLoop>.Instance);

    static async Task QueueAsync(TestDatabase db, string address, string kind = "sign_in_link")
    {
        await db.Database.WriteAsync<long?>(async work => await Outbox.EnqueueAsync(work, new OutboxMessage(
            kind, address, "es", new JsonObject { ["link"] = "/link/abc", ["expires"] = work.Now.AddDays(7).ToMicroseconds() })));
        db.Time.Advance(TimeSpan.FromMilliseconds(1));
    }
}
