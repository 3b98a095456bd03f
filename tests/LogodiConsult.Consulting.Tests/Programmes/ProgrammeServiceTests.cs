using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.People;
using LogodiConsult.Engine;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Programmes;

public sealed class ProgrammeServiceTests
{
    [Theory, DatabaseData]
    public async Task Create_ByALead_MakesThemLeadOfIt(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var lead = await house.JoinAsync(await house.ProgrammeAsync(), null, "lead@logodi.go.kr", Role.Lead);

        var id = (await house.Programmes.CreateAsync(House.ProgrammeForm("PE-2026"), lead)).Value;

        lead = (await house.People.ActorAsync(lead.PersonId))!;
        Assert.True(lead.Leads(id, 1));
        var view = (await house.Programmes.FindAsync(id, lead)).Value;
        Assert.Equal(new Trilingual("Innovación", "혁신", "Innovation"), view.Programme.Title);
        Assert.Equal((2017, 2020, 2022, ProgrammeState.Active), (view.Programme.MemorandumYear, view.Programme.FirstYear, view.Programme.LastYear, view.Programme.State));
        Assert.True(view.MayEdit);
    }

    [Theory, DatabaseData]
    public async Task Create_CodeTakenOrByAnOfficial_IsRefused(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var official = await house.JoinAsync(await house.ProgrammeAsync(), null, "official@servir.gob.pe", Role.Official);
        var before = await Tables.DigestAsync(house.Db.Database);

        Assert.Equal("programme.codeTaken", (await house.Programmes.CreateAsync(House.ProgrammeForm("PE-2020"), house.Administrator)).Refusal!.Code);
        Assert.Equal(RefusalKind.Hidden, (await house.Programmes.CreateAsync(House.ProgrammeForm("PE-2030"), official)).Refusal!.Kind);
        Assert.Equal(before, await Tables.DigestAsync(house.Db.Database));
    }

    [Theory, DatabaseData]
    public async Task List_ByRole_ShowsOnlyWhatOneLeads(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (mine, other) = (await house.ProgrammeAsync("PE-1"), await house.ProgrammeAsync("PE-2"));
        var (one, _) = (await house.RoundAsync(mine, 1), await house.RoundAsync(mine, 2));
        var roundLead = await house.JoinAsync(mine, one, "lead@logodi.go.kr", Role.Lead);

        Assert.Equal([mine], (await house.Programmes.ListAsync(roundLead)).Select(p => p.Id));
        Assert.Equal(2, (await house.Programmes.ListAsync(house.Administrator)).Count);
        var view = (await house.Programmes.FindAsync(mine, roundLead)).Value;
        Assert.Equal([one], view.Rounds.Select(r => r.Id));
        Assert.False(view.MayEdit);
        Assert.Equal(RefusalKind.Hidden, (await house.Programmes.FindAsync(other, roundLead)).Refusal!.Kind);
    }

    [Theory, DatabaseData]
    public async Task Edit_StaleVersion_IsRefused(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var id = await house.ProgrammeAsync();
        EditProgramme Edit(long version, string host) => new(id, version)
        {
            Code = "PE-2020",
            Title = new Trilingual("T", "", ""),
            Host = host,
            Sponsor = "KOICA",
            Requester = "SERVIR",
            FirstYear = 2020,
            LastYear = 2022,
        };

        Assert.False((await house.Programmes.EditAsync(Edit(1, "LOGODI"), house.Administrator)).IsRefused);
        Assert.Equal(RefusalKind.OutOfTime, (await house.Programmes.EditAsync(Edit(1, "Otro"), house.Administrator)).Refusal!.Kind);
        var programme = (await house.Programmes.FindAsync(id, house.Administrator)).Value.Programme;
        Assert.Equal(("LOGODI", null, 2), (programme.Host, programme.MemorandumYear, (int)programme.Version));
    }

    [Theory, DatabaseData]
    public async Task EditSubjects_Reorder_KeepsIdsAndRefusesToDropWhatPlansUse(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var id = await house.ProgrammeAsync();
        var round = await house.RoundAsync(id);
        static SubjectLine Line(string name, long? subject = null) => new(subject, new Trilingual(name, "", ""));
        var first = (await house.Programmes.EditSubjectsAsync(new EditSubjects(id, [Line("A"), Line("B"), Line("C")]), house.Administrator)).Value;

        var second = (await house.Programmes.EditSubjectsAsync(
            new EditSubjects(id, [Line("C", first[2].Id), Line("D"), Line("A!", first[0].Id)]), house.Administrator)).Value;

        Assert.Equal(["C", "D", "A!"], second.Select(s => s.Name.Es));
        Assert.Equal((first[2].Id, first[0].Id), (second[0].Id, second[2].Id));
        var rosa = await house.JoinAsync(id, round, "rosa@servir.gob.pe", Role.Official);
        // A plan put down bare, without its way and its counts: of it the invariants of plans do not hold.
        house.Db.SkipInvariants = true;
        await house.Db.ExecuteAsync(
            """
            insert into plan(round_id, subject_id, number, title, language, official_id, state, stage, stage_since, created_at)
            values (@round, @subject, 1, 'Plan', 'es', @official, 'open', 'draft', 0, 0)
            """,
            new { round, subject = second[1].Id, official = rosa.PersonId });
        Assert.Equal("subject.inUse", (await house.Programmes.EditSubjectsAsync(new EditSubjects(id, [Line("C", second[0].Id)]), house.Administrator)).Refusal!.Code);
        Assert.Equal(3, (await house.Programmes.FindAsync(id, house.Administrator)).Value.Subjects.Count);
    }

