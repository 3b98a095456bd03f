using System.Globalization;
using System.Security.Claims;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Web.Errors;
using LogodiConsult.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.StaticAssets;

namespace LogodiConsult.Web.SignIn;

/// <summary>The one place where somebody becomes signed in: by a one-time link, or by one click on the sample.</summary>
public sealed class SignInDoor(PeopleService people, PersonLinks links)
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    const string StampClaim = "stamp";

    /// <summary>The sample's people, only where the site runs on sample data and the request comes from this machine.</summary>
    public async Task<IReadOnlyList<InventedPerson>> SamplesAsync(HttpContext context) =>
        DirectRequest.IsFromLoopback(context) ? await people.SamplePeopleAsync(context.RequestAborted) : [];

    /// <summary>One click on a person of the sample; whoever may not see the list is told that there is none.</summary>
    public async Task<Result<Done>> EnterAsSampleAsync(HttpContext context, long personId)
    {
        var chosen = (await SamplesAsync(context)).FirstOrDefault(p => p.Person.Id == personId);
        return chosen is null ? Refusal.Hidden() : await EnterAsync(context, chosen.Person);
    }

    public Task<Result<LinkSeen>> LookAtLinkAsync(string token, CancellationToken cancellation) => links.LookAsync(token, cancellation);

    /// <returns>Who came in.</returns>
    public async Task<Result<Person>> EnterByLinkAsync(HttpContext context, string token)
    {
        var used = await links.UseAsync(token, context.RequestAborted);
        if (!used.IsRefused)
            await EnterAsync(context, used.Value);
        return used;
    }

    /// <summary>A link to the address of somebody who lost theirs; the answer does not tell whether anybody has it.</summary>
    public Task<Result<Done>> AskForLinkAsync(string? email, CancellationToken cancellation) => links.AskAsync(email, cancellation);

    public Task LeaveAsync(HttpContext context) => context.SignOutAsync(Scheme);

    public Task<Result<Done>> SetLanguageAsync(Visitor visitor, string language, CancellationToken cancellation) =>
        people.ChangeLanguageAsync(language, visitor.Actor, cancellation);

    static async Task<Result<Done>> EnterAsync(HttpContext context, Person person)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, person.Id.ToString(CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, person.Name),
                new Claim(StampClaim, person.Stamp),
            ],
            Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true });
        return Done.Value;
    }

    /// <summary>The cookie says who; what they may do is read from the data at each request, so a withdrawn role ends at once.</summary>
    internal static async Task KnowAgainAsync(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            return;
        var people = context.HttpContext.RequestServices.GetRequiredService<PeopleService>();
        var known = long.TryParse(context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier), CultureInfo.InvariantCulture, out var id)
            ? await people.SignedInAsync(id, context.HttpContext.RequestAborted)
            : null;
        if (known is null || known.Person.ErasedAt is not null || known.Person.Stamp != context.Principal!.FindFirstValue(StampClaim))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
            return;
        }
        ActorAccessor.Note(context.HttpContext, Visitor.Of(known));
    }

    /// <summary>A page asked for leads to the sign-in and back; a form sent is shown again instead of being lost.</summary>
    internal static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }
        PostRecovery.Note(context.HttpContext, RecoverReason.SignedOut);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}

public static class SignInServices
{
    public static void AddSignIn(this IServiceCollection services, SiteSettings settings)
    {
        services.AddSingleton<ActorAccessor>();
        services.AddSingleton<SignInDoor>();
        services.AddAuthentication(SignInDoor.Scheme).AddCookie(SignInDoor.Scheme, options =>
        {
            options.Cookie.Name = "logodi.person";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = settings.Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(14);
            options.LoginPath = "/sign-in";
            options.ReturnUrlParameter = "back";
            options.Events.OnValidatePrincipal = SignInDoor.KnowAgainAsync;
            options.Events.OnRedirectToLogin = SignInDoor.AskToSignIn;
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
