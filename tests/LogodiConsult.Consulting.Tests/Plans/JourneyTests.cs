using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Plans;

/// <summary>The whole way of a plan through the services, on the real database, the definition deciding what comes next.</summary>
public sealed class JourneyTests
{
    [Theory]
    [DatabaseData]
    public async Task Journey_TwoRoundsToTheLastReport_PassesEveryStage(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        await ExpectAsync(house, plan, "draft", "draft", house.Official);

        var receipt = await house.WriteAndSubmitAsync(plan);
        Assert.Equal("PE-2020-1-01-V1", receipt.Receipt);
        await ExpectAsync(house, plan, "endorsement", "endorse", house.Supervisor);
        Ok(await house.Endorsements.EndorseAsync(new EndorsePlan(plan, true, "De acuerdo."), house.Supervisor));
        await ExpectAsync(house, plan, "translation", "translate", house.Interpreter);
        Ok(await house.Translations.FinishAsync(plan, house.Interpreter));
        await ExpectAsync(house, plan, "review", "review", house.Consultant);

        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Assert.Equal(1, Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "보완이 필요합니다.", "ko"), house.Consultant)));
        await ExpectAsync(house, plan, "revision", "revise", house.Official);
        var refused = await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official);
        Assert.Equal("comments.unanswered", refused.Refusal?.Code);

        var comment = (await house.ViewAsync(plan, house.Official)).Comments.Single();
        Assert.Equal(1, comment.Comment.Number);
        Ok(await house.Answers.SaveAsync(new SaveAnswer(plan, comment.Comment.Id, AnswerKind.Done, "Se añadió la fuente.", "es"), house.Official));
        Assert.Equal(2, Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official)).RevisionNumber);
        Ok(await house.Translations.SkipAsync(plan, house.Lead));
        var answer = (await house.ViewAsync(plan, house.Consultant)).Comments.Single().Answer!;
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.Accepted), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.Consultant));
        await ExpectAsync(house, plan, "accepted", "schedule", house.Lead);

        await PresentAsync(house, plan);
        await ExpectAsync(house, plan, "presented", "complete", house.Lead);
        Ok(await house.Presentations.CompleteAsync(plan, house.Lead));
        Assert.Equal(PlanState.Completed, (await house.ViewAsync(plan)).Plan.State);

        var loop = new DueLoop(house.Db.Database, house.Host, NullLogger<DueLoop>.Instance);
        foreach (var months in new[] { 3, 6, 12 })
        {
            house.Db.Time.Advance(TimeSpan.FromDays(months == 12 ? 183 : 92));
            await loop.RunOnceAsync();
            await ExpectAsync(house, plan, "followUp", "report", house.Official);
            Ok(await house.Reports.SubmitAsync(new SubmitReport(plan, Progress.OnTrack, months * 5, "Avanza según lo previsto.", "es"), house.Official));
        }
        var end = await house.ViewAsync(plan);
        Assert.Empty(end.Facts.OpenTasks);
        Assert.Equal([3, 6, 12], end.Reports.Select(r => r.Months));
        Assert.Equal("finished", await house.Db.ScalarAsync<string>("select sub_status from workflow_instance"));
    }

    [Theory]
    [DatabaseData]
    public async Task Journey_ShortDefinition_HasOneRoundAndNoEndorsement(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect, "action-plan-short");
        var plan = await house.OpenAsync();
        await house.WriteAndSubmitAsync(plan);
        await ExpectAsync(house, plan, "review", "review", house.Consultant);
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Add the source.", "en"), house.Consultant));
        await ExpectAsync(house, plan, "revision", "revise", house.Official);
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        await ExpectAsync(house, plan, "accepted", "schedule", house.Lead);
    }

    [Theory]
    [DatabaseData]
    public async Task Review_TwoConsultants_WaitsForBothAndOneRequestIsEnough(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false, house.Consultant, house.SecondConsultant);
        await house.ToReviewAsync(plan);
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.Consultant));
        Assert.Equal("review", (await house.ViewAsync(plan)).Plan.Stage);
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta la línea de base.", "es"), house.SecondConsultant));
        await ExpectAsync(house, plan, "revision", "revise", house.Official);
    }

    [Theory]
    [DatabaseData]
    public async Task Assign_WhileTheReviewWaits_AddsReplacesAndWithdraws(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [house.SecondConsultant.PersonId], [house.Consultant.PersonId]), house.Lead));
        var task = Assert.Single((await house.ViewAsync(plan)).Facts.OpenTasks);
        Assert.Equal(house.SecondConsultant.PersonId, task.PersonId);
        Assert.Equal(RefusalKind.Forbidden, (await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant)).Refusal?.Kind);
        Assert.Empty((await house.ViewAsync(plan, house.Official)).Comments);

        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [], [house.SecondConsultant.PersonId]), house.Lead));
        await ExpectAsync(house, plan, "review", "assign", house.Lead);
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [house.Consultant.PersonId], []), house.Lead));
        await ExpectAsync(house, plan, "review", "review", house.Consultant);
        Ok(await house.Assignments.DecideReviewAsync(plan, Recommendation.Accept, "El plazo terminó.", house.Lead));
        await ExpectAsync(house, plan, "accepted", "schedule", house.Lead);
    }

    [Theory]
    [DatabaseData]
    public async Task Rounds_UsedUp_TheLeadDecides(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        for (var round = 1; round <= 3; round++)
        {
            Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Otra vez.", "es"), house.Consultant));
            if (round < 3)
                Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        }
        await ExpectAsync(house, plan, "decision", "decide", house.Lead);
        Ok(await house.Presentations.DecideAsync(plan, false, "Vale la pena otra ronda.", house.Lead));
        await ExpectAsync(house, plan, "revision", "revise", house.Official);
    }

    [Theory]
    [DatabaseData]
    public async Task Withdraw_InReview_ClosesEverythingAndKeepsTheText(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        await house.ToReviewAsync(plan);
        Ok(await house.Plans.WithdrawAsync(plan, "El funcionario cambió de institución.", house.Lead));
        var view = await house.ViewAsync(plan, house.Official);
        Assert.Equal(PlanState.Withdrawn, view.Plan.State);
        Assert.Empty(view.Facts.OpenTasks);
        Assert.NotEmpty(view.Contents);
        Assert.Equal("plan.withdrawn", (await house.Plans.SaveAsync(new SaveDraft(plan, "x", []), house.Official)).Refusal?.Code);
    }

    static async Task PresentAsync(PlanHouse house, long plan)
    {
        var starts = house.Db.Time.GetUtcNow().AddDays(2);
        Ok(await house.Presentations.ScheduleAsync(new SchedulePresentation(plan, starts, "America/Lima", 20, "Sala virtual 1", ""), house.Lead));
        var task = Assert.Single((await house.ViewAsync(plan)).Facts.OpenTasks);
        Assert.Equal(starts, task.DueAt);
        Ok(await house.Presentations.PostponeAsync(plan, "Corte de luz.", house.Lead));
        Ok(await house.Presentations.ScheduleAsync(new SchedulePresentation(plan, starts.AddDays(1), "America/Lima", 20, "Sala virtual 1", ""), house.Lead));
        var scores = house.Data.Rubrics.Default.Criteria.Select(c => new GivenScore(c.Key, 4, "")).ToList();
        Assert.Equal("score.missing", (await house.Presentations.RecordAsync(new RecordScores(plan, scores[1..], ""), house.Lead)).Refusal?.Code);
        Ok(await house.Presentations.RecordAsync(new RecordScores(plan, scores, "Clara y realista."), house.Lead));
    }

    static async Task ExpectAsync(PlanHouse house, long plan, string stage, string kind, Actor holder)
    {
        var view = await house.ViewAsync(plan);
        Assert.Equal(stage, view.Plan.Stage);
        var task = Assert.Single(view.Facts.OpenTasks);
        Assert.Equal(kind, task.Kind);
        Assert.Equal(task.Id, Assert.Single(await house.Inbox.TasksAsync(holder)).TaskId);
    }
}
