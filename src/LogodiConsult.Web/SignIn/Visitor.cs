using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;

namespace LogodiConsult.Web.SignIn;

/// <summary>The signed-in person as a page needs them: what they may do, their name, their language.</summary>
public sealed record Visitor(Actor Actor, string Name, string Language);

/// <summary>One button of the sample's sign-in.</summary>
/// <param name="Role">Null: runs the installation.</param>
public sealed record SamplePerson(long Id, string Name, string Office, Role? Role);

/// <summary>Whom a one-time link is for; shown before it is used.</summary>
public sealed record LinkOffer(string Name, string Language, DateTimeOffset Until);

/// <summary>What signing in asks of the people it lets in.</summary>
public sealed record SignInPeople
{
    /// <summary>A site without people: nobody comes in.</summary>
    public static SignInPeople None { get; } = new()
    {
        Find = (_, _) => Task.FromResult<Visitor?>(null),
        Samples = _ => Task.FromResult<IReadOnlyList<SamplePerson>>([]),
        LookAt = (_, _) => Task.FromResult<Result<LinkOffer>>(Refusal.OutOfTime("link.unknown")),
        Use = (_, _) => Task.FromResult<Result<long>>(Refusal.OutOfTime("link.unknown")),
        SetLanguage = (_, _, _) => Task.CompletedTask,
    };

    /// <summary>The person with their roles as they stand now; null when there is none or they may no longer come in.</summary>
    public required Func<long, CancellationToken, Task<Visitor?>> Find { get; init; }

    /// <summary>The people of the sample; empty unless the site runs on sample data.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<SamplePerson>>> Samples { get; init; }

    /// <summary>Looks at a one-time link without using it.</summary>
    public required Func<string, CancellationToken, Task<Result<LinkOffer>>> LookAt { get; init; }

    /// <summary>Uses a one-time link up and gives the person it lets in.</summary>
    public required Func<string, CancellationToken, Task<Result<long>>> Use { get; init; }

    public required Func<Actor, string, CancellationToken, Task> SetLanguage { get; init; }
}
