using System.Text;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.People;

public sealed class PeopleImportTests
{
    static readonly Invite Officials = House.InviteForm(1, 1, "", Role.Official) with { Name = "", Institution = null };

    [Theory]
    [InlineData("Nombres y apellidos;Correo electrónico;Entidad;Cargo;Idioma;Zona horaria\nRosa Ñahui;ROSA@servir.gob.pe;SERVIR;Analista;español;Lima")]
    [InlineData("성명,이메일,기관,직위,언어,시간대\r\nRosa Ñahui,ROSA@servir.gob.pe,SERVIR,Analista,스페인어,리마")]
    [InlineData("E-mail\tFull name\tOrganisation\tPost\nROSA@servir.gob.pe\tRosa  Ñahui\tSERVIR\tAnalista\n\n")]
    [InlineData("Rosa Ñahui,ROSA@servir.gob.pe,SERVIR,Analista")]
    public void ReadText_HeadedAsPeopleDo_FindsEachColumn(string text)
    {
        var line = Assert.Single(PeopleTable.ReadText(text, Officials).Value);
        var person = line.Invite;
        Assert.Equal(("Rosa Ñahui", "ROSA@servir.gob.pe", "SERVIR", "Analista"), (person.Name, person.Email, person.Institution, person.Post));
        Assert.Equal(("es", "America/Lima"), (person.Language, person.Zone));
        Assert.Equal(text.Contains("Rosa Ñahui,ROSA", StringComparison.Ordinal) && !text.Contains("성명", StringComparison.Ordinal) ? 1 : 2, line.Number);
    }

    [Fact]
    public async Task Csv_ReadAgain_IsTheSameList()
    {
        var lines = PeopleTable.ReadText("name,email,language,zone,nativeName\n\"Kim, Ja-mun\",kim@x.kr,ko,Asia/Seoul,김자문\n=SUM(A1),a@b.pe,,,", Officials).Value;
        var again = (await PeopleTable.ReadAsync(new MemoryStream(PeopleTable.Csv(lines)), Officials)).Value;
        Assert.Equal(lines.Select(l => (l.Invite.Name, l.Invite.Email, l.Invite.Language, l.Invite.Zone, l.Invite.NativeName)),
            again.Select(l => (l.Invite.Name, l.Invite.Email, l.Invite.Language, l.Invite.Zone, l.Invite.NativeName)));
        Assert.Equal(("ko", "Asia/Seoul", "김자문"), (lines[0].Invite.Language, lines[0].Invite.Zone, lines[0].Invite.NativeName));
    }

    [Fact]
    public async Task Read_BadFiles_SaySo()
    {
        var many = string.Concat(Enumerable.Range(0, PeopleTable.MostPeople + 1).Select(i => $"Persona {i},p{i}@x.pe\n"));
        foreach (var (bytes, code) in new (byte[], string)[]
        {
            ([0xFF, 0xFE, 0x41], "table.unreadable"), ("nombre,correo\n,\n"u8.ToArray(), "table.empty"), ("PK and no archive"u8.ToArray(), "file.broken"),
            (Encoding.UTF8.GetBytes(many), "people.listFull"),
        })
            Assert.Equal(code, (await PeopleTable.ReadAsync(new MemoryStream(bytes), Officials)).Refusal?.Code);
    }

    [Theory, DatabaseData]
    public async Task Look_JudgesEachLine_AndChangesNothing(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (list, imports) = await ListAsync(house);
        await house.JoinAsync(list.ProgrammeId, list.RoundId, "there@x.pe", Role.Official);
        await house.JoinAsync(list.ProgrammeId, null, "known@x.pe", Role.Panel);
        var before = await Tables.DigestAsync(house.Db.Database);
        var lines = PeopleTable.ReadText("Nueva,new@x.pe\nConocida,KNOWN@x.pe\nPresente,there@x.pe\nNueva,New@x.pe\n,noname@x.pe\nSin correo,nadie\nOtro,o@x.pe,,,,klingon", list).Value;
        var judged = (await imports.LookAsync(list, lines, house.Administrator)).Value;
        Assert.Equal([PersonFate.New, PersonFate.Known, PersonFate.There, PersonFate.Bad, PersonFate.Bad, PersonFate.Bad, PersonFate.Bad], judged.Select(j => j.Fate));
        Assert.Equal(["people.twiceInList", "person.nameMissing", "person.emailInvalid", "person.languageUnknown"], judged.Skip(3).Select(j => j.Problem!.Code));
        Assert.Equal(before, await Tables.DigestAsync(house.Db.Database));
    }

