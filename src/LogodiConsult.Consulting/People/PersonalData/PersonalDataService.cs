using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.People.PersonalData;

/// <summary>What the house knows of a person, told and forgotten (Peru's Law 29733, Korea's PIPA: access, and erasing with the records kept).</summary>
public sealed class PersonalDataService(Database database)
{
    // An e-mail address that nobody can have (RFC 2606), and the name in rows that the schema wants named.
    const string NoDomain = "erased.invalid";
    const string NoName = "—";

    /// <summary>
    /// Everything that is stored of a person, for the person and for administrators: an object of lists, a row as an object with its columns'
    /// names, instants as ISO 8601 in UTC. Files and passages of others are named by their ids. What is private to its writer - drafts, notes, points that
    /// nobody was given yet - is in the writer's own copy only.
    /// </summary>
    public Task<Result<JsonObject>> ExportAsync(long personId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync<Result<JsonObject>>(async session =>
        {
            if (actor.PersonId != personId && !actor.IsAdministrator)
                return Refusal.Hidden();
            if (await session.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId }) is null)
                return Refusal.Hidden();
            var all = new JsonObject { ["person"] = personId, ["at"] = Iso(session.Now) };
            foreach (var table in PersonalTables.All)
            {
                if (table.SqlFor(actor.PersonId == personId) is not { } sql)
                    continue;
                var rows = await session.QueryAsync<dynamic>(sql, new { id = personId });
                all[table.Key] = new JsonArray([.. rows.Select(row => (JsonNode)Row((IDictionary<string, object?>)row))]);
            }
            return all;
        }, ct);

    /// <summary>
    /// Takes the name, the addresses and whatever else says who it was out of the data, for good; ends the person's roles and sign-ins. What they wrote
    /// in plans, comments and reports stays with the programme without a name; the audit, which holds ids only, stays whole. Refused
    /// while something open rests on the person, and for the last one who can do what they do.
    /// </summary>
    public async Task<Result<Done>> EraseAsync(long personId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, form, actor, async () =>
        {
            var person = await work.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId });
            if (person is null)
                return Refusal.Hidden();
            if (PeopleRules.MayEdit(actor, person, await PeopleService.RolesAsync(work, personId)) is { } no)
                return no;
            if (await StandsInTheWayAsync(work, person, actor) is { } reason)
                return reason;
            await ForgetAsync(work, person);
            await work.AuditAsync(actor, new AuditLine("person.erased") { Subject = "person", SubjectId = personId });
            return Done.Value;
        }), ct);

    /// <summary>Why the person cannot be erased now; null when they can.</summary>
    public Task<Refusal?> WhyNotEraseAsync(long personId, Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session =>
            await session.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = personId }) is { } person ? await StandsInTheWayAsync(session, person, actor) : null, ct);

    static async Task<Refusal?> StandsInTheWayAsync(Session session, Person person, Actor actor)
    {
        // It is for good: who leads only where the person is now may not take them out of what they did elsewhere before.
        if (PeopleRules.MayEdit(actor, person, await PeopleService.RolesEverAsync(session, person.Id)) is { } no)
            return no;
        var busy = await session.ScalarAsync<long>(ErasureSql.OpenPlans, new { id = person.Id });
        if (busy > 0)
            return Refusal.OutOfTime("person.stillBusy").With("count", busy);
        if (await session.ScalarAsync<long>(ErasureSql.LedAlone, new { id = person.Id }) > 0)
            return Refusal.OutOfTime("person.lastLead");
        return person.IsAdministrator && await session.ScalarAsync<long>(ErasureSql.OtherAdministrators, new { id = person.Id }) == 0
            ? Refusal.OutOfTime("person.lastAdministrator")
            : null;
    }

    static async Task ForgetAsync(UnitOfWork work, Person person)
    {
        var args = new
        {
            id = person.Id,
            now = work.Now,
            none = NoName,
            email = $"person-{person.Id}@{NoDomain}",
            stamp = PeopleService.NewStamp(),
            // A receipt may repeat the name that an answer showed ("a new link for …").
            named = $"%{Escaped(Texts.Json(person.Name).Trim('"'))}%",
        };
        foreach (var statement in ErasureSql.Forget)
            await work.ExecuteAsync(statement, args);
    }

    static string Escaped(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);

    static JsonObject Row(IDictionary<string, object?> row) =>
        new(row.Select(cell => KeyValuePair.Create(cell.Key, Value(cell.Key, cell.Value))));

    static JsonNode? Value(string column, object? value) => value switch
    {
        null or DBNull => null,
        long instant when column is "at" or "since" || column.EndsWith("_at", StringComparison.Ordinal) => Iso(Instants.FromMicroseconds(instant)),
        long number => number,
        int number => number,
        bool flag => flag,
        _ => value.ToString(),
    };

    static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
