using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Tables written in the real browser: on a phone, in their order, and with figures that came out of a draft.</summary>
public sealed class RowsInBrowserTests(BrowserFixture browser)
{
    [Fact]
    public async Task OnAPhone_FilledRowsAreFolded_AndARowIsPutBetweenThem()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, ["logframe"]);
        await using var context = await browser.OpenAsync(site.Url, width: 360, touch: true);
        var page = await context.SignInAsync(JourneyPlan.Official);
        await page.GotoAsync("/plans/1/write/logframe");
        await page.Locator("#row-1.folded").WaitForAsync();
        var before = await Rows(site);
        Assert.Equal(before.Count + 2, await page.Locator(".rowset.folded").CountAsync());
        Assert.Equal(0, await page.Locator(".rowset textarea:visible").CountAsync());
        await page.PictureAsync("rows-folded-360");
        await page.AssertGoodAsync();

        await page.Locator("#row-1 .fold").TapAsync();
        Assert.Equal("true", await page.Locator("#row-1 .fold").GetAttributeAsync("aria-expanded"));
        await page.Locator("#row-1 textarea").First.FillAsync("Otro resumen");
        await page.Locator("#row-1 .fold").TapAsync();
        Assert.Contains("Otro resumen", await page.Locator("#row-1 .fold").InnerTextAsync());
        await page.Locator("#row-1 .fold").TapAsync();
        await page.Locator("#row-1 [data-insert]").TapAsync();
        Assert.Equal("SELECT", await page.EvaluateAsync<string>("document.activeElement.tagName"));
        var added = page.Locator("#row-1 + .rowset");
        await added.Locator("select").First.SelectOptionAsync("output");
        await added.Locator("textarea").First.FillAsync("Puesta en medio");
        await ArrivedAsync(site, r => r.Count == before.Count + 1);
        await page.AssertGoodAsync();
        var after = await Rows(site);
        Assert.Equal("Otro resumen", after[1]["summary"]);
        Assert.Equal(("output", "Puesta en medio"), (after[2]["level"], after[2]["summary"]));
        Assert.Equal(before.Select(r => r.Id), after.Where((_, i) => i != 2).Select(r => r.Id));

        // Turned or on a desk there is room for all.
        await page.SetViewportSizeAsync(1280, 900);
        await page.WaitForFunctionAsync("() => !document.querySelector('.folded, .fold')");
        await page.AssertGoodAsync();
    }

    [Fact]
    public async Task RowsThatWereMoved_StayWhereTheyWerePut_WhenTheLanguageIsChosenAfterwards()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, ["logframe"]);
        var before = (await Rows(site)).Select(r => r.Id).ToList();
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(JourneyPlan.Official);
        await page.GotoAsync("/plans/1/write/logframe");
        await page.Locator("#row-1 [data-move='-1']").ClickAsync();
        var wanted = (string[])[before[1], before[0], .. before.Skip(2)];
        await ArrivedAsync(site, r => r.Select(x => x.Id).SequenceEqual(wanted));
        await page.GetByText("Idioma de esta sección").ClickAsync();
        await page.Locator("#writtenIn").SelectOptionAsync("en");
        await page.Locator("button[value=language]").ClickAsync();
        await page.Locator("#writtenIn option[value=en][selected]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal("en", await site.ReadAsync<string>("select language from section where plan_id = 1 and key = 'logframe'"));
        Assert.Equal(wanted, (await Rows(site)).Select(r => r.Id));
    }

    [Fact]
    public async Task AnAmountWithoutAKnownCurrency_StaysWholeInItsField_WhileOthersAreWritten()
    {
        await using var site = await TestSite.StartAsync();
        const string Typed = "doce mil soles";
        var content = new TableContent([new ContentRow("r1", new Dictionary<string, string> { ["item"] = "Curso", ["total"] = Typed })], 2).Write();
        JourneyPlan.Must(await site.Services.GetRequiredService<PlanService>().SaveAsync(
            new SaveDraft(1, null, [new SectionText("budget", content, 0)]), await JourneyPlan.ActorAsync(site.Services, JourneyPlan.Official)));
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(JourneyPlan.Official);
        await page.GotoAsync("/plans/1/write/budget");
        var amount = page.Locator("[name='rows[0].total']");
        Assert.Equal((Typed, ""), (await amount.InputValueAsync(), await page.Locator("[name='rows[0].total.currency']").InputValueAsync()));
        await page.Locator("[name='rows[0].item']").FillAsync("Curso corto");
        await ArrivedAsync(site, r => r[0]["item"] == "Curso corto", "budget");
        Assert.Equal(Typed, (await Rows(site, "budget"))[0]["total"]);
        await amount.FillAsync("S/ 12,000");
        await page.Locator("[name='rows[0].total.currency']").SelectOptionAsync("PEN");
        await ArrivedAsync(site, r => r[0]["total"] == "S/ 12,000 PEN", "budget");
        await page.Locator("button[value=rows]").ClickAsync();
        Assert.Equal("PEN", await page.Locator("[name$='.total.currency']").Last.InputValueAsync());
    }

    [Fact]
    public async Task ARangeOfASpreadsheet_FillsRowsFromTheFieldWhereItIsPasted_AndAListWithTabsStaysInItsField()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, ["logframe"]);
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(JourneyPlan.Official);
        await page.GotoAsync("/plans/1/write/budget");
        await page.WaitForFunctionAsync("() => !document.querySelector('form[data-keep]')");
        await PasteAsync(page, "[name='rows[0].item']", "Curso\t\t2\tS/ 1,500.00\tS/ 3,000.00\t\"Recursos\nordinarios \"\"RO\"\"\"\r\nVisita\t\t1\t300 USD\tUS$ 300\tKOICA\r\nTaller\t\t4\t₩50,000\t200,000원\tRDR\r\n", "<table>");
        await ArrivedAsync(site, r => r.Count == 3, "budget");
        var rows = await Rows(site, "budget");
        Assert.Equal(("Curso", "2", "1,500.00 PEN", "3,000.00 PEN", "Recursos\nordinarios \"RO\""), (rows[0]["item"], rows[0]["quantity"], rows[0]["unit"], rows[0]["total"], rows[0]["source"]));
        Assert.Equal(("Visita", "300 USD", "300 USD"), (rows[1]["item"], rows[1]["unit"], rows[1]["total"]));
        Assert.Equal(("Taller", "50,000 KRW", "200,000 KRW", "RDR"), (rows[2]["item"], rows[2]["unit"], rows[2]["total"], rows[2]["source"]));

        await page.GotoAsync("/plans/1/write/first100");
        await page.WaitForFunctionAsync("() => !document.querySelector('form[data-keep]')");
        await PasteAsync(page, "[name='rows[0].action']", "Firmar\t5/3/2027\tAna", "<table>");
        await ArrivedAsync(site, r => r is [{ } only] && only["due"] == "2027-03-05" && only["responsible"] == "Ana", "first100");
        Assert.False(await PasteAsync(page, "[name='rows[0].result']", "1.\tuno\n2.\tdos", "<ol>"));
        Assert.Equal("Ana", await page.Locator("[name='rows[0].responsible']").InputValueAsync());
    }

    [Fact]
    public async Task FormattedText_PastedIntoRunningText_IsMarkdown_AndPlainTextStaysWithTheBrowser()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(JourneyPlan.Official);
        await page.GotoAsync("/plans/1/write/background");
        await page.WaitForFunctionAsync("() => !document.querySelector('form[data-keep]')");
        const string box = "textarea[name=text]";
        // As Word writes its lists: paragraphs with a sign of their own.
        const string word = """
            <html><head><style>p { color: red }</style></head><body><!--StartFragment-->
            <h1><b>Situación de la región</b></h1>
            <p class=MsoNormal>El <b>plan</b> cuesta <i>S/ 5</i> * 1000 y   se lee en <a href="https://peru.example/a(1)">la página</a>.<o:p></o:p></p>
            <p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span>Primera causa</p>
            <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp;</span></span>Detalle</p>
            <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>Paso</p>
            <table><tr><td>Mes</td><td>Meta</td></tr><tr><td>Marzo</td><td>3|4</td></tr></table><!--EndFragment--></body></html>
            """;
        Assert.True(await PasteAsync(page, box, "…", word));
        Assert.Equal(
            """
            ## Situación de la región

            El **plan** cuesta *S/ 5* \* 1000 y se lee en [la página](https://peru.example/a%281%29).

            - Primera causa
               - Detalle
            1. Paso

            | Mes | Meta |
            | --- | --- |
            | Marzo | 3\|4 |
            """.ReplaceLineEndings("\n"),
            await page.Locator(box).InputValueAsync());

        // Google's documents are wrapped in a <b> that is not bold; nested lists, a line that begins like a heading, and nothing that runs.
        await page.Locator(box).FillAsync("");
        const string other = """
            <b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">목표</span>는 30% 단축</p><ol><li><p>하나</p><ul><li>둘</li></ul></li><li>셋<script>alert(1)</script></li></ol><p># 번호</p></b><img src=x onerror="document.title='ran'">
            """;
        Assert.True(await PasteAsync(page, box, "…", other));
        Assert.Equal("**목표**는 30% 단축\n\n1. 하나\n   - 둘\n2. 셋\n\n\\# 번호", await page.Locator(box).InputValueAsync());
        Assert.DoesNotContain("ran", await page.TitleAsync());

        // One step of undo takes it back; words without any form are the browser's own affair.
        await page.Locator(box).PressAsync("Control+z");
        Assert.Equal("", await page.Locator(box).InputValueAsync());
        Assert.False(await PasteAsync(page, box, "Solo palabras.", "<p>Solo palabras.</p>"));
    }

    /// <returns>Whether the page took it; otherwise the browser pastes as ever.</returns>
    static Task<bool> PasteAsync(IPage page, string field, string text, string html) => page.EvaluateAsync<bool>(
        """
        ([field, text, html]) => {
          const data = new DataTransfer();
          data.setData('text/plain', text);
          data.setData('text/html', html);
          return !document.querySelector(field).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """,
        new[] { field, text, html });

    static async Task<IReadOnlyList<ContentRow>> Rows(TestSite site, string section = "logframe") =>
        TableContent.Read(await site.ReadAsync<string>("select content from section where plan_id = 1 and key = @section", new { section }) ?? "").Rows;

    static async Task ArrivedAsync(TestSite site, Func<IReadOnlyList<ContentRow>, bool> isThere, string section = "logframe")
    {
        for (var tries = 0; tries < 300 && !isThere(await Rows(site, section)); tries++)
            await Task.Delay(200);
        Assert.True(isThere(await Rows(site, section)), await site.ReadAsync<string>("select content from section where plan_id = 1 and key = @section", new { section }));
    }
}
