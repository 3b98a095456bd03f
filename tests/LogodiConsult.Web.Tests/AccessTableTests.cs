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
        ("plans/{id:long}", "/plans/999", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/write", "/plans/999/write", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/answers", "/plans/999/answers", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/changes", "/plans/999/changes", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/history", "/plans/999/history", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/review", "/plans/999/review", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/review/release", "/plans/999/review/release", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/comments", "/plans/999/comments", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/translate", "/plans/999/translate", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/endorse", "/plans/999/endorse", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/report", "/plans/999/report", [302, 404, 404, 404, 404, 404, 404, 404]),
        ("plans/{id:long}/write/{key}", "/plans/999/write/background", [302, 404, 404, 404, 404, 404, 404, 404]),
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
