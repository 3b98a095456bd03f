using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Scoring;

public sealed class ScoringServiceTests
{
    [Theory, DatabaseData]
    public async Task ReviewSheets_AreTheirConsultantsOwn_UntilTheRoundIsOver(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, true, house.Consultant, house.SecondConsultant);
        await house.ToReviewAsync(plan);
        Ok(await house.Scoring.SaveForReviewAsync(plan, house.Sheet(5), house.Consultant));
        Ok(await house.Scoring.SaveForReviewAsync(plan, house.Sheet(2), house.SecondConsultant));
        Assert.Equal(5, Ok(await house.Scoring.BoardAsync(plan, house.Consultant)).Own!.Of("problem")!.Points);
        Assert.Empty(Ok(await house.Scoring.BoardAsync(plan, house.Lead)).Rounds);

        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.Consultant));
        // One is released: the lead sees it, the colleague who still writes does not.
        Assert.Equal(house.Consultant.PersonId, Assert.Single(Ok(await house.Scoring.BoardAsync(plan, house.Lead)).Rounds.Single().Sheets).PersonId);
        Assert.Empty(Ok(await house.Scoring.BoardAsync(plan, house.SecondConsultant)).Rounds);
        var early = Ok(await new SpreadService(house.Db.Database, house.Data.Rubrics).OfRoundAsync((await house.ViewAsync(plan)).Plan.RoundId, house.Lead));
        Assert.Equal((0, 0, 1), (early.Plans.Count, early.People.Count, early.Alone));
        Assert.Equal("scores.roundOpen", (await house.Scoring.ShowRoundAsync(plan, 1, house.Lead)).Refusal?.Code);

        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Ajuste.", "ko"), house.SecondConsultant));
        var spread = Ok(await house.Scoring.BoardAsync(plan, house.Lead)).Rounds.Single().Means["problem"];
        Assert.Equal((3.5m, 3, true), (spread.Mean, spread.Distance, spread.IsLarge));
        Assert.Equal(2, Ok(await house.Scoring.BoardAsync(plan, house.SecondConsultant)).Rounds.Single().Sheets.Count);

        var spreads = new SpreadService(house.Db.Database, house.Data.Rubrics);
        var round = (await house.ViewAsync(plan)).Plan.RoundId;
        var overview = Ok(await spreads.OfRoundAsync(round, house.Lead));
        var apart = Assert.Single(overview.Plans);
        Assert.Equal((plan, 1, 2, 3), (apart.PlanId, apart.ReviewRound, apart.Sheets, apart.Largest));
        Assert.Equal([(house.Consultant.PersonId, 5m, 3m), (house.SecondConsultant.PersonId, 2m, -3m)],
            overview.People.OrderByDescending(p => p.Deviation).Select(p => (p.PersonId, p.Mean, p.Deviation)));
        foreach (var stranger in new[] { house.Official, house.Consultant, house.Interpreter, house.Panel })
            Assert.Equal(RefusalKind.Hidden, (await spreads.OfRoundAsync(round, stranger)).Refusal?.Kind);
    }

    [Theory, DatabaseData]
    public async Task RoundScores_ReachTheOfficialOnceShown_AndInterpretersNever(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        await house.ToReviewAsync(plan);
        Assert.Equal("scores.nothingToShow", (await house.Scoring.ShowRoundAsync(plan, 9, house.Lead)).Refusal?.Code);
        Ok(await house.Scoring.SaveForReviewAsync(plan, house.Sheet(4), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Ajuste.", "ko"), house.Consultant));
        foreach (var stranger in new[] { house.Official, house.Interpreter, house.Supervisor })
            Assert.Equal("plan.scoresNotForYou", (await house.Scoring.BoardAsync(plan, stranger)).Refusal?.Code);
        Assert.Equal(RefusalKind.Hidden, (await house.Scoring.BoardAsync(plan, house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal("plan.leadsOnly", (await house.Scoring.ShowRoundAsync(plan, 1, house.Official)).Refusal?.Code);

        await FailNth.StatementAsync(house.Db, async () => Ok(await house.Scoring.ShowRoundAsync(plan, 1, house.Lead)), atLeast: 3);
        Assert.Equal("scores.shownAlready", (await house.Scoring.ShowRoundAsync(plan, 1, house.Lead)).Refusal?.Code);
        var seen = Ok(await house.Scoring.BoardAsync(plan, house.Official)).Rounds.Single();
        Assert.Empty(seen.Sheets);
        Assert.Equal(4m, seen.Means["problem"].Mean);
        Assert.Equal("plan.scoresNotForYou", (await house.Scoring.BoardAsync(plan, house.Interpreter)).Refusal?.Code);
    }

    [Theory, DatabaseData]
    public async Task Release_WhereTheDefinitionRequiresScores_WaitsForAllOfThem(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        await PublishAsync(house, "required");
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        var release = new ReleaseReview(plan, Recommendation.Accept, "", "ko");
        var sheet = house.Sheet(3);
        Assert.Equal("review.scoresMissing", (await house.Reviews.ReleaseAsync(release, house.Consultant)).Refusal?.Code);
        Assert.Equal(sheet.Lines.Select(l => l.Criterion), (await house.Scoring.LackingAsync(plan, house.Consultant))?.Select(c => c.Key));
        Ok(await house.Scoring.SaveForReviewAsync(plan, sheet with { Lines = [.. sheet.Lines.Skip(1)] }, house.Consultant));
        Assert.Equal("review.scoresMissing", (await house.Reviews.ReleaseAsync(release, house.Consultant)).Refusal?.Code);
        Assert.Equal([sheet.Lines[0].Criterion], (await house.Scoring.LackingAsync(plan, house.Consultant))?.Select(c => c.Key));
        Assert.Null(await house.Scoring.LackingAsync(plan, house.Lead));
        Ok(await house.Scoring.SaveForReviewAsync(plan, sheet, house.Consultant));
        Assert.Null(await house.Scoring.LackingAsync(plan, house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(release, house.Consultant));
    }

    [Theory, DatabaseData]
    public async Task Sheet_WithWrongPointsOrStrangeEvidence_IsRefused_AndADeletedCommentLeavesIt(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        Assert.Equal("score.range", (await house.Scoring.SaveForReviewAsync(plan, house.Sheet(6), house.Consultant)).Refusal?.Code);
        Assert.Equal("score.criterionUnknown", (await house.Scoring.SaveForReviewAsync(plan, new SaveSheet([new("charm", 3, "", [])], ""), house.Consultant)).Refusal?.Code);
        Assert.Equal("score.evidenceUnknown", (await house.Scoring.SaveForReviewAsync(plan, new SaveSheet([new("problem", 3, "", [999])], ""), house.Consultant)).Refusal?.Code);
        Assert.Equal("plan.notYourTask", (await house.Scoring.SaveForReviewAsync(plan, house.Sheet(3), house.Lead)).Refusal?.Code);

        var comment = Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        await FailNth.StatementAsync(house.Db, async () =>
            Ok(await house.Scoring.SaveForReviewAsync(plan, new SaveSheet([new("problem", 3, "Falta la fuente.", [comment])], "Bien."), house.Consultant)), atLeast: 5);
        Assert.Equal([comment], Ok(await house.Scoring.BoardAsync(plan, house.Consultant)).Own!.Of("problem")!.Evidence);
        await house.Db.ExecuteAsync("update review set release_at = 1, recommendation = 'accept' where plan_id = @plan", new { plan });
        Assert.Equal("review.isReleasing", (await house.Scoring.SaveForReviewAsync(plan, house.Sheet(3), house.Consultant)).Refusal?.Code);
        await house.Db.ExecuteAsync("update review set release_at = null, recommendation = null where plan_id = @plan", new { plan });
        Ok(await house.Reviews.DeleteCommentAsync(plan, comment, house.Consultant));
        Assert.Empty(Ok(await house.Scoring.BoardAsync(plan, house.Consultant)).Own!.Of("problem")!.Evidence);
    }

    [Theory, DatabaseData]
    public async Task PanelSheets_DraftThenSubmittedOnce_CloseThePresentationWithTheirMean(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        await house.ToReviewAsync(plan);
        Assert.Equal(RefusalKind.Hidden, (await house.Scoring.SaveForPanelAsync(plan, house.Sheet(4), house.Panel)).Refusal?.Kind);
        await house.ToPresentationAsync(plan);
        var waits = Assert.Single(await house.Inbox.TasksAsync(house.Panel));
        Assert.Equal((plan, "panel", (await house.ViewAsync(plan)).Presentation!.EndsAt), (waits.PlanId, waits.Kind, waits.DueAt));
        Assert.True((await house.ViewAsync(plan, house.Panel)).OwesPanelSheet);
        Assert.Equal("present", Assert.Single(await house.Inbox.TasksAsync(house.Lead), t => t.PlanId == plan).Kind);
        var close = new RecordScores(plan, [], "Muy clara.") { TakePanel = true };
        Assert.Equal("panel.noneSubmitted", (await house.Presentations.RecordAsync(close, house.Lead)).Refusal?.Code);

        Ok(await house.Scoring.SaveForPanelAsync(plan, new SaveSheet([new("problem", 4, "", [])], ""), house.Panel));
        var drafted = Ok(await house.Scoring.BoardAsync(plan, house.Lead));
        Assert.Empty(drafted.Panel);
        Assert.Equal([house.Panel.PersonId], drafted.PanelBegan);
        Assert.Equal("score.missing", (await house.Scoring.SaveForPanelAsync(plan, new SaveSheet([new("problem", 4, "", [])], "", true), house.Panel)).Refusal?.Code);
        await FailNth.StatementAsync(house.Db, async () => Ok(await house.Scoring.SaveForPanelAsync(plan, house.Sheet(5, submit: true, Moment.Panel), house.Panel)), atLeast: 15);
        Assert.Empty(await house.Inbox.TasksAsync(house.Panel));
        Assert.False((await house.ViewAsync(plan, house.Panel)).OwesPanelSheet);
        Assert.Equal("panel", Assert.Single(await house.Inbox.TasksAsync(house.SecondPanel)).Kind);
        Assert.Equal("sheet.submitted", (await house.Scoring.SaveForPanelAsync(plan, house.Sheet(1, submit: true, Moment.Panel), house.Panel)).Refusal?.Code);
        Ok(await house.Scoring.SaveForPanelAsync(plan, house.Sheet(2, submit: true, Moment.Panel), house.SecondPanel));
        Assert.Equal(5, (await house.Scoring.OwnPanelSheetAsync(plan, house.Panel))!.Of("problem")!.Points);
        Assert.Equal("plan.scoresNotForYou", (await house.Scoring.BoardAsync(plan, house.Panel)).Refusal?.Code);

        await FailNth.StatementAsync(house.Db, async () => Ok(await house.Presentations.RecordAsync(close, house.Lead)), atLeast: 20);
        Assert.Empty(await house.Inbox.TasksAsync(house.SecondPanel));
        var view = await house.ViewAsync(plan);
        Assert.Equal(3.5m, house.Data.Rubrics.Default.Total(view.Scores.Select(s => (s.Criterion, (decimal)s.Points))));
        Assert.Equal("panel.notNow", (await house.Scoring.SaveForPanelAsync(plan, house.Sheet(1), house.Panel)).Refusal?.Code);
        Assert.Empty((await house.ViewAsync(plan, house.Official)).Scores);
        Ok(await house.Presentations.CompleteAsync(plan, house.Lead));
        Assert.NotEmpty((await house.ViewAsync(plan, house.Official)).Scores);
        Assert.Empty((await house.ViewAsync(plan, house.Interpreter)).Scores);
    }

    [Theory, DatabaseData]
    public async Task Score_WhereTheDefinitionWantsNone_IsRefused(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        await PublishAsync(house, "none");
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        Assert.Equal("scores.notAsked", (await house.Scoring.SaveForReviewAsync(plan, house.Sheet(4), house.Consultant)).Refusal?.Code);
        Assert.Equal(Asked.None, Ok(await house.Scoring.BoardAsync(plan, house.Consultant)).Asked);
    }

    /// <summary>The next version of the way, whose reviews take scores as told.</summary>
    static async Task PublishAsync(PlanHouse house, string scores)
    {
        var files = Directory.EnumerateFiles(Repository.Workflows, "action-plan*.json").Where(f => !f.EndsWith(".scenarios.json", StringComparison.Ordinal));
        var definition = files.Select(f => JsonNode.Parse(File.ReadAllText(f))!.AsObject()).Where(d => (string?)d["definitionId"] == "action-plan").MaxBy(d => (int)d["version"]!)!;
        definition["id"] = "action-plan-scores";
        definition["version"] = (int)definition["version"]! + 1;
        var review = definition["root"]!["activities"]!.AsArray().Single(a => (string?)a!["type"] == "Logodi.Review")!.AsObject();
        review["scores"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = scores } };
        Ok(await house.Db.Database.WriteAsync(work => house.Host.PublishAsync(work, definition.ToJsonString())));
    }

    [Fact]
    public void Spread_OfPoints_IsMeanMedianAndDistance()
    {
        Assert.Null(Spread.Of(Array.Empty<int>()));
        Assert.Equal(new Spread(4, 3.25m, 3.5m, 1, 5), Spread.Of([5, 1, 4, 3]));
        Assert.False(Spread.Of([3, 4])!.IsLarge);
        Assert.True(Spread.Of([2, 4, 3])!.IsLarge);
    }
}