    [Theory, DatabaseData]
    public async Task Apply_InvitesTheNewAndTheKnown_OnceForARepeatedForm(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (list, imports) = await ListAsync(house);
        await house.JoinAsync(list.ProgrammeId, list.RoundId, "there@x.pe", Role.Official);
        await house.JoinAsync(list.ProgrammeId, null, "known@x.pe", Role.Panel);
        var lines = PeopleTable.ReadText("Nueva,new@x.pe\nConocida,known@x.pe\nPresente,there@x.pe", list).Value;
        var form = list with { Form = new FormPost("key-1", "digest-1") };
        var mails = await MailsAsync(house);
        Assert.Equal(2, (await imports.ApplyAsync(form, lines, house.Administrator)).Value);
        Assert.Equal(2, (await imports.ApplyAsync(form, lines, house.Administrator)).Value);
        Assert.Equal(mails + 2, await MailsAsync(house));
        var officials = (await house.Roles.MembersAsync(list.ProgrammeId, list.RoundId, house.Administrator)).Value.Where(m => m.Role == Role.Official).ToList();
        Assert.Equal(["known@x.pe", "new@x.pe", "there@x.pe"], officials.Select(m => m.Email).Order());
        Assert.Equal("Rosa Ñáñez Quispe", officials.Single(m => m.Email == "known@x.pe").Name);
        Assert.Equal("people.nobodyNew", (await imports.ApplyAsync(list, lines, house.Administrator)).Refusal?.Code);
    }

    [Theory, DatabaseData]
    public async Task Apply_WithABadLine_OrByOthers_ChangesNothing(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (list, imports) = await ListAsync(house);
        var official = await house.JoinAsync(list.ProgrammeId, list.RoundId, "o@x.pe", Role.Official);
        var other = await house.RoundAsync(await house.ProgrammeAsync("PE-2016"), 1);
        var before = await Tables.DigestAsync(house.Db.Database);
        var lines = PeopleTable.ReadText("Nueva,new@x.pe\nSin correo,nadie", list).Value;
        Assert.Equal("person.emailInvalid", (await imports.ApplyAsync(list, lines, house.Administrator)).Refusal?.Code);
        Assert.Equal(RefusalKind.Hidden, (await imports.ApplyAsync(list, lines, official)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await imports.LookAsync(list, lines, official)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await imports.LookAsync(list with { }, lines, new Actor(official.PersonId, false, []))).Refusal?.Kind);
        var astray = new Invite(list.ProgrammeId, other, [Role.Official]) { Name = "", Email = "", Language = "es", Zone = "America/Lima" };
        Assert.Equal(RefusalKind.Hidden, (await imports.ApplyAsync(astray, lines, house.Administrator)).Refusal?.Kind);
        Assert.Equal("role.missing", (await imports.ApplyAsync(new Invite(list.ProgrammeId, list.RoundId, []) { Name = "", Email = "", Language = "es", Zone = "America/Lima" }, lines, house.Administrator)).Refusal?.Code);
        Assert.Equal(before, await Tables.DigestAsync(house.Db.Database));
    }

    static async Task<(Invite List, PeopleImport Imports)> ListAsync(House house)
    {
        var programme = await house.ProgrammeAsync();
        var round = await house.RoundAsync(programme);
        return (new Invite(programme, round, [Role.Official]) { Name = "", Email = "", Language = "es", Zone = "America/Lima" }, new PeopleImport(house.Db.Database));
    }

    static Task<long> MailsAsync(House house) => house.Db.ScalarAsync<long>("select count(*) from outbox where kind = 'invitation'");
}
