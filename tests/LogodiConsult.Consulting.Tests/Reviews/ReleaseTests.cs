using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Reviews;

/// <summary>A release that can be recalled: until its time nothing of it is anywhere, afterwards it stands.</summary>
public sealed class ReleaseTests
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [DatabaseData]
    public async Task Release_WithRecallTime_IsSeenByNobodyUntilItsTime(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await OrderedAsync(house);

        Assert.Empty((await house.ViewAsync(plan, house.Official)).Comments);
        Assert.Empty((await house.ViewAsync(plan, house.Official)).Reviews);
        Assert.Equal(0, await house.Db.ScalarAsync<int>("select count(*) from outbox where kind = 'review_released'"));
        Assert.Equal("review", (await house.ViewAsync(plan)).Plan.Stage);
        Assert.DoesNotContain(Ok(await house.History.OfPlanAsync(plan, house.Official)), l => l.Act == "review.releasing");
        Assert.Contains(Ok(await house.History.OfPlanAsync(plan, house.Consultant)), l => l.Act == "review.releasing");
        Assert.Equal("review.isReleasing", (await house.Unhurried.SaveCommentAsync(Comment(plan), house.Consultant)).Refusal?.Code);

        var loop = Loop(house);
        house.Db.Time.Advance(9 * Minute);
        Assert.Equal(0, await loop.RunOnceAsync());
        house.Db.Time.Advance(2 * Minute);
        Assert.Equal(1, await loop.RunOnceAsync());
        Assert.Equal(0, await loop.RunOnceAsync());
        var seen = await house.ViewAsync(plan, house.Official);
        Assert.Equal(1, Assert.Single(seen.Comments).Comment.Number);
        Assert.Equal("revision", seen.Plan.Stage);
        Assert.Equal(1, await house.Db.ScalarAsync<int>("select count(*) from outbox where kind = 'review_released'"));
        var line = Assert.Single(Ok(await house.History.OfPlanAsync(plan, house.Official)), l => l.Act == "review.released");
        Assert.Equal(house.Consultant.PersonId, line.ActorId);
    }

    [Theory]
    [DatabaseData]
    public async Task Recall_BeforeItsTime_LeavesADraftThatCanBeChanged(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await OrderedAsync(house);
        Ok(await house.Unhurried.RecallAsync(plan, house.Consultant));
        house.Db.Time.Advance(60 * Minute);
        Assert.Equal(0, await Loop(house).RunOnceAsync());
        Assert.Equal("review.notReleasing", (await house.Unhurried.RecallAsync(plan, house.Consultant)).Refusal?.Code);
        Assert.Equal("review.notReleasing", (await house.Unhurried.SendNowAsync(plan, house.Consultant)).Refusal?.Code);
        Ok(await house.Unhurried.SaveCommentAsync(Comment(plan), house.Consultant));
        Assert.Equal(2, Ok(await house.Unhurried.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "", "ko"), house.Consultant)));
        Assert.Equal(2, Ok(await house.Unhurried.SendNowAsync(plan, house.Consultant)));
        Assert.Equal(2, (await house.ViewAsync(plan, house.Official)).Comments.Count);
        // What the official has seen is never taken back.
        Assert.Equal(RefusalKind.OutOfTime, (await house.Unhurried.RecallAsync(plan, house.Consultant)).Refusal?.Kind);
    }

    [Theory]
    [DatabaseData]
    public async Task Release_AtTheHandsOfAnother_IsRefused(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await OrderedAsync(house);
        foreach (var other in new[] { house.SecondConsultant, house.Official, house.Lead, house.Interpreter })
        {
            Assert.NotNull((await house.Unhurried.RecallAsync(plan, other)).Refusal);
            Assert.NotNull((await house.Unhurried.SendNowAsync(plan, other)).Refusal);
        }
        Assert.Empty((await house.ViewAsync(plan, house.Official)).Comments);
    }

    [Theory]
    [DatabaseData]
    public async Task Release_WhoseConsultantIsReplacedMeanwhile_NeverTakesEffect(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await OrderedAsync(house);
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [house.SecondConsultant.PersonId], [house.Consultant.PersonId]), house.Lead));
        house.Db.Time.Advance(60 * Minute);
        Assert.Equal(0, await Loop(house).RunOnceAsync());
        Assert.Empty((await house.ViewAsync(plan, house.Official)).Comments);
        Assert.Equal("withdrawn", await house.Db.ScalarAsync<string>("select state from review"));
    }

    [Theory]
    [DatabaseData]
    public async Task Release_TakingEffect_IsAllOrNothingAtEveryStatement(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await OrderedAsync(house);
        await FailNth.StatementAsync(house.Db, async () => Ok(await house.Unhurried.SendNowAsync(plan, house.Consultant)), atLeast: 5);
        Assert.Single((await house.ViewAsync(plan, house.Official)).Comments);
    }

    [Theory]
    [DatabaseData]
    public async Task Drafts_OfTheOthers_AreReadOnlyWhereTheDefinitionSharesThem(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false, house.Consultant, house.SecondConsultant);
        await house.ToReviewAsync(plan);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Assert.Empty((await house.ViewAsync(plan, house.SecondConsultant)).Comments);
        Assert.Empty((await house.ViewAsync(plan, house.Lead)).Comments);
        // As a definition with Blind = false opens its tasks.
        await house.Db.ExecuteAsync("update task set shares_drafts = 1 where kind = 'review'");
        Assert.Single((await house.ViewAsync(plan, house.SecondConsultant)).Comments);
        Assert.Empty((await house.ViewAsync(plan, house.Lead)).Comments);
        Assert.Empty((await house.ViewAsync(plan, house.Official)).Comments);
    }

    [Theory]
    [DatabaseData]
    public async Task Keep_WithTheSameDraftKey_IsOneComment(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        var typed = Comment(plan) with { DraftKey = "form-1" };
        var first = Ok(await house.Reviews.KeepCommentAsync(typed, house.Consultant));
        // The answer was lost: the browser knows no id and sends what was typed since.
        var again = Ok(await house.Reviews.KeepCommentAsync(typed with { Text = "출처와 연도를 밝혀 주십시오." }, house.Consultant));
        Assert.Equal(first.Id, again.Id);
        Assert.True(again.Version > first.Version);
        // Another tab that saw the draft as it was before changes nothing; the form itself goes on, also when it heard of an earlier version only.
        Assert.Equal("comment.changedMeanwhile",
            (await house.Reviews.KeepCommentAsync(typed with { DraftKey = "form-2", CommentId = first.Id, BaseVersion = first.Version }, house.Consultant)).Refusal?.Code);
        Ok(await house.Reviews.KeepCommentAsync(typed with { CommentId = first.Id, BaseVersion = first.Version, Text = "출처와 연도를 밝혀 주십시오." }, house.Consultant));
        Assert.Equal("출처와 연도를 밝혀 주십시오.", Assert.Single((await house.ViewAsync(plan, house.Consultant)).Comments).Comment.Text);
        var summary = Ok(await house.Reviews.SaveSummaryAsync(new ReleaseReview(plan, null, "초안", "ko") { BaseVersion = 0 }, house.Consultant));
        Assert.Equal("review.changedMeanwhile",
            (await house.Reviews.SaveSummaryAsync(new ReleaseReview(plan, null, "다른 탭", "ko") { BaseVersion = 0 }, house.Consultant)).Refusal?.Code);
        Ok(await house.Reviews.SaveSummaryAsync(new ReleaseReview(plan, null, "이어서", "ko") { BaseVersion = summary }, house.Consultant));
    }

    /// <summary>A plan whose one comment waits for the end of the recall time.</summary>
    static async Task<long> OrderedAsync(PlanHouse house)
    {
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        Ok(await house.Unhurried.SaveCommentAsync(Comment(plan), house.Consultant));
        Assert.Equal(1, Ok(await house.Unhurried.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "보완이 필요합니다.", "ko"), house.Consultant)));
        return plan;
    }

    static ReleaseLoop Loop(PlanHouse house) => new(house.Db.Database, house.Host, NullLogger<ReleaseLoop>.Instance);
}
