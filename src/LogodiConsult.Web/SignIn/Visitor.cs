using LogodiConsult.Consulting.People;

namespace LogodiConsult.Web.SignIn;

/// <summary>The signed-in person as a page needs them: what they may do, their name, their language, their clock.</summary>
public sealed record Visitor(Actor Actor, string Name, string Language, string Zone)
{
    public static Visitor Of(SignedIn known) => new(known.Actor, known.Person.Name, known.Person.Language, known.Person.Zone);
}
