using System.Net;
using System.Text.RegularExpressions;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Localisation;

public sealed partial class PageTextsTests(SharedSites sites)
{
    readonly PageTexts texts = new();

    [Fact]
    public void Keys_AreTheSame_InAllLanguages()
    {
        foreach (var (code, _) in Languages.All)
        {
            Assert.Equal(texts.Keys("es").Order(), texts.Keys(code).Order());
            Assert.Equal(texts.RefusalCodes("es").Order(), texts.RefusalCodes(code).Order());
        }
    }

    [Fact]
    public void Texts_NameTheSameFacts_AndAreNotEmpty_InAllLanguages()
    {
        var spanish = Values("es");
        foreach (var (code, _) in Languages.All)
        {
            foreach (var (key, text) in Values(code))
            {
                Assert.False(string.IsNullOrWhiteSpace(text), $"{code}: {key} is empty.");
                Assert.True(Facts(spanish[key]).SequenceEqual(Facts(text)), $"{code}: {key} names other facts than in Spanish.");
            }
        }
    }

    [Fact]
    public void KeysThatPagesName_Exist()
    {
        var known = texts.Keys("es").ToHashSet();
        var missing = from file in Sources("*.cshtml").Concat(Sources("*.cs"))
                      from Match use in Use().Matches(File.ReadAllText(file))
                      let key = use.Groups[1].Value
                      where !known.Contains(key)
                      select $"{Path.GetFileName(file)}: {key}";
        Assert.Empty(missing);
    }

    [Fact]
    public void RefusalsThatServicesGive_HaveASentence()
    {
        var known = texts.RefusalCodes("es").ToHashSet();
        var consulting = Path.Combine(Repository.Root, "src", "LogodiConsult.Consulting");
        var missing = from file in Directory.EnumerateFiles(consulting, "*.cs", SearchOption.AllDirectories).Concat(Sources("*.cs"))
                      where !file.Contains("/obj/", StringComparison.Ordinal)
                      from Match use in Given().Matches(File.ReadAllText(file))
                      let code = use.Groups[1].Value
                      where !known.Contains(code)
                      select $"{Path.GetFileName(file)}: {code}";
        Assert.Empty(missing.Distinct());
    }

    [Fact]
    public void MissingFact_IsAnError()
    {
        Assert.Throws<KeyNotFoundException>(() => texts["home.greeting"]);
        Assert.Throws<KeyNotFoundException>(() => texts["no.such.text"]);
    }

    [Fact]
    public async Task LanguageSwitch_KeepsThePage_AndLasts()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit("es");
        var page = await visit.GetAsync("/sign-in?back=%2F");
        var switched = await visit.SubmitAsync(page, "form.languages", button: "button[value=ko]");
        Assert.Equal(HttpStatusCode.SeeOther, switched.Status);
        Assert.Equal("/sign-in?back=%2F", switched.Location);
        Assert.Equal("로그인", (await visit.FollowAsync(switched)).Title);
        Assert.Equal("로그인", (await visit.GetAsync("/sign-in")).Title);
    }

    [Fact]
    public async Task Person_SeesTheirOwnLanguage_WhateverTheBrowserSays()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit("es");
        await visit.SignedInAsync(2);
        Assert.Equal("김민서 님, 안녕하십니까", (await visit.GetAsync("/")).Title);
    }

    Dictionary<string, string> Values(string language) =>
        texts.Keys(language).ToDictionary(k => k, k => texts.Raw(language, k));

    static IEnumerable<string> Facts(string text) => Fact().Matches(text).Select(m => m.Value).Order().Distinct();

    static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "LogodiConsult.Web"), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(?:T|texts)\[""([^""$]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"Refusal\.(?:Forbidden|OutOfTime|Invalid)\(\s*""([^""]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Given();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fact();
}
