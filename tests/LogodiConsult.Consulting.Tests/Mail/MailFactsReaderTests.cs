using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Sample;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Tests.Time;
using LogodiConsult.Consulting.Time;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Mail;

/// <summary>On the sample programme: real plans in every stage, mails written into a folder.</summary>
public sealed class MailFactsReaderTests : IDisposable
{
    static readonly DateTimeOffset Now = new(2026, 11, 26, 15, 20, 0, TimeSpan.Zero);

    readonly string folder = Directory.CreateTempSubdirectory("logodi-mail-").FullName;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Read_EveryKindInEveryLanguage_IsWritten(Dialect dialect)
    {
        await using var db = await PlayedAsync(dialect);
        var plan = await db.ScalarAsync<long>("select plan_id from presentation order by id limit 1");
        var official = await db.ScalarAsync<long>("select official_id from plan where id = @plan", new { plan });
        var facts = new JsonObject
        {
            ["planId"] = plan,
            ["taskId"] = await db.ScalarAsync<long>("select id from task where plan_id = @plan and kind = 'review' order by id limit 1", new { plan }),
            ["reviewId"] = await db.ScalarAsync<long>("select id from review where plan_id = @plan and state = 'released' order by id limit 1", new { plan }),
            ["revisionId"] = await db.ScalarAsync<long>("select id from revision where plan_id = @plan order by id limit 1", new { plan }),
            ["presentationId"] = await db.ScalarAsync<long>("select id from presentation where plan_id = @plan", new { plan }),
            ["role"] = "consultant",
            ["expires"] = Now.ToMicroseconds(),
        };
        foreach (var language in (string[])["es", "ko", "en"])
        {
            await db.ExecuteAsync("update person set language = @language where id = @official", new { language, official });
            foreach (var kind in MailKinds.All)
            {
                await db.Database.WriteAsync<Done>(
                    async work =>
                    {
                        await Outgoing.QueueAsync(work, kind.Name, official, null, (JsonObject)facts.DeepClone());
                        return Done.Value;
                    },
                    Cancellation);
            }
        }
        db.Time.Advance(TimeSpan.FromSeconds(1));

        var delivered = await Loop(db).RunOnceAsync(Cancellation);

        Assert.Empty(await db.QueryAsync<string>("select kind || ': ' || error from outbox where error is not null"));
        Assert.Equal(3 * MailKinds.All.Count, delivered);
        Assert.Equal(delivered, Directory.GetFiles(folder, "*.eml").Length);
        var title = await db.ScalarAsync<string>("select title from plan where id = @plan", new { plan });
        var released = Assert.Single(Mails("plan_accepted"), m => m.Body!.Headers[HeaderId.ContentLanguage] == "es");
        Assert.Contains(title!, released.TextBody);
        Assert.Contains($"/plans/{plan}", released.TextBody);
    }

    [Theory, DatabaseData]
    public async Task Remind_AfterMonths_EveryHolderIsToldOfTheirOwnPlansOnly(Dialect dialect)
    {
        await using var db = await PlayedAsync(dialect);
        db.Time.SetUtcNow(Now.AddDays(120));
        var reminded = await new ReminderLoop(db.Database, new DeadlineService(db.Database, Calendars.All), new PanelReminders(db.Database, Calendars.All), NullLogger<ReminderLoop>.Instance).RunOnceAsync(Cancellation);
        Assert.InRange(reminded, 5, 200);
        db.Time.Advance(TimeSpan.FromSeconds(1));

        var queued = await db.ScalarAsync<int>("select count(*) from outbox");
        Assert.Equal(queued, await Loop(db).RunOnceAsync(Cancellation));

        Assert.Equal(queued, Directory.GetFiles(folder, "*.eml").Length);
        var consultants = await db.QueryAsync<string>("select distinct p.email from assignment a join person p on p.id = a.person_id where a.role = 'consultant'");
        Assert.Contains(Mails("task_overdue"), m => consultants.Contains(m.To.Mailboxes.Single().Address));
        Assert.Contains(Mails("task_overdue"), m => m.TextBody!.Contains("/panel", StringComparison.Ordinal));
        // A lead would be refused on the pages of the others' tasks.
        Assert.NotEmpty(Mails("lead_overdue"));
        Assert.All(Mails("lead_overdue"), m => Assert.Matches(@"/plans/\d+/lead\s", m.TextBody));
    }

