using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.People;

/// <summary>Who holds which role in a programme or round: given and ended, never deleted.</summary>
public sealed class RoleService(Database database)
{
    /// <summary>Everybody who holds a role in the programme; with a round, those of the round and those of the whole programme.</summary>
    public async Task<Result<IReadOnlyList<Member>>> MembersAsync(long programmeId, long? roundId, Actor actor, CancellationToken ct = default)
    {
        if (PeopleRules.MayChooseMembers(actor, programmeId, roundId) is { } no)
            return no;
        var members = await database.ReadAsync(session => session.QueryAsync<Member>(RoleSql.Members, new { programme = programmeId, round = roundId }), ct);
        return Result.Of(members);
    }

    /// <summary>Gives a role to somebody who is known; holding it already is no error.</summary>
    public async Task<Result<Done>> GiveAsync(GiveRole give, Actor actor, CancellationToken ct = default)
    {
        if (PeopleRules.MayChooseMembers(actor, give.ProgrammeId, give.RoundId) is { } no)
            return no;
        return await database.WriteAsync<Done>(async work =>
        {
            if (await PlaceAsync(work, give.ProgrammeId, give.RoundId) is { } nowhere)
                return nowhere;
            if (await work.FirstOrDefaultAsync<Person>(PersonSql.ById, new { id = give.PersonId }) is null)
                return Refusal.Hidden();
            await GiveAsync(work, give, actor);
            return Done.Value;
        }, ct);
    }

    /// <summary>Refused while something open rests on the person in that role.</summary>
    public async Task<Result<Done>> EndAsync(long roleId, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, form, actor, async () =>
        {
            var member = await work.FirstOrDefaultAsync<Member>(RoleSql.Member, new { id = roleId });
            if (member is null)
                return Refusal.Hidden();
            var args = new
            {
                id = roleId,
                person = member.PersonId,
                role = member.Role,
                programme = member.ProgrammeId,
                round = member.RoundId,
                now = work.Now,
            };
            var busy = await work.ScalarAsync<long>(RoleSql.Busy, args);
            var otherLeads = await work.ScalarAsync<long>(RoleSql.OtherLeads, args);
            if (PeopleRules.MayEndRole(actor, member, busy, otherLeads) is { } no)
                return no;
            if (!await work.ExecuteOneAsync(RoleSql.End, args))
                return Refusal.OutOfTime("changedMeanwhile");
            await work.AuditAsync(actor, new AuditLine("role.ended") { RoundId = member.RoundId, Subject = "role", SubjectId = roleId });
            return Done.Value;
        }), ct);

    internal static async Task GiveAsync(UnitOfWork work, GiveRole give, Actor actor)
    {
        var args = new { person = give.PersonId, role = give.Role, programme = give.ProgrammeId, round = give.RoundId, now = work.Now };
        if (await work.ScalarAsync<long>(RoleSql.Held, args) > 0)
            return;
        var id = await work.InsertAsync(RoleSql.Insert, args);
        await work.AuditAsync(actor, new AuditLine("role.given") { RoundId = give.RoundId, Subject = "role", SubjectId = id });
    }

    /// <summary>Null when the round (or programme) is there and the round belongs to the programme.</summary>
    internal static async Task<Refusal?> PlaceAsync(Session session, long programmeId, long? roundId)
    {
        var found = roundId is null
            ? await session.ScalarAsync<long>(RoleSql.ProgrammeExists, new { programme = programmeId }) > 0
            : await session.ScalarAsync<long?>(RoleSql.RoundsProgramme, new { round = roundId }) == programmeId;
        return found ? null : Refusal.Hidden();
    }
}
