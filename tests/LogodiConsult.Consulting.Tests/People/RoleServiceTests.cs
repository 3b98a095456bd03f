using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.People;

public sealed class RoleServiceTests
{
    [Theory, DatabaseData]
    public async Task Members_OfARound_AreThoseOfTheRoundAndOfTheProgramme(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var (one, two) = (await house.RoundAsync(programme, 1), await house.RoundAsync(programme, 2));
        var lead = await house.JoinAsync(programme, null, "lead@logodi.go.kr", Role.Lead);
        await house.JoinAsync(programme, one, "one@servir.gob.pe", Role.Official);
        await house.JoinAsync(programme, two, "two@servir.gob.pe", Role.Official);

        var members = (await house.Roles.MembersAsync(programme, one, lead)).Value;

        Assert.Equal(["lead@logodi.go.kr", "one@servir.gob.pe"], members.Select(m => m.Email));
        Assert.All(members, m => Assert.True(m.HasSignedIn));
        Assert.Equal(3, (await house.Roles.MembersAsync(programme, null, lead)).Value.Count);
        Assert.Equal(RefusalKind.Hidden, (await house.Roles.MembersAsync(programme, one, new Actor(lead.PersonId, false, []))).Refusal!.Kind);
    }

    [Theory, DatabaseData]
    public async Task Give_TwiceThenEnd_IsHeldOnceAndThenNoMore(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var lead = await house.JoinAsync(programme, null, "lead@logodi.go.kr", Role.Lead);
        var rosa = await house.JoinAsync(programme, null, "rosa@servir.gob.pe", Role.Official);

        await house.Roles.GiveAsync(new GiveRole(rosa.PersonId, Role.Panel, programme, null), lead);
        await house.Roles.GiveAsync(new GiveRole(rosa.PersonId, Role.Panel, programme, null), lead);
        var panel = (await house.Roles.MembersAsync(programme, null, lead)).Value.Single(m => m.Role == Role.Panel);
        Assert.False((await house.Roles.EndAsync(panel.RoleId, lead)).IsRefused);

        Assert.Equal([Role.Official], (await house.People.ActorAsync(rosa.PersonId))!.Roles.Select(r => r.Role));
        Assert.Equal(RefusalKind.Hidden, (await house.Roles.EndAsync(panel.RoleId, lead)).Refusal!.Kind);
    }

    [Theory, DatabaseData]
    public async Task End_OfficialWithAnOpenPlan_IsRefusedWithTheNumber(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var round = await house.RoundAsync(programme);
        var rosa = await house.JoinAsync(programme, round, "rosa@servir.gob.pe", Role.Official);
        // A plan put down bare, without its way and its counts: of it the invariants of plans do not hold.
        house.Db.SkipInvariants = true;
        await house.Db.ExecuteAsync(
            """
            insert into plan(round_id, number, title, language, official_id, state, stage, stage_since, created_at)
            values (@round, 1, 'Ventanilla única', 'es', @official, 'open', 'draft', 0, 0)
            """,
            new { round, official = rosa.PersonId });
        var role = (await house.Roles.MembersAsync(programme, round, house.Administrator)).Value.Single();

        var refusal = (await house.Roles.EndAsync(role.RoleId, house.Administrator)).Refusal!;

        Assert.Equal(("role.stillBusy", 1L), (refusal.Code, refusal.Facts["count"]));
    }
}
