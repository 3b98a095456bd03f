using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Reviews;

/// <summary>What a consultant finds about an answer is a draft of their review, and said with it.</summary>
public sealed class DecisionTests
{
    [Theory]
    [DatabaseData]
    public async Task Decision_BeforeTheRelease_IsItsConsultantsAlone(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AnsweredAsync(house);
        var answer = Answer(await house.ViewAsync(plan, house.Consultant));
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.NotAccepted), house.Consultant));
        Assert.Equal(Decision.NotAccepted, Answer(await house.ViewAsync(plan, house.Consultant)).Decision);
        await AssertUntoldAsync(house, plan);

        // The order to release tells nobody either; recalled, the decision may still be changed.
        Ok(await house.Unhurried.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta.", "es"), house.Consultant));
        await AssertUntoldAsync(house, plan);
        Ok(await house.Unhurried.RecallAsync(plan, house.Consultant));
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.Accepted), house.Consultant));
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.NotAccepted), house.Consultant));
        await AssertUntoldAsync(house, plan);

        await FailNth.StatementAsync(
            house.Db, async () => Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta.", "es"), house.Consultant)), atLeast: 5);
        var told = (await house.ViewAsync(plan, house.Official)).Comments.Single(c => c.Comment.Number == 1);
        Assert.Equal((CommentState.NotAccepted, Decision.NotAccepted), (told.Comment.State, told.Answer!.Decision));
        Assert.Single(Ok(await house.History.OfPlanAsync(plan, house.Official)), l => l.Act == "answer.decided");
    }

    [Theory]
    [DatabaseData]
    public async Task Decision_WhoseReviewEndsWithoutARelease_IsForgotten_AndTheSuccessorDecides(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AnsweredAsync(house);
        var answer = Answer(await house.ViewAsync(plan, house.Consultant));
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.Accepted), house.Consultant));
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [], [house.Consultant.PersonId]), house.Lead));
        Assert.Equal(0, await house.Db.ScalarAsync<int>("select count(*) from answer where decision is not null"));
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.NotAccepted), house.SecondConsultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta.", "es"), house.SecondConsultant));
        var told = (await house.ViewAsync(plan, house.Official)).Comments.Single(c => c.Comment.Number == 1);
        Assert.Equal((CommentState.NotAccepted, house.SecondConsultant.PersonId), (told.Comment.State, told.Answer!.DecidedBy));
    }

    [Theory]
    [DatabaseData]
    public async Task Release_ThatAcceptsThePlan_ContradictsARequiredAnswerFoundNotEnough(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AnsweredAsync(house);
        var answer = Answer(await house.ViewAsync(plan, house.Consultant));
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.NotAccepted), house.Consultant));
        var refused = (await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "es"), house.Consultant)).Refusal;
        Assert.Equal("review.acceptWithReopened", refused?.Code);
        Assert.Equal([1], Assert.IsAssignableFrom<IEnumerable<int>>(refused!.Facts["numbers"]));
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.Accepted), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "es"), house.Consultant));
        Assert.Equal(CommentState.Accepted, (await house.ViewAsync(plan, house.Official)).Comments.Single(c => c.Comment.Number == 1).Comment.State);
    }

    [Theory]
    [DatabaseData]
    public async Task Release_OfAPreviewThatDidNotShowADecision_IsRefused(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await AnsweredAsync(house);
        var view = await house.ViewAsync(plan, house.Consultant);
        Ok(await house.Reviews.SaveSummaryAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta.", "es"), house.Consultant));
        var own = (await house.ViewAsync(plan, house.Consultant)).OwnReview!;
        var seen = ReviewRules.Seen(own, [], []);
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, Answer(view).Id, Decision.Accepted), house.Consultant));
        var release = new ReleaseReview(plan, Recommendation.Revise, "Falta.", "es") { Seen = seen };
        Assert.Equal("review.changedSincePreview", (await house.Reviews.ReleaseAsync(release, house.Consultant)).Refusal?.Code);
        var now = Answer(await house.ViewAsync(plan, house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(release with { Seen = ReviewRules.Seen(own, [], [(now.Id, now.Version)]) }, house.Consultant));
    }

    [Theory]
    [DatabaseData]
    public async Task Drafts_OfAReviewThatEndedWithoutARelease_StayTheirWritersToRead(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false, house.Consultant, house.SecondConsultant);
        await house.ToReviewAsync(plan);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Assert.Empty((await house.ViewAsync(plan, house.Consultant)).Unreleased);
        Ok(await house.Assignments.DecideReviewAsync(plan, Recommendation.Revise, "Basta.", house.Lead));
        // Whoever still had the review on their desk is told that nobody waits for it.
        Assert.Equal(
            [house.Consultant.PersonId, house.SecondConsultant.PersonId],
            (await house.Db.QueryAsync<long>("select person_id from outbox where kind = 'review_not_needed'")).Order());
        Assert.Equal(Comment(plan).Text, Assert.Single((await house.ViewAsync(plan, house.Consultant)).Unreleased).Text);
        foreach (var other in new[] { house.Official, house.SecondConsultant, house.Lead })
        {
            var seen = await house.ViewAsync(plan, other);
            Assert.Empty(seen.Unreleased);
            Assert.Empty(seen.Comments);
        }
    }

    /// <summary>The second round of two consultants, the first of whom has a comment that was answered.</summary>
    static async Task<long> AnsweredAsync(PlanHouse house)
    {
        var plan = await house.OpenAsync(false, true, house.Consultant, house.SecondConsultant);
        await house.ToReviewAsync(plan);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "", "ko"), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Corrija.", "es"), house.SecondConsultant));
        var comment = (await house.ViewAsync(plan)).Comments.Single().Comment;
        Ok(await house.Answers.SaveAsync(new SaveAnswer(plan, comment.Id, AnswerKind.Done, "Hecho.", "es"), house.Official));
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        if ((await house.ViewAsync(plan)).Facts.OpenTasks.Any(t => t.Kind == "translate"))
            Ok(await house.Translations.FinishAsync(plan, house.Interpreter));
        return plan;
    }

    static Answer Answer(PlanView view) => view.Comments.Single(c => c.Comment.Number == 1).Answer!;

    static async Task AssertUntoldAsync(PlanHouse house, long plan)
    {
        foreach (var other in new[] { house.Official, house.SecondConsultant, house.Interpreter, house.Lead })
        {
            var seen = (await house.ViewAsync(plan, other)).Comments.Single(c => c.Comment.Number == 1);
            Assert.Equal((CommentState.Answered, null), (seen.Comment.State, seen.Answer!.Decision));
            Assert.Null(seen.Answer.DecidedBy);
            Assert.DoesNotContain(Ok(await house.History.OfPlanAsync(plan, other)), l => l.Act == "answer.decided");
        }
    }
}
