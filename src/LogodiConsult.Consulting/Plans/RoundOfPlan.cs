using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Plans;

/// <summary>What the opening of a plan needs to know of its round.</summary>
public sealed class RoundOfPlan
{
    public long Id { get; init; }
    public long ProgrammeId { get; init; }
    public string DefinitionId { get; init; } = "";
    public string State { get; init; } = "";

    public static Task<RoundOfPlan?> FindAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<RoundOfPlan>("select id, programme_id, definition_id, state from round where id = @id", new { id });
}

public sealed class RoleInRound
{
    public long PersonId { get; init; }
    public Role Role { get; init; }
}

public static class RoleHolders
{
    public static Task<IReadOnlyList<RoleInRound>> InRoundAsync(Session session, long programmeId, long roundId) =>
        session.QueryAsync<RoleInRound>(
            """
            select person_id, role from role
            where programme_id = @programmeId and (round_id is null or round_id = @roundId) and ended_at is null
            """,
            new { programmeId, roundId });
}
