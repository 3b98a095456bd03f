using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.People;

/// <summary>Who takes part: invited by e-mail, let in by one-time links, known by the roles they hold.</summary>
public sealed class PeopleService(Database database)
{
    /// <summary>The person's roles as they are now; null when there is no such person (any more).</summary>
    public async Task<Actor?> ActorAsync(long personId, CancellationToken ct = default) => (await SignedInAsync(personId, ct))?.Actor;

    /// <summary>The person and what they may do; compare <see cref="Person.Stamp"/> with the one the sign-in carries.</summary>
    public Task<SignedIn?> SignedInAsync(long personId, CancellationToken ct = default) =>
        database.ReadAsync<SignedIn?>(async session =>
        {
            var person = await session.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId });
            return person is null ? null : new SignedIn(person, new Actor(person.Id, person.IsAdministrator, await RolesAsync(session, person.Id)));
        }, ct);

    /// <summary>The sample's people, for signing in with one click; empty where there is no sample.</summary>
    public Task<IReadOnlyList<InventedPerson>> SamplePeopleAsync(CancellationToken ct = default) =>
        database.ReadAsync<IReadOnlyList<InventedPerson>>(async session =>
        {
            var people = await session.QueryAsync<Person>(PersonSql.Samples);
            var roles = (await session.QueryAsync<PersonRole>(PersonSql.SampleRoles)).ToLookup(r => r.PersonId, r => r.Role);
            return [.. people.Select(p => new InventedPerson(p, [.. roles[p.Id].Distinct()]))];
        }, ct);

    /// <summary>
    /// Creates the person, or finds them by e-mail and leaves what they wrote about themselves as it is; gives the roles that are not yet
    /// held, makes a one-time link and queues the mail with it.
    /// </summary>
    public async Task<Result<Invited>> InviteAsync(Invite invite, Actor actor, CancellationToken ct = default)
    {
        if (PeopleRules.MayChooseMembers(actor, invite.ProgrammeId, invite.RoundId) is { } no)
            return no;
        if (PeopleRules.Problems(invite) is { } problems)
            return problems;
        string? path = null;
        // The link is told once, in the answer to the act itself: a receipt that kept it would store what is nowhere stored.
        var invited = await database.WriteAsync(work => Once.RunAsync<Invited>(work, invite.Form, actor, async () =>
        {
            if (await RoleService.PlaceAsync(work, invite.ProgrammeId, invite.RoundId) is { } nowhere)
                return nowhere;
            var done = await InviteAsync(work, invite, actor);
            path = done.LinkPath;
            return done with { LinkPath = null };
        }), ct);
        return invited.IsRefused ? invited : invited.Value with { LinkPath = path };
    }

    /// <summary>The act itself, inside a unit of work that has asked whether it may be done.</summary>
    internal static async Task<Invited> InviteAsync(UnitOfWork work, Invite invite, Actor actor)
    {
        var known = await work.FirstOrDefaultAsync<Person>(PersonSql.ByEmail, new { email = PeopleRules.NormalEmail(invite.Email) });
        var person = known ?? await CreateAsync(work, invite, isSample: false, isAdministrator: false);
        foreach (var role in invite.Roles.Distinct())
            await RoleService.GiveAsync(work, new GiveRole(person.Id, role, invite.ProgrammeId, invite.RoundId), actor);
        var link = await PersonLinks.MakeAsync(work, person, LinkPurpose.Invitation, actor, new JsonObject
        {
            ["programmeId"] = invite.ProgrammeId,
            ["roundId"] = invite.RoundId,
            ["role"] = string.Join(',', invite.Roles.Distinct().Select(role => role.ToCode())),
        });
        await work.AuditAsync(actor, new AuditLine("person.invited") { RoundId = invite.RoundId, Subject = "person", SubjectId = person.Id });
        var path = PeopleRules.MayActFor(actor, person, await RolesAsync(work, person.Id)) is null ? link.Path : null;
        return new Invited(person.Id, known is null, path, link.ExpiresAt);
    }

    /// <summary>Puts an invented person of the sample down, or adds roles to one: no link and no mail, since one click lets them in.</summary>
    /// <param name="isAdministrator">Of new people: they run the installation, and need no role.</param>
    public async Task<Result<long>> AddInventedAsync(Invite invite, bool isAdministrator = false, CancellationToken ct = default)
    {
        if ((isAdministrator ? PeopleRules.Problems((PersonFields)invite) : PeopleRules.Problems(invite)) is { } problems)
            return problems;
        return await database.WriteAsync<long>(async work =>
        {
            if (await RoleService.PlaceAsync(work, invite.ProgrammeId, invite.RoundId) is { } nowhere)
                return nowhere;
            var known = await work.FirstOrDefaultAsync<Person>(PersonSql.ByEmail, new { email = PeopleRules.NormalEmail(invite.Email) });
            // One click signs an invented person in, so nobody real may become one.
            if (known is { IsSample: false })
                return Refusal.Invalid("person.emailTaken", nameof(invite.Email));
            var person = known ?? await CreateAsync(work, invite, isSample: true, isAdministrator);
            foreach (var role in invite.Roles.Distinct())
                await RoleService.GiveAsync(work, new GiveRole(person.Id, role, invite.ProgrammeId, invite.RoundId), Actor.System);
            await work.AuditAsync(Actor.System, new AuditLine("person.invented") { RoundId = invite.RoundId, Subject = "person", SubjectId = person.Id });
            return person.Id;
        }, ct);
    }

    /// <summary>What the person wrote about themselves, or a lead about somebody all of whose roles they lead.</summary>
    public async Task<Result<Done>> EditProfileAsync(EditProfile edit, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, edit.Form, actor, async () =>
        {
            var person = await work.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = edit.PersonId });
            if (person is null)
                return Refusal.Hidden();
            if (PeopleRules.MayEdit(actor, person, await RolesAsync(work, person.Id)) is { } no)
                return no;
            if (PeopleRules.Problems(edit) is { } problems)
                return problems;
            if (await work.ScalarAsync<long>(PersonSql.EmailTaken, new { email = PeopleRules.NormalEmail(edit.Email), id = person.Id }) > 0)
                return Refusal.Invalid("person.emailTaken", nameof(edit.Email));
            var row = Row(edit);
            row.Id = edit.PersonId;
            row.Version = edit.Version;
            if (!await work.ExecuteOneAsync(PersonSql.Update, row))
                return Refusal.OutOfTime("changedMeanwhile");
            await work.AuditAsync(actor, new AuditLine("person.edited") { Subject = "person", SubjectId = person.Id });
            return Done.Value;
        }), ct);

    /// <summary>What an edit form starts from.</summary>
    public Task<Result<Person>> ProfileAsync(long personId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync<Result<Person>>(async session =>
        {
            var person = await session.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId });
            if (person is null)
                return Refusal.Hidden();
            return PeopleRules.MayEdit(actor, person, await RolesAsync(session, personId)) is { } no ? no : person;
        }, ct);

    /// <summary>The language of one's pages and mails.</summary>
    public async Task<Result<Done>> ChangeLanguageAsync(string language, Actor actor, CancellationToken ct = default)
    {
        if (!Languages.Knows(language))
            return Refusal.Invalid("person.languageUnknown", nameof(language));
        return await database.WriteAsync<Done>(async work =>
        {
            if (!await work.ExecuteOneAsync(PersonSql.SetLanguage, new { id = actor.PersonId, language }))
                return Refusal.Hidden();
            await work.AuditAsync(actor, new AuditLine("person.languageChanged") { Subject = "person", SubjectId = actor.PersonId });
            return Done.Value;
        }, ct);
    }

    /// <summary>Ends every sign-in of a person, and the links they have not used: after a lost phone, or when they leave.</summary>
    public async Task<Result<Done>> EndSignInsAsync(long personId, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync<Done>(async work =>
        {
            var person = await work.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId });
            if (person is null)
                return Refusal.Hidden();
            if (PeopleRules.MayEdit(actor, person, await RolesAsync(work, personId)) is { } no)
                return no;
            await work.ExecuteOneAsync(PersonSql.SetStamp, new { id = personId, stamp = NewStamp() });
            await work.ExecuteAsync(LinkSql.DropUnused, new { person = personId });
            await work.AuditAsync(actor, new AuditLine("person.signInsEnded") { Subject = "person", SubjectId = personId });
            return Done.Value;
        }, ct);

    /// <summary>Puts a person down without inviting them; for the sample and the first administrator.</summary>
    internal static async Task<Person> CreateAsync(UnitOfWork work, PersonFields fields, bool isSample, bool isAdministrator)
    {
        var person = Row(fields);
        person.IsSample = isSample;
        person.IsAdministrator = isAdministrator;
        person.Stamp = NewStamp();
        person.CreatedAt = work.Now;
        person.Version = 1;
        person.Id = await work.InsertAsync(PersonSql.Insert, new
        {
            person.Name,
            person.NativeName,
            person.SortName,
            person.Email,
            person.Language,
            person.Zone,
            person.Institution,
            person.Post,
            person.Region,
            person.IsAdministrator,
            person.IsSample,
            person.Stamp,
            now = work.Now,
        });
        return person;
    }

    internal static async Task<IReadOnlyList<RoleHeld>> RolesAsync(Session session, long personId) =>
        [.. (await session.QueryAsync<PersonRole>(PersonSql.Roles, new { id = personId })).Select(r => new RoleHeld(r.Role, r.ProgrammeId, r.RoundId))];

    /// <summary>Those that ended as well.</summary>
    internal static async Task<IReadOnlyList<RoleHeld>> RolesEverAsync(Session session, long personId) =>
        [.. (await session.QueryAsync<PersonRole>(PersonSql.RolesEver, new { id = personId })).Select(r => new RoleHeld(r.Role, r.ProgrammeId, r.RoundId))];

    static Person Row(PersonFields fields) => new()
    {
        Name = fields.Name.Trim(),
        NativeName = Text(fields.NativeName),
        SortName = SortKey.Of(fields.Name),
        Email = PeopleRules.NormalEmail(fields.Email),
        Language = fields.Language,
        Zone = fields.Zone,
        Institution = Text(fields.Institution) ?? "",
        Post = Text(fields.Post) ?? "",
        Region = Text(fields.Region),
    };

    static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal static string NewStamp() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    sealed class PersonRole
    {
        public long PersonId { get; set; }

        public Role Role { get; set; }

        public long ProgrammeId { get; set; }

        public long? RoundId { get; set; }
    }
}
