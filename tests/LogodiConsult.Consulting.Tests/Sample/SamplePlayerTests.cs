using System.Diagnostics;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Sample;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Tests.Templates;
using LogodiConsult.Consulting.Tests.Time;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Engine.Activities;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Sample;

public sealed class SamplePlayerTests
{
    static readonly SampleData Data = SampleData.Load();

    /// <summary>A Thursday in Lima; the round runs from Monday of this week to Wednesday of the next.</summary>
    static readonly DateTimeOffset Now = new(2026, 11, 26, 15, 20, 0, TimeSpan.Zero);

    [Theory, DatabaseData]
    public async Task Play_Whole_EveryPlanStandsWhereItsContentSays(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var player = await PlayerAsync(db);
        var watch = Stopwatch.StartNew();
        var played = (await player.PlayAsync(new SamplePlayRequest(Now), TestContext.Current.CancellationToken)).Value;
        TestContext.Current.TestOutputHelper!.WriteLine($"{played.Acts} acts in {watch.ElapsedMilliseconds} ms");

        Assert.Equal((25, new DateOnly(2026, 11, 23), new DateOnly(2026, 12, 2)), (played.Plans, played.Starts, played.Ends));
        var rows = await db.QueryAsync<PlanRow>(
            "select p.title, p.stage, p.review_round, p.state, g.is_sample from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id");
        Assert.All(Data.Plans, p =>
        {
            var row = rows.Single(r => r.Title == p.Title.Es);
            Assert.Equal((p.Key, p.Stage.Stage, p.Stage.ReviewRound, true), (p.Key, row.Stage, row.ReviewRound, row.IsSample));
        });
        Assert.Equal(Data.People.People.Count(p => p.Roles.Contains("official")), await db.ScalarAsync<int>("select count(distinct person_id) from role where role = 'official'"));
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from person where is_administrator = 1 and is_sample = 1"));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from person where is_sample = 0"));
        Assert.Empty(await Invariants.VerifyAsync(db.Database, TestContext.Current.CancellationToken));
        Assert.Equal("sample.databaseNotEmpty", (await player.PlayAsync(new SamplePlayRequest(Now), TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    [Theory, DatabaseData]
    public async Task Play_Interrupted_LeavesAnEmptyDatabaseOrSaysSo(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var player = await PlayerAsync(db);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => player.PlayAsync(new SamplePlayRequest(Now, Progress: new StopAtTheSecondSentence(stopped)), stopped.Token));

        var again = await player.PlayAsync(new SamplePlayRequest(Now), TestContext.Current.CancellationToken);
        if (dialect == Dialect.Sqlite)
            Assert.Equal(25, again.Value.Plans);
        else
            Assert.Equal("sample.interrupted", again.Refusal?.Code);
        Assert.Empty(await Invariants.VerifyAsync(db.Database, TestContext.Current.CancellationToken));
    }

    sealed class StopAtTheSecondSentence(CancellationTokenSource stop) : IProgress<string>
    {
        int sentences;

        public void Report(string value)
        {
            if (++sentences == 2)
                stop.Cancel();
        }
    }

    [Theory, DatabaseData]
    public async Task Play_Whole_OverdueIsWhatShallBeAndNothingElse(Dialect dialect)
    {
        await using var db = await PlayedAsync(dialect, new SamplePlayRequest(Now));

        var late = await db.QueryAsync<string>(
            "select p.title from task t join plan p on p.id = t.plan_id where t.closed_at is null and t.due_at < @Now order by p.title", new { Now });
        Assert.Equal(Data.Plans.Where(p => p.Stage.Overdue).Select(p => p.Title.Es).Order(StringComparer.Ordinal), late.Order(StringComparer.Ordinal));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from task t join plan p on p.id = t.plan_id where t.closed_at is null and t.stage <> p.stage"));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from task where opened_at > @Now or closed_at > @Now", new { Now }));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from audit where at > @Now", new { Now }));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from task where closed_at is null and remind_at <= @Now", new { Now }));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from bookmark where due_at <= @Now", new { Now }));
        var upcoming = await db.QueryAsync<DateTimeOffset>("select starts_at from presentation where state = 'scheduled'");
        Assert.Equal([Zones.At(new DateOnly(2026, 12, 2), new TimeOnly(19, 0), Zones.Find(Zones.Lima))], upcoming);
    }

    [Theory, DatabaseData]
    public async Task Play_Whole_WordsStayOutOfTheAuditAndNobodyGetsMail(Dialect dialect)
    {
        await using var db = await PlayedAsync(dialect, new SamplePlayRequest(Now));

        var facts = string.Join('\n', await db.QueryAsync<string>("select facts from audit"));
        var words = Data.Plans.SelectMany(p => p.ContentsAt(9).Values).Concat(Data.Plans.Select(p => p.Title.Es))
            .Concat(Data.Reviews.SelectMany(r => r.Reviews).SelectMany(r => r.Comments).Select(c => c.Text))
            .Concat(Data.People.People.Select(p => p.Name)).Where(w => w.Length > 0).ToList();
        Assert.All(words, w => Assert.DoesNotContain(w[..Math.Min(w.Length, 24)], facts, StringComparison.Ordinal));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from outbox"));
        var released = Data.Reviews.SelectMany(r => r.Reviews).Where(r => r.State == "released").SelectMany(r => r.Comments).ToList();
        var spanish = (await db.QueryAsync<string>("select source_digest from segment where language = 'es' and state = 'checked'")).ToHashSet();
        Assert.All(released.SelectMany(c => Segments.OfPlain(c.Text)), s => Assert.Contains(s.Digest, spanish));
        Assert.Equal(released.Count, await db.ScalarAsync<int>("select count(*) from comment where number is not null"));
        Assert.Equal(Data.Reports.Count, await db.ScalarAsync<int>("select count(*) from progress_report"));
        Assert.Equal(10 * Data.Presentations.Sum(p => p.Scores.Count), await db.ScalarAsync<int>("select count(*) from score"));
        Assert.Equal(Data.Glossary.Count, await db.ScalarAsync<int>("select count(*) from glossary_term"));
        Assert.True(Data.Glossary.Count >= 30);
        Assert.Equal(Data.Desk.Notes.Count, await db.ScalarAsync<int>("select count(*) from note"));
        Assert.Equal(Data.Desk.Phrases.Count, await db.ScalarAsync<int>("select count(*) from phrase"));
        Assert.Equal(["conflict", "handedBack"], await db.QueryAsync<string>("select kind from recusal order by kind"));
        Assert.All(Data.Desk.Notes.Select(n => n.Text).Concat(Data.Desk.Recusals.Select(r => r.Reason)), w => Assert.DoesNotContain(w[..20], facts, StringComparison.Ordinal));
        Assert.Equal(Data.Scoring.Rounds.Count, await db.ScalarAsync<int>("select count(*) from score_sheet s join review w on w.id = s.review_id where w.state = 'released'"));
        Assert.Equal(Data.Scoring.Calibrations.Sum(c => c.Scores.Count), await db.ScalarAsync<int>("select count(*) from score_sheet where kind = 'calibration' and submitted_at is not null"));
        Assert.NotEqual(0, await db.ScalarAsync<int>("select count(*) from segment where state = 'machine'"));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from machine_job"));
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from programme where state = 'completed'"));
    }

    [Theory, DatabaseData]
    public async Task Play_Whole_ShowsACoAuthorAHandOverAndFilesThatComeAndGo(Dialect dialect)
    {
        await using var db = await PlayedAsync(dialect, new SamplePlayRequest(Now));

        var written = Data.Plan("seguimiento-de-planes-con-evidencia");
        Assert.Equal([Data.Person(written.CoAuthors.Single().Person).Name], await db.QueryAsync<string>(
            "select h.name from author a join person h on h.id = a.person_id join plan p on p.id = a.plan_id where p.title = @Es and a.kind = 'coAuthor'", new { written.Title.Es }));
        Assert.Equal(written.CoAuthors.Single().Sections.Order(), await db.QueryAsync<string>(
            "select distinct e.key from section_edit e join plan p on p.id = e.plan_id where p.title = @Es and e.person_id <> p.official_id order by e.key", new { written.Title.Es }));
        var frozen = await db.QueryAsync<string>(
            "select s.content from revision_section s join revision v on v.id = s.revision_id join plan p on p.id = v.plan_id where p.title = @Es and s.key = 'annexes' order by v.number",
            new { written.Title.Es });
        Assert.Equal(
            [1, 2, 3],
            frozen.Select((content, i) => FilesContent.Read(content).Files.Select(f => f.Name).SequenceEqual(
                written.Files.Where(f => f.Revision <= i + 1 && (f.LeavesAt ?? 99) > i + 1).Select(f => f.Name)) ? i + 1 : 0));
        Assert.Equal(written.Files.Count, await db.ScalarAsync<int>("select count(*) from attachment"));
        Assert.Empty(await AttachmentSweep.VerifyAsync(db.Database, new AttachmentFolder(Path.Combine(db.Options.DataFolder, "files")), TestContext.Current.CancellationToken));
        var handed = Data.Plan("trabajo-remoto-con-resultados");
        Assert.Equal([Data.Person(handed.HandedTo!.Person).Name], await db.QueryAsync<string>(
            "select h.name from plan p join person h on h.id = p.official_id where p.title = @Es", new { handed.Title.Es }));
    }

    [Theory]
    [InlineData(SampleLimit.Draft, "draft withdrawn")]
    [InlineData(SampleLimit.Review, "draft withdrawn endorsement translation review")]
    [InlineData(SampleLimit.Revision, "draft withdrawn endorsement translation review revision decision")]
    [InlineData(SampleLimit.Presentation, "draft withdrawn endorsement translation review revision decision accepted presentation")]
    public async Task Play_Limited_NoPlanOfTheRunningRoundIsFurther(SampleLimit limit, string stages)
    {
        await using var db = await PlayedAsync(Dialect.Sqlite, new SamplePlayRequest(Now, limit));

        var reached = await db.QueryAsync<string>("select distinct p.stage from plan p join round r on r.id = p.round_id where r.state = 'running'");
        Assert.Equal(stages.Split(' ').Order(StringComparer.Ordinal), reached.Order(StringComparer.Ordinal));
        Assert.Equal(21, await db.ScalarAsync<int>("select count(*) from plan p join round r on r.id = p.round_id where r.state = 'running'"));
    }

    [Theory]
    [InlineData("2026-11-23T13:00Z")]
    [InlineData("2026-11-25T15:00Z")]
    [InlineData("2026-11-28T04:00Z")]
    [InlineData("2027-01-01T08:00Z")]
    [InlineData("2028-02-29T00:30Z")]
    public async Task Play_OnAnyDay_TheRoundRunsAndEndsLater(string now)
    {
        var moment = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var played = (await (await PlayerAsync(db)).PlayAsync(new SamplePlayRequest(moment), TestContext.Current.CancellationToken)).Value;

        var today = Zones.DateIn(moment, Zones.Find(Zones.Lima));
        Assert.Equal(DayOfWeek.Monday, played.Starts.DayOfWeek);
        Assert.InRange(today, played.Starts, played.Ends.AddDays(-1));
        Assert.Equal(0, await db.ScalarAsync<int>("select count(*) from presentation where state = 'scheduled' and starts_at <= @moment", new { moment }));
        Assert.Equal(
            Data.Plans.Count(p => p.Stage.Overdue),
            await db.ScalarAsync<int>("select count(*) from task where closed_at is null and due_at < @moment", new { moment }));
    }

    internal static async Task<TestDatabase> PlayedAsync(Dialect dialect, SamplePlayRequest request)
    {
        var db = await TestDatabase.CreateAsync(dialect);
        var played = await (await PlayerAsync(db)).PlayAsync(request, TestContext.Current.CancellationToken);
        Assert.Null(played.Refusal);
        return db;
    }

    static async Task<SamplePlayer> PlayerAsync(TestDatabase db)
    {
        var folder = Path.GetDirectoryName(Calendars.Folder)!;
        var calendars = await CalendarCatalog.ReadAsync(Calendars.Folder, TestContext.Current.CancellationToken);
        var host = new WorkflowHost(
            new ActivityCatalog([.. BuiltIn.All, .. LogodiActivities.All]), (work, instance) => new PlanDesk(work, instance.PlanId!.Value, instance.Id, calendars));
        await db.PublishAsync(host, await File.ReadAllTextAsync(Path.Combine(folder, "action-plan.json"), TestContext.Current.CancellationToken));
        var rubrics = await RubricLibrary.ReadAsync(Path.Combine(folder, "rubrics"), TestContext.Current.CancellationToken);
        return new SamplePlayer(db.Options, host, PublishedTemplatesTests.Library, rubrics, calendars, new AttachmentFolder(Path.Combine(db.Options.DataFolder, "files")));
    }

    sealed class PlanRow
    {
        public string Title { get; init; } = "";

        public string Stage { get; init; } = "";

        public int ReviewRound { get; init; }

        public PlanState State { get; init; }

        public bool IsSample { get; init; }
    }
}
