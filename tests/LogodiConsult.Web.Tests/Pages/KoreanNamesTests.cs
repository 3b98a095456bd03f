using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>Whoever reads Korean reads Korean names in Hangul; whoever reads Spanish, in Latin letters.</summary>
public sealed class KoreanNamesTests(SharedSites sites)
{
    static readonly string[] Pages = ["/", "/me", "/dashboard", "/mails", "/calibrations"];

    static readonly string[] PagesOfPlan = ["", "/history", "/comments", "/authors", "/lead", "/scores", "/notes", "/changes"];

    [Fact]
    public async Task Pages_InKorean_ShowNoKoreanNameInLatinLetters()
    {
        var site = await sites.SampleAsync();
        using var lead = await site.AsAsync("do");
        var found = new List<string>();
        foreach (var path in await PathsAsync(site))
        {
            var page = await lead.GetAsync(path);
            found.AddRange(TestSample.Data.People.People.Where(p => p.NativeName is not null && Shown(page).Contains(p.Name, StringComparison.Ordinal)).Select(p => $"{path}: {p.Name}"));
        }
        Assert.Empty(found);
    }

    [Fact]
    public async Task Pages_InSpanish_ShowNoNameInHangul()
    {
        var site = await sites.SampleAsync();
        using var lead = await site.AsAsync("yactayo");
        var found = new List<string>();
        foreach (var path in await PathsAsync(site))
        {
            var page = await lead.GetAsync(path);
            found.AddRange(TestSample.Data.People.People.Where(p => p.NativeName is { } native && Shown(page).Contains(native, StringComparison.Ordinal)).Select(p => $"{path}: {p.NativeName}"));
        }
        Assert.Empty(found);
    }

    static async Task<IReadOnlyList<string>> PathsAsync(TestSite site)
    {
        var round = await site.ReadAsync<long>("select id from round where state = 'running'");
        var plans = new[] { "review", "presented", "revision", "accepted", "translation" };
        var ids = new List<long>();
        foreach (var stage in plans)
            ids.Add(await site.ReadAsync<long>("select min(id) from plan where round_id = @round and stage = @stage", new { round, stage }));
        return [.. Pages, $"/rounds/{round}/dashboard", $"/rounds/{round}/spreads", $"/rounds/{round}/plans/new", .. ids.SelectMany(id => PagesOfPlan.Select(page => $"/plans/{id}{page}"))];
    }

    // What somebody wrote is theirs: free words keep the names as they were typed.
    static string Shown(PageRead page)
    {
        foreach (var written in page.Document.QuerySelectorAll(".keep-lines, .prose, blockquote, .card > p[lang]").ToList())
            written.Remove();
        return page.Document.Body!.TextContent;
    }
}
