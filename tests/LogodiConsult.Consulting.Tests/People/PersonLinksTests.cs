using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.People;

public sealed class PersonLinksTests
{
    [Theory, DatabaseData]
    public async Task Use_SecondTime_IsRefusedAsUsed(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var invited = (await house.People.InviteAsync(House.InviteForm(programme, null, "rosa@servir.gob.pe", Role.Official), house.Administrator)).Value;
        var token = House.Token(invited.LinkPath!);

        Assert.Equal("Rosa Ñáñez Quispe", (await house.Links.LookAsync(token)).Value.Name.Name);
        Assert.Equal(invited.PersonId, (await house.Links.UseAsync(token)).Value.Id);
        Assert.Equal("link.used", (await house.Links.UseAsync(token)).Refusal!.Code);
        Assert.Equal("link.used", (await house.Links.LookAsync(token)).Refusal!.Code);
    }

    [Theory, DatabaseData]
    public async Task Use_ManyAtOnce_LetsOneIn(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var invited = (await house.People.InviteAsync(House.InviteForm(programme, null, "rosa@servir.gob.pe", Role.Official), house.Administrator)).Value;

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => house.Links.UseAsync(House.Token(invited.LinkPath!))));

        Assert.Single(all, r => !r.IsRefused);
        Assert.All(all.Where(r => r.IsRefused), r => Assert.Equal("link.used", r.Refusal!.Code));
    }

    [Theory, DatabaseData]
    public async Task Use_AfterFourteenDays_IsRefusedAsExpired(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var invited = (await house.People.InviteAsync(House.InviteForm(programme, null, "rosa@servir.gob.pe", Role.Official), house.Administrator)).Value;

        house.Db.Time.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.False((await house.Links.LookAsync(House.Token(invited.LinkPath!))).IsRefused);
        house.Db.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("link.expired", (await house.Links.UseAsync(House.Token(invited.LinkPath!))).Refusal!.Code);
    }

    [Theory, DatabaseData]
    public async Task Use_UnknownToken_IsRefused(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);

        Assert.Equal("link.unknown", (await house.Links.UseAsync(OneTimeToken.Make())).Refusal!.Code);
        Assert.Equal("link.unknown", (await house.Links.UseAsync("")).Refusal!.Code);
    }

    [Theory, DatabaseData]
    public async Task FirstAdministrator_EachStartUntilUsed_MakesANewLinkForTheSamePerson(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        var links = new PersonLinks(db.Database);

        var first = (await links.FirstAdministratorAsync())!;
        var second = (await links.FirstAdministratorAsync())!;

        Assert.Equal(first.PersonId, second.PersonId);
        Assert.Equal("link.unknown", (await links.UseAsync(House.Token(first.Path))).Refusal!.Code);
        Assert.True((await links.UseAsync(House.Token(second.Path))).Value.IsAdministrator);
        Assert.Null(await links.FirstAdministratorAsync());
        Assert.Equal(0, await db.ScalarAsync<long>("select count(*) from outbox"));
    }

    [Theory, DatabaseData]
    public async Task New_ByLeadForTheirOfficial_MakesLinkAndTellsThePerson(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var lead = await house.JoinAsync(programme, null, "lead@logodi.go.kr", Role.Lead);
        var rosa = await house.JoinAsync(programme, null, "rosa@servir.gob.pe", Role.Official);

        var made = (await house.Links.NewAsync(rosa.PersonId, lead)).Value;

        Assert.Equal(rosa.PersonId, (await house.Links.UseAsync(House.Token(made.Path))).Value.Id);
        Assert.Equal(1, await house.Db.ScalarAsync<long>("select count(*) from outbox where kind = 'sign_in_link' and person_id = @id", new { id = rosa.PersonId }));
        Assert.Equal(RefusalKind.Hidden, (await house.Links.NewAsync(lead.PersonId, rosa)).Refusal!.Kind);
    }
}
