using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.People;

/// <summary>One-time links: made for one person, good for <see cref="OneTimeToken.Life"/>, used once. The token is nowhere stored.</summary>
public sealed class PersonLinks(Database database)
{
    /// <summary>Of the first administrator until they write their own in the profile; nobody owns it (RFC 2606 keeps the domain free).</summary>
    public const string NobodysAddress = "administrator@logodi.invalid";

    /// <summary>Whom a link lets in, without using it: programs that fetch the addresses of a mail must not use it up.</summary>
    public Task<Result<LinkSeen>> LookAsync(string token, CancellationToken ct = default) =>
        database.ReadAsync<Result<LinkSeen>>(async session =>
        {
            var (link, no) = await FindAsync(session, token);
            return no is not null ? no : new LinkSeen(new WrittenName(link!.Name, link.NativeName), link.Language, link.ExpiresAt);
        }, ct);

    /// <summary>Uses a link up and gives the person it lets in. Of two at the same moment one comes in.</summary>
    public async Task<Result<Person>> UseAsync(string token, CancellationToken ct = default) =>
        await database.WriteAsync<Person>(async work =>
        {
            var (link, no) = await FindAsync(work, token);
            if (no is not null)
                return no;
            if (!await work.ExecuteOneAsync(LinkSql.Use, new { id = link!.Id, now = work.Now }))
                return Refusal.OutOfTime("link.used");
            var person = await work.SingleAsync<Person>(PersonSql.ById, new { id = link.PersonId });
            await work.AuditAsync(new Actor(person.Id, person.IsAdministrator, []), new AuditLine("link.used") { Subject = "link", SubjectId = link.Id });
            return person;
        }, ct);

