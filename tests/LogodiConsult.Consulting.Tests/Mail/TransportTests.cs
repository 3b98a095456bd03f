using Ical.Net;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace LogodiConsult.Consulting.Tests.Mail;

public sealed class TransportTests : IAsyncDisposable
{
    readonly MailSink sink = new();
    readonly FakeTimeProvider time = new(new DateTimeOffset(2020, 10, 9, 15, 0, 0, TimeSpan.Zero));
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mail");

    public async ValueTask DisposeAsync()
    {
        await sink.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Smtp_KoreanMail_ArrivesAsItWasWritten()
    {
        var outcome = await Smtp().SendAsync(Letters.Of("task_opened", "ko"));

        Assert.Equal("2.0.0 Taken", Assert.IsType<MailOutcome.Delivered>(outcome).Receipt);
        var sunk = Assert.Single(sink.Mails);
        Assert.Equal("programme@example.org", sunk.From);
        Assert.Equal(["kim@example.org"], sunk.To);
        var mail = sunk.Read();
        Assert.Equal("할 일 안내: 액션플랜 검토 · Ventanilla única del GORE Cusco", mail.Subject);
        Assert.Equal("김민수", mail.To.Mailboxes.Single().Name);
        Assert.Equal("LogodiConsult", mail.From.Mailboxes.Single().Name);
        Assert.Contains("2020년 10월 13일(화) 08:00 서울", mail.TextBody);
        Assert.Contains("https://plans.example.org/plans/7", mail.HtmlBody);
        Assert.Equal("ko", mail.Body?.Headers["Content-Language"]);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(time.GetUtcNow(), mail.Date);
    }

    [Fact]
    public async Task Smtp_SameRowTwice_HasTheSameMessageId()
    {
        await Smtp().SendAsync(Letters.Of("plan_accepted"));
        time.Advance(TimeSpan.FromHours(1));
        await Smtp().SendAsync(Letters.Of("plan_accepted"));
        await Smtp().SendAsync(Letters.Of("plan_accepted") with { OutboxId = 43 });

        var ids = sink.Mails.Select(mail => mail.Read().MessageId).ToList();
        Assert.Equal("outbox.42.1602252000000@plans.example.org", ids[0]);
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Fact]
    public async Task Smtp_Presentation_CarriesACalendarFile()
    {
        await Smtp().SendAsync(Letters.Of("presentation_scheduled"));

        var mail = Assert.Single(sink.Mails).Read();
        var file = Assert.IsType<TextPart>(Assert.Single(mail.Attachments));
        Assert.Equal(("text/calendar", "PUBLISH", "logodiconsult.ics"), (file.ContentType.MimeType, file.ContentType.Parameters["method"], file.FileName));
        var calendar = Calendar.Load(file.Text)!;
        Assert.Equal(Letters.Due.UtcDateTime, calendar.Events.Single().DtStart!.AsUtc);
        Assert.Contains("18:00–18:45 Lima", mail.TextBody);
    }

    [Theory]
    [InlineData("550 5.1.1 Nobody of that name", true)]
    [InlineData("450 4.2.1 Try later", false)]
    public async Task Smtp_RecipientRefused_IsPermanentOnlyWhenTheServerSaysSo(string answer, bool isPermanent)
    {
        sink.OnRecipient = _ => answer;

        var outcome = await Smtp().SendAsync(Letters.Of("plan_accepted"));

        var reason = isPermanent ? Assert.IsType<MailOutcome.PermanentFailure>(outcome).Reason : Assert.IsType<MailOutcome.TemporaryFailure>(outcome).Reason;
        Assert.Contains($"{answer[..3]} for kim@example.org", reason);
        Assert.Empty(sink.Mails);
    }

    [Fact]
    public async Task Smtp_ServerFull_IsTemporary()
    {
        sink.AfterData = "452 4.3.1 Full";

        Assert.Contains("452", Assert.IsType<MailOutcome.TemporaryFailure>(await Smtp().SendAsync(Letters.Of("plan_accepted"))).Reason);
    }

    [Fact]
    public async Task Smtp_ServerDown_IsTemporary()
    {
        var settings = Settings();
        await sink.DisposeAsync();

        var outcome = await Postman(new SmtpTransport(settings), settings).SendAsync(Letters.Of("plan_accepted"));

        Assert.StartsWith($"127.0.0.1:{settings.Port}: ", Assert.IsType<MailOutcome.TemporaryFailure>(outcome).Reason);
    }

    [Fact]
    public async Task Smtp_SilentServer_IsGivenUpInTime()
    {
        sink.IsSilent = true;
        var outcome = await Smtp().SendAsync(Letters.Of("plan_accepted"));

        Assert.EndsWith("no answer within 1 s", Assert.IsType<MailOutcome.TemporaryFailure>(outcome).Reason);
    }

    [Fact]
    public async Task Smtp_ConnectionLostInTheMail_IsTemporary()
    {
        sink.HangsUpInData = true;

        Assert.IsType<MailOutcome.TemporaryFailure>(await Smtp().SendAsync(Letters.Of("plan_accepted")));
    }

    [Fact]
    public async Task Smtp_ServerTakesTheMailAndHangsUp_IsDelivered()
    {
        sink.HangsUpAtQuit = true;

        Assert.IsType<MailOutcome.Delivered>(await Smtp().SendAsync(Letters.Of("plan_accepted")));
        Assert.Single(sink.Mails);
    }

    [Theory]
    [InlineData("right", true)]
    [InlineData("wrong", false)]
    public async Task Smtp_Password_IsSentAndARefusalIsTemporary(string password, bool isTaken)
    {
        sink.Login = ("logodi", "right");
        var settings = Settings();
        (settings.User, settings.Password) = ("logodi", password);

        var outcome = await Postman(new SmtpTransport(settings), settings).SendAsync(Letters.Of("plan_accepted"));

        Assert.Equal(isTaken, outcome is MailOutcome.Delivered);
        Assert.Equal(!isTaken, outcome is MailOutcome.TemporaryFailure);
    }

    [Fact]
    public async Task Smtp_CallerCancels_Throws()
    {
        sink.IsSilent = true;
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Smtp().SendAsync(Letters.Of("plan_accepted"), cancelled.Token));
    }

