using System.Net;
using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Localisation;

public sealed partial class PageTextsTests(SharedSites sites)
{
    static readonly string[] Codes = ["es", "ko", "en"];

    [Fact]
    public void Texts_ExistInAllLanguages_AndNameTheSameFacts()
    {
        var problems = from catalog in (TextCatalog[])[PageTexts.Pages, PageTexts.Refusals]
                       from key in catalog.Keys
                       from language in Codes
                       let texts = catalog.In(language)
                       where !texts.Has(key) || !Facts(catalog.In("es"), key).SequenceEqual(Facts(texts, key))
                       select $"{language}: {key}";
        Assert.Empty(problems);
    }

    [Fact]
    public void KeysThatPagesName_Exist()
    {
        var known = PageTexts.Pages.Keys.ToHashSet();
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
        var known = PageTexts.Refusals.Keys.ToHashSet();
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
    public void KindsOfMail_AllHaveAName() =>
        Assert.All(MailKinds.All, kind => Assert.Contains($"mails.kind.{kind.Name}", PageTexts.Pages.Keys));

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

    static IEnumerable<string> Facts(Texts texts, string key) => texts.PlaceholdersOf(key).Order();

    static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "LogodiConsult.Web"), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(?:T|texts)\[""([^""$]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Use();

    [GeneratedRegex(@"(?:Refusal\.(?:Forbidden|OutOfTime|Invalid)\(\s*|\bText\(fields\.\w+, )""([^""]*[^"".])""(?! \+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Given();
}