    [Theory, DatabaseData]
    public async Task ChangeState_WithARunningRound_IsRefusedUntilItIsClosed(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var id = await house.ProgrammeAsync();
        var round = await house.RoundAsync(id);
        var complete = new ChangeState<ProgrammeState>(id, 1, ProgrammeState.Completed);
        await house.Rounds.ChangeStateAsync(new ChangeState<RoundState>(round, 1, RoundState.Running), house.Administrator);

        Assert.Equal("programme.roundsRunning", (await house.Programmes.ChangeStateAsync(complete, house.Administrator)).Refusal!.Code);
        await house.Rounds.ChangeStateAsync(new ChangeState<RoundState>(round, 2, RoundState.Closed), house.Administrator);
        Assert.False((await house.Programmes.ChangeStateAsync(complete, house.Administrator)).IsRefused);
        Assert.Equal("programme.completed", (await house.Rounds.CreateAsync(House.RoundForm(id, 2), house.Administrator)).Refusal!.Code);
    }
}

public sealed class RoundServiceTests
{
    [Theory, DatabaseData]
    public async Task Create_Round_IsReadBackAsWritten(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var id = await house.RoundAsync(programme);

        var round = (await house.Rounds.FindAsync(id, house.Administrator)).Value.Round;

        Assert.Equal((new DateOnly(2020, 10, 12), new DateOnly(2020, 10, 21), "America/Lima", RoundState.Planned, 0),
            (round.StartsOn, round.EndsOn, round.Zone, round.State, round.Plans));
        Assert.Equal(("action-plan", "default", 1), (round.DefinitionId, round.TemplateId, round.TemplateVersion));
        Assert.Equal([("action-plan", 1)], (await house.Rounds.DefinitionsAsync()).Select(d => (d.DefinitionId, d.Version)));
    }

    [Theory, DatabaseData]
    public async Task Create_NumberTakenAndDefinitionUnknown_SaysBothAtOnce(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        await house.RoundAsync(programme);

        var refusal = (await house.Rounds.CreateAsync(House.RoundForm(programme, 1) with { DefinitionId = "no" }, house.Administrator)).Refusal!;

        Assert.Equal(["round.definitionUnknown", "round.numberTaken"], refusal.Each().Select(r => r.Code));
    }

    [Theory, DatabaseData]
    public async Task Edit_ClosedRoundOrByAnotherRoundsLead_IsRefused(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var (one, two) = (await house.RoundAsync(programme, 1), await house.RoundAsync(programme, 2));
        var lead = await house.JoinAsync(programme, one, "lead@logodi.go.kr", Role.Lead);
        static EditRound Edit(long id, long version) => new(id, version)
        {
            Number = 7,
            Title = new("R", "", ""),
            StartsOn = new(2021, 9, 28),
            EndsOn = new(2021, 10, 13),
            Zone = "Asia/Seoul",
            DefinitionId = "action-plan",
            TemplateId = "default",
            TemplateVersion = 1,
        };

        Assert.Equal(RefusalKind.Hidden, (await house.Rounds.EditAsync(Edit(two, 1), lead)).Refusal!.Kind);
        Assert.False((await house.Rounds.EditAsync(Edit(one, 1), lead)).IsRefused);
        Assert.Equal((7, new DateOnly(2021, 9, 28)), (await house.Rounds.FindAsync(one, lead)).Value.Round is var r ? (r.Number, r.StartsOn) : default);
        await house.Rounds.ChangeStateAsync(new ChangeState<RoundState>(one, 2, RoundState.Running), lead);
        Assert.Equal(RefusalKind.OutOfTime, (await house.Rounds.ChangeStateAsync(new ChangeState<RoundState>(one, 2, RoundState.Closed), lead)).Refusal!.Kind);
        await house.Rounds.ChangeStateAsync(new ChangeState<RoundState>(one, 3, RoundState.Closed), lead);
        Assert.Equal("round.closed", (await house.Rounds.EditAsync(Edit(one, 4), lead)).Refusal!.Code);
    }
}
