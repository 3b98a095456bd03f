using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.People;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Plans;

public sealed class AuthorServiceTests
{
    [Theory, DatabaseData]
    public async Task Change_AColleagueAdded_WritesHoldsTheTaskAndIsKnownAsAuthor_ThenKeepsReading(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, authors) = (await house.OpenAsync(supervisor: false, interpreter: false), new AuthorService(house.Db.Database));
        Assert.Equal(RefusalKind.Hidden, (await authors.ChangeAsync(new ChangeAuthors(plan, [house.OtherOfficial.PersonId], []), house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal("plan.ownerOrLead", (await authors.ChangeAsync(new ChangeAuthors(plan, [house.OtherOfficial.PersonId], []), house.Consultant)).Refusal?.Code);
        Assert.Equal("author.notInRound", (await authors.ChangeAsync(new ChangeAuthors(plan, [house.Supervisor.PersonId], []), house.Official)).Refusal?.Code);
        Assert.Equal([house.OtherOfficial.PersonId], (await authors.CandidatesAsync(plan, house.Official)).Select(p => p.Id));

        await FailNth.StatementAsync(house.Db, async () => PlanHouse.Ok(await authors.ChangeAsync(new ChangeAuthors(plan, [house.OtherOfficial.PersonId], []), house.Official)), 4);
        Assert.Contains(await house.Inbox.TasksAsync(house.OtherOfficial), t => t.PlanId == plan && t.Kind == "draft");
        Assert.Contains(await house.Inbox.PlansAsync(house.OtherOfficial), p => p.Id == plan);
        Assert.Equal(1, (await house.Db.QueryAsync<long>("select count(*) from outbox where kind = 'coauthor_added'"))[0]);
        PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [.. PlanHouse.Text().Where(t => t.Key == "background")]), house.OtherOfficial));
        PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [.. PlanHouse.Text().Where(t => t.Key != "background")]), house.Official));
        Assert.Empty((await house.ViewAsync(plan, house.Consultant)).Edits);
        PlanHouse.Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.OtherOfficial));

        var edits = (await house.ViewAsync(plan, house.Consultant)).Edits;
        Assert.Equal((house.OtherOfficial.PersonId, 1), edits.Where(e => e.Key == "background").Select(e => (e.PersonId, e.Revision)).Single());
        Assert.All(edits.Where(e => e.Key != "background"), e => Assert.Equal(house.Official.PersonId, e.PersonId));

        await FailNth.StatementAsync(house.Db, async () => PlanHouse.Ok(await authors.ChangeAsync(new ChangeAuthors(plan, [], [house.OtherOfficial.PersonId]), house.Lead)), 3);
        Assert.Equal("author.changedMeanwhile", (await authors.ChangeAsync(new ChangeAuthors(plan, [], [house.OtherOfficial.PersonId]), house.Lead)).Refusal?.Code);
        Assert.Empty((await house.ViewAsync(plan, house.OtherOfficial)).Working);
        Assert.All(PlanHouse.Ok(await house.History.OfPlanAsync(plan, house.Lead)), l => Assert.True(HistorySentences.Knows(l), l.Act));
    }

    [Theory, DatabaseData]
    public async Task HandOver_ToAColleague_GivesTheTaskAndLeavesTheOldOwnerReading(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, authors) = (await house.OpenAsync(supervisor: false, interpreter: false), new AuthorService(house.Db.Database));
        await house.WriteAndSubmitAsync(plan);
        var hand = new HandOverPlan(plan, house.OtherOfficial.PersonId, "Cambio de puesto");
        Assert.Equal("reason.missing", (await authors.HandOverAsync(hand with { Reason = " " }, house.Official)).Refusal?.Code);
        Assert.Equal("author.notInRound", (await authors.HandOverAsync(hand with { ToId = house.Lead.PersonId }, house.Official)).Refusal?.Code);
        await FailNth.StatementAsync(house.Db, async () => PlanHouse.Ok(await authors.HandOverAsync(hand, house.Official)), 5);

        var facts = (await house.ViewAsync(plan, house.OtherOfficial)).Facts;
        Assert.Equal(house.OtherOfficial.PersonId, facts.Plan.OfficialId);
        Assert.True(PlanAccess.May(PlanAct.SeeWorkingText, facts, house.OtherOfficial));
        Assert.False(PlanAccess.May(PlanAct.SeeWorkingText, facts, house.Official));
        Assert.NotNull((await house.ViewAsync(plan, house.Official)).Revision);
        Assert.Equal(2, (await house.Db.QueryAsync<long>("select count(*) from outbox where kind = 'plan_handed_over'"))[0]);
        Assert.Equal("plan.ownerOrLead", (await authors.HandOverAsync(hand with { ToId = house.Official.PersonId }, house.Official)).Refusal?.Code);
        // And back again: the part ends that the earlier owner had.
        PlanHouse.Ok(await authors.HandOverAsync(hand with { ToId = house.Official.PersonId }, house.Lead));
        Assert.Equal([house.OtherOfficial.PersonId], (await house.ViewAsync(plan, house.Official)).Facts.FormerAuthors.Except([house.Official.PersonId]));
    }

    [Theory, DatabaseData]
    public async Task Open_AsTheContinuationOfAnEarlierPlan_CarriesItsTextAndFilesAndComparesTheYears(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (earlier, chain) = (await house.OpenAsync(supervisor: false, interpreter: false), new ChainService(house.Db.Database));
        await house.WriteAndSubmitAsync(earlier);
        await house.Db.Database.WriteAsync<Done>(async work =>
        {
            await AttachmentSql.InsertAsync(work, earlier, new string('a', 64), "a.pdf", "pdf", 1, house.Official.PersonId);
            return Done.Value;
        });
        var round = await SecondRoundAsync(house);
        Assert.Equal([earlier], (await chain.CandidatesAsync(round, house.Lead)).Select(p => p.Id));
        Assert.Empty(await chain.CandidatesAsync(round, house.Supervisor));
        var open = new OpenPlan(round, house.OtherOfficial.PersonId, "Ventanilla única, segunda etapa", null, "es", null) { ContinuesId = earlier, CarriesText = true };
        Assert.Equal("plan.earlierUnknown", (await house.Plans.OpenAsync(open with { ContinuesId = 999 }, Actor.System)).Refusal?.Code);
        Assert.Equal("plan.earlierSameRound", (await house.Plans.OpenAsync(open with { RoundId = house.RoundId }, Actor.System)).Refusal?.Code);

        var plan = 0L;
        await FailNth.StatementAsync(house.Db, async () => plan = PlanHouse.Ok(await house.Plans.OpenAsync(open, Actor.System)), 20);
        var view = await house.ViewAsync(plan, house.OtherOfficial, new Wanted(Working: true));
        Assert.Equal((await house.ViewAsync(earlier)).Contents, view.Contents);
        Assert.Equal("a.pdf", Assert.Single(view.Files).Name);
        Assert.Equal("plan.continuedAlready", (await house.Plans.OpenAsync(open, Actor.System)).Refusal?.Code);
        Assert.Empty(await chain.CandidatesAsync(round, house.Lead));

        // Who sees the new plan reads what was handed in of the old one, and only that.
        Assert.Equal(RefusalKind.Hidden, (await house.Reader.ReadAsync(earlier, new Wanted(), house.OtherOfficial, "es")).Refusal?.Kind);
        var link = Assert.Single(PlanHouse.Ok(await chain.EarlierAsync(plan, house.OtherOfficial)));
        Assert.Equal((earlier, 1), (link.Plan.Id, link.Revisions.Count));
        Assert.Equal(view.Contents, PlanHouse.Ok(await chain.TextAsync(plan, earlier, 1, house.OtherOfficial)).Contents);
        Assert.Equal(RefusalKind.Hidden, (await chain.TextAsync(plan, earlier, 2, house.OtherOfficial)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await chain.TextAsync(plan, earlier, 1, house.Supervisor)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await chain.TextAsync(earlier, plan, 1, house.Official)).Refusal?.Kind);
    }

    [Theory, DatabaseData]
    public async Task Seen_ByAnyReader_IsRememberedForTheNextRevision(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, looks) = (await house.OpenAsync(), new LookService(house.Db.Database));
        await house.WriteAndSubmitAsync(plan);
        foreach (var reader in new[] { house.Supervisor, house.Interpreter, house.Consultant, house.Lead })
        {
            Assert.Null((await house.ViewAsync(plan, reader)).LastSeen);
            PlanHouse.Ok(await looks.SeenAsync(plan, reader));
            Assert.Equal(1, (await house.ViewAsync(plan, reader)).LastSeen);
        }
        Assert.Equal(RefusalKind.Hidden, (await looks.SeenAsync(plan, house.OtherOfficial)).Refusal?.Kind);
    }

    static async Task<long> SecondRoundAsync(PlanHouse house)
    {
        var created = await new RoundService(house.Db.Database, house.Data.Templates).CreateAsync(
            House.RoundForm(house.ProgrammeId, 2) with { DefinitionId = "action-plan", TemplateId = "action-plan" }, Actor.System);
        Assert.Null(created.Refusal);
        await house.Db.Database.WriteAsync<Done>(async work =>
        {
            foreach (var (person, role) in new[] { (house.OtherOfficial.PersonId, "official"), (house.Lead.PersonId, "lead") })
            {
                await work.ExecuteAsync(
                    "insert into role (person_id, role, programme_id, round_id, since) values (@person, @role, @ProgrammeId, @round, @Now)",
                    new { person, role, house.ProgrammeId, round = created.Value, work.Now });
            }
            return Done.Value;
        });
        return created.Value;
    }
}
