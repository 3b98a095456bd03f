using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Web.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>What a consultant does before the release changes nothing that anybody else can get, at any address and by any handler of any page; and notes
/// reach nobody outside their channel. The addresses are those of the program itself: a new page or export is asked as well, without a line here.</summary>
public sealed partial class PrivateDeskTests
{
    const long Panel = 6;

    /// <summary>Words that stand in no text of the site.</summary>
    const string Drafted = "zumaque", Proposed = "quenopodio", Summed = "almirez", Scored = "tamarindo", Kept = "guacamayo", Noted = "berbiquí";

    static readonly long[] Others = [Official, Lead, Supervisor, Interpreter, Panel, TestPeople.Administrator, DeskSite.SecondConsultant];

    [Fact]
    public async Task WorkBeforeTheRelease_ChangesNothingThatAnybodyElseGets()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        await ToSecondRoundAsync(site, plan);
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        var visits = new Dictionary<long, Visit>();
        foreach (var other in Others)
            visits[other] = await site.Visit().SignedInAsync(other);
        var addresses = (await AddressesAsync(site, plan)).ToList();
        Assert.True(addresses.Count > 60, $"Only {addresses.Count} addresses were found.");
        // The first look marks what was looked at; from the second on a page says the same as long as nothing happens.
        await EverythingAsync(visits, addresses);
        var before = await EverythingAsync(visits, addresses);

