using LogodiConsult.Web.Tests.Support;
using Microsoft.Playwright;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Two consultants at once, one of them on a phone with Korean input, through two rounds; and a draft that survives a broken line.</summary>
public sealed class DeskInBrowserTests(BrowserFixture browser)
{
    const string Wording = "Cada sede atiende en un solo mostrador.";

    [Fact]
    public async Task TwoConsultants_TwoRounds_FromTouchToAcceptance()
    {
        var (site, id) = await DeskSite.StartAsync();
        await using var _ = site;
        await using var phones = await browser.OpenAsync(site.Url, "ko", 360, touch: true);
        await using var desks = await browser.OpenAsync(site.Url, "en");
        await using var officials = await browser.OpenAsync(site.Url, "es", 360, touch: true);
        var (kim, lee, rosa) = (await phones.SignInAsync(Consultant), await desks.SignInAsync(DeskSite.SecondConsultant), await officials.SignInAsync(Official));
        var plan = $"/plans/{id}";

        var quote = await CommentByTouchAsync(kim, plan, site, id);
        await SelectByMouseAsync(lee, plan);
        await CommentByKeyboardAsync(lee, plan);
        Assert.DoesNotContain(Wording, await lee.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await OrderReleaseAsync(kim, plan, "Revise");
        await kim.PictureAsync("desk-ko-360-releasing");
        await kim.AssertGoodAsync();
        await rosa.GotoAsync(plan);
        Assert.Equal(0, await rosa.Locator(".comment").CountAsync());
        await kim.Locator("form[action$='handler=recall'] button").TapAsync();
        await kim.Locator("#recommendation").WaitForAsync();
        Assert.Equal(1, await kim.Locator("li.draft").CountAsync());
        await OrderReleaseAsync(kim, plan, "Revise");
        await SendNowAsync(kim, plan);
        await OrderReleaseAsync(lee, plan, "Revise");
        await SendNowAsync(lee, plan);

        await AnswerAsync(rosa, plan, quote);
        foreach (var (page, decides) in new[] { (kim, true), (lee, false) })
        {
            await page.GotoAsync($"{plan}/review");
            Assert.True(await page.Locator(".answered .sides blockquote").CountAsync() > 0);
            if (decides)
            {
                await page.PictureAsync("desk-ko-360-answered");
                await page.AssertGoodAsync();
                await page.Locator(".answered button[value=Accepted]").TapAsync();
                await page.Locator(".banner.done").First.WaitForAsync();
            }
            await OrderReleaseAsync(page, plan, "Accept");
            await SendNowAsync(page, plan);
        }
        Assert.Equal("accepted", await site.ReadAsync<string>("select stage from plan where id = @id", new { id }));
        Assert.Equal(2, await site.ReadAsync<long>("select count(*) from comment where plan_id = @id and state = 'accepted'", new { id }));
    }

    [Fact]
    public async Task Draft_OnABrokenLine_StaysOnTheDeviceAndIsRestored()
    {
        var (site, id) = await DeskSite.StartAsync();
        await using var _ = site;
        await using var context = await browser.OpenAsync(site.Url, "ko");
        var page = await context.SignInAsync(Consultant);
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await page.GotoAsync("/me/phrases");
        await page.Locator("#text").FillAsync("출처를 밝혀 주십시오.");
        await page.Locator("main form button").First.ClickAsync();
        await page.Locator("li.card").WaitForAsync();
        await page.PictureAsync("desk-ko-1280-phrases");
        await page.AssertGoodAsync();

        await page.GotoAsync($"/plans/{id}/review");
        await page.RouteAsync("**/review?handler=keep", route => route.AbortAsync());
        var form = page.Locator("#s-background .compose form");
        await page.Locator("#s-background details.compose > summary").ClickAsync();
        await form.Locator("[name=text]").FillAsync("끊긴 회선에서 쓴 글.");
        await form.Locator(".draft-state").WaitForAsync();
        Assert.Equal(0, await site.ReadAsync<long>("select count(*) from comment where plan_id = @id", new { id }));
        await page.ReloadAsync();
        Assert.Equal("끊긴 회선에서 쓴 글.", await form.Locator("[name=text]").InputValueAsync());
        await page.UnrouteAsync("**/review?handler=keep");
        await form.Locator("[name=text]").FocusAsync();
        await page.Locator("#phrases summary").ClickAsync();
        await page.Locator("#phrases [data-phrase]").ClickAsync();
        await form.Locator("input[name=commentId]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal("끊긴 회선에서 쓴 글. 출처를 밝혀 주십시오.", await form.Locator("[name=text]").InputValueAsync());
        // What was kept by itself is the comment that the button saves.
        await form.Locator("button.second").ClickAsync();
        await page.ReachAsync("*/review#draft-*");
        Assert.Equal(1, await site.ReadAsync<long>("select count(*) from comment where plan_id = @id", new { id }));
        Assert.Equal("끊긴 회선에서 쓴 글. 출처를 밝혀 주십시오.", await site.ReadAsync<string>("select text from comment where plan_id = @id", new { id }));

        await page.GotoAsync($"/plans/{id}/notes");
        await page.Locator("#text").FillAsync("예산이 과해 보입니다.");
        await page.Locator(".channel form button").ClickAsync();
        await page.Locator(".channel .note").WaitForAsync();
        await page.PictureAsync("desk-ko-1280-notes");
        await page.AssertGoodAsync();
        await page.GotoAsync("/");
        await page.PictureAsync("desk-ko-1280-queue");
        await page.AssertGoodAsync();
        await page.GotoAsync($"/plans/{id}/review/step-back");
        await page.PictureAsync("desk-ko-1280-step-back");
        await page.AssertGoodAsync();
    }

    /// <summary>A passage marked by finger, and a comment composed by a Korean input method, which keeps itself while it is typed.</summary>
    static async Task<string> CommentByTouchAsync(IPage page, string plan, TestSite site, long id)
    {
        await page.GotoAsync($"{plan}/review");
        if (!await LongPressAsync(page, "#s-background [data-o]"))
        {
            // Headless Chromium passes the finger on to the page but makes no long-press gesture of it, so nothing is ever selected by touch there.
            // What a long press on a phone leaves behind; the browser tells the page of it by selectionchange.
            TestContext.Current.TestOutputHelper?.WriteLine("This browser selects nothing by a long press; the selection was set by script.");
            await page.EvaluateAsync("""
            () => {
              const node = document.querySelector('#s-background [data-o]').firstChild;
              const end = node.data.indexOf('.');
              document.getSelection().setBaseAndExtent(node, 0, node, end < 0 ? node.data.length : end);
            }
            """);
        }
        await page.Locator("#comment-here").TapAsync();
        var form = page.Locator("#s-background .compose form");
        var quote = await form.Locator("[name=quote]").InputValueAsync();
        Assert.NotEqual("", quote);
        await form.Locator("[name=text]").FocusAsync();
        var keys = await page.Context.NewCDPSessionAsync(page);
        foreach (var syllable in (string[][])[["ㅎ", "하", "한"], ["ㄱ", "구", "국"]])
        {
            foreach (var composed in syllable)
                await keys.SendAsync("Input.imeSetComposition", new Dictionary<string, object> { ["text"] = composed, ["selectionStart"] = 1, ["selectionEnd"] = 1 });
            await keys.SendAsync("Input.insertText", new Dictionary<string, object> { ["text"] = syllable[^1] });
        }
        Assert.Equal("한국", await form.Locator("[name=text]").InputValueAsync());
        await form.Locator("input[name=commentId]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.Equal("한국", await form.Locator("[name=text]").InputValueAsync());
        Assert.Equal("draft", await site.ReadAsync<string>("select state from comment where plan_id = @id and text = '한국'", new { id }));
        await form.Locator("details.more:not(#phrases) summary").ClickAsync();
        await form.Locator("[name=proposal]").FillAsync(Wording);
        await form.Locator("[name=required]").CheckAsync();
        await form.Locator("button.second").TapAsync();
        await page.ReachAsync("*/review#draft-*");
        await page.PictureAsync("desk-ko-360-review");
        await page.AssertGoodAsync();
        return quote;
    }

    /// <summary>A finger that rests on a word, as the browser itself gets it from the screen.</summary>
    /// <returns>Whether the browser selected something.</returns>
    static async Task<bool> LongPressAsync(IPage page, string place)
    {
        await page.Locator(place).First.ScrollIntoViewIfNeededAsync();
        var word = await page.EvaluateAsync<float[]>("""
            place => {
              const range = document.createRange();
              range.setStart(document.querySelector(place).firstChild, 0);
              range.setEnd(range.startContainer, 5);
              const box = range.getBoundingClientRect();
              return [box.x + box.width / 2, box.y + box.height / 2];
            }
            """, place);
        var finger = await page.Context.NewCDPSessionAsync(page);
        await finger.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object>
        {
            ["type"] = "touchStart",
            ["touchPoints"] = new[] { new Dictionary<string, object> { ["x"] = word[0], ["y"] = word[1] } },
        });
        await page.WaitForTimeoutAsync(900);
        await finger.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object> { ["type"] = "touchEnd", ["touchPoints"] = Array.Empty<object>() });
        await page.WaitForTimeoutAsync(250);
        return await page.EvaluateAsync<bool>("() => !document.getSelection().isCollapsed");
    }

    /// <summary>A passage marked by the mouse: pressed, drawn and let go, as a hand does it.</summary>
    static async Task SelectByMouseAsync(IPage page, string plan)
    {
        await page.GotoAsync($"{plan}/review");
        var words = page.Locator("#s-background [data-o]").First;
        await words.ScrollIntoViewIfNeededAsync();
        var box = (await words.EvaluateAsync<float[]>("e => { const r = document.createRange(); r.setStart(e.firstChild, 0); r.setEnd(e.firstChild, 12); const b = r.getBoundingClientRect(); return [b.left, b.right, b.top + b.height / 2]; }"))!;
        await page.Mouse.MoveAsync(box[0] + 1, box[2]);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box[1], box[2], new() { Steps = 4 });
        await page.Mouse.UpAsync();
        var selected = await page.EvaluateAsync<string>("() => document.getSelection().toString().trim()");
        Assert.NotEqual("", selected);
        await page.Locator("#comment-here").ClickAsync();
        Assert.Equal(selected, await page.Locator("#s-background .compose form [name=quote]").InputValueAsync());
    }

