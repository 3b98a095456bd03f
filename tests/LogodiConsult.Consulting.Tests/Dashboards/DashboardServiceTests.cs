using System.IO.Compression;
using System.Text;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.People;
using LogodiConsult.Engine;
using LogodiConsult.TestSupport;
using MiniExcelLibs;

namespace LogodiConsult.Consulting.Tests.Dashboards;

public sealed class DashboardServiceTests
{
    static readonly DateTimeOffset Now = TestDatabase.Start;

    [Theory, DatabaseData]
    public async Task Round_PlansInSeveralStages_SaysWhoHasTheBallSinceWhenAndUntilWhen(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (round, service, rosa, consultant) = await FillAsync(house);

        var board = (await service.RoundAsync(round, new DashboardFilter(), house.Administrator)).Value;

        Assert.Equal((3, 1, Now), (board.All, board.Overdue, board.At));
        Assert.Equal([("draft", 1), ("review", 1), ("completed", 1)], board.Stages.Select(s => (s.Key, s.Plans)));
        var reviewed = board.Plans[1];
        Assert.Equal(("En revisión", "검토 중", 1, 1, 2), (reviewed.StageName.Es, reviewed.StageName.Ko, reviewed.ReviewRound, reviewed.RevisionCount, reviewed.OpenRequired));
        Assert.Equal([("review", (Role?)Role.Consultant, consultant.PersonId, true), ("review", null, rosa.PersonId, false)],
            reviewed.Balls.Select(b => (b.Kind, b.Role, b.PersonId!.Value, b.Overdue)));
        Assert.Equal((Now.AddHours(-1), Now.AddDays(-2)), (reviewed.Due!.Value, reviewed.Since));
        Assert.Equal("Rosa Ñáñez Quispe", reviewed.Balls[0].PersonName);
        Assert.Equal((Role.Lead, (string?)null), (board.Plans[0].Balls.Single().Role!.Value, board.Plans[0].Balls.Single().PersonName));
        Assert.Empty(board.Plans[2].Balls);
        Assert.Equal(["Gobierno Regional de Cusco"], board.Institutions);
    }

    [Theory, DatabaseData]
    public async Task Round_TenTimesThePlans_TakesTheSameStatements(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (round, service, rosa, _) = await FillAsync(house);
        async Task<int> StatementsAsync()
        {
            var sent = 0;
            house.Db.Database.OnStatement = (_, _) => sent++;
            await service.RoundAsync(round, new DashboardFilter(), house.Administrator);
            await service.AllRoundsAsync(house.Administrator);
            house.Db.Database.OnStatement = null;
            return sent;
        }

        await StatementsAsync();
        var few = await StatementsAsync();
        for (var number = 4; number <= 30; number++)
            await PlanAsync(house, round, rosa.PersonId, number, "draft", "open");

        Assert.Equal(few, await StatementsAsync());
        Assert.True(few <= 8, $"{few} statements");
    }

    [Theory, DatabaseData]
    public async Task Round_ByWhoDoesNotLeadIt_IsHidden(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (round, service, rosa, consultant) = await FillAsync(house);
        var programme = await house.Db.ScalarAsync<long>("select programme_id from round where id = @round", new { round });
        var second = await house.RoundAsync(programme, 2);
        var lead = await house.JoinAsync(programme, second, "second@logodi.go.kr", Role.Lead);

        foreach (var actor in new[] { rosa, consultant, lead })
            Assert.Equal(RefusalKind.Hidden, (await service.RoundAsync(round, new DashboardFilter(), actor)).Refusal!.Kind);
        Assert.False((await service.RoundAsync(second, new DashboardFilter(), lead)).IsRefused);
        Assert.Equal([second], (await service.AllRoundsAsync(lead)).Select(r => r.Round.Id));
        Assert.Empty(await service.AllRoundsAsync(consultant));
    }

