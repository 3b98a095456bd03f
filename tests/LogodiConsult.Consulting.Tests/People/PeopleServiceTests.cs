using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.People;

public sealed class PeopleServiceTests
{
    [Theory, DatabaseData]
    public async Task Invite_NewPerson_LeavesPersonRoleDigestAndMail(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var lead = await house.JoinAsync(programme, null, "lead@logodi.go.kr", Role.Lead);

        var invited = (await house.People.InviteAsync(
            House.InviteForm(programme, null, " Rosa@Servir.gob.pe ", Role.Official, Role.Panel), lead)).Value;

        Assert.True(invited.IsNew);
        var person = (await house.People.SignedInAsync(invited.PersonId))!;
        Assert.Equal(("rosa@servir.gob.pe", "rosa nanez quispe", "es"), (person.Person.Email, person.Person.SortName, person.Person.Language));
        Assert.Equal([new RoleHeld(Role.Official, programme, null), new RoleHeld(Role.Panel, programme, null)], person.Actor.Roles);

        var token = House.Token(invited.LinkPath!);
        var digest = await house.Db.ScalarAsync<string>("select token_digest from one_time_link where person_id = @id", new { id = invited.PersonId });
        Assert.Equal(OneTimeToken.Digest(token), digest);
        var mail = (await house.Db.QueryAsync<OutboxRow>("select * from outbox where person_id = @id", new { id = invited.PersonId })).Single();
        Assert.Equal(("invitation", "rosa@servir.gob.pe", "es"), (mail.Kind, mail.Address, mail.Language));
        var facts = JsonNode.Parse(mail.Facts)!.AsObject();
        Assert.Equal(invited.LinkPath, (string?)facts["link"]);
        Assert.Equal(invited.ExpiresAt, Instants.FromMicroseconds((long)facts["expires"]!));
        Assert.Empty(MailKinds.Get(mail.Kind).Needs.Except(facts.Select(f => f.Key)));
        Assert.Equal(1, await house.Db.ScalarAsync<long>("select count(*) from audit where act = 'person.invited' and actor_id = @by and subject_id = @id",
            new { by = lead.PersonId, id = invited.PersonId }));
    }

    [Theory, DatabaseData]
    public async Task Invite_KnownAddress_AddsTheRoleAndKeepsTheProfile(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var first = (await house.People.InviteAsync(House.InviteForm(programme, null, "rosa@servir.gob.pe", Role.Official), house.Administrator)).Value;

        var again = (await house.People.InviteAsync(
            House.InviteForm(programme, null, "ROSA@servir.gob.pe", Role.Official, Role.Supervisor) with { Name = "Otra" }, house.Administrator)).Value;

        Assert.Equal((first.PersonId, false), (again.PersonId, again.IsNew));
        var signedIn = (await house.People.SignedInAsync(first.PersonId))!;
        Assert.Equal("Rosa Ñáñez Quispe", signedIn.Person.Name);
        Assert.Equal([Role.Official, Role.Supervisor], signedIn.Actor.Roles.Select(r => r.Role));
    }

    [Theory, DatabaseData]
    public async Task Invite_AdministratorByLead_DoesNotShowTheLink(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var lead = await house.JoinAsync(programme, null, "lead@logodi.go.kr", Role.Lead);
        var email = await house.Db.ScalarAsync<string>("select email from person where id = @id", new { id = house.Administrator.PersonId });

        var invited = (await house.People.InviteAsync(House.InviteForm(programme, null, email!, Role.Panel), lead)).Value;

        Assert.Null(invited.LinkPath);
        Assert.Equal("person.notYours", (await house.Links.NewAsync(house.Administrator.PersonId, lead)).Refusal!.Code);
        Assert.Equal("person.notYours", (await house.People.ProfileAsync(house.Administrator.PersonId, lead)).Refusal!.Code);
    }

    [Theory, DatabaseData]
    public async Task Invite_ByOutsiderOrIntoAnotherProgrammesRound_ChangesNothing(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (programme, other) = (await house.ProgrammeAsync(), await house.ProgrammeAsync("PE-2016"));
        var round = await house.RoundAsync(other);
        var official = await house.JoinAsync(programme, null, "official@servir.gob.pe", Role.Official);
        var before = await Tables.DigestAsync(house.Db.Database);

        var byOfficial = await house.People.InviteAsync(House.InviteForm(programme, null, "x@servir.gob.pe", Role.Official), official);
        var astray = await house.People.InviteAsync(House.InviteForm(programme, round, "x@servir.gob.pe", Role.Official), house.Administrator);

        Assert.Equal(RefusalKind.Hidden, byOfficial.Refusal!.Kind);
        Assert.Equal(RefusalKind.Hidden, astray.Refusal!.Kind);
        Assert.Equal(before, await Tables.DigestAsync(house.Db.Database));
    }

