using System.Net;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Original and translation beside each other, a comment made in the translation, the glossary, and the official's word about the machine.</summary>
public sealed class LanguagesTests(SharedSites sites, BrowserFixture browser)
{
    [Fact]
    public async Task Passage_OfTheTranslation_IsCommentedAtTheOriginal_AndMarkedInBoth()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("capacitacion-por-brechas");
        using var visit = await site.AsAsync("seomun");
        var desk = await visit.GetAsync($"/plans/{plan}/review");
        var segment = desk.Document.QuerySelector("#s-background [data-translated] .segment.checked")!.TextContent.Trim();
        var original = await site.ReadAsync<string>("select source from segment where plan_id = @plan and text = @segment", new { plan, segment });
        Assert.Contains("원문", desk.Texts("main p.soft").First(t => t.Contains("우선", StringComparison.Ordinal)), StringComparison.Ordinal);

        var saved = await visit.SubmitAsync(desk, "#s-background .compose form", [("quote", segment[..10]), ("text", "번역문의 이 문장은 출처가 필요합니다."), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        var after = await visit.FollowAsync(saved);
        Assert.Contains("원문의 해당 문장", after.Document.QuerySelector(".banner.done")!.TextContent);
        var draft = after.Document.QuerySelectorAll("li.draft").First(d => d.TextContent.Contains("번역문의 이 문장은 출처가 필요합니다."));
        Assert.Equal(original, draft.QuerySelector("blockquote")!.TextContent.Trim());
        Assert.NotEmpty(after.Document.QuerySelectorAll("#s-background [data-select] mark"));
        Assert.Contains(segment[..10], string.Concat(after.Texts("#s-background [data-translated] mark")), StringComparison.Ordinal);

        var nowhere = await visit.SubmitAsync(desk, "#s-background .compose form", [("quote", "어디에도 없는 말"), ("text", "x"), ("kind", "Question")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.Status);
    }

    [Fact]
    public async Task Passage_SelectedInTheTranslation_OpensTheForm_ByMouseAndByKeyboard()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("capacitacion-por-brechas");
        await using var context = await browser.OpenAsync(site.Url, "ko");
        var page = await context.SignInAsync(await site.PersonAsync("seomun"));
        await page.Locator("form.languages button[value=ko]").ClickAsync();
        await page.GotoAsync($"/plans/{plan}/review");
        await page.EvaluateAsync("""
            () => {
              const node = document.querySelector('#s-adaptation [data-translated] .segment').firstChild;
              document.getSelection().setBaseAndExtent(node, 0, node, 8);
            }
            """);
        var quote = (await page.EvaluateAsync<string>("document.getSelection().toString()")).Trim();
        await page.Locator("#comment-translated").ClickAsync();
        var form = page.Locator("#s-adaptation .compose form");
        Assert.Equal(quote, await form.Locator("[name=quote]").InputValueAsync());
        Assert.Equal("true", await form.Locator("[name=fromTranslation]").InputValueAsync());
        await page.Locator("#s-background [data-translated]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        Assert.NotEqual("", await page.Locator("#s-background .compose form [name=quote]").InputValueAsync());
    }

    [Fact]
    public async Task Sections_ShowTheirStates_AndWhatChangedSince()
    {
        var site = await sites.SampleAsync();
        using var visit = await site.AsAsync("ok");
        var plan = await visit.GetAsync($"/plans/{await site.PlanAsync("ventanilla-unica-cusco")}");
        Assert.NotEmpty(plan.Document.QuerySelectorAll("#s-background .translated .segment.checked"));
        Assert.NotEmpty(plan.Document.QuerySelectorAll("#s-problem .translated .segment.outdated"));
        Assert.NotEmpty(plan.Document.QuerySelectorAll("#s-problem details ins"));
        Assert.Null(plan.Document.QuerySelector("#s-budget .translated"));
        using var lead = await site.AsAsync("do");
        await lead.SpeakAsync("en");
        var board = await lead.GetAsync($"/plans/{await site.PlanAsync("tablero-de-obras-piura")}");
        Assert.NotEmpty(board.Document.QuerySelectorAll(".translated .segment.machine"));
    }

    [Fact]
    public async Task Glossary_IsKeptByInterpreters_AndOfferedAtTheDesk()
    {
        var site = await sites.SampleAsync();
        var programme = await site.ReadAsync<long>("select max(programme_id) from glossary_term");
        using var visit = await site.AsAsync("seo");
        var page = await visit.GetAsync($"/programmes/{programme}/glossary");
        var before = page.Document.QuerySelectorAll("tbody tr").Length;
        Assert.True(before >= 30);
        var lonely = await visit.SubmitAsync(page, "#keep form", [("es", "quipu")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, lonely.Status);
        Assert.Equal("quipu", lonely.Document.GetElementById("es")!.GetAttribute("value"));
        var kept = await visit.SubmitAsync(lonely, "#keep form", [("ko", "키푸")]);
        Assert.Equal(HttpStatusCode.SeeOther, kept.Status);
        var id = kept.Location!.Split("#term-")[1];
        var edit = await visit.GetAsync($"/programmes/{programme}/glossary?edit={id}");
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(edit, "#keep form", [("en", "quipu")])).Status);
        var found = await visit.GetAsync($"/programmes/{programme}/glossary?find=키푸");
        Assert.Equal("quipu", Assert.Single(found.Document.QuerySelectorAll("tbody tr")).Children[2].TextContent);
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(found, "tbody form")).Status);
        Assert.Equal(before, (await visit.GetAsync($"/programmes/{programme}/glossary")).Document.QuerySelectorAll("tbody tr").Length);
        var desk = await visit.GetAsync($"/plans/{await site.PlanAsync("ventanilla-unica-cusco")}/translate?to=ko");
        Assert.Contains("민원접수처", string.Concat(desk.Texts(".terms")) + string.Concat((await visit.GetAsync(desk.Document.QuerySelectorAll(".texts a").Skip(1).First().GetAttribute("href")!)).Texts(".terms")));
        using var consultant = await site.AsAsync("namgung");
        Assert.Equal(HttpStatusCode.NotFound, (await consultant.GetAsync($"/programmes/{programme}/glossary")).Status);
    }

    [Fact]
    public async Task Machine_WhereConfigured_AsksTheOfficialFirst_AndShowsTheAnswerToAll()
    {
        await using var site = await TestSite.StartAsync(new Dictionary<string, string?> { ["MachineTranslation:Url"] = "http://127.0.0.1:9" });
        using var official = await site.Visit().SignedInAsync(1);
        using var interpreter = await site.Visit().SignedInAsync(5);
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys);
        JourneyPlan.Must(await site.Services.GetRequiredService<Consulting.Plans.PlanService>().SubmitAsync(new(1, null, []), await JourneyPlan.ActorAsync(site.Services, JourneyPlan.Official)));
        var before = await interpreter.GetAsync("/plans/1");
        Assert.Null(before.Document.QuerySelector("form[action$='handler=translate']"));
        Assert.NotNull(before.Document.GetElementById("machine"));
        var card = await official.GetAsync("/plans/1");
        Assert.Contains("127.0.0.1:9", card.Document.GetElementById("machine")!.TextContent);
        Assert.Equal(HttpStatusCode.SeeOther, (await official.SubmitAsync(card, "#machine form", button: "button[value=Agreed]")).Status);
        var asked = await interpreter.SubmitAsync(await interpreter.GetAsync("/plans/1"), "form[action$='handler=translate']", [("to", "ko")]);
        Assert.Equal(HttpStatusCode.SeeOther, asked.Status);
        Assert.True(await site.ReadAsync<long>("select count(*) from machine_job") > 10);
        var withdrawn = await official.SubmitAsync(await official.GetAsync("/plans/1"), "#machine form", button: "button[value=Declined]");
        Assert.Equal(HttpStatusCode.SeeOther, withdrawn.Status);
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from machine_job"));
        Assert.Null((await interpreter.GetAsync("/plans/1")).Document.QuerySelector("form[action$='handler=translate']"));
        using var elsewhere = await (await sites.ProductionAsync()).Visit().SignedInAsync(1);
        Assert.Null((await elsewhere.GetAsync("/plans/1")).Document.GetElementById("machine"));
    }

    [Fact]
    public async Task Section_WrittenInAnotherLanguage_SaysSoEverywhere()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys);
        using var official = await site.Visit().SignedInAsync(JourneyPlan.Official);
        var editor = await official.GetAsync("/plans/1/write/background");
        Assert.Equal("es", editor.Document.QuerySelector("#writtenIn option[selected]")!.GetAttribute("value"));
        var nonsense = await official.SubmitAsync(editor, "form[data-write]", [("writtenIn", "qu"), ("text", "Typed words stay.")], "button[value=language]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nonsense.Status);
        Assert.Contains("Typed words stay.", nonsense.Document.QuerySelector("textarea[name=text]")!.TextContent);
        var saved = await official.SubmitAsync(editor, "form[data-write]", [("writtenIn", "en")], "button[value=language]");
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal("en", (await official.FollowAsync(saved)).Document.QuerySelector("textarea[name=text]")!.GetAttribute("lang"));

        JourneyPlan.Must(await site.Services.GetRequiredService<Consulting.Plans.PlanService>().SubmitAsync(new(1, null, []), await JourneyPlan.ActorAsync(site.Services, JourneyPlan.Official)));
        using var interpreter = await site.Visit().SignedInAsync(JourneyPlan.Interpreter);
        var plan = await interpreter.GetAsync("/plans/1");
        Assert.Equal("en", plan.Document.QuerySelector("#s-background .prose")!.GetAttribute("lang"));
        Assert.Equal("es", plan.Document.QuerySelector("#s-sustainability .prose")!.GetAttribute("lang"));
        // Into Spanish there is this one section to translate, into English all the others.
        var sections = await site.ReadAsync<long>("select count(*) from revision_section where content <> ''");
        Assert.Equal(1, (await interpreter.GetAsync("/plans/1/translate?to=es")).Document.QuerySelectorAll(".texts a").Length);
        Assert.InRange((await interpreter.GetAsync("/plans/1/translate?to=en")).Document.QuerySelectorAll(".texts a").Length, 1, (int)sections - 1);
    }

    [Fact]
    public async Task Passage_HeldByAFinger_InTheOriginalAndInTheTranslation_IsCommented()
    {
        var site = await sites.SampleAsync();
        var plan = await site.PlanAsync("capacitacion-por-brechas");
        await using var context = await browser.OpenAsync(site.Url, "ko", 360, touch: true);
        var page = await context.SignInAsync(await site.PersonAsync("seomun"));
        await page.Locator("form.languages button[value=ko]").ClickAsync();
        foreach (var (side, button, says) in new[] { ("[data-select] [data-o]", "#comment-here", "원문에서 손가락으로"), ("[data-translated] .segment", "#comment-translated", "번역문에서 손가락으로") })
        {
            await page.GotoAsync($"/plans/{plan}/review");
            var place = page.Locator($"#s-problem {side}, #s-background {side}").First;
            await place.ScrollIntoViewIfNeededAsync();
            var section = await place.EvaluateAsync<string>("e => e.closest('[data-section]').id");
            var word = await HoldAsync(page, place);
            Assert.NotEqual("", word);
            await page.Locator(button).TapAsync();
            var form = page.Locator($"#{section} .compose form");
            Assert.Equal(word, await form.Locator("[name=quote]").InputValueAsync());
            await form.Locator("[name=text]").FillAsync(says);
            await form.Locator("button.second").TapAsync();
            await page.ReachAsync("*/review#draft-*");
            Assert.Contains(says, string.Concat(await page.Locator("li.draft").AllTextContentsAsync()), StringComparison.Ordinal);
        }
        await page.PictureAsync("ko-360-touched");
        await page.AssertGoodAsync();
    }

    /// <summary>A finger rests on the text until the browser marks the word below it.</summary>
    static async Task<string> HoldAsync(IPage page, ILocator place)
    {
        await place.EvaluateAsync("e => e.scrollIntoView({ block: 'center' })");
        var box = (await place.BoundingBoxAsync())!;
        var finger = await page.Context.NewCDPSessionAsync(page);
        var point = new Dictionary<string, object> { ["x"] = box.X + Math.Min(40, box.Width / 2), ["y"] = box.Y + 10 };
        await finger.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = "touchStart", ["touchPoints"] = new[] { point } });
        // A press is long after half a second.
        await Task.Delay(1_200);
        await finger.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });
        var word = (await page.EvaluateAsync<string>("document.getSelection().toString()")).Trim();
        if (word.Length > 0)
            return word;
        // A Chromium for desks does not mark by a long press; this is what one for phones leaves behind.
        return (await place.EvaluateAsync<string>("""
            e => {
              const node = document.createTreeWalker(e, NodeFilter.SHOW_TEXT).nextNode();
              document.getSelection().setBaseAndExtent(node, 0, node, Math.min(12, node.data.length));
              return document.getSelection().toString();
            }
            """)).Trim();
    }

    [Fact]
    public async Task Glossary_IsTakenOutAndBroughtIn_AndBadLinesAreNamed()
    {
        var site = await sites.SampleAsync();
        var programme = await site.ReadAsync<long>("select max(programme_id) from glossary_term");
        using var visit = await site.AsAsync("seo");
        var csv = await visit.GetAsync($"/programmes/{programme}/glossary?handler=csv");
        Assert.StartsWith("text/csv", csv.Response.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("\"es\",\"ko\",\"en\",\"note\"\r\n", csv.Text.TrimStart('\uFEFF'), StringComparison.Ordinal);
        var page = await visit.GetAsync($"/programmes/{programme}/glossary/import");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await visit.SubmitAsync(page, "form[action$='handler=look']")).Status);
        var same = await visit.SubmitAsync(page, "form[action$='handler=look']", [("table", csv.Text)]);
        Assert.Null(same.Document.QuerySelector("form[action$='handler=apply']"));
        var looked = await visit.SubmitAsync(page, "form[action$='handler=look']", [("table", "es;ko;en\nzanja;도랑;ditch\nsolo;;\n<script>;스크립트;x")]);
        Assert.Equal(HttpStatusCode.OK, looked.Status);
        Assert.Equal("3", looked.Document.QuerySelector("tbody tr th")!.TextContent);
        Assert.Equal(3, looked.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Null(looked.Document.QuerySelector("tbody script"));
        var taken = await visit.SubmitAsync(looked, "form[action$='handler=apply']");
        Assert.Equal(HttpStatusCode.SeeOther, taken.Status);
        Assert.Equal("도랑", await site.ReadAsync<string>("select ko from glossary_term where es = 'zanja'"));
        foreach (var table in new[] { "a\0b,c", new string('x', 900_000), "\"", ",,,\n,,," })
        {
            var bad = await visit.SubmitAsync(page, "form[action$='handler=look']", [("table", table)]);
            Assert.True(bad.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.OK, $"{bad.Status} for {table[..Math.Min(9, table.Length)]}");
        }
    }
}