        await WorkAsync(kim, site, plan);
        AssertSame(before, await EverythingAsync(visits, addresses), "while the review is a draft");
        var preview = await kim.GetAsync($"/plans/{plan}/review/release");
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.SubmitAsync(preview, "form:has([name=seen])")).Status);
        // That a release was ordered is known to the leads alone, who read it in the history.
        var ordered = await EverythingAsync(visits, addresses);
        foreach (var lead in new[] { Lead, TestPeople.Administrator })
            ordered[(lead, $"/plans/{plan}/history")] = before[(lead, $"/plans/{plan}/history")];
        AssertSame(before, ordered, "while the release can be recalled");

        foreach (var visit in visits.Values)
            visit.Dispose();
    }

    [Fact]
    public async Task Notes_ReachNobodyOutsideTheirChannel_ByAnyAddressOrMail()
    {
        var (site, plan) = await DeskSite.StartAsync();
        await using var _ = site;
        await ToSecondRoundAsync(site, plan);
        using var kim = await site.Visit("ko").SignedInAsync(Consultant);
        var outsiders = new Dictionary<long, Visit>();
        foreach (var outsider in new[] { Official, Supervisor, Interpreter, Panel })
            outsiders[outsider] = await site.Visit().SignedInAsync(outsider);
        var addresses = (await AddressesAsync(site, plan)).ToList();
        await EverythingAsync(outsiders, addresses);
        var before = await EverythingAsync(outsiders, addresses);
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.SubmitAsync(await kim.GetAsync($"/plans/{plan}/notes"), ".channel form", [("text", Noted)])).Status);
        AssertSame(before, await EverythingAsync(outsiders, addresses), "after a note");
        foreach (var reader in new[] { DeskSite.SecondConsultant, Lead })
        {
            using var visit = await site.Visit("en").SignedInAsync(reader);
            Assert.Contains(Noted, (await visit.GetAsync($"/plans/{plan}/notes")).Text);
        }
        // The mail says that there is a note, to the channel alone, and never what it says.
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from outbox where kind = 'note_written' and person_id not in (@SecondConsultant, @Lead, @Administrator)",
            new { DeskSite.SecondConsultant, Lead, TestPeople.Administrator }));
        Assert.True(await site.Services.GetRequiredService<OutboxLoop>().RunOnceAsync() > 0);
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from outbox where facts like '%' || @Noted || '%'", new { Noted }));
        foreach (var visit in outsiders.Values)
            visit.Dispose();
    }

    /// <summary>Everything that a consultant keeps to themselves: a comment with its wording, a summary, points, a decision, a phrase.</summary>
    static async Task WorkAsync(Visit kim, TestSite site, long plan)
    {
        var desk = await kim.GetAsync($"/plans/{plan}/review");
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.SubmitAsync(desk, ".answered form", button: "button[value=NotAccepted]")).Status);
        Assert.Equal(HttpStatusCode.SeeOther,
            (await kim.SubmitAsync(desk, "#s-background .compose form", [("quote", ""), ("text", Drafted), ("proposal", Proposed), ("kind", "MustChange"), ("required", "true")])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.SubmitAsync(await kim.GetAsync($"/plans/{plan}/scores"), "form[data-keep]", [("remark", Scored)])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await kim.SubmitAsync(await kim.GetAsync("/me/phrases"), "main form:has(#text)", [("text", Kept)])).Status);
        Assert.Equal(HttpStatusCode.SeeOther,
            (await kim.SubmitAsync(await kim.GetAsync($"/plans/{plan}/review"), "#recommendation form", [("recommendation", "Revise"), ("summary", Summed)], "button[value=preview]")).Status);
        var kept = (await kim.GetAsync($"/plans/{plan}/review")).Text;
        Assert.All([Drafted, Proposed, Summed, Kept], word => Assert.Contains(word, kept));
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from answer where decision = 'notAccepted'"));
    }

    /// <summary>Two consultants have released a first round, the official has answered, and the second revision lies on their desks.</summary>
    static async Task ToSecondRoundAsync(TestSite site, long plan)
    {
        var reviews = site.Services.GetRequiredService<ReviewService>();
        var official = await ActorAsync(site.Services, Official);
        foreach (var person in new[] { Consultant, DeskSite.SecondConsultant })
        {
            var actor = await ActorAsync(site.Services, person);
            Must(await reviews.SaveCommentAsync(new SaveComment(plan, null, "background", "", null, null, CommentKind.MustChange, true, $"Precise la fuente, pide {person}.", "es"), actor));
            Must(await reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "", "es"), actor));
            Must(await reviews.SendNowAsync(plan, actor));
        }
        var view = Must(await site.Services.GetRequiredService<PlanReader>().ReadAsync(plan, new Wanted(), official, "es"));
        foreach (var comment in view.Comments)
            Must(await site.Services.GetRequiredService<AnswerService>().SaveAsync(new SaveAnswer(plan, comment.Comment.Id, AnswerKind.Done, "Hecho.", "es"), official));
        var lead = await ActorAsync(site.Services, Lead);
        foreach (var (role, person) in new[] { (Role.Interpreter, Interpreter), (Role.Panel, Panel) })
            Must(await site.Services.GetRequiredService<AssignmentService>().ChangeAsync(new ChangeAssignments(plan, role, [person], []), lead));
        Must(await site.Services.GetRequiredService<PlanService>().SubmitAsync(new SubmitDraft(plan, null, []), official));
        Must(await site.Services.GetRequiredService<TranslationService>().FinishAsync(plan, await ActorAsync(site.Services, Interpreter)));
        await site.Services.GetRequiredService<OutboxLoop>().RunOnceAsync();
    }

    /// <summary>Every address that is read: each page with each of its handlers, each endpoint, with the plan and every section in the place of their ids.</summary>
    static async Task<IEnumerable<string>> AddressesAsync(TestSite site, long plan)
    {
        var loader = site.Services.GetRequiredService<PageLoader>();
        var addresses = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null || endpoint.RoutePattern.RawText is not { } route || route.Contains("{**", StringComparison.Ordinal)
                || endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods } && !methods.Contains("GET"))
                continue;
            var handlers = new List<string> { "" };
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, EndpointMetadataCollection.Empty);
                handlers.AddRange(compiled.HandlerMethods.Where(h => h.HttpMethod == "GET" && h.Name is not null).Select(h => $"?handler={h.Name}"));
            }
            foreach (var path in Filled("/" + route.TrimStart('/'), plan))
                addresses.UnionWith(handlers.Select(h => path + h));
        }
        // Ways of asking the same pages.
        addresses.UnionWith([$"/plans/{plan}?revision=1", $"/plans/{plan}/comments?state=Answered", $"/plans/{plan}/comments?round=1", $"/plans/{plan}/changes?from=1&to=2"]);
        addresses.RemoveWhere(a => a.StartsWith("/sign-", StringComparison.Ordinal) || a.StartsWith("/link", StringComparison.Ordinal));
        return addresses;
    }

    static IEnumerable<string> Filled(string route, long plan)
    {
        var id = route.StartsWith("/plans", StringComparison.Ordinal) ? plan : 1;
        var path = IdPart().Replace(route, $"{id}");
        string[] keys = path.Contains("{key}", StringComparison.Ordinal) ? [.. Contents.Keys] : [""];
        return keys.Select(key => AnyPart().Replace(path.Replace("{key}", key, StringComparison.Ordinal), "1"));
    }

    static async Task<Dictionary<(long Person, string Address), string>> EverythingAsync(Dictionary<long, Visit> visits, IReadOnlyList<string> addresses)
    {
        var all = new Dictionary<(long, string), string>();
        foreach (var (person, visit) in visits)
        {
            foreach (var address in addresses)
                all[(person, address)] = await SaidAsync(visit, address);
        }
        return all;
    }

    static void AssertSame(Dictionary<(long Person, string Address), string> before, Dictionary<(long Person, string Address), string> after, string when)
    {
        foreach (var (asked, said) in after)
        {
            foreach (var word in new[] { Drafted, Proposed, Summed, Scored, Kept, Noted })
                Assert.False(said.Contains(word, StringComparison.OrdinalIgnoreCase), $"{asked.Address} tells person {asked.Person} '{word}' {when}.");
            Assert.True(before[asked] == said, $"{asked.Address} says something else to person {asked.Person} {when}:\n{Difference(before[asked], said)}");
        }
    }

    static string Difference(string before, string after)
    {
        var at = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        string Near(string text) => text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 160)];
        return $"- {Near(before)}\n+ {Near(after)}";
    }

    /// <summary>Status, headers and words of an answer, without what is made anew each time: form keys, tokens, the clock.</summary>
    static async Task<string> SaidAsync(Visit visit, string address)
    {
        using var response = await visit.Client.GetAsync(address);
        var said = new StringBuilder($"{(int)response.StatusCode} {response.Headers.ETag} {response.Headers.Location} {response.Content.Headers.LastModified}\n");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        if (bytes is not [(byte)'P', (byte)'K', ..])
            return said.Append(MadeAnew().Replace(Encoding.UTF8.GetString(bytes), "")).ToString();
        await using var zip = new ZipArchive(new MemoryStream(bytes));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            said.Append(entry.FullName).Append(MadeAnew().Replace(await reader.ReadToEndAsync(), ""));
        }
        return said.ToString();
    }

    [GeneratedRegex("\\{id:long\\}", RegexOptions.NonBacktracking)]
    private static partial Regex IdPart();

    [GeneratedRegex("\\{[^}]+\\}", RegexOptions.NonBacktracking)]
    private static partial Regex AnyPart();

    [GeneratedRegex("<input[^>]*name=\"(form-key|__RequestVerificationToken)\"[^>]*>|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)?|R[0-9a-f]{16,}|data-token=\"[^\"]*\"|<time[^>]*>(?s:.*?)</time>|\\b\\d{1,2}:\\d{2}\\b|\"traceId\":\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex MadeAnew();
}
