using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.People;

/// <summary>Somebody who takes part. One person may hold several roles, per programme and round.</summary>
public sealed class Person
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The name in its own script (이영희), where it differs from <see cref="Name"/>.</summary>
    public string? NativeName { get; set; }

    public WrittenName WrittenName => new(Name, NativeName);

    public string SortName { get; set; } = "";

    public string Email { get; set; } = "";

    public string Language { get; set; } = "";

    public string Zone { get; set; } = "";

    public string Institution { get; set; } = "";

    public string Post { get; set; } = "";

    public string? Region { get; set; }

    public bool IsAdministrator { get; set; }

    public bool IsSample { get; set; }

    /// <summary>A sign-in carries it; changing it ends every sign-in of the person.</summary>
    public string Stamp { get; set; } = "";

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ErasedAt { get; set; }

    public long Version { get; set; }
}

/// <summary>A role somebody holds now, with the names that a list shows.</summary>
public sealed class Member
{
    public long RoleId { get; set; }

    public long PersonId { get; set; }

    public string Name { get; set; } = "";

    public string? NativeName { get; set; }

    public WrittenName WrittenName => new(Name, NativeName);

    public string Email { get; set; } = "";

    public string Language { get; set; } = "";

    public string Institution { get; set; } = "";

    public string Post { get; set; } = "";

    public string? Region { get; set; }

    public Role Role { get; set; }

    public long ProgrammeId { get; set; }

    public long? RoundId { get; set; }

    public DateTimeOffset Since { get; set; }

    /// <summary>True once the person has used one of their links.</summary>
    public bool HasSignedIn { get; set; }
}

/// <summary>An invented person of the sample, for signing in with one click, with the roles they play.</summary>
public sealed record InventedPerson(Person Person, IReadOnlyList<Role> Roles);

/// <summary>Who is signed in: the person for the page, the actor for the rules.</summary>
public sealed record SignedIn(Person Person, Actor Actor);
