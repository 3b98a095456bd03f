using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Plans;

/// <summary>What is refused and why, what is kept, what happens once.</summary>
public sealed class PlanServiceTests
{
    [Theory]
    [DatabaseData]
    public async Task OpenAll_OpensEveryPlanOnce_OrNoneAndSaysWhich(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        OpenPlan Of(Actor official, string title) => new(house.RoundId, official.PersonId, title, null, "es", null) { Consultants = [house.Consultant.PersonId] };
        var before = await Tables.DigestAsync(house.Db.Database);
        var refused = (await house.Plans.OpenAllAsync([Of(house.Official, "Uno"), Of(house.OtherOfficial, " "), Of(house.Consultant, "Tres")], null, house.Lead)).Refusal!;
        Assert.Equal([("plan.titleMissing", "plans[1].title"), ("plan.officialNotInRound", "plans[2].officialId")], refused.Each().Select(r => (r.Code, r.Field!)));
        Assert.Equal("plan.nobodyChosen", (await house.Plans.OpenAllAsync([], null, house.Lead)).Refusal?.Code);
        Assert.Equal(RefusalKind.Hidden, (await house.Plans.OpenAllAsync([Of(house.Official, "Uno")], null, house.Consultant)).Refusal?.Kind);
        Assert.Equal(before, await Tables.DigestAsync(house.Db.Database));

        var form = new FormPost("key-1", "digest-1");
        var opened = Ok(await house.Plans.OpenAllAsync([Of(house.Official, "Uno"), Of(house.OtherOfficial, "Dos")], form, house.Lead));
        Assert.Equal(opened, Ok(await house.Plans.OpenAllAsync([Of(house.Official, "Uno"), Of(house.OtherOfficial, "Dos")], form, house.Lead)));
        Assert.Equal(2, await house.Db.ScalarAsync<long>("select count(*) from plan"));
        Assert.Equal(2, await house.Db.ScalarAsync<long>("select count(*) from task where kind = 'draft' and closed_at is null"));
    }

    [Theory]
    [DatabaseData]
    public async Task Save_SectionSavedMeanwhile_GivesBothTextsAndSavesTheOthers(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", "Primero.", 0)]), house.Official));
        var second = Ok(await house.Plans.SaveAsync(
            new SaveDraft(plan, null, [new SectionText("background", "Segundo.", 0), new SectionText("adaptation", "Lo adaptado.", 0)]), house.Official));
        var conflict = Assert.Single(second.Conflicts);
        Assert.Equal(("Primero.", "Segundo."), (conflict.Stored.Content, conflict.Typed));
        Assert.Equal("Lo adaptado.", second.Saved.Single(s => s.Key == "adaptation").Content);
        var chosen = Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", "Segundo.", conflict.Stored.Version)]), house.Official));
        Assert.Empty(chosen.Conflicts);
        Assert.Equal("Segundo.", chosen.Saved.Single(s => s.Key == "background").Content);
    }

    [Theory]
    [DatabaseData]
    public async Task Save_TheSameTextAgain_IsNoConflictAndNoNewVersion(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", "Igual.", 0)]), house.Official));
        var again = Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", "Igual.", 0)]), house.Official));
        Assert.Empty(again.Conflicts);
        Assert.Equal(1, again.Saved.Single().Version);
    }

