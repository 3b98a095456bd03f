using LogodiConsult.Consulting.People;

namespace LogodiConsult.Web.SignIn;

/// <summary>The person behind the current request, their roles read anew for each request.</summary>
public sealed class ActorAccessor(IHttpContextAccessor http)
{
    static readonly object Key = new();

    public Visitor? Visitor => http.HttpContext is { } context ? VisitorOf(context) : null;

    /// <exception cref="InvalidOperationException">Nobody is signed in: the page must be open to signed-in people only.</exception>
    public Actor Actor => Visitor?.Actor ?? throw new InvalidOperationException("Nobody is signed in on this request.");

    public static Visitor? VisitorOf(HttpContext context) => context.Items[Key] as Visitor;

    internal static void Note(HttpContext context, Visitor visitor) => context.Items[Key] = visitor;
}
