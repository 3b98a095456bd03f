using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.People;

/// <summary>What a line of a list would do.</summary>
public enum PersonFate
{
    /// <summary>Is put down and invited.</summary>
    New,

    /// <summary>Is known by e-mail: keeps the profile, is given the roles and invited.</summary>
    Known,

    /// <summary>Has the roles already: nothing happens, no mail is sent.</summary>
    There,

    /// <summary>Cannot be taken; <see cref="JudgedPerson.Problem"/> says why.</summary>
    Bad,
}

public sealed record JudgedPerson(PersonLine Line, PersonFate Fate, Refusal? Problem = null)
{
    public bool IsInvited => Fate is PersonFate.New or PersonFate.Known;
}

/// <summary>Invites everybody on a list: first a look at what each line would do, then one act.</summary>
public sealed class PeopleImport(Database database)
{
    public async Task<Result<IReadOnlyList<JudgedPerson>>> LookAsync(Invite list, IReadOnlyList<PersonLine> lines, Actor actor, CancellationToken ct = default)
    {
        if (Why(list, actor) is { } no)
            return no;
        return await database.ReadAsync<Result<IReadOnlyList<JudgedPerson>>>(async session =>
            await RoleService.PlaceAsync(session, list.ProgrammeId, list.RoundId) is { } nowhere ? nowhere : Result.Of(await JudgeAsync(session, list, lines)), ct);
    }

    /// <summary>All of them or nobody.</summary>
    /// <returns>How many were invited.</returns>
    public async Task<Result<int>> ApplyAsync(Invite list, IReadOnlyList<PersonLine> lines, Actor actor, CancellationToken ct = default)
    {
        if (Why(list, actor) is { } no)
            return no;
        return await database.WriteAsync(work => Once.RunAsync<int>(work, list.Form, actor, async () =>
        {
            if (await RoleService.PlaceAsync(work, list.ProgrammeId, list.RoundId) is { } nowhere)
                return nowhere;
            var judged = await JudgeAsync(work, list, lines);
            if (judged.FirstOrDefault(l => l.Fate == PersonFate.Bad) is { } bad)
                return bad.Problem!;
            var invited = judged.Where(l => l.IsInvited).ToList();
            if (invited.Count == 0)
                return Refusal.OutOfTime("people.nobodyNew");
            foreach (var line in invited)
                await PeopleService.InviteAsync(work, line.Line.Invite, actor);
            return invited.Count;
        }), ct);
    }

    static Refusal? Why(Invite list, Actor actor) =>
        PeopleRules.MayChooseMembers(actor, list.ProgrammeId, list.RoundId) ?? (list.Roles.Count == 0 ? Refusal.Invalid("role.missing", nameof(list.Roles)) : null);

    static async Task<IReadOnlyList<JudgedPerson>> JudgeAsync(Session session, Invite list, IReadOnlyList<PersonLine> lines)
    {
        var held = (await session.QueryAsync<Member>(RoleSql.Members, new { programme = list.ProgrammeId, round = list.RoundId }))
            .Where(m => m.RoundId == list.RoundId).ToLookup(m => m.Email, m => m.Role);
        var seen = new HashSet<string>();
        var judged = new List<JudgedPerson>();
        foreach (var line in lines)
        {
            var email = PeopleRules.NormalEmail(line.Invite.Email);
            if (PeopleRules.Problems(line.Invite) is { } problem)
                judged.Add(new JudgedPerson(line, PersonFate.Bad, problem));
            else if (!seen.Add(email))
                judged.Add(new JudgedPerson(line, PersonFate.Bad, Refusal.Invalid("people.twiceInList", nameof(line.Invite.Email))));
            else if (list.Roles.All(held[email].Contains))
                judged.Add(new JudgedPerson(line, PersonFate.There));
            else
                judged.Add(new JudgedPerson(line, await session.FirstOrDefaultAsync<Person>(PersonSql.ByEmail, new { email }) is null ? PersonFate.New : PersonFate.Known));
        }
        return judged;
    }
}
