using LogodiConsult.Consulting.People;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.SignIn;

namespace LogodiConsult.Web.Pages.Workflows;

/// <summary><c>GET /api/activities</c>: the declarations of all activities in the form of Elsa's activity descriptors, for those who lead.</summary>
public static class ActivityEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/activities", Get);

    static IResult Get(ActorAccessor people, ActivityCatalog catalog) =>
        people.Actor is { IsAdministrator: true } || people.Actor.HoldsAnywhere(Role.Lead)
            ? Results.Text(ActivityDescriptors.Of(catalog, Languages.Culture(Languages.Current)).ToJsonString(ActivityDescriptors.Json), "application/json")
            : Results.StatusCode(StatusCodes.Status404NotFound);
}
