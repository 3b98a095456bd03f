using AngleSharp.Html;
using Ganss.Xss;

namespace LogodiConsult.Consulting.Passages;

/// <summary>The last gate before a page: whatever produced the HTML, only these tags, attributes and schemes pass. No style, no images, no scripts.</summary>
public static class Sanitiser
{
    // One instance serves all threads as long as its settings do not change.
    static readonly HtmlSanitizer Gate = Build();

    public static string Clean(string html) => Gate.Sanitize(html, "", HtmlMarkupFormatter.Instance);

    static HtmlSanitizer Build() => new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string>(
            ["p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "del", "ins", "a", "span",
             "mark", "sup", "div", "section", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd", "figure", "figcaption"],
            StringComparer.OrdinalIgnoreCase),
        AllowedAttributes = new HashSet<string>(
            ["href", "rel", "class", "id", "start", "scope", "lang", "data-o", "data-comments", "data-part"], StringComparer.OrdinalIgnoreCase),
        AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
        UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
    });
}
