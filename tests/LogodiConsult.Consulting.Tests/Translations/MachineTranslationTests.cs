using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Translations;

/// <summary>The machine, against a real server on this machine: what leaves the house, when, and what becomes of every kind of answer.</summary>
public sealed class MachineTranslationTests : IDisposable
{
    readonly TranslateServer server = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Nothing_IsSent_BeforeTheOfficialWasToldAndAgreed(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await SubmittedAsync(house);
        var machine = Service(house);
        Assert.Equal("machine.notAgreed", (await machine.AskAsync(plan, "ko", house.Interpreter)).Refusal?.Code);
        Assert.Equal("machine.ownerOnly", (await machine.DecideAsync(plan, MachineDecision.Agreed, house.Lead)).Refusal?.Code);
        Assert.Equal(RefusalKind.Hidden, (await machine.DecideAsync(plan, MachineDecision.Agreed, house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal("machine.notConfigured", (await new MachineTranslationService(house.Db.Database, new MachineTranslationSettings(), house.Data.Templates).DecideAsync(plan, MachineDecision.Agreed, house.Official)).Refusal?.Code);

        // Even a job that stands in the table does not leave without the official's word to this very service.
        await house.Db.ExecuteAsync(
            "insert into machine_job (plan_id, language, source_language, source_digest, source, asked_by, created_at, not_before) values (@plan, 'ko', 'es', @digest, 'Secreto.', @by, 0, 0)",
            new { plan, digest = Trail.Digest("Secreto."), by = house.Lead.PersonId });
        Assert.Equal(0, await RunAsync(house));
        Ok(await Service(house, "https://elsewhere.example").DecideAsync(plan, MachineDecision.Agreed, house.Official));
        Assert.Equal(0, await RunAsync(house));
        Assert.Empty(server.Received);

        Ok(await machine.DecideAsync(plan, MachineDecision.Agreed, house.Official));
        Assert.Equal(1, await RunAsync(house));
        Assert.Equal("Secreto.", (string?)Assert.Single(server.Received)["q"]);
    }

    [Theory, DatabaseData]
    public async Task Asked_AndAgreed_EverySegmentIsTranslatedOnce_AndMarkedAsMachine(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AgreedAsync(house);
        Assert.Equal("plan.notYourTask", (await Service(house).AskAsync(plan, "ko", house.Official)).Refusal?.Code);
        await FailNth.StatementAsync(house.Db, async () => Ok(await Service(house).AskAsync(plan, "ko", house.Interpreter)), atLeast: 10);
        var waiting = (await house.ViewAsync(plan)).Machine.Waiting;
        Assert.True(waiting > 10);
        Assert.Equal("machine.nothingLeft", (await Service(house).AskAsync(plan, "ko", house.Interpreter)).Refusal?.Code);
        Assert.Equal(waiting, await RunAsync(house));
        Assert.Equal(waiting, server.Received.Count);
        Assert.All(server.Received, r => Assert.Equal(("/translate", "es", "ko", "text"), ((string?)r["path"], (string?)r["source"], (string?)r["target"], (string?)r["format"])));
        var view = Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Consultant, "ko"));
        Assert.All(view.TranslatedSection("background")!.Segments, s => Assert.Equal((SegmentState.Machine, $"[ko] {s.Segment.Source}"), (s.State, s.Text)));
        Assert.Equal(0, view.Machine.Waiting);

        // A person's word stands above the machine's.
        var first = view.TranslatedSection("background")!.Segments[0];
        Ok(await house.Translations.SaveAsync(new SaveSegments(plan, TranslationSubject.Section, view.Revision!.Id, "background", "ko", [new SegmentText(first.Segment.Digest, "사람의 말.", first.Text!, false)]), house.Interpreter));
        Assert.Equal(SegmentState.Checked, Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Consultant, "ko")).TranslatedSection("background")!.Segments[0].State);
    }

    [Theory, DatabaseData]
    public async Task Declined_TakesBackWhatWaits(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AgreedAsync(house);
        Ok(await Service(house).AskAsync(plan, "ko", house.Lead));
        await FailNth.StatementAsync(house.Db, async () => Ok(await Service(house).DecideAsync(plan, MachineDecision.Declined, house.Official)), atLeast: 3);
        Assert.Equal(0, await RunAsync(house));
        Assert.Empty(server.Received);
        Assert.Equal((MachineDecision.Declined, 0), ((await house.ViewAsync(plan)).Machine.Decision, (await house.ViewAsync(plan)).Machine.Waiting));
    }

    [Theory]
    [DatabaseData(500, "")]
    [DatabaseData(200, "<html>garbage</html>")]
    [DatabaseData(200, "{\"translatedText\":\"  \"}")]
    [DatabaseData(200, "[1]")]
    [DatabaseData(200, "{\"translatedText\":[\"a\"]}")]
    [DatabaseData(200, "{\"translatedText\":\"\\u0000\"}")]
    [DatabaseData(200, "{\"translatedText\":\"\\ud800\"}")]
    [DatabaseData(200, "null")]
    public async Task ServerInTrouble_IsAskedAgainLater_SixTimes_ThenWaitsForAPerson(Dialect dialect, int status, string body)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AgreedAsync(house);
        var source = Ok(await house.Reader.ReadAsync(plan, new Wanted(), house.Interpreter, "ko")).TranslatedSection("background")!.Segments[0].Segment.Source;
        await JobAsync(house, plan, source);
        server.Answer = _ => (status, body);
        for (var attempt = 1; attempt <= MachineJobs.Attempts; attempt++)
        {
            Assert.Equal(0, await RunAsync(house));
            Assert.Equal(0, await RunAsync(house));
            Assert.Equal(attempt, server.Received.Count);
            house.Db.Time.Advance(TimeSpan.FromMinutes(40));
        }
        Assert.Equal(0, await RunAsync(house));
        Assert.Equal(MachineJobs.Attempts, server.Received.Count);
        Assert.Equal(1, (await house.ViewAsync(plan)).Machine.Failed);
        Assert.DoesNotContain(source, await house.Db.ScalarAsync<string>("select error from machine_job"));

        server.Answer = TranslateServer.Translate;
        Ok(await Service(house).AskAsync(plan, "ko", house.Interpreter));
        await RunAsync(house);
        Assert.Equal(0, (await house.ViewAsync(plan)).Machine.Failed);
    }

    [Theory, DatabaseData]
    public async Task ServerThatIsBusy_IsLeftAlone_AsLongAsItSays(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AgreedAsync(house);
        Ok(await Service(house).AskAsync(plan, "ko", house.Interpreter));
        server.Answer = _ => (429, "{\"error\":\"Slowdown\"}");
        server.RetryAfter = "600";
        Assert.Equal(0, await RunAsync(house));
        Assert.Single(server.Received);
        Assert.Equal(1, await house.Db.ScalarAsync<int>("select max(attempts) from machine_job"));
        Assert.Equal(1, await house.Db.ScalarAsync<int>("select sum(attempts) from machine_job"));
    }

    [Theory, DatabaseData]
    public async Task ServerThatRefusesOrOverflows_IsNotAskedAgain(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await OneJobAsync(house, "Una frase.");
        server.Answer = _ => (400, "{\"error\":\"ko is not supported\"}");
        await RunAsync(house);
        Assert.Equal(1, (await house.ViewAsync(plan)).Machine.Failed);
        await house.Db.ExecuteAsync("update machine_job set failed_at = null, not_before = 0");
        server.Answer = _ => (200, $"{{\"translatedText\":\"{new string('x', 5_000)}\"}}");
        await RunAsync(house);
        Assert.Equal(1, (await house.ViewAsync(plan)).Machine.Failed);
        Assert.Contains("2048 bytes", await house.Db.ScalarAsync<string>("select error from machine_job"));
        await house.Db.ExecuteAsync("update machine_job set failed_at = null, not_before = 0");
        server.Answer = _ => (302, "");
        await RunAsync(house);
        Assert.Equal("HTTP 302", await house.Db.ScalarAsync<string>("select error from machine_job"));
        Assert.Equal(3, server.Received.Count);
    }

    [Theory, DatabaseData]
    public async Task ServerThatIsSlowOrGone_EndsTheAttemptAtTheTimeLimit_AndHoldsNoTransaction(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        await OneJobAsync(house, "Una frase.");
        server.Delay = TimeSpan.FromSeconds(30);
        var run = RunAsync(house);
        // While the machine thinks, the house goes on writing.
        var other = await house.OpenAsync();
        Assert.False(run.IsCompleted);
        Assert.Equal(0, await run);
        Assert.Contains("1 s", await house.Db.ScalarAsync<string>("select error from machine_job"));
        Assert.NotEqual(0, other);

        house.Db.Time.Advance(TimeSpan.FromMinutes(5));
        server.Dispose();
        Assert.Equal(0, await RunAsync(house));
        Assert.Equal(2, await house.Db.ScalarAsync<int>("select attempts from machine_job"));
    }

    [Theory, DatabaseData]
    public async Task Jobs_OfTwoWorkers_AreHandedOutOnce_AndAgainWhenTheClaimIsOver(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        await OneJobAsync(house, "Una frase.");
        var service = new Uri(server.Url).Authority;
        async Task<int> ClaimAsync(string worker)
        {
            var claimed = 0;
            await house.Db.Database.WriteAsync<Done>(async work =>
            {
                claimed = (await MachineJobs.ClaimAsync(work, worker, service, TimeSpan.FromMinutes(1), 10)).Count;
                return Done.Value;
            });
            return claimed;
        }
        Assert.Equal(1, await ClaimAsync("a"));
        Assert.Equal(0, await ClaimAsync("b"));
        house.Db.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await ClaimAsync("b"));
    }

    [Fact]
    public void Settings_ThatCannotWork_AreSaid()
    {
        Assert.Empty(new MachineTranslationSettings().Problems());
        Assert.Empty(new MachineTranslationSettings { Url = "https://translate.example.org", ApiKey = "k" }.Problems());
        Assert.Single(new MachineTranslationSettings { Url = "translate.example.org" }.Problems());
        Assert.Single(new MachineTranslationSettings { Url = "http://translate.example.org", ApiKey = "k" }.Problems());
        Assert.Single(new MachineTranslationSettings { ApiKey = "k" }.Problems());
        Assert.Equal(3, new MachineTranslationSettings { Url = "http://localhost:5000", TimeoutSeconds = 0, MostCharacters = 1, MostResponseBytes = 1 }.Problems().Count);
    }

    public void Dispose() => server.Dispose();

    MachineTranslationSettings Settings(string? url = null) => new() { Url = url ?? server.Url, TimeoutSeconds = 1, MostResponseBytes = 2_048 };

    MachineTranslationService Service(PlanHouse house, string? url = null) => new(house.Db.Database, Settings(url), house.Data.Templates);

    async Task<int> RunAsync(PlanHouse house)
    {
        // A claim is over when its time has passed, not at the same instant.
        house.Db.Time.Advance(TimeSpan.FromMilliseconds(1));
        using var machine = new LibreTranslate(Settings());
        using var loop = new MachineTranslationLoop(house.Db.Database, machine, Settings(), NullLogger<MachineTranslationLoop>.Instance);
        return await loop.RunOnceAsync(Cancellation);
    }

    static async Task<long> SubmittedAsync(PlanHouse house)
    {
        var plan = await house.OpenAsync(false);
        await house.WriteAndSubmitAsync(plan);
        return plan;
    }

    async Task<long> AgreedAsync(PlanHouse house)
    {
        var plan = await SubmittedAsync(house);
        Ok(await Service(house).DecideAsync(plan, MachineDecision.Agreed, house.Official));
        return plan;
    }

    async Task<long> OneJobAsync(PlanHouse house, string source)
    {
        var plan = await AgreedAsync(house);
        await JobAsync(house, plan, source);
        return plan;
    }

    static Task JobAsync(PlanHouse house, long plan, string source) => house.Db.ExecuteAsync(
        "insert into machine_job (plan_id, language, source_language, source_digest, source, asked_by, created_at, not_before) values (@plan, 'ko', 'es', @digest, @source, @by, 0, 0)",
        new { plan, digest = Trail.Digest(source), source, by = house.Lead.PersonId });
}