    static async Task CommentByKeyboardAsync(IPage page, string plan)
    {
        await page.GotoAsync($"{plan}/review");
        await page.Locator("#s-sustainability [data-select]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("Who pays for this after the first year?");
        var form = page.Locator("#s-sustainability .compose form");
        Assert.NotEqual("", await form.Locator("[name=quote]").InputValueAsync());
        await form.Locator("button.second").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.ReachAsync("*/review#draft-*");
    }

    static async Task OrderReleaseAsync(IPage page, string plan, string recommendation)
    {
        await page.GotoAsync($"{plan}/review");
        await page.Locator($"#recommendation input[value={recommendation}]").CheckAsync();
        await page.Locator("#recommendation button[value=preview]").ClickAsync();
        await page.ReachAsync("*/review/release");
        await page.Locator("form:has([name=seen]) button").ClickAsync();
        await page.Locator(".releasing").WaitForAsync();
    }

    static async Task SendNowAsync(IPage page, string plan)
    {
        await page.Locator("form[action$='handler=send'] button").ClickAsync();
        await page.ReachAsync(plan);
    }

    static async Task AnswerAsync(IPage page, string plan, string quote)
    {
        await page.GotoAsync($"{plan}/answers");
        await page.PictureAsync("desk-es-360-answers");
        await page.AssertGoodAsync();
        await page.Locator("form[action$='handler=take'] button").TapAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        Assert.Contains(Wording, await page.Locator(".comments").First.InnerTextAsync(), StringComparison.Ordinal);
        var second = page.Locator("li.answering form:has([name=kind])").Last;
        await second.Locator("input[value=NotDone]").CheckAsync();
        await second.Locator("textarea[name=text]").FillAsync("El presupuesto del segundo año está en el plan operativo.");
        await second.Locator("button").ClickAsync();
        await page.Locator(".banner.done").First.WaitForAsync();
        await page.GotoAsync($"{plan}/write");
        var text = await page.Locator("main").InnerTextAsync();
        Assert.DoesNotContain(quote + ".", text, StringComparison.Ordinal);
        await page.Locator("button[formaction$='handler=Submit']").ClickAsync();
        await page.ReachAsync($"{plan}?revision=2");
    }
}
