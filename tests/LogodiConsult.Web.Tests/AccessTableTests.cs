using System.Net;
using LogodiConsult.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests;

/// <summary>Who gets what at every address. An address that is not in the table fails the test: nobody opens a door by accident.</summary>
public sealed class AccessTableTests(SharedSites sites)
{
    /// <summary>Columns: nobody, official (1), consultant (2), lead (3), supervisor (4), interpreter (5), panel member (6), administrator (7).</summary>
    static readonly (string Route, string Example, int[] Statuses)[] Table =
    [
        ("", "/", [200, 200, 200, 200, 200, 200, 200, 200]),
        ("sign-in", "/sign-in", [200, 200, 200, 200, 200, 200, 200, 200]),
        ("sign-out", "/sign-out", [200, 200, 200, 200, 200, 200, 200, 200]),
        ("language", "/language", [200, 200, 200, 200, 200, 200, 200, 200]),
        ("link/{token}", "/link/never-made", [409, 409, 409, 409, 409, 409, 409, 409]),
        ("error/{code:int}", "/error/403", [404, 404, 404, 404, 404, 404, 404, 404]),
        ("design", "/design", [404, 404, 404, 404, 404, 404, 404, 404]),
        ("calendar/{token}.ics", "/calendar/never-made.ics", [404, 404, 404, 404, 404, 404, 404, 404]),
        ("me", "/me", [302, 200, 200, 200, 200, 200, 200, 200]),
        ("me/phrases", "/me/phrases", [302, 200, 200, 200, 200, 200, 200, 200]),
        ("people/{id:long}/data", "/people/1/data", [302, 200, 404, 200, 404, 404, 404, 200]),
        ("dashboard", "/dashboard", [302, 404, 404, 303, 404, 404, 404, 303]),
        ("programmes", "/programmes", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("programmes/new", "/programmes/new", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("programmes/{id:long}", "/programmes/1", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("programmes/{id:long}/people", "/programmes/1/people", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("programmes/{id:long}/rounds/new", "/programmes/1/rounds/new", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}", "/rounds/1", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}/people", "/rounds/1/people", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}/people/list", "/rounds/1/people/list", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}/plans/several", "/rounds/1/plans/several", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}/plans/new", "/rounds/1/plans/new", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}/versions", "/rounds/1/versions", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("workflows", "/workflows", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("api/activities", "/api/activities", [401, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}/dashboard", "/rounds/1/dashboard", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("rounds/{id:long}/spreads", "/rounds/1/spreads", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("calibrations", "/calibrations", [302, 404, 200, 200, 404, 404, 404, 200]),
        ("calibrations/{id:long}", "/calibrations/1", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("programmes/{id:long}/glossary", "/programmes/1/glossary", [302, 404, 404, 200, 404, 200, 404, 200]),
        ("programmes/{id:long}/glossary/import", "/programmes/1/glossary/import", [302, 404, 404, 200, 404, 200, 404, 200]),
        ("translations", "/translations", [302, 404, 404, 404, 404, 200, 404, 404]),
        ("mails", "/mails", [302, 404, 404, 200, 404, 404, 404, 200]),
        ("plans/{id:long}", "/plans/1", [302, 200, 200, 200, 200, 200, 404, 200]),
        ("plans/{id:long}/lead", "/plans/1/lead", [302, 403, 403, 200, 403, 403, 404, 200]),
        ("plans/{id:long}/history", "/plans/1/history", [302, 200, 200, 200, 200, 200, 404, 200]),
        ("plans/{id:long}/changes", "/plans/1/changes", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/write", "/plans/1/write", [302, 200, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/write/{key}", "/plans/1/write/background", [302, 200, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/sections/{key}", "/plans/1/sections/background", [302, 200, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/title", "/plans/1/title", [302, 200, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/answers", "/plans/1/answers", [302, 409, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/endorse", "/plans/1/endorse", [302, 403, 403, 403, 409, 403, 404, 403]),
        ("plans/{id:long}/comments", "/plans/1/comments", [302, 200, 200, 200, 403, 200, 404, 200]),
        ("plans/{id:long}/review", "/plans/1/review", [302, 403, 409, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/review/release", "/plans/1/review/release", [302, 403, 409, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/review/step-back", "/plans/1/review/step-back", [302, 403, 200, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/notes", "/plans/1/notes", [302, 403, 200, 200, 403, 403, 404, 200]),
        ("plans/{id:long}/translate", "/plans/1/translate", [302, 403, 403, 403, 403, 200, 404, 403]),
        ("plans/{id:long}/scores", "/plans/1/scores", [302, 403, 200, 200, 403, 403, 404, 200]),
        ("plans/{id:long}/panel", "/plans/1/panel", [302, 403, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/report", "/plans/1/report", [302, 409, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/authors", "/plans/1/authors", [302, 200, 200, 200, 200, 200, 404, 200]),
        ("plans/{id:long}/import", "/plans/1/import", [302, 200, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/files", "/plans/1/files", [302, 200, 403, 403, 403, 403, 404, 403]),
        ("plans/{id:long}/files/{file}", "/plans/1/files/0123456789012345678901234567890123456789", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/uploads", "/plans/1/uploads", [404, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/uploads/{token}", "/plans/1/uploads/0", [404, 404, 404, 404, 404, 404, 404, 404]),
        ("health", "/health", [200, 200, 200, 200, 200, 200, 200, 200]),
        ("{**path}", "/nothing", [404, 404, 404, 404, 404, 404, 404, 404]),
    ];

    [Fact]
    public async Task EveryAddress_StandsInTheTable()
    {
        var site = await sites.ProductionAsync();
        var routes = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => e.RoutePattern.RawText?.TrimStart('/') ?? "")
            .Distinct()
            // The start page also answers to its file name.
            .Where(r => r != "Index");
        Assert.Equal(Table.Select(t => t.Route).Order(), routes.Order());
    }

    [Fact]
    public async Task EveryPerson_GetsWhatTheTableSays()
    {
        var site = await sites.ProductionAsync();
        var wrong = new List<string>();
        for (var person = 0; person <= 7; person++)
        {
            using var visit = site.Visit();
            if (person > 0)
                await visit.SignedInAsync(person);
            foreach (var (route, example, statuses) in Table)
            {
                var page = await visit.GetAsync(example);
                if (page.Status != (HttpStatusCode)statuses[person])
                    wrong.Add($"{route}: person {person} got {(int)page.Status}, not {statuses[person]}");
            }
        }
        Assert.Empty(wrong);
    }
}
