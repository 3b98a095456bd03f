using System.Net;
using System.Text;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>What comes wrong through the doors of the official's room: each is answered with a sentence in the reader's language, and no door breaks.</summary>
public sealed class DoorsTests
{
    const string Write = "/plans/1/write";
    const string Background = "/plans/1/write/background";

    static readonly string Paste = new('x', 2_000_000);

    [Fact]
    public async Task EveryDoor_GivenSomethingBad_SaysWhyInTheReadersLanguage_AndLosesNothing()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Official);
        var said = new Dictionary<string, List<string>>();
        foreach (var language in (string[])["es", "ko", "en"])
        {
            await visit.SpeakAsync(language);
            foreach (var (door, expected, knock) in Knocks(visit))
            {
                var answer = await knock();
                Assert.True(expected == answer.Status, $"{door} in {language}: {(int)answer.Status}");
                Assert.StartsWith(language, answer.Document.DocumentElement.GetAttribute("lang"));
                var sentence = string.Join(' ', answer.Texts(".field-error, .banner.refused p, .banner.warn p, main .lead, main h1 + p").Where(t => t.Length > 0).Distinct());
                Assert.True(sentence.Length > 0, $"{door} in {language} says nothing: {answer.Document.QuerySelector("main")?.TextContent}");
                if (!said.TryGetValue(door, out var sentences))
                    said[door] = sentences = [];
                sentences.Add(sentence);
            }
        }
        Assert.All(said, s => Assert.True(s.Value.Distinct().Count() == 3, $"{s.Key} says the same in two languages: {string.Join(" | ", s.Value)}"));
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from section where plan_id = 1"));
        Assert.Equal(1, await site.ReadAsync<long>("select title_version from plan where id = 1"));
    }

    [Fact]
    public async Task NulCharacters_AreLeftOut_AndWhatWasTypedBesideThemStays()
    {
        await using var site = await TestSite.StartAsync();
        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Official);
        Assert.Equal(HttpStatusCode.SeeOther, (await TextAsync(visit, "antes\0después")).Status);
        Assert.Equal("antesdespués", await site.ReadAsync<string>("select content from section where plan_id = 1 and key = 'background'"));
        var page = await visit.GetAsync("/plans/1/write/risks");
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(page, "form[data-write]", [("rows[0].risk", "a\0b"), ("rows[0].probability", "\0")], "button[value=stay]")).Status);
        Assert.Contains("\"ab\"", await site.ReadAsync<string>("select content from section where plan_id = 1 and key = 'risks'"));
        page = await visit.GetAsync("/plans/1/write/problem");
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(page, "form[data-write]", [("core", "\0"), ("causes", "x\0\n\0")], "button[value=stay]")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(await visit.GetAsync(Write), "form[data-write=title]", [("Title", "Ven\0tanilla")], "button[value=stay]")).Status);
        Assert.Equal("Ventanilla", await site.ReadAsync<string>("select title from plan where id = 1"));
        foreach (var path in (string[])[Write, Background, "/plans/1/write/risks", "/plans/1/write/problem", "/plans/1/import", "/plans/1/files", "/plans/1/authors"])
            Assert.Equal(HttpStatusCode.OK, (await visit.GetAsync(path)).Status);
    }

    static IEnumerable<(string Door, HttpStatusCode Expected, Func<Task<PageRead>> Knock)> Knocks(Visit visit)
    {
        yield return ("empty title", HttpStatusCode.UnprocessableEntity, () => TitleAsync(visit, "  "));
        yield return ("title of NUL", HttpStatusCode.UnprocessableEntity, () => TitleAsync(visit, "\0"));
        yield return ("endless title", HttpStatusCode.UnprocessableEntity, () => TitleAsync(visit, Paste));
        yield return ("endless text", HttpStatusCode.UnprocessableEntity, async () =>
        {
            var refused = await TextAsync(visit, Paste);
            Assert.Equal(Paste.Length, refused.Document.QuerySelector("textarea[name=text]")!.TextContent.Length);
            return refused;
        }
        );
        yield return ("endless Korean text", HttpStatusCode.UnprocessableEntity, async () =>
        {
            var refused = await TextAsync(visit, new string('가', 700_000));
            Assert.Equal(700_000, refused.Document.QuerySelector("textarea[name=text]")!.TextContent.Length);
            return refused;
        }
        );
        yield return ("another plan's section", HttpStatusCode.NotFound, async () =>
            await visit.PostAsync("/plans/1/write/nothing", Visit.FieldsOf(await visit.GetAsync(Background), "form[data-write]", [("text", "x")], null)));
        yield return ("stale version", HttpStatusCode.Conflict, async () =>
            await visit.SubmitAsync(await visit.GetAsync(Background), "form[data-write]", [("text", "mío"), ("baseVersion", "7")], "button[value=stay]"));
        yield return ("no file", HttpStatusCode.UnprocessableEntity, () => FileAsync(visit, "/plans/1/files", "add", "form[data-upload]", null));
        yield return ("program as file", HttpStatusCode.UnprocessableEntity, () => FileAsync(visit, "/plans/1/files", "add", "form[data-upload]", [0x4D, 0x5A, 0, 1]));
        yield return ("no draft", HttpStatusCode.UnprocessableEntity, () => FileAsync(visit, "/plans/1/import", "look", "main form", null));
        yield return ("picture as draft", HttpStatusCode.UnprocessableEntity,
            () => FileAsync(visit, "/plans/1/import", "look", "main form", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]));
        yield return ("unreadable preview", HttpStatusCode.UnprocessableEntity, async () =>
            await visit.PostAsync("/plans/1/import?handler=apply", Visit.FieldsOf(await visit.GetAsync("/plans/1/import"), "main form", [("rows[0].part", "[]"), ("versions[x]", "y")], null)));
        yield return ("hand-over to nobody", HttpStatusCode.UnprocessableEntity, () => HandOverAsync(visit, "999", "Porque sí"));
        yield return ("hand-over for no reason", HttpStatusCode.UnprocessableEntity, () => HandOverAsync(visit, "999", "\0"));
        yield return ("colleague who is none", HttpStatusCode.UnprocessableEntity, async () =>
            await visit.PostAsync("/plans/1/authors?handler=change", Token(await visit.GetAsync("/plans/1/authors"), ("people", "999"))));
        yield return ("submission of nothing", HttpStatusCode.UnprocessableEntity, async () => await visit.SubmitAsync(await visit.GetAsync(Write), "#submit-form"));
        yield return ("wrong method", HttpStatusCode.BadRequest, () => visit.SendAsync(new HttpRequestMessage(HttpMethod.Put, Write)));
    }

    static async Task<PageRead> TitleAsync(Visit visit, string title)
    {
        var refused = await visit.SubmitAsync(await visit.GetAsync(Write), "form[data-write=title]", [("Title", title)], "button[value=stay]");
        Assert.Equal(title.Replace("\0", "", StringComparison.Ordinal).Trim(), refused.Document.QuerySelector("input[name=Title]")!.GetAttribute("value"));
        return refused;
    }

    static async Task<PageRead> TextAsync(Visit visit, string text) =>
        await visit.SubmitAsync(await visit.GetAsync(Background), "form[data-write]", [("text", text)], "button[value=stay]");

    static async Task<PageRead> HandOverAsync(Visit visit, string to, string reason) =>
        await visit.PostAsync("/plans/1/authors?handler=handOver", Token(await visit.GetAsync("/plans/1/authors"), ("to", to), ("reason", reason)));

    /// <summary>The form token of a page, which any form of the same person has, with other fields.</summary>
    static List<KeyValuePair<string, string>> Token(PageRead page, params (string Name, string Value)[] fields) =>
        [.. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)),
            new("__RequestVerificationToken", page.Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!)];

    static async Task<PageRead> FileAsync(Visit visit, string path, string handler, string selector, byte[]? content)
    {
        var page = await visit.GetAsync(path);
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in Visit.FieldsOf(page, selector, null, null))
        {
            if (field != "file")
                form.Add(new StringContent(value, Encoding.UTF8), field);
        }
        if (content is not null)
            form.Add(new ByteArrayContent(content), "file", "plan.docx");
        return await visit.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{path}?handler={handler}") { Content = form });
    }
}
