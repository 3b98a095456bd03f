using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Engine;
using LogodiConsult.Web.SignIn;
using TextCatalog = LogodiConsult.Consulting.Words.TextCatalog;
using TextException = LogodiConsult.Consulting.Words.TextException;

namespace LogodiConsult.Web.Localisation;

/// <summary>
/// The words of the pages for the reader of this request. All families of <c>Resources/</c> are one catalogue, so a page says
/// <c>T["signIn.title"]</c> and needs not know where it stands.
/// </summary>
public sealed class PageTexts(IHttpContextAccessor http)
{
    const string TemplatePrefix = "template.";
    const string RefusalFamily = "LogodiConsult.Web.Resources.Refusals";

    public static TextCatalog Pages { get; } = new(
        typeof(PageTexts).Assembly, TextCatalog.FamiliesOf(typeof(PageTexts).Assembly).Where(f => f != RefusalFamily));

    public static TextCatalog Refusals { get; } = new(typeof(PageTexts).Assembly, RefusalFamily);

    /// <summary>The reader's own clock; Lima where nobody is signed in.</summary>
    public string Zone => (http.HttpContext is { } context ? ActorAccessor.VisitorOf(context)?.Zone : null) ?? Zones.Lima;

    /// <exception cref="TextException">There is no such text, or a fact it asks for is missing.</exception>
    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> facts] => Pages.In(Languages.Current, Zone)[key, facts];

    public bool Has(string key) => Pages.In(Languages.Current).Has(key);

    /// <summary>The sentence of a refusal, or null when the code has none.</summary>
    public string? Refusal(string code, IReadOnlyDictionary<string, object?> facts)
    {
        // What a plan lacks by its template is said by the template's own sentences.
        if (code.StartsWith(TemplatePrefix, StringComparison.Ordinal))
            return TemplateTexts.Sentence(new Problem(code[TemplatePrefix.Length..], Severity.Error, "") { Facts = facts }, Languages.Culture(Languages.Current));
        var texts = Refusals.In(Languages.Current, Zone);
        return texts.Has(code) ? texts[code, facts.ToDictionary(f => f.Key, f => Sayable(f.Value))] : null;
    }

    static object? Sayable(object? fact) => fact switch
    {
        IEnumerable<int> numbers => numbers.Select(n => n.ToString(Languages.Culture(Languages.Current))).ToList(),
        Trilingual text => text.In(Languages.Current),
        _ => fact,
    };
}
