using System.Net;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages;

/// <summary>Nobody is shown a way that is closed to them.</summary>
public sealed class LinksTests(SharedSites sites)
{
    [Fact]
    public async Task EveryLink_OnTheFirstPageOfEverybody_LeadsSomewhere()
    {
        var site = await sites.SampleAsync();
        using var door = site.Visit();
        var people = (await door.GetAsync("/sign-in")).Document.QuerySelectorAll("button[name='person'], button[value]")
            .Select(b => b.GetAttribute("value")).Where(v => long.TryParse(v, out _)).Select(long.Parse!).Distinct().ToList();
        Assert.True(people.Count > 30, $"Only {people.Count} people are offered.");
        var closed = new List<string>();
        var followed = 0;
        foreach (var person in people)
        {
            using var visit = await site.Visit().SignedInAsync(person);
            var home = await visit.GetAsync("/");
            foreach (var path in home.Document.QuerySelectorAll("a[href^='/']").Select(a => a.GetAttribute("href")!.Split('#')[0]).Distinct())
            {
                var page = await visit.GetAsync(path);
                followed++;
                if (page.Status is not (HttpStatusCode.OK or HttpStatusCode.SeeOther))
                    closed.Add($"{person} → {path}: {(int)page.Status}");
                if (page.Document.QuerySelectorAll("[id]").GroupBy(e => e.Id).FirstOrDefault(g => g.Count() > 1) is { } twice)
                    closed.Add($"{path}: the id {twice.Key} stands twice");
            }
        }
        Assert.Empty(closed);
        Assert.True(followed > 150, $"Only {followed} links were followed.");
    }
}
