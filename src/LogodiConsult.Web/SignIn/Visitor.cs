using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Web.SignIn;

/// <summary>The signed-in person as a page needs them: what they may do, their name, their language, their clock.</summary>
public sealed record Visitor(Actor Actor, WrittenName Name, string Language, string Zone)
{
    public static Visitor Of(SignedIn known) => new(known.Actor, known.Person.WrittenName, known.Person.Language, known.Person.Zone);
}
