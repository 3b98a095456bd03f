using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.People;

/// <summary>What is written about a person on any form; checked by <see cref="PeopleRules.Problems"/>.</summary>
public abstract record PersonFields
{
    public required string Name { get; init; }

    public string? NativeName { get; init; }

    public required string Email { get; init; }

    public required string Language { get; init; }

    public required string Zone { get; init; }

    public string? Institution { get; init; }

    public string? Post { get; init; }

    public string? Region { get; init; }

    public FormPost? Form { get; init; }
}

/// <summary>Bring somebody in: known by e-mail or new, with these roles in a programme or in one round of it.</summary>
public sealed record Invite(long ProgrammeId, long? RoundId, IReadOnlyList<Role> Roles) : PersonFields;

/// <summary>What came of an invitation.</summary>
/// <param name="LinkPath">To copy, shown this once; null where the actor may not sign in for this person, and when a form is repeated: then only the mail
/// has it.</param>
public sealed record Invited(long PersonId, bool IsNew, string? LinkPath, DateTimeOffset ExpiresAt);

/// <summary>Change what is known of a person: one's own profile, or somebody's whom one leads.</summary>
public sealed record EditProfile(long PersonId, long Version) : PersonFields;

public sealed record GiveRole(long PersonId, Role Role, long ProgrammeId, long? RoundId);

/// <summary>A link that was just made; the token in its path is nowhere stored.</summary>
public sealed record LinkMade(long PersonId, string Path, DateTimeOffset ExpiresAt);

/// <summary>Another link was made for somebody who lost theirs.</summary>
/// <param name="LinkPath">To copy, shown this once; null when a form is repeated: then only the mail has it.</param>
public sealed record LinkRenewed(WrittenName Name, string? LinkPath, DateTimeOffset ExpiresAt);

/// <summary>Why a link was made. Stored by name in camel case.</summary>
public enum LinkPurpose
{
    Invitation,
    SignIn,
    Administrator,
}

/// <summary>What a link is about, before it is used: programs that fetch addresses in mails must not use it up.</summary>
public sealed record LinkSeen(WrittenName Name, string Language, DateTimeOffset ExpiresAt);
