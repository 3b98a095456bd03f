using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>Somebody at a browser without JavaScript: keeps cookies, follows nothing by itself, fills in and sends forms.</summary>
public sealed class Visit : IDisposable
{
    readonly HttpClient client;
    readonly string? language;

    public Visit(Uri site, string? language)
        : this(site, language, new CookieContainer())
    {
    }

    Visit(Uri site, string? language, CookieContainer cookies)
    {
        this.language = language;
        Cookies = cookies;
        // The container is asked for every request: forgetting a cookie in a test takes effect at once.
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = site };
        if (language is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
    }

    public CookieContainer Cookies { get; }

    public HttpClient Client => client;

    /// <summary>The same browser after the site has moved to another port; cookies do not know ports.</summary>
    public Visit MovedTo(Uri site)
    {
        Dispose();
        return new Visit(site, language, Cookies);
    }

    public async Task<PageRead> GetAsync(string path) => await ReadAsync(await client.GetAsync(path));

    public async Task<PageRead> SendAsync(HttpRequestMessage request) => await ReadAsync(await client.SendAsync(request));

    /// <summary>Follows redirects with GET until a page is shown.</summary>
    public async Task<PageRead> FollowAsync(PageRead page)
    {
        for (var turn = 0; turn < 5 && page.Location is { } location; turn++)
            page = await GetAsync(location);
        return page;
    }

    public async Task<PageRead> SubmitAsync(
        PageRead page, string form, IEnumerable<(string Name, string Value)>? fill = null, string? button = null) =>
        await PostAsync(TargetOf(page, form, button), FieldsOf(page, form, fill, button));

    public async Task<PageRead> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        return await ReadAsync(await client.PostAsync(path, content));
    }

    public async Task<Visit> SignedInAsync(long person)
    {
        var page = await GetAsync("/sign-in");
        var entered = await SubmitAsync(page, $"form:has(button[value='{person}'])", button: $"button[value='{person}']");
        Assert.Equal(HttpStatusCode.SeeOther, entered.Status);
        return this;
    }

    public void Forget(string cookie)
    {
        foreach (Cookie each in Cookies.GetAllCookies())
        {
            if (each.Name == cookie)
                each.Expired = true;
        }
    }

    /// <summary>What a browser would send: the values of the form's controls, those filled in, and the button that is pressed.</summary>
    public static List<KeyValuePair<string, string>> FieldsOf(
        PageRead page, string selector, IEnumerable<(string Name, string Value)>? fill, string? button)
    {
        var form = page.Form(selector);
        var filled = (fill ?? []).ToList();
        var sent = new List<KeyValuePair<string, string>>();
        foreach (var control in form.QuerySelectorAll("input, textarea, select"))
        {
            var name = control.GetAttribute("name");
            if (name is null || filled.Any(f => f.Name == name) || control.HasAttribute("disabled"))
                continue;
            var value = control switch
            {
                IHtmlInputElement { Type: "checkbox" or "radio" } box => box.IsChecked ? box.Value : null,
                IHtmlInputElement input => input.Value,
                IHtmlTextAreaElement area => area.Value,
                IHtmlSelectElement select => select.Value,
                _ => null,
            };
            if (value is not null)
                sent.Add(new(name, value));
        }
        sent.AddRange(filled.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)));
        if (button is not null && form.QuerySelector(button) is { } pressed && pressed.GetAttribute("name") is { } buttonName)
            sent.Add(new(buttonName, pressed.GetAttribute("value") ?? ""));
        return sent;
    }

    public void Dispose() => client.Dispose();

    /// <summary>As browsers do: where the pressed button says, without one the form's first button; else where the form says.</summary>
    public static string TargetOf(PageRead page, string selector, string? button)
    {
        var form = page.Form(selector);
        var pressed = form.QuerySelector(button ?? "button:not([type=button])");
        return pressed?.GetAttribute("formaction") is { Length: > 0 } own ? own
            : form.GetAttribute("action") is { Length: > 0 } action ? action
            : page.Path;
    }

    static async Task<PageRead> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new PageRead(response, text, new HtmlParser().ParseDocument(text));
    }
}

/// <summary>An answer as it was read.</summary>
public sealed record PageRead(HttpResponseMessage Response, string Text, IHtmlDocument Document)
{
    public HttpStatusCode Status => Response.StatusCode;

    public string Path => Response.RequestMessage!.RequestUri!.PathAndQuery;

    public string? Location => Response.Headers.Location?.ToString();

    public string Title => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    public IElement Form(string selector) =>
        Document.QuerySelector(selector) ?? throw new InvalidOperationException($"No {selector} on {Path} ({Status}).");

    public IReadOnlyList<string> Texts(string selector) => [.. Document.QuerySelectorAll(selector).Select(e => e.TextContent.Trim())];
}