    [Fact]
    public async Task Send_MailThatCannotBeWritten_IsPermanentAndNamesWhy()
    {
        var outcome = await Smtp().SendAsync(Letters.Of("newsletter"));
        var address = await Smtp().SendAsync(Letters.Of("plan_accepted") with { Address = "not an address" });

        Assert.Contains("'newsletter'", Assert.IsType<MailOutcome.PermanentFailure>(outcome).Reason);
        Assert.IsType<MailOutcome.PermanentFailure>(address);
    }

    [Fact]
    public async Task Folder_Mail_IsAFileThatAMailProgramReads()
    {
        var inbox = Path.Combine(folder.FullName, "mail");

        var outcome = await Postman(new FolderTransport(inbox), Settings()).SendAsync(Letters.Of("invitation"));

        var file = Assert.Single(Directory.GetFiles(inbox));
        Assert.Equal("20201009T140000Z-42-invitation.eml", Path.GetFileName(file));
        Assert.Equal(Path.GetFileName(file), Assert.IsType<MailOutcome.Delivered>(outcome).Receipt);
        var mail = await MimeMessage.LoadAsync(file);
        Assert.Equal("Invitación a LogodiConsult", mail.Subject);
        Assert.Contains("Válido hasta: lun. 12 oct 2020, 18:00 Lima", mail.TextBody);
    }

    [Fact]
    public async Task Folder_SameRowTwice_LeavesOneFile()
    {
        var postman = Postman(new FolderTransport(folder.FullName), Settings());

        await postman.SendAsync(Letters.Of("invitation"));
        await postman.SendAsync(Letters.Of("invitation"));

        Assert.Single(folder.GetFiles());
    }

    [Fact]
    public async Task Folder_ThatCannotBeMade_IsTemporary()
    {
        var file = Path.Combine(folder.FullName, "file");
        await File.WriteAllTextAsync(file, "");

        var outcome = await Postman(new FolderTransport(file), Settings()).SendAsync(Letters.Of("invitation"));

        Assert.IsType<MailOutcome.TemporaryFailure>(outcome);
    }

    [Fact]
    public void Problems_Settings_AreNamedEach()
    {
        var bad = new MailSettings
        {
            Host = "mail.example.org",
            Port = 0,
            Security = MailSecurity.None,
            User = "u",
            Password = "p",
            From = "nobody",
            TimeoutSeconds = 0,
        };
        var half = new MailSettings { Host = "mail.example.org", User = "u" };

        Assert.Equal(["Mail:From", "Mail:Port", "Mail:TimeoutSeconds", "Mail:Security"], bad.Problems().Select(problem => problem.Split(' ')[0]));
        Assert.StartsWith("Mail:User and Mail:Password belong together", Assert.Single(half.Problems()));
        Assert.Empty(new MailSettings().Problems());
    }

    MailSettings Settings() => new()
    {
        Host = "127.0.0.1",
        Port = sink.Port,
        Security = MailSecurity.None,
        From = "programme@example.org",
        TimeoutSeconds = 1,
    };

    Postman Smtp() => Postman(new SmtpTransport(Settings()), Settings());

    Postman Postman(IMailTransport transport, MailSettings settings) =>
        new(new MailComposer(Letters.Site), transport, settings, Letters.Site, time);
}
