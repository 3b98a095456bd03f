namespace LogodiConsult.Consulting.People;

/// <summary>Who acts: a signed-in person, or the program itself (<see cref="System"/>) when time acts.</summary>
/// <param name="PersonId">Id of the person; 0 is the program.</param>
/// <param name="IsAdministrator">Runs the installation: accounts, settings, everything but the text of others' private drafts.</param>
/// <param name="Roles">Every role the person holds, per programme and, where it is narrower, per round.</param>
public sealed record Actor(long PersonId, bool IsAdministrator, IReadOnlyList<RoleHeld> Roles)
{
    public static Actor System { get; } = new(0, true, []);

    public bool IsSystem => PersonId == 0;

    /// <summary>True when the role is held for the whole programme or for this round.</summary>
    public bool Holds(Role role, long programmeId, long roundId) =>
        Roles.Any(r => r.Role == role && r.ProgrammeId == programmeId && (r.RoundId is null || r.RoundId == roundId));

    public bool Leads(long programmeId, long roundId) => IsAdministrator || Holds(Role.Lead, programmeId, roundId);

    public bool HoldsAnywhere(Role role) => Roles.Any(r => r.Role == role);
}

/// <param name="RoundId">Null: the role holds for the whole programme.</param>
public sealed record RoleHeld(Role Role, long ProgrammeId, long? RoundId);

/// <summary>The roles of the programme (DOMAIN: the people). Stored by name in lower case.</summary>
public enum Role
{
    Official,
    Consultant,
    Interpreter,
    Lead,
    Supervisor,
    Panel,
}
