using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Reviews;

public sealed class StepBackServiceTests
{
    const string Reason = "Es mi antiguo jefe.";

    [Theory]
    [DatabaseData]
    public async Task Conflict_Declared_ClosesThePlanAndGivesTheLeadTheBall(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await ReviewedAsync(house, house.Consultant);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Assert.Contains(await house.Inbox.PlansAsync(house.Consultant), p => p.Id == plan);
        Ok(await house.StepBacks.StepBackAsync(new StepBack(plan, RecusalKind.Conflict, Reason), house.Consultant));
        Assert.Empty(await house.Inbox.PlansAsync(house.Consultant));
        Assert.Empty(await house.Inbox.TasksAsync(house.Consultant));

        Assert.Equal(RefusalKind.Hidden, (await house.Reader.ReadAsync(plan, new Wanted(), house.Consultant, "es")).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant)).Refusal?.Kind);
        var lead = await house.ViewAsync(plan);
        Assert.Equal("assign", Assert.Single(lead.Facts.OpenTasks).Kind);
        Assert.Empty(lead.Comments);
        Assert.Equal(Reason, Assert.Single(Ok(await house.StepBacks.OfPlanAsync(plan, house.Lead))).Reason);
        Assert.Equal(RefusalKind.Forbidden, (await house.StepBacks.OfPlanAsync(plan, house.Official)).Refusal?.Kind);
        Assert.DoesNotContain(Ok(await house.History.OfPlanAsync(plan, house.Official)), l => l.Act.Contains("conflict", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Ok(await house.History.OfPlanAsync(plan, house.Lead)), l => l.Act == "review.conflictDeclared");
        Assert.DoesNotContain(Reason, string.Join('\n', await house.Db.QueryAsync<string>("select facts from audit")));

        var back = new ChangeAssignments(plan, Role.Consultant, [house.Consultant.PersonId], []);
        Assert.Equal("assignment.conflict", (await house.Assignments.ChangeAsync(back, house.Lead)).Refusal?.Code);
        Ok(await house.StepBacks.LiftAsync(plan, Ok(await house.StepBacks.OfPlanAsync(plan, house.Lead))[0].Id, house.Lead));
        Ok(await house.Assignments.ChangeAsync(back, house.Lead));
        Assert.Equal("review", Assert.Single((await house.ViewAsync(plan, house.Consultant)).Facts.OpenTasks).Kind);
    }

    [Theory]
    [DatabaseData]
    public async Task HandedBack_OneOfTwo_TheOtherDoesNotEndTheReviewAlone(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await ReviewedAsync(house, house.Consultant, house.SecondConsultant);
        Ok(await house.StepBacks.StepBackAsync(new StepBack(plan, RecusalKind.HandedBack, "Viajo esta semana."), house.Consultant));
        Assert.Equal(["assign", "review"], (await house.ViewAsync(plan)).Facts.OpenTasks.Select(t => t.Kind).Order());
        Assert.Equal(1, await house.Db.ScalarAsync<int>("select count(*) from outbox where kind = 'review_handed_back'"));
        // They keep reading what they worked on.
        Assert.Empty((await house.ViewAsync(plan, house.Consultant)).Comments);

        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.SecondConsultant));
        Assert.Equal("review", (await house.ViewAsync(plan)).Plan.Stage);
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [house.Consultant.PersonId], []), house.Lead));
        Assert.Equal("review", Assert.Single((await house.ViewAsync(plan)).Facts.OpenTasks).Kind);
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.Consultant));
        Assert.Equal("accepted", (await house.ViewAsync(plan)).Plan.Stage);
    }

    [Theory]
    [DatabaseData]
    public async Task HandedBack_TheLeadMayDecideInstead(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await ReviewedAsync(house, house.Consultant);
        Ok(await house.StepBacks.StepBackAsync(new StepBack(plan, RecusalKind.HandedBack, "No es mi tema."), house.Consultant));
        Ok(await house.Assignments.DecideReviewAsync(plan, Recommendation.Accept, "Basta.", house.Lead));
        Assert.Equal("accepted", (await house.ViewAsync(plan)).Plan.Stage);
    }

    [Theory]
    [DatabaseData]
    public async Task StepBack_WithoutAReasonOrByOthers_IsRefused(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await ReviewedAsync(house, house.Consultant);
        var empty = await house.StepBacks.StepBackAsync(new StepBack(plan, null, " "), house.Consultant);
        Assert.Equal(["stepBack.kindMissing", "reason.missing"], empty.Refusal!.Each().Select(r => r.Code));
        foreach (var other in new[] { house.Official, house.Lead, house.Interpreter, house.SecondConsultant })
            Assert.NotNull((await house.StepBacks.StepBackAsync(new StepBack(plan, RecusalKind.HandedBack, Reason), other)).Refusal);
        Ok(await house.StepBacks.StepBackAsync(new StepBack(plan, RecusalKind.HandedBack, Reason), house.Consultant));
        Assert.Equal(RefusalKind.Forbidden, (await house.StepBacks.StepBackAsync(new StepBack(plan, RecusalKind.Conflict, Reason), house.Consultant)).Refusal?.Kind);
    }

    [Theory]
    [DatabaseData]
    public async Task Notes_AreForConsultantsAndLeads_AndStandNowhereElse(Dialect dialect)
    {
        const string words = "Ojo: el presupuesto parece inflado.";
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(true, true, house.Consultant, house.SecondConsultant);
        await house.ToReviewAsync(plan);
        Ok(await house.Notes.WriteAsync(new WriteNote(plan, words, "es"), house.Consultant));
        Ok(await house.Notes.WriteAsync(new WriteNote(plan, "De acuerdo.", "es"), house.Lead));

        foreach (var reader in new[] { house.Consultant, house.SecondConsultant, house.Lead })
            Assert.Equal(2, Ok(await house.Notes.OfPlanAsync(plan, reader)).Count);
        foreach (var other in new[] { house.Official, house.Supervisor, house.Interpreter, house.OtherOfficial })
        {
            Assert.NotNull((await house.Notes.OfPlanAsync(plan, other)).Refusal);
            Assert.NotNull((await house.Notes.WriteAsync(new WriteNote(plan, "x", "es"), other)).Refusal);
        }
        // An official who also leads the programme is still the official of this plan.
        var both = house.Official with { Roles = [.. house.Official.Roles, new RoleHeld(Role.Lead, house.ProgrammeId, null)] };
        Assert.Equal("plan.notesNotForYou", (await house.Notes.OfPlanAsync(plan, both)).Refusal?.Code);

        var told = await house.Db.QueryAsync<long>("select person_id from outbox where kind = 'note_written'");
        Assert.Equal(new[] { house.Consultant, house.SecondConsultant, house.Lead }.Select(p => p.PersonId).Order(), told.Order());
        var official = Ok(await house.History.OfPlanAsync(plan, house.Official));
        Assert.DoesNotContain(official, l => l.Act.StartsWith("note.", StringComparison.Ordinal));
        foreach (var column in new[] { "facts from audit", "facts from outbox", "coalesce(facts, '') from journal", "answer from form_receipt" })
            Assert.DoesNotContain(words, string.Join('\n', await house.Db.QueryAsync<string>($"select {column}")));
        // A consultant who no longer takes part no longer reads.
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [], [house.SecondConsultant.PersonId]), house.Lead));
        Assert.Equal("plan.notesNotForYou", (await house.Notes.OfPlanAsync(plan, house.SecondConsultant)).Refusal?.Code);
    }

    [Theory]
    [DatabaseData]
    public async Task Phrases_AreEverybodysOwn(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var id = Ok(await house.Phrases.SaveAsync(new SavePhrase(null, "ko", "출처를 밝혀 주십시오.", 0), house.Consultant));
        Assert.Equal("phrase.textMissing", (await house.Phrases.SaveAsync(new SavePhrase(null, "ko", " ", 0), house.Consultant)).Refusal?.Code);
        Assert.Equal("changedMeanwhile", (await house.Phrases.SaveAsync(new SavePhrase(id, "ko", "ajena", 1), house.SecondConsultant)).Refusal?.Code);
        Assert.NotNull((await house.Phrases.DeleteAsync(id, house.SecondConsultant)).Refusal);
        Ok(await house.Phrases.SaveAsync(new SavePhrase(id, "ko", "출처와 연도를 밝혀 주십시오.", 1), house.Consultant));
        Assert.Equal("changedMeanwhile", (await house.Phrases.SaveAsync(new SavePhrase(id, "ko", "stale", 1), house.Consultant)).Refusal?.Code);
        Assert.Equal("출처와 연도를 밝혀 주십시오.", Assert.Single(await house.Phrases.OfAsync(house.Consultant)).Text);
        Assert.Empty(await house.Phrases.OfAsync(house.SecondConsultant));
        Ok(await house.Phrases.DeleteAsync(id, house.Consultant));
        Assert.Empty(await house.Phrases.OfAsync(house.Consultant));
    }

    static async Task<long> ReviewedAsync(PlanHouse house, params Actor[] consultants)
    {
        var plan = await house.OpenAsync(false, false, consultants);
        await house.ToReviewAsync(plan);
        return plan;
    }
}
