using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.People.PersonalData;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Sample;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Sample;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.People.PersonalData;

public sealed class PersonalDataServiceTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 26, 15, 20, 0, TimeSpan.Zero);

    [Fact]
    public async Task EveryReferenceToAPerson_StandsInTheExport()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var references = await db.QueryAsync<string>(
            """
            select m.name || '.' || f."from" from sqlite_master m join pragma_foreign_key_list(m.name) f
            where m.type = 'table' and f."table" = 'person' order by 1
            """);
        Assert.True(references.Count > 30);
        Assert.All(references, reference =>
        {
            var (table, column) = (reference.Split('.')[0], reference.Split('.')[1]);
            // What somebody only caused to happen to others is told by the acts of the audit.
            if (reference is "task.closed_by" or "author.added_by")
                return;
            Assert.True(PersonalTables.All.Any(t => t.Sql.Contains($" {table} ", StringComparison.Ordinal) && t.Sql.Contains($"{column} = @id", StringComparison.Ordinal)), reference);
        });
    }

    [Theory, DatabaseData]
    public async Task Export_OfAConsultant_HoldsTheirWordsAndNobodyElses(Dialect dialect)
    {
        await using var db = await SamplePlayerTests.PlayedAsync(dialect, new SamplePlayRequest(Now));
        var data = new PersonalDataService(db.Database);
        var id = await db.ScalarAsync<long>("select min(consultant_id) from review where state = 'released'");
        var self = (await new PeopleService(db.Database).ActorAsync(id))!;

        var export = (await data.ExportAsync(id, self)).Value;

        Assert.Equal(await db.ScalarAsync<string>("select email from person where id = @id", new { id }), (string?)export["profile"]![0]!["email"]);
        Assert.Equal(await db.QueryAsync<string>("select text from comment where owner_id = @id order by id", new { id }), Values(export, "comments", "text"));
        Assert.Equal(await db.QueryAsync<string>("select act from audit where actor_id = @id order by id", new { id }), Values(export, "acts", "act"));
        var at = await db.ScalarAsync<DateTimeOffset>("select min(at) from audit where actor_id = @id", new { id });
        Assert.Equal(at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), Values(export, "acts", "at").Min(StringComparer.Ordinal));
        var others = await db.QueryAsync<string>("select text from comment where owner_id <> @id", new { id });
        Assert.DoesNotContain(others, text => Values(export, "comments", "text").Contains(text));

        var lead = await db.ScalarAsync<long>("select min(person_id) from role where role = 'lead' and ended_at is null");
        Assert.Equal(RefusalKind.Hidden, (await data.ExportAsync(id, (await new PeopleService(db.Database).ActorAsync(lead))!)).Refusal!.Kind);
        Assert.False((await data.ExportAsync(id, Actor.System)).IsRefused);
        Assert.Equal(RefusalKind.Hidden, (await data.ExportAsync(9_999, Actor.System)).Refusal!.Kind);
    }

    [Theory, DatabaseData]
    public async Task Export_ByAnAdministrator_LeavesOutWhatIsPrivateToItsWriter(Dialect dialect)
    {
        await using var db = await SamplePlayerTests.PlayedAsync(dialect, new SamplePlayRequest(Now));
        var data = new PersonalDataService(db.Database);
        foreach (var (key, column, who) in new[]
        {
            ("comments", "text", "select min(owner_id) from comment where state = 'draft'"),
            ("notes", "text", "select min(author_id) from note"),
            ("sections", "content", "select min(updated_by) from section where content <> ''"),
        })
        {
            var id = (await db.ScalarAsync<long?>(who))!.Value;
            var own = Values((await data.ExportAsync(id, (await new PeopleService(db.Database).ActorAsync(id))!)).Value, key, column);
            var told = (await data.ExportAsync(id, Actor.System)).Value;
            Assert.NotEmpty(own);
            Assert.Equal(
                key == "comments" ? await db.QueryAsync<string>("select text from comment where owner_id = @id and state <> 'draft' order by id", new { id }) : [],
                told[key] is null ? [] : Values(told, key, column));
            Assert.True(key != "comments" || own.Count > Values(told, key, column).Count);
        }
    }

    [Theory, DatabaseData]
    public async Task Erase_LeavesNoTraceOfWhoItWas_AndTheChainWhole(Dialect dialect)
    {
        await using var db = await SamplePlayerTests.PlayedAsync(dialect, new SamplePlayRequest(Now));
        db.Time.SetUtcNow(Now);
        var data = new PersonalDataService(db.Database);
        // Of the programme that ended: somebody whose plans are done.
        var id = await db.ScalarAsync<long>(
            "select min(p.official_id) from plan p where p.state = 'completed' and not exists (select 1 from plan o where o.state = 'open' and o.official_id = p.official_id)");
        var person = (await db.QueryAsync<Person>("select id, name, email, post from person where id = @id", new { id })).Single();
        var self = (await new PeopleService(db.Database).ActorAsync(id))!;
        Assert.Null(await data.WhyNotEraseAsync(id, self));
        Assert.NotEmpty(await HoldersAsync(db, person.Name));

        Assert.False((await data.EraseAsync(id, self)).IsRefused);

        Assert.Empty(await HoldersAsync(db, person.Name));
        Assert.Empty(await HoldersAsync(db, person.Email));
        Assert.Null(await new PeopleService(db.Database).ActorAsync(id));
        Assert.Equal(RefusalKind.Hidden, (await data.EraseAsync(id, self)).Refusal!.Kind);
        Assert.Equal(1, await db.ScalarAsync<int>("select count(*) from audit where act = 'person.erased' and subject_id = @id", new { id }));
        Assert.NotEqual(0, await db.ScalarAsync<int>("select count(*) from plan where official_id = @id", new { id }));
        Assert.Empty(await Invariants.VerifyAsync(db.Database, TestContext.Current.CancellationToken));
    }

    [Theory, DatabaseData]
    public async Task Erase_WhoStillCarriesSomething_OrIsTheLast_OrAStranger_IsRefused(Dialect dialect)
    {
        await using var db = await SamplePlayerTests.PlayedAsync(dialect, new SamplePlayRequest(Now, SampleLimit.Review));
        var (data, people) = (new PersonalDataService(db.Database), new PeopleService(db.Database));
        var official = await db.ScalarAsync<long>("select min(official_id) from plan where state = 'open'");
        var before = await Tables.DigestAsync(db.Database);

        var busy = (await data.EraseAsync(official, Actor.System)).Refusal!;
        Assert.Equal(("person.stillBusy", 1L), (busy.Code, busy.Facts["count"]));
        var stranger = (await people.ActorAsync(await db.ScalarAsync<long>("select max(official_id) from plan where state = 'open'")))!;
        Assert.Equal(RefusalKind.Hidden, (await data.EraseAsync(official, stranger)).Refusal!.Kind);
        var administrator = await db.ScalarAsync<long>("select id from person where is_administrator = 1");
        Assert.Equal("person.lastAdministrator", (await data.EraseAsync(administrator, Actor.System)).Refusal!.Code);
        Assert.Equal(before, await Tables.DigestAsync(db.Database));
    }

    [Theory, DatabaseData]
    public async Task Erase_TheOnlyLead_IsRefused_AndTheSecondTimeTheyAreNot(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var data = new PersonalDataService(house.Db.Database);
        var lead = await house.JoinAsync(programme, null, "lead@logodi.go.kr", Role.Lead);
        Assert.Equal("person.lastLead", (await data.EraseAsync(lead.PersonId, lead)).Refusal!.Code);
        await house.JoinAsync(programme, null, "second@logodi.go.kr", Role.Lead);
        Assert.False((await data.EraseAsync(lead.PersonId, lead)).IsRefused);
        Assert.Single((await house.Roles.MembersAsync(programme, null, house.Administrator)).Value);
    }

    [Theory, DatabaseData]
    public async Task Erase_ByALead_IsRefused_WhileThePersonOnceTookPartElsewhere(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var (here, elsewhere) = (await house.ProgrammeAsync(), await house.ProgrammeAsync("PE-2016"));
        var data = new PersonalDataService(house.Db.Database);
        var lead = await house.JoinAsync(here, null, "lead@logodi.go.kr", Role.Lead);
        var rosa = await house.JoinAsync(elsewhere, null, "rosa@servir.gob.pe", Role.Official);
        await house.Roles.GiveAsync(new GiveRole(rosa.PersonId, Role.Official, here, null), house.Administrator);
        await house.Roles.EndAsync((await house.Roles.MembersAsync(elsewhere, null, house.Administrator)).Value.Single().RoleId, house.Administrator);

        Assert.Equal("person.notYours", (await data.EraseAsync(rosa.PersonId, lead)).Refusal!.Code);
        Assert.Equal("person.notYours", (await data.WhyNotEraseAsync(rosa.PersonId, lead))!.Code);
        Assert.False((await data.EraseAsync(rosa.PersonId, rosa)).IsRefused);
    }

    [Theory, DatabaseData]
    public async Task Erase_FailingAnywhere_IsAllOrNothing_AndTheAddressMayComeBack(Dialect dialect)
    {
        await using var house = await House.BuildAsync(dialect);
        var programme = await house.ProgrammeAsync();
        var rosa = await house.JoinAsync(programme, null, "rosa@servir.gob.pe", Role.Consultant);
        await new PhraseService(house.Db.Database).SaveAsync(new SavePhrase(null, "es", "¿De dónde sale esta cifra?", 0), rosa);
        var data = new PersonalDataService(house.Db.Database);

        await FailNth.StatementAsync(house.Db, () => data.EraseAsync(rosa.PersonId, house.Administrator), atLeast: 14);

        Assert.Empty(await HoldersAsync(house.Db, "rosa@servir.gob.pe"));
        Assert.Empty(await HoldersAsync(house.Db, "Ñáñez"));
        Assert.Equal(0, await house.Db.ScalarAsync<int>("select count(*) from phrase"));
        var again = await house.JoinAsync(programme, null, "rosa@servir.gob.pe", Role.Consultant);
        Assert.NotEqual(rosa.PersonId, again.PersonId);
    }

    static List<string> Values(JsonObject export, string table, string column) => [.. export[table]!.AsArray().Select(row => row![column]?.ToString() ?? "")];

    /// <summary>Tables in which the text stands anywhere.</summary>
    static Task<List<string>> HoldersAsync(TestDatabase db, string text) =>
        db.Database.ReadAsync(async session =>
        {
            var holders = new List<string>();
            foreach (var table in await Tables.NamesAsync(session))
            {
                var rows = await session.QueryAsync<dynamic>($"select * from \"{table}\"");
                if (rows.Any(row => ((IDictionary<string, object?>)row).Values.Any(v => v is string s && s.Contains(text, StringComparison.OrdinalIgnoreCase))))
                    holders.Add(table);
            }
            return holders;
        });
}
