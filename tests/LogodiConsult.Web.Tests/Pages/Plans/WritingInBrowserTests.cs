using System.Globalization;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Writing in the real browser on a bad line: no word is lost.</summary>
public sealed class WritingInBrowserTests(BrowserFixture browser)
{
    const string Background = "/plans/1/write/background";

    [Fact]
    public async Task Text_SurvivesDeadLine_KilledServer_ExpiredSession_AndClosedTab()
    {
        var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url, width: 360);
        var page = await context.SignInAsync(1);
        await page.GotoAsync(Background);
        var text = page.Locator("textarea[name=text]");
        await text.PressSequentiallyAsync("En línea. ");
        await StateAsync(page, "saved");

        await context.SetOfflineAsync(true);
        await text.PressSequentiallyAsync("Sin línea. ");
        await StateAsync(page, "offline");
        await page.PictureAsync("writing-offline");
        await page.AssertGoodAsync();
        Assert.Equal(1, await CopiesAsync(page));
        await context.SetOfflineAsync(false);
        await StateAsync(page, "saved");
        Assert.Equal(0, await CopiesAsync(page));

        var address = await site.DieAsync();
        await text.PressSequentiallyAsync("Sin servidor. ");
        await StateAsync(page, "offline");
        site = await site.BackAsync(address);
        await page.Locator("[data-act=retry]").ClickAsync();
        await StateAsync(page, "saved");

        await context.ClearCookiesAsync(new() { Name = "logodi.person" });
        await text.PressSequentiallyAsync("Sin sesión. ");
        await StateAsync(page, "signin");
        await page.PictureAsync("writing-signin");
        var tab = await context.RunAndWaitForPageAsync(() => page.Locator("[data-act=signin]").ClickAsync());
        await tab.Locator("button[value='1']").First.ClickAsync();
        await tab.ReachAsync(Background);
        await tab.CloseAsync();
        await page.EvaluateAsync("window.dispatchEvent(new Event('focus'))");
        await text.PressSequentiallyAsync("Otra vez. ");
        await ArrivedAsync(site, "background", "En línea. Sin línea. Sin servidor. Sin sesión. Otra vez. ");
        await StateAsync(page, "saved");