    [Theory]
    [DatabaseData]
    public async Task Save_ByOthersOrOutOfTurn_ChangesNothing(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var save = new SaveDraft(plan, "Otro título", [new SectionText("background", "Ajeno.", 0)]);
        Assert.Equal(RefusalKind.Hidden, (await house.Plans.SaveAsync(save, house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await house.Plans.SaveAsync(save, house.Consultant)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Forbidden, (await house.Plans.SaveAsync(save, house.Lead)).Refusal?.Kind);
        await house.WriteAndSubmitAsync(plan);
        var digest = await Tables.DigestAsync(house.Db.Database);
        Assert.Equal("plan.notYourTurn", (await house.Plans.SaveAsync(save, house.Official)).Refusal?.Code);
        Assert.Equal(digest, await Tables.DigestAsync(house.Db.Database));
    }

    [Theory]
    [DatabaseData]
    public async Task Save_OverlongTitleAndSection_NamesBothFields(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var refusal = (await house.Plans.SaveAsync(
            new SaveDraft(plan, new string('x', 201), [new SectionText("background", new string('y', 100_001), 0)]), house.Official)).Refusal!;
        Assert.Equal(["title", "background"], refusal.Each().Select(r => r.Field));
    }

    [Theory]
    [DatabaseData]
    public async Task Submit_EmptyPlan_SaysEverythingThatIsMissingAtItsField(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var refusal = (await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official)).Refusal!;
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        Assert.Contains("background", refusal.Each().Select(r => r.Field));
        Assert.Contains("logframe", refusal.Each().Select(r => r.Field));
        Assert.Equal(0, (await house.ViewAsync(plan)).Plan.RevisionCount);
    }

    [Theory]
    [DatabaseData]
    public async Task Submit_SameFormTwice_GivesTheFirstReceiptAgain(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, Text()), house.Official));
        var submit = new SubmitDraft(plan, null, []) { Form = new FormPost("key-1", "digest-1") };
        var first = Ok(await house.Plans.SubmitAsync(submit, house.Official));
        Assert.Equal(first, Ok(await house.Plans.SubmitAsync(submit, house.Official)));
        Assert.Equal(1, await house.Db.ScalarAsync<int>("select count(*) from revision"));
        var other = submit with { Form = new FormPost("key-1", "digest-2") };
        Assert.Equal("plan.notYourTurn", (await house.Plans.SubmitAsync(other, house.Official)).Refusal?.Code);
    }

    [Theory]
    [DatabaseData]
    public async Task Submit_AfterTheDeadline_IsTakenAndMarkedLate(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        house.Db.Time.Advance(TimeSpan.FromDays(30));
        Assert.True((await house.WriteAndSubmitAsync(plan)).Late);
    }

    [Theory]
    [DatabaseData]
    public async Task Submit_TheReceiptsDigest_IsThatOfTheFrozenText(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var receipt = await house.WriteAndSubmitAsync(plan);
        var view = await house.ViewAsync(plan);
        Assert.Equal(receipt.Sha256, RevisionDigest.Of(view.Plan.Title, view.Contents.Select(c => (c.Key, c.Value))));
        await Assert.ThrowsAnyAsync<Exception>(() => house.Db.ExecuteAsync("update revision set words = 0"));
    }

    [Theory]
    [DatabaseData]
    public async Task Acts_EachStatementFailing_AreAllOrNothing(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var db = house.Db;
        var plan = 0L;
        await FailNth.StatementAsync(db, async () => plan = await house.OpenAsync(), atLeast: 10);
        await FailNth.StatementAsync(db, async () => Ok(await house.Plans.SaveAsync(new SaveDraft(plan, "Título nuevo", Text()), house.Official)), atLeast: 5);
        await FailNth.StatementAsync(db, async () => Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official)), atLeast: 10);
        await FailNth.StatementAsync(db, async () => Ok(await house.Endorsements.EndorseAsync(new EndorsePlan(plan, true, ""), house.Supervisor)), atLeast: 5);
        await FailNth.StatementAsync(db, async () => Ok(await house.Translations.FinishAsync(plan, house.Interpreter)), atLeast: 5);
        await FailNth.StatementAsync(db, async () => Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant)), atLeast: 3);
        await FailNth.StatementAsync(db, async () => Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Corrija.", "es"), house.Consultant)), atLeast: 10);
        var comment = (await house.ViewAsync(plan)).Comments.Single().Comment.Id;
        await FailNth.StatementAsync(db, async () => Ok(await house.Answers.SaveAsync(new SaveAnswer(plan, comment, AnswerKind.Done, "Hecho.", "es"), house.Official)), atLeast: 3);
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        Ok(await house.Translations.SkipAsync(plan, house.Lead));
        await FailNth.StatementAsync(db, async () => Ok(await house.Assignments.ChangeAsync(
            new ChangeAssignments(plan, Role.Consultant, [house.SecondConsultant.PersonId], []), house.Lead)), atLeast: 5);
        var task = (await house.ViewAsync(plan)).Facts.OpenTasks[0];
        await FailNth.StatementAsync(db, async () => Ok(await house.Deadlines.ExtendAsync(
            new ExtendDeadline(plan, task.Id, DateOnly.FromDateTime(db.Time.GetUtcNow().AddDays(20).Date), "Feriado."), house.Lead)), atLeast: 4);
        await FailNth.StatementAsync(db, async () => Ok(await house.Assignments.DecideReviewAsync(plan, Recommendation.Accept, "Basta.", house.Lead)), atLeast: 5);
        var starts = db.Time.GetUtcNow().AddDays(2);
        await FailNth.StatementAsync(db, async () => Ok(await house.Presentations.ScheduleAsync(
            new SchedulePresentation(plan, starts, "Asia/Seoul", 20, "Sala", ""), house.Lead)), atLeast: 5);
        var scores = house.Data.Rubrics.Default.Criteria.Select(c => new GivenScore(c.Key, 5, "")).ToList();
        await FailNth.StatementAsync(db, async () => Ok(await house.Presentations.RecordAsync(new RecordScores(plan, scores, ""), house.Lead)), atLeast: 15);
        await FailNth.StatementAsync(db, async () => Ok(await house.Presentations.CompleteAsync(plan, house.Lead)), atLeast: 5);
        var other = await house.OpenAsync();
        await FailNth.StatementAsync(db, async () => Ok(await house.Plans.WithdrawAsync(other, "Duplicado.", house.Lead)), atLeast: 5);
    }

    [Theory]
    [DatabaseData]
    public async Task SideWays_FailingAtAnyStatement_AreDoneWhollyOrNotAtAll(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var db = house.Db;
        var plan = await house.OpenAsync();
        await house.WriteAndSubmitAsync(plan);
        await FailNth.StatementAsync(db, async () => Ok(await house.Endorsements.WaiveAsync(plan, "La jefatura está de licencia.", house.Lead)), atLeast: 5);
        await FailNth.StatementAsync(db, async () => Ok(await house.Translations.SkipAsync(plan, house.Lead)), atLeast: 5);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan, required: false), house.Consultant));
        var draft = (await house.ViewAsync(plan, house.Consultant)).Comments.Single().Comment.Id;
        await FailNth.StatementAsync(db, async () => Ok(await house.Reviews.DeleteCommentAsync(plan, draft, house.Consultant)), atLeast: 2);
        await ToTheDecisionAsync(house, plan);
        await FailNth.StatementAsync(db, async () => Ok(await house.Presentations.DecideAsync(plan, true, "El plan es viable.", house.Lead)), atLeast: 5);
        await FailNth.StatementAsync(db, async () => Ok(await house.Presentations.ReopenAsync(plan, "Falta el presupuesto.", house.Lead)), atLeast: 6);
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        Ok(await house.Translations.SkipAsync(plan, house.Lead));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "Ahora sí.", "es"), house.Consultant));
        Ok(await house.Presentations.ScheduleAsync(new SchedulePresentation(plan, db.Time.GetUtcNow().AddDays(2), "Asia/Seoul", 20, "Sala", ""), house.Lead));
        await FailNth.StatementAsync(db, async () => Ok(await house.Presentations.PostponeAsync(plan, "Corte de luz.", house.Lead)), atLeast: 5);
        await PresentAndCompleteAsync(house, plan);
        db.Time.Advance(TimeSpan.FromDays(92));
        await new DueLoop(db.Database, house.Host, NullLogger<DueLoop>.Instance).RunOnceAsync();
        await FailNth.StatementAsync(db, async () => Ok(await house.Reports.SubmitAsync(new SubmitReport(plan, Progress.OnTrack, 20, "Avanza.", "es"), house.Official)), atLeast: 5);
    }

    /// <summary>From the first review through as many rounds as the definition allows.</summary>
    static async Task ToTheDecisionAsync(PlanHouse house, long plan)
    {
        while ((await house.ViewAsync(plan)).Plan.Stage != "decision")
        {
            Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta precisar.", "es"), house.Consultant));
            if ((await house.ViewAsync(plan)).Plan.Stage != "revision")
                continue;
            Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
            Ok(await house.Translations.SkipAsync(plan, house.Lead));
        }
    }

    static async Task PresentAndCompleteAsync(PlanHouse house, long plan)
    {
        Ok(await house.Presentations.ScheduleAsync(new SchedulePresentation(plan, house.Db.Time.GetUtcNow().AddDays(2), "Asia/Seoul", 20, "Sala", ""), house.Lead));
        house.Db.Time.Advance(TimeSpan.FromDays(2.1));
        var scores = house.Data.Rubrics.Default.Criteria.Select(c => new GivenScore(c.Key, 4, "")).ToList();
        Ok(await house.Presentations.RecordAsync(new RecordScores(plan, scores, ""), house.Lead));
        Ok(await house.Presentations.CompleteAsync(plan, house.Lead));
    }

    [Theory]
    [DatabaseData]
    public async Task Audit_AWholeJourney_HoldsNoNameAndNoText(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        await house.ToReviewAsync(plan);
        Ok(await house.Plans.WithdrawAsync(plan, "Motivo reconocible", house.Lead));
        var lines = string.Join('\n', await house.Db.QueryAsync<string>("select facts from audit"));
        Assert.DoesNotContain("Ñáñez", lines);
        Assert.DoesNotContain("Motivo reconocible", lines);
        Assert.DoesNotContain("Ventanilla", lines);
        var journal = string.Join('\n', await house.Db.QueryAsync<string>("select coalesce(facts, '') from journal"));
        Assert.DoesNotContain("Ñáñez", journal);
    }

    [Theory]
    [DatabaseData]
    public async Task Reminders_BeforeAndAtTheDeadline_GoOutOnceEach(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        var due = (await house.ViewAsync(plan)).Facts.OpenTasks.Single().DueAt!.Value;
        Assert.Equal(0, await house.Deadlines.RemindAsync());
        house.Db.Time.SetUtcNow(due.AddHours(-1));
        await house.Deadlines.RemindAsync();
        await house.Deadlines.RemindAsync();
        Assert.Equal(1, await house.Db.ScalarAsync<int>("select count(*) from outbox where kind = 'task_reminder'"));
        house.Db.Time.SetUtcNow(due.AddMinutes(1));
        await house.Deadlines.RemindAsync();
        await house.Deadlines.RemindAsync();
        Assert.Equal(house.Official.PersonId, await house.Db.ScalarAsync<long>("select person_id from outbox where kind = 'task_overdue'"));
        Assert.Equal(house.Lead.PersonId, await house.Db.ScalarAsync<long>("select person_id from outbox where kind = 'lead_overdue'"));
    }

    [Theory]
    [DatabaseData]
    public async Task Read_APlanWithManyRevisions_NeedsNoMoreStatements(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        var few = await StatementsAsync(house, plan);
        for (var round = 0; round < 2; round++)
        {
            Ok(await house.Reviews.SaveCommentAsync(Comment(plan, required: false), house.Consultant));
            Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Sigue.", "es"), house.Consultant));
            Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        }
        Assert.Equal(few, await StatementsAsync(house, plan));
    }

    static async Task<int> StatementsAsync(PlanHouse house, long plan)
    {
        var statements = 0;
        house.Db.Database.OnStatement = (_, _) => statements++;
        await house.ViewAsync(plan, house.Consultant);
        house.Db.Database.OnStatement = null;
        return statements;
    }
}
