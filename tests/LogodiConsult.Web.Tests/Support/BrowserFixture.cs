using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(LogodiConsult.Web.Tests.Support.BrowserFixture))]

namespace LogodiConsult.Web.Tests.Support;

/// <summary>One headless Chromium for all browser tests; where none is installed they are skipped with the reason.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    readonly SemaphoreSlim starting = new(1, 1);
    readonly BrowserWatch watch;
    IPlaywright? playwright;
    IBrowser? browser;

    public BrowserFixture() => watch = new BrowserWatch(
        () => (playwright, browser) = (null, null),
        BrowserWatch.Longest,
        Environment.ProcessId,
        Environment.GetEnvironmentVariable("LOGODI_TEST_HUNG") is { Length: > 0 } file ? file : null);

    public static string? Executable { get; } =
        Environment.GetEnvironmentVariable("LOGODI_TEST_CHROMIUM") is { Length: > 0 } set ? set : Places.FirstOrDefault(File.Exists);

    /// <summary>A fresh browser context (its own cookies) in a language and at a width; the caller closes it.</summary>
    public async Task<IBrowserContext> OpenAsync(Uri site, string language = "es", int width = 1280, bool dark = false, bool touch = false)
    {
        Assert.SkipWhen(Executable is null, "No Chromium is installed (apt-get install chromium, or set LOGODI_TEST_CHROMIUM).");
        var opening = new object();
        watch.Enter(opening);
        try
        {
            var context = await (await BrowserAsync()).NewContextAsync(new()
            {
                BaseURL = site.ToString(),
                Locale = language,
                HasTouch = touch,
                ViewportSize = new() { Width = width, Height = width < 600 ? 740 : 900 },
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            });
            context.SetDefaultTimeout(60_000);
            watch.Enter(context);
            context.Close += (_, closed) => watch.Leave(closed);
            return context;
        }
        finally
        {
            watch.Leave(opening);
        }
    }

    async Task<IBrowser> BrowserAsync()
    {
        await starting.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox", "--disable-gpu"] });
        }
        finally
        {
            starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        watch.Dispose();
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        starting.Dispose();
    }
}

public static class BrowserLook
{
    /// <summary>
    /// Until the page has reached an address (path, query and fragment; * is anything) and is complete. The page itself is asked, again and again:
    /// of its events the driver can miss one that comes just while it begins to listen.
    /// </summary>
    public static Task ReachAsync(this IPage page, string address) =>
        page.WaitForFunctionAsync(
            "address => document.readyState === 'complete' && new RegExp(address).test(location.pathname + location.search + location.hash)",
            $"^{Regex.Escape(address).Replace("\\*", ".*", StringComparison.Ordinal)}$");

    static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // Our pages have no frames: axe runs in the page itself, without the second window that its Playwright binding opens for each run.
    const string Run = """
        async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
          return violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html).join(' | ')}`);
        }
        """;

    /// <summary>A page of the context on which a person has signed in at the sample's door.</summary>
    public static async Task<IPage> SignInAsync(this IBrowserContext context, long person)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.Locator($"button[value='{person}']").First.ClickAsync();
        await page.ReachAsync("/");
        return page;
    }

    /// <summary>axe finds nothing, and nothing is wider than the screen.</summary>
    public static async Task AssertGoodAsync(this IPage page)
    {
        await page.EvaluateAsync(Axe);
        var violations = await page.EvaluateAsync<string[]>(Run);
        Assert.True(violations.Length == 0, string.Join('\n', violations.Prepend(page.Url)));
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{page.Url} is {overflow} px wider than the screen.");
    }

    /// <summary>Keeps a picture where LOGODI_TEST_PICTURES names a folder; otherwise does nothing.</summary>
    public static async Task PictureAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("LOGODI_TEST_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