        await context.SetOfflineAsync(true);
        await text.PressSequentiallyAsync("Y cerrada.");
        await StateAsync(page, "offline");
        await page.CloseAsync();
        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(Background);
        await StateAsync(page, "saved");
        Assert.EndsWith("Y cerrada.", await page.Locator("textarea[name=text]").InputValueAsync());
        await ArrivedAsync(site, "background", "En línea. Sin línea. Sin servidor. Sin sesión. Otra vez. Y cerrada.");
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Text_OfHoursWithoutALine_IsKeptOnTheDevice_AndSentInOneWriteWhenTheLineIsBack()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url, width: 360);
        var page = await context.SignInAsync(1);
        await page.Clock.InstallAsync();
        await page.GotoAsync(Background);
        var text = page.Locator("textarea[name=text]");
        var expected = "";
        await context.SetOfflineAsync(true);
        for (var hour = 1; hour <= 6; hour++)
        {
            var words = $"Hora {hour}. ";
            await text.PressSequentiallyAsync(words);
            expected += words;
            await page.Clock.RunForAsync("01:00:00");
            await StateAsync(page, "offline");
        }
        Assert.Contains(expected, await page.EvaluateAsync<string>("Object.entries(localStorage).find(([k]) => k.startsWith('logodi.draft/'))[1]"));
        Assert.Null(await ContentAsync(site, "background"));
        await context.SetOfflineAsync(false);
        await page.Clock.ResumeAsync();
        await ArrivedAsync(site, "background", expected);
        await StateAsync(page, "saved");
        Assert.Equal(0, await CopiesAsync(page));
        // What waited is sent as it was first tried; the rest of the hours follows in one more.
        Assert.InRange(await site.ReadAsync<long>("select version from section where plan_id = 1 and key = 'background'"), 1, 2);
    }

    [Fact]
    public async Task TwoTabs_OtherSectionsMerge_TheSameSectionAsksForADecision()
    {
        await using var site = await TestSite.StartAsync();
        await using var context = await browser.OpenAsync(site.Url);
        var phone = await context.SignInAsync(1);
        var desk = await context.NewPageAsync();
        await phone.GotoAsync(Background);
        await desk.GotoAsync(Background);
        var third = await context.NewPageAsync();
        await third.GotoAsync("/plans/1/write/adaptation");
        await phone.Locator("textarea[name=text]").PressSequentiallyAsync("Desde el teléfono.");
        await StateAsync(phone, "saved");
        await third.Locator("textarea[name=text]").PressSequentiallyAsync("Otra sección.");
        await StateAsync(third, "saved");
        await desk.Locator("textarea[name=text]").PressSequentiallyAsync("Desde la oficina.");
        await StateAsync(desk, "decide");
        await desk.Locator("[data-act=compare]").ClickAsync();
        await StateAsync(desk, "held");
        Assert.Contains("Desde el teléfono.", await desk.Locator("article.prose").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("Desde la oficina.", await desk.Locator("textarea[name=text]").InputValueAsync());
        await desk.PictureAsync("writing-decide");
        await desk.AssertGoodAsync();
        await desk.Locator("textarea[name=text]").PressSequentiallyAsync(" Elegido.");
        Assert.Equal("Desde el teléfono.", await ContentAsync(site, "background"));
        await desk.Locator("form[data-write] .actions button[value=stay]").ClickAsync();
        await StateAsync(desk, "saved");
        Assert.Contains("Elegido.", await ContentAsync(site, "background"));
        Assert.Equal("Otra sección.", await ContentAsync(site, "adaptation"));

        // Handed in meanwhile: what is typed afterwards stays on the device and can be copied.
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys.Except(["background", "adaptation"]));
        await third.Locator("textarea[name=text]").PressSequentiallyAsync(" Antes.");
        await StateAsync(third, "saved");
        await phone.GotoAsync("/plans/1/write");
        await phone.Locator("#submit-form button").DblClickAsync();
        await phone.ReachAsync("/plans/1?revision=1");
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from revision"));
        await third.Locator("textarea[name=text]").PressSequentiallyAsync(" Después.");
        await StateAsync(third, "closed");
        Assert.EndsWith("Después.", await third.Locator("textarea[name=text]").InputValueAsync());
        await third.ReloadAsync();
        await third.Locator("#kept").WaitForAsync();
        Assert.EndsWith("Después.", await third.Locator("#kept textarea").InputValueAsync());
        await third.AssertGoodAsync();
    }

    [Fact]
    public async Task Composing_IsNeverDisturbed_AndAKeystrokeGroupIsSmall_OnASlowLine()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys);
        await using var context = await browser.OpenAsync(site.Url, "ko");
        var page = await context.SignInAsync(1);
        var line = await context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        // 64 kbit/s are 8,000 bytes a second.
        await line.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 800, ["downloadThroughput"] = 8000, ["uploadThroughput"] = 8000 });
        var sent = new List<IRequest>();
        page.Request += (_, request) =>
        {
            if (request.Method == "PATCH")
                sent.Add(request);
        };
        await page.GotoAsync(Background, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        var text = page.Locator("textarea[name=text]");
        await page.WaitForFunctionAsync("() => document.querySelector('.writing-tools')");
        var before = await text.InputValueAsync();
        await text.FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        foreach (var syllable in (string[])["ㅎ", "하", "한"])
        {
            await line.SendAsync("Input.imeSetComposition", new() { ["text"] = syllable, ["selectionStart"] = 1, ["selectionEnd"] = 1 });
            await Task.Delay(900, TestContext.Current.CancellationToken);
        }
        Assert.Equal(before + "한", await text.InputValueAsync());
        Assert.Empty(sent);
        await line.SendAsync("Input.insertText", new() { ["text"] = "한" });
        await page.Keyboard.InsertTextAsync("글 ñandú");
        await StateAsync(page, "saved");
        Assert.Equal(before + "한글 ñandú", await ContentAsync(site, "background"));
        foreach (var request in sent)
        {
            var sizes = await request.SizesAsync();
            Assert.InRange(sizes.RequestHeadersSize + sizes.RequestBodySize, 1, 2048);
        }
        sent.Clear();
        await page.GotoAsync("/plans/1/write/logframe", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.WaitForFunctionAsync("() => !document.querySelector('form[data-keep]')");
        await page.Locator("#row-2 textarea").First.PressSequentiallyAsync("Más ");
        await StateAsync(page, "saved");
        var small = await Assert.Single(sent).SizesAsync();
        Assert.InRange(small.RequestHeadersSize + small.RequestBodySize, 1, 2048);
    }

    [Fact]
    public async Task Keyboard_WritesTree_LogFrameAndSchedule_AndChecksStandAtTheirFields()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys.Except(["problem", "background"]));
        await using var context = await browser.OpenAsync(site.Url, width: 360);
        var page = await context.SignInAsync(1);
        await page.GotoAsync(Background);
        await TabToAsync(page, "textarea[name=text]");
        await page.Keyboard.TypeAsync("uno");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.PressAsync("Control+b");
        Assert.Equal("**uno**", await page.Locator("textarea[name=text]").InputValueAsync());
        await page.Keyboard.PressAsync("Control+z");
        Assert.Equal("uno", await page.Locator("textarea[name=text]").InputValueAsync());
        await StateAsync(page, "saved");
        await page.PictureAsync("writing-text-360");
        await page.AssertGoodAsync();

        await page.GotoAsync("/plans/1/write/problem");
        await TabToAsync(page, "textarea[name=core]");
        await page.Keyboard.TypeAsync("Trámites lentos");
        await TabToAsync(page, "textarea[name=causes]");
        await page.Keyboard.TypeAsync("Sin sistema");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Control+]");
        await page.Keyboard.TypeAsync("Sin presupuesto");
        await StateAsync(page, "saved");
        Assert.Equal(
            """{"core":"Trámites lentos","causes":[{"id":"n1","level":0,"text":"Sin sistema"},{"id":"n2","level":1,"text":"Sin presupuesto"}],"effects":[],"next":3}""",
            await ContentAsync(site, "problem"));
        await page.Locator("#problems li.warning").WaitForAsync();
        await page.AssertGoodAsync();

        await page.GotoAsync("/plans/1/write/schedule");
        var bar = page.Locator("[data-gantt] [role=slider]").First;
        await page.PictureAsync("writing-schedule-360");
        await page.AssertGoodAsync();
        await TabToAsync(page, "[data-gantt] [role=slider]");
        var start = await page.Locator("[name='rows[0].start']").InputValueAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        var moved = DateOnly.Parse(start, CultureInfo.InvariantCulture).AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(moved, await page.Locator("[name='rows[0].start']").InputValueAsync());
        Assert.StartsWith(moved, await bar.GetAttributeAsync("aria-valuetext"));
        await StateAsync(page, "saved");
        Assert.Contains(moved, await ContentAsync(site, "schedule"));
        await page.Locator("#row-0 .fold").ClickAsync();
        await page.Locator("#row-1 .fold").ClickAsync();
        await page.Locator("[name='rows[0].responsible']").FillAsync("");
        // A row that is being filled is not told yet what it lacks.
        await page.Locator("[name='rows[1].responsible']").FocusAsync();
        await page.Locator("#rows_0__responsible-note").WaitForAsync();
        Assert.Contains("rows_0__responsible-note", await page.Locator("[name='rows[0].responsible']").GetAttributeAsync("aria-describedby"));

        await page.GotoAsync("/plans/1/write/logframe");
        await page.PictureAsync("writing-logframe-360");
        await page.AssertGoodAsync();
        await page.Locator("#row-1 .fold").PressAsync("Enter");
        await page.Locator("#row-1 [data-move='-1']").FocusAsync();
        var second = await page.Locator("#row-1 [name$='.id']").GetAttributeAsync("value");
        await page.Keyboard.PressAsync("Enter");
        await StateAsync(page, "saved");
        Assert.StartsWith($$"""{"rows":[{"id":"{{second}}",""", await ContentAsync(site, "logframe"));
    }

    [Fact]
    public async Task HostileText_StaysText_AndAGiantPasteIsToldAtOnce()
    {
        await using var site = await TestSite.StartAsync();
        await JourneyPlan.SaveAsync(site.Services, 1, JourneyPlan.Contents.Keys.Except(["background"]));
        await using var context = await browser.OpenAsync(site.Url);
        var page = await context.SignInAsync(1);
        var dialogs = 0;
        page.Dialog += async (_, dialog) =>
        {
            dialogs++;
            await dialog.DismissAsync();
        };
        await page.GotoAsync(Background);
        var text = page.Locator("textarea[name=text]");
        await text.FillAsync(new string('x', 150_000));
        await StateAsync(page, "refused");
        Assert.Equal(150_000, (await text.InputValueAsync()).Length);
        await text.FillAsync(Attacks);
        await StateAsync(page, "saved");
        await page.GotoAsync("/plans/1/write");
        await page.Locator("#submit-form button").ClickAsync();
        await page.ReachAsync("/plans/1?revision=1");
        var found = await page.EvaluateAsync<string[]>("""
            () => Array.from(document.querySelectorAll('main *')).filter(e =>
                ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'META', 'LINK', 'STYLE', 'FORM', 'INPUT', 'MATH'].includes(e.tagName.toUpperCase()) && e.closest('.rich')
                || Array.from(e.attributes).some(a => a.name.startsWith('on') || /^\s*(javascript|vbscript|data):/i.test(a.value) || (a.name === 'style')))
              .map(e => e.outerHTML)
            """);
        Assert.Empty(found);
        Assert.Equal(0, dialogs);
        Assert.False(await page.EvaluateAsync<bool>("'pwned' in window"));
    }

    const string Attacks = """
        <script>window.pwned=1;alert(1)</script><ScRiPt src=//evil.example/x.js></sCrIpT>
        <img src=x onerror="window.pwned=1;alert(1)"> <svg onload=alert(1)> <svg><script>alert(1)</script></svg>
        [clic](javascript:alert(1)) [clic](JaVaScRiPt:alert(1)) [clic](java&#x09;script:alert(1)) [clic](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:msgbox)
        ![x](x"onerror="alert(1)) <a href="&#106;avascript:alert(1)">a</a> <iframe srcdoc="<script>alert(1)</script>"></iframe>
        <math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>
        <details open ontoggle=alert(1)> <body onload=alert(1)> <form action="//evil.example"><input autofocus onfocus=alert(1)></form>
        <div style="position:fixed;inset:0;background:url(//evil.example)">x</div> <base href="//evil.example/"> <meta http-equiv=refresh content="0;url=//evil.example">
        "><img src=x onerror=alert(1)> '--><svg/onload=alert(1)> <noscript><p title="</noscript><img src=x onerror=alert(1)>">
        <https://evil.example/"onmouseover="alert(1)> [a]: javascript:alert(1) "t"
        [a]
        <template><script>alert(1)</script></template> <object data="javascript:alert(1)"></object> <embed src="javascript:alert(1)">
        """;

    /// <summary>The state on the page may still be that of the words before: what the server has is asked until it is all there.</summary>
    static async Task ArrivedAsync(TestSite site, string section, string expected)
    {
        for (var tries = 0; tries < 300 && await ContentAsync(site, section) != expected; tries++)
            await Task.Delay(200);
        Assert.Equal(expected, await ContentAsync(site, section));
    }

    internal static Task StateAsync(IPage page, string state) => page.Locator($"#save-bar[data-state={state}]").WaitForAsync(new() { Timeout = 60_000 });

    static Task<int> CopiesAsync(IPage page) => page.EvaluateAsync<int>("Object.keys(localStorage).filter(k => k.startsWith('logodi.draft/')).length");

    static async Task TabToAsync(IPage page, string selector)
    {
        for (var presses = 0; presses < 400; presses++)
        {
            if (await page.EvaluateAsync<bool>("s => document.activeElement?.matches(s)", selector))
                return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"{selector} is not reached with Tab.");
    }

    internal static Task<string?> ContentAsync(TestSite site, string key) => site.ReadAsync<string>("select content from section where plan_id = 1 and key = @key", new { key });
}