    [Theory, DatabaseData]
    public async Task Invite_AnyStatementFails_LeavesNothing(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();

        await FailNth.StatementAsync(house.Db,
            () => house.People.InviteAsync(House.InviteForm(programme, null, "rosa@servir.gob.pe", Role.Official), house.Administrator), atLeast: 8);
    }

    [Theory, DatabaseData]
    public async Task EditProfile_TakenAddressAndStaleVersion_AreRefused(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var rosa = await house.JoinAsync(programme, null, "rosa@servir.gob.pe", Role.Official);
        await house.JoinAsync(programme, null, "luis@servir.gob.pe", Role.Official);
        EditProfile Edit(string email, long version) =>
            new(rosa.PersonId, version) { Name = "Rosa Quispe", Email = email, Language = "es", Zone = "America/Lima" };

        Assert.Equal(("person.emailTaken", "Email"), (await house.People.EditProfileAsync(Edit("Luis@servir.gob.pe", 1), rosa)) is { Refusal: { } no } ? (no.Code, no.Field) : default);
        Assert.False((await house.People.EditProfileAsync(Edit("rosa.quispe@servir.gob.pe", 1), rosa)).IsRefused);
        Assert.Equal(RefusalKind.OutOfTime, (await house.People.EditProfileAsync(Edit("rosa@servir.gob.pe", 1), rosa)).Refusal!.Kind);
        Assert.Equal("rosa.quispe@servir.gob.pe", (await house.People.ProfileAsync(rosa.PersonId, rosa)).Value.Email);
    }

    [Theory, DatabaseData]
    public async Task ChangeLanguage_Unknown_IsRefusedAndKnownIsKept(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var rosa = await house.JoinAsync(await house.ProgrammeAsync(), null, "rosa@servir.gob.pe", Role.Official);

        Assert.Equal("person.languageUnknown", (await house.People.ChangeLanguageAsync("pt", rosa)).Refusal!.Code);
        Assert.False((await house.People.ChangeLanguageAsync("ko", rosa)).IsRefused);
        Assert.Equal("ko", (await house.People.SignedInAsync(rosa.PersonId))!.Person.Language);
    }

    [Theory, DatabaseData]
    public async Task AddInvented_TwiceAndARealPersonsAddress_AddsRolesAndRefuses(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (one, two) = (await house.ProgrammeAsync("PE-1"), await house.ProgrammeAsync("PE-2"));
        await house.JoinAsync(one, null, "real@servir.gob.pe", Role.Official);

        var id = (await house.People.AddInventedAsync(House.InviteForm(one, null, "rosa@example.org", Role.Official))).Value;
        Assert.Equal(id, (await house.People.AddInventedAsync(House.InviteForm(two, null, "rosa@example.org", Role.Official, Role.Panel))).Value);
        Assert.Equal("person.emailTaken", (await house.People.AddInventedAsync(House.InviteForm(one, null, "real@servir.gob.pe", Role.Lead))).Refusal!.Code);

        var invented = Assert.Single(await house.People.SamplePeopleAsync());
        Assert.Equal((id, true), (invented.Person.Id, invented.Person.IsSample));
        Assert.Equal([Role.Official, Role.Panel], invented.Roles);
        Assert.Equal(0, await house.Db.ScalarAsync<long>("select count(*) from one_time_link where person_id = @id", new { id }));
    }

    [Theory, DatabaseData]
    public async Task EndSignIns_Self_ChangesTheStampAndDropsUnusedLinks(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var rosa = await house.JoinAsync(await house.ProgrammeAsync(), null, "rosa@servir.gob.pe", Role.Official);
        var before = (await house.People.SignedInAsync(rosa.PersonId))!.Person.Stamp;
        var link = (await house.Links.NewAsync(rosa.PersonId, house.Administrator)).Value;

        await house.People.EndSignInsAsync(rosa.PersonId, rosa);

        Assert.NotEqual(before, (await house.People.SignedInAsync(rosa.PersonId))!.Person.Stamp);
        Assert.Equal("link.unknown", (await house.Links.UseAsync(House.Token(link.Path))).Refusal!.Code);
    }
}
