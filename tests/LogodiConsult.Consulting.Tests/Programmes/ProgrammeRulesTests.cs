using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Tests.People;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Tests.Programmes;

public sealed class ProgrammeRulesTests
{
    static readonly DateTimeOffset Now = new(2020, 10, 12, 0, 0, 0, TimeSpan.Zero);
    static readonly Actor Administrator = new(1, true, []);
    static readonly Actor Lead = new(2, false, [new RoleHeld(Role.Lead, 10, null)]);
    static readonly Actor RoundLead = new(3, false, [new RoleHeld(Role.Lead, 10, 100)]);
    static readonly Actor Official = new(4, false, [new RoleHeld(Role.Official, 10, null)]);

    [Fact]
    public void Problems_Programme_NamesEveryField()
    {
        var form = House.ProgrammeForm("P 1") with { Title = new Trilingual("", " ", ""), Host = "", FirstYear = 2022, LastYear = 2020, MemorandumYear = 1900 };

        Assert.Equal(
            [("programme.codeInvalid", "Code"), ("title.missing", "Title"), ("programme.hostMissing", "Host"), ("programme.yearInvalid", "MemorandumYear"), ("programme.yearsReversed", "LastYear")],
            ProgrammeRules.Problems(form, Now)!.Each().Select(r => (r.Code, r.Field)));
    }

    [Fact]
    public void Problems_Round_NamesEveryField()
    {
        var form = House.RoundForm(10, 0) with { EndsOn = new DateOnly(2020, 10, 1), Zone = "Lima", DefinitionId = "nothing" };

        Assert.Equal(
            ["round.numberInvalid", "round.datesReversed", "person.zoneUnknown", "round.definitionUnknown", "round.templateUnknown"],
            ProgrammeRules.Problems(form, ["action-plan"], templateKnown: false)!.Each().Select(r => r.Code));
        Assert.Null(ProgrammeRules.Problems(House.RoundForm(10, 1), ["action-plan"], templateKnown: true));
        // A year with a digit too many or too few stays in the form.
        var slips = House.RoundForm(10, 1) with { StartsOn = new DateOnly(202, 10, 12), EndsOn = new DateOnly(9999, 12, 31) };
        Assert.Equal([("programme.yearInvalid", "StartsOn"), ("programme.yearInvalid", "EndsOn")],
            ProgrammeRules.Problems(slips, ["action-plan"], templateKnown: true)!.Each().Select(r => (r.Code, r.Field)));
    }

    [Fact]
    public void Filled_OneLanguageOnly_ShowsItInAll() =>
        Assert.Equal(new Trilingual("Round", "Round", "Round"), ProgrammeRules.Filled(new Trilingual("", "", " Round ")));

    [Fact]
    public void MayEditProgramme_ByRole_OnlyLeadsOfTheWholeProgramme()
    {
        Assert.Null(ProgrammeRules.MayEditProgramme(Administrator, 10));
        Assert.Null(ProgrammeRules.MayEditProgramme(Lead, 10));
        Assert.Equal(RefusalKind.Forbidden, ProgrammeRules.MayEditProgramme(RoundLead, 10)!.Kind);
        Assert.Equal(RefusalKind.Hidden, ProgrammeRules.MayEditProgramme(Official, 10)!.Kind);
        Assert.Equal(RefusalKind.Hidden, ProgrammeRules.MayEditProgramme(Lead, 11)!.Kind);
        Assert.Equal(RefusalKind.Hidden, ProgrammeRules.MayCreateProgramme(Official)!.Kind);
        Assert.Null(ProgrammeRules.MayCreateProgramme(RoundLead));
    }

    [Theory]
    [InlineData(RoundState.Planned, RoundState.Running, 0, null)]
    [InlineData(RoundState.Running, RoundState.Closed, 0, null)]
    [InlineData(RoundState.Running, RoundState.Closed, 3, "round.plansOpen")]
    [InlineData(RoundState.Closed, RoundState.Running, 0, null)]
    [InlineData(RoundState.Planned, RoundState.Closed, 0, "round.notFrom")]
    [InlineData(RoundState.Running, RoundState.Running, 0, "round.notFrom")]
    [InlineData(RoundState.Running, RoundState.Planned, 0, "round.notFrom")]
    public void MayChangeState_FromTo_FollowsTheLifeOfARound(RoundState from, RoundState to, int openPlans, string? code) =>
        Assert.Equal(code, ProgrammeRules.MayChangeState(RoundLead, new Round { Id = 100, ProgrammeId = 10, State = from }, to, openPlans)?.Code);

    [Fact]
    public void KeepsItsPlans_RoundWithPlans_MayNotChangeItsDefinition()
    {
        var round = new Round { DefinitionId = "action-plan", TemplateId = "default", TemplateVersion = 1, Plans = 2 };

        Assert.Null(ProgrammeRules.KeepsItsPlans(round, House.RoundForm(10, 5)));
        Assert.Equal("round.hasPlans", ProgrammeRules.KeepsItsPlans(round, House.RoundForm(10, 1) with { DefinitionId = "action-plan-short" })!.Code);
    }
}