    [Theory, DatabaseData]
    public async Task AllRounds_Counts_AreThoseOfTheRoundsDashboard(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (round, service, _, _) = await FillAsync(house);

        var line = (await service.AllRoundsAsync(house.Administrator)).Single();

        Assert.Equal((round, 3, 2, 1, 0, 1), (line.Round.Id, line.Plans, line.Open, line.Completed, line.Withdrawn, line.Overdue));
        Assert.Equal([("draft", 1), ("review", 1), ("completed", 1)], line.Stages.Select(s => (s.Key, s.Plans)));
        Assert.Equal("혁신", line.Round.ProgrammeTitle.Ko);
    }

    [Theory, DatabaseData]
    public async Task Export_TitleLikeAFormula_StaysText(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (round, service, _, _) = await FillAsync(house);
        await house.Db.ExecuteAsync("update plan set title = '=HYPERLINK(\"http://x\";\"계획\")' where number = 2");
        var board = (await service.RoundAsync(round, new DashboardFilter(), house.Administrator)).Value;
        var words = new ExportWords("ko", c => "col " + c, k => "task " + k, r => r.ToString(), "예", "아니요");

        using var csv = new MemoryStream();
        await DashboardExport.CsvAsync(board, words, csv);
        using var xlsx = new MemoryStream();
        await DashboardExport.XlsxAsync(board, words, xlsx);

        Assert.Equal(Encoding.UTF8.GetPreamble(), csv.ToArray()[..3]);
        var lines = Encoding.UTF8.GetString(csv.ToArray()[3..]).Split("\r\n");
        Assert.StartsWith("\"col number\",\"col title\",\"col official\"", lines[0]);
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\";\"\"계획\"\")\"", lines[2]);
        Assert.Contains("\"검토 중\"", lines[2]);
        Assert.Contains("\"2020-10-11 21:00\",\"2020-10-12 11:00\",\"예\"", lines[2]); // one instant, two clocks
        xlsx.Position = 0;
        var rows = xlsx.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.Equal(3, rows.Count);
        Assert.Equal("=HYPERLINK(\"http://x\";\"계획\")", rows[1]["col title"]);
        Assert.Equal(2d, Convert.ToDouble(rows[1]["col openRequired"]));
        xlsx.Position = 0;
        using var zip = new ZipArchive(xlsx, ZipArchiveMode.Read);
        using var sheet = new StreamReader(zip.Entries.Single(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal)).Open());
        Assert.DoesNotMatch("<(x:)?f[ >]", await sheet.ReadToEndAsync());
    }

    /// <summary>One plan waits for a lead, one for two reviewers of whom one is late, one is completed.</summary>
    static async Task<(long Round, DashboardService Service, Actor Rosa, Actor Consultant)> FillAsync(House house)
    {
        // Plans put down bare in stages of their own, without their way and their counts: of them the invariants of plans do not hold.
        house.Db.SkipInvariants = true;
        var programme = await house.ProgrammeAsync();
        var round = await house.RoundAsync(programme);
        var rosa = await house.JoinAsync(programme, round, "rosa@servir.gob.pe", Role.Official);
        var consultant = await house.JoinAsync(programme, round, "kim@logodi.go.kr", Role.Consultant);
        var draft = await PlanAsync(house, round, rosa.PersonId, 1, "draft", "open");
        var review = await PlanAsync(house, round, rosa.PersonId, 2, "review", "open");
        await PlanAsync(house, round, rosa.PersonId, 3, "completed", "completed");
        await TaskAsync(house, draft, "schedule", null, "lead", Now.AddDays(-1), Now.AddDays(3));
        await TaskAsync(house, review, "review", rosa.PersonId, null, Now.AddDays(-1), Now.AddDays(1));
        await TaskAsync(house, review, "review", consultant.PersonId, "consultant", Now.AddDays(-2), Now.AddHours(-1));
        await CommentsAsync(house, review, rosa.PersonId, consultant.PersonId);
        return (round, new DashboardService(house.Db.Database, new StageNames()), rosa, consultant);
    }

    static async Task<long> PlanAsync(House house, long round, long official, int number, string stage, string state)
    {
        var id = await house.Db.Database.WriteAsync<long>(async work =>
        {
            var plan = await work.InsertAsync(
                """
                insert into plan(round_id, number, title, language, official_id, state, stage, stage_since, review_round, revision_count, created_at, completed_at)
                values (@round, @number, 'Plan', 'es', @official, @state, @stage, @since, 1, 1, @since, @completed) returning id
                """,
                new { round, number, official, state, stage, since = Now.AddDays(-3), completed = state == "completed" ? Now : (DateTimeOffset?)null });
            var instance = await work.InsertAsync(
                """
                insert into workflow_instance(definition_id, definition_version, plan_id, status, sub_status, state, created_at, updated_at, finished_at)
                values ('action-plan', 1, @plan, 'finished', 'finished', '{}', 0, 0, 0) returning id
                """,
                new { plan });
            await work.ExecuteAsync("update plan set instance_id = @instance where id = @plan", new { instance, plan });
            return plan;
        });
        return id.Value;
    }

    static async Task TaskAsync(House house, long plan, string kind, long? person, string? role, DateTimeOffset opened, DateTimeOffset due) =>
        await house.Db.Database.WriteAsync<int>(async work =>
        {
            var bookmark = Guid.NewGuid().ToString("n");
            await work.ExecuteAsync("update workflow_instance set status = 'running', sub_status = 'suspended', finished_at = null where plan_id = @plan", new { plan });
            var instance = await work.ScalarAsync<long>("select instance_id from plan where id = @plan", new { plan });
            await work.ExecuteAsync("insert into bookmark(id, instance_id, name, activity_id, opened_at) values (@bookmark, @instance, 'x', 'a', 0)", new { bookmark, instance });
            return await work.ExecuteAsync(
                """
                insert into task(plan_id, instance_id, bookmark_id, activity_id, kind, stage, outcomes, person_id, role, opened_at, due_at)
                values (@plan, @instance, @bookmark, 'a', @kind, 'review', '["Done"]', @person, @role, @opened, @due)
                """,
                new { plan, instance, bookmark, kind, person, role, opened, due });
        });

    /// <summary>Two required comments without an answer; an optional, an answered and a draft one that do not count.</summary>
    static async Task CommentsAsync(House house, long plan, long official, long consultant) =>
        await house.Db.Database.WriteAsync<int>(async work =>
        {
            var revision = await work.InsertAsync(
                """
                insert into revision(plan_id, number, title, submitted_at, submitted_by, sha256, receipt, words)
                values (@plan, 1, 'Plan', 0, @official, @sha, 'R-1', 10) returning id
                """,
                new { plan, official, sha = new string('0', 64) });
            var task = await work.ScalarAsync<long>("select id from task where plan_id = @plan and person_id = @consultant", new { plan, consultant });
            var review = await work.InsertAsync(
                """
                insert into review(plan_id, revision_id, task_id, consultant_id, round, state, recommendation, language, created_at, released_at)
                values (@plan, @revision, @task, @consultant, 1, 'released', 'revise', 'ko', 0, 1) returning id
                """,
                new { plan, revision, task, consultant });
            (int? Number, bool Required, string State)[] comments = [(1, true, "open"), (2, true, "notAccepted"), (3, false, "open"), (4, true, "answered"), (null, true, "draft")];
            foreach (var (number, required, state) in comments)
                await work.ExecuteAsync(
                    """
                    insert into comment(plan_id, review_id, revision_id, number, kind, required, text, language, state, owner_id, created_at, updated_at)
                    values (@plan, @review, @revision, @number, 'question', @required, '왜?', 'ko', @state, @consultant, 0, 0)
                    """,
                    new { plan, review, revision, number, required, state, consultant });
            return comments.Length;
        });
}