    /// <summary>Another link for somebody who lost theirs: to copy, and sent to them as mail, so that they see that it was made.</summary>
    public async Task<Result<LinkMade>> NewAsync(long personId, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync<LinkMade>(async work =>
        {
            var person = await work.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId });
            if (person is null)
                return Refusal.Hidden();
            if (PeopleRules.MayActFor(actor, person, await PeopleService.RolesAsync(work, personId)) is { } no)
                return no;
            return await MakeAsync(work, person, LinkPurpose.SignIn, actor);
        }, ct);

    /// <summary><see cref="NewAsync"/> for a form, which may be sent twice.</summary>
    public async Task<Result<LinkRenewed>> RenewAsync(long personId, Actor actor, FormPost? form, CancellationToken ct = default)
    {
        string? path = null;
        var renewed = await database.WriteAsync(work => Once.RunAsync<LinkRenewed>(work, form, actor, async () =>
        {
            var person = await work.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId });
            if (person is null)
                return Refusal.Hidden();
            if (PeopleRules.MayActFor(actor, person, await PeopleService.RolesAsync(work, personId)) is { } no)
                return no;
            var made = await MakeAsync(work, person, LinkPurpose.SignIn, actor);
            path = made.Path;
            return new LinkRenewed(person.WrittenName, null, made.ExpiresAt);
        }), ct);
        return renewed.IsRefused ? renewed : renewed.Value with { LinkPath = path };
    }

    /// <summary>
    /// Somebody at the door asks for a link to their address. Whether anybody has it is not told; a link leaves at most every five minutes, and five a day, so
    /// that nobody's mailbox is filled by others.
    /// </summary>
    public async Task<Result<Done>> AskAsync(string? email, CancellationToken ct = default) =>
        await database.WriteAsync<Done>(async work =>
        {
            if (PeopleRules.Email(email) is { } no)
                return no;
            var person = await work.FirstOrDefaultAsync<Person>(PersonSql.ByEmail, new { email = PeopleRules.NormalEmail(email!) });
            if (person is null || await work.ScalarAsync<long>(LinkSql.AskedSince, new { person = person.Id, since = work.Now.AddMinutes(-5) }) > 0
                || await work.ScalarAsync<long>(LinkSql.AskedSince, new { person = person.Id, since = work.Now.AddDays(-1) }) >= 5)
                return Done.Value;
            await MakeAsync(work, person, LinkPurpose.SignIn, new Actor(person.Id, person.IsAdministrator, []));
            return Done.Value;
        }, ct);

    /// <summary>
    /// The way in for the first start: while nobody but administrators who never came in is known, a new link at each start, and the one
    /// before it is void. Null once the installation is in use.
    /// </summary>
    public async Task<LinkMade?> FirstAdministratorAsync(CancellationToken ct = default)
    {
        var made = await database.WriteAsync<LinkMade?>(async work =>
        {
            if (await work.ScalarAsync<long>(PersonSql.InUse) > 0)
                return (LinkMade?)null;
            var person = await work.FirstOrDefaultAsync<Person>(PersonSql.Administrator)
                ?? await PeopleService.CreateAsync(work, FirstAdministrator, isSample: false, isAdministrator: true);
            await work.ExecuteAsync(LinkSql.DropUnused, new { person = person.Id });
            return await MakeAsync(work, person, LinkPurpose.Administrator, Actor.System);
        }, ct);
        return made.Value;
    }

    static Invite FirstAdministrator { get; } = new(0, null, [])
    {
        Name = "Administrator",
        Email = NobodysAddress,
        Language = Languages.Spanish,
        Zone = Zones.Lima,
    };

    /// <param name="facts">What the mail tells beside the link, ids and codes as <see cref="Mail.MailFactsReader"/> reads them.</param>
    internal static async Task<LinkMade> MakeAsync(UnitOfWork work, Person person, LinkPurpose purpose, Actor actor, JsonObject? facts = null)
    {
        var token = OneTimeToken.Make();
        var expires = work.Now + OneTimeToken.Life;
        var id = await work.InsertAsync(LinkSql.Insert, new
        {
            person = person.Id,
            digest = OneTimeToken.Digest(token),
            purpose,
            now = work.Now,
            by = actor.PersonId,
            expires,
        });
        var path = OneTimeToken.Path(token);
        if (purpose != LinkPurpose.Administrator)
            await MailAsync(work, person, purpose, path, expires, id, facts ?? []);
        await work.AuditAsync(actor, new AuditLine("link.made") { Subject = "link", SubjectId = id });
        return new LinkMade(person.Id, path, expires);
    }

    static Task<long?> MailAsync(UnitOfWork work, Person person, LinkPurpose purpose, string path, DateTimeOffset expires, long linkId, JsonObject facts)
    {
        facts["link"] = path;
        facts["expires"] = expires.ToMicroseconds();
        return Outbox.EnqueueAsync(work, new OutboxMessage(
            purpose == LinkPurpose.Invitation ? "invitation" : "sign_in_link",
            person.Email,
            person.Language,
            facts)
        {
            PersonId = person.Id,
            DedupeKey = $"link-{linkId}",
        });
    }

    static async Task<(LinkRow? Link, Refusal? No)> FindAsync(Session session, string token)
    {
        var link = await session.FirstOrDefaultAsync<LinkRow>(LinkSql.ByDigest, new { digest = OneTimeToken.Digest(token) });
        return link switch
        {
            null => (null, new Refusal("link.unknown", RefusalKind.OutOfTime)),
            { UsedAt: not null } => (link, Refusal.OutOfTime("link.used")),
            _ when link.ExpiresAt <= session.Now => (link, Refusal.OutOfTime("link.expired")),
            _ => (link, null),
        };
    }

    sealed class LinkRow
    {
        public long Id { get; set; }

        public long PersonId { get; set; }

        public DateTimeOffset ExpiresAt { get; set; }

        public DateTimeOffset? UsedAt { get; set; }

        public string Name { get; set; } = "";

        public string? NativeName { get; set; }

        public string Language { get; set; } = "";
    }
}