    [Theory, DatabaseData]
    public async Task Read_RecipientMayNotSeeThePlan_NothingIsWritten(Dialect dialect)
    {
        await using var db = await PlayedAsync(dialect);
        var plan = await db.ScalarAsync<long>("select min(id) from plan");
        var stranger = await db.ScalarAsync<long>(
            "select min(official_id) from plan where official_id <> (select official_id from plan where id = @plan) and official_id not in (select person_id from assignment)", new { plan });
        await db.Database.WriteAsync<Done>(
            async work =>
            {
                await Outgoing.QueueAsync(work, "plan_accepted", stranger, null, new JsonObject { ["planId"] = plan });
                return Done.Value;
            },
            Cancellation);
        db.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, await Loop(db).RunOnceAsync(Cancellation));

        Assert.Empty(Directory.GetFiles(folder));
        Assert.Equal("The recipient may not see the plan any more.", await db.ScalarAsync<string>("select error from outbox where failed_at is not null"));
    }

    [Theory, DatabaseData]
    public async Task Read_OpenTaskAndInvitation_LeadToTheTask_AndNamePlaceAndRole(Dialect dialect)
    {
        await using var db = await PlayedAsync(dialect);
        var task = await db.ScalarAsync<long>("select min(id) from task where kind = 'review' and closed_at is null");
        var plan = await db.ScalarAsync<long>("select plan_id from task where id = @task", new { task });
        var consultant = await db.ScalarAsync<long>("select person_id from task where id = @task", new { task });
        var administrator = new Actor(await db.ScalarAsync<long>("select min(id) from person where is_administrator = 1"), true, []);
        await db.Database.WriteAsync<Done>(
            async work =>
            {
                await Outgoing.QueueAsync(work, "task_reminder", consultant, null, new JsonObject { ["planId"] = plan, ["taskId"] = task });
                return Done.Value;
            },
            Cancellation);
        var round = await db.ScalarAsync<long>("select round_id from plan where id = @plan", new { plan });
        var programme = await db.ScalarAsync<long>("select programme_id from round where id = @round", new { round });
        var invited = await new PeopleService(db.Database).InviteAsync(
            new Invite(programme, round, [Role.Consultant, Role.Panel]) { Name = "한지우", Email = "jiwoo@sample.example", Language = "ko", Zone = Zones.Seoul }, administrator, Cancellation);
        Assert.Null(invited.Refusal);
        db.Time.Advance(TimeSpan.FromSeconds(1));

        await Loop(db).RunOnceAsync(Cancellation);

        Assert.Contains($"/plans/{plan}/review", Mails("task_reminder").Single().TextBody);
        var invitation = Mails("invitation").Single().TextBody;
        var title = JsonNode.Parse((await db.ScalarAsync<string>("select title from programme where id = @programme", new { programme }))!)!;
        Assert.Contains((string)title["ko"]!, invitation);
        Assert.Contains("자문위원, 심사위원", invitation);
        // Whoever reads Korean is greeted in Hangul, whoever does not in Latin letters.
        var (name, native) = (await db.ScalarAsync<string>("select name from person where id = @consultant", new { consultant }), await db.ScalarAsync<string>("select native_name from person where id = @consultant", new { consultant }));
        var isKorean = await db.ScalarAsync<string>("select language from person where id = @consultant", new { consultant }) == "ko";
        Assert.Contains(isKorean ? native! : name!, Mails("task_reminder").Single().TextBody);
        Assert.DoesNotContain(isKorean ? name! : native!, Mails("task_reminder").Single().TextBody);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    IEnumerable<MimeMessage> Mails(string kind) => Directory.GetFiles(folder, $"*-{kind}.eml").Select(file => MimeMessage.Load(file));

    OutboxLoop Loop(TestDatabase db) => new(
        db.Database,
        new Postman(new MailComposer(Letters.Site), new FolderTransport(folder), new MailSettings(), Letters.Site, db.Time),
        new MailSettings(),
        NullLogger<OutboxLoop>.Instance);

    static async Task<TestDatabase> PlayedAsync(Dialect dialect)
    {
        var db = await TestDatabase.CreateAsync(dialect);
        var data = await ProgrammeData.ReadAsync(Path.GetDirectoryName(Calendars.Folder)!, Cancellation);
        var host = data.Host();
        Assert.Empty(await data.PublishAsync(db.Database, host, Cancellation));
        var played = await new SamplePlayer(db.Options, host, data.Templates, data.Rubrics, data.Calendars, new AttachmentFolder(Path.Combine(db.Options.DataFolder, "files")))
            .PlayAsync(new SamplePlayRequest(Now), Cancellation);
        Assert.Null(played.Refusal);
        db.Time.SetUtcNow(Now);
        return db;
    }
}
