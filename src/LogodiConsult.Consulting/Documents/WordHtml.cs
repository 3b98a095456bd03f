using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Documents;

/// <summary>The HTML that our own rooms draw as paragraphs of a document: whatever kind a section is, the document shows it as the page does.
/// Drawings are left out: what they show stands in a table as well.</summary>
sealed class WordHtml(WordDocument document)
{
    const int DeepestList = 8;

    // Sections in our own HTML are shallow; what is deeper was made to overflow the stack.
    const int DeepestElement = 200;

    static readonly HtmlParser Parser = new();

    OpenXmlCompositeElement target = null!;
    Paragraph? open;
    int depth;

    /// <summary>Null: the document's normal style.</summary>
    public string? ParagraphStyle { get; init; }

    public static int TextLength(string html) => html.Length == 0 ? 0 : Parser.ParseDocument(html).Body!.TextContent.Trim().Length;

    /// <summary>Of words that do not break: Hangul and other scripts that may break anywhere do not count.</summary>
    public static int LongestWord(string html) => html.Length == 0 ? 0
        : Parser.ParseDocument(html).Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Count(c => c < '\u1100')).DefaultIfEmpty().Max();

    public void Write(string html, OpenXmlCompositeElement into, string? language)
    {
        target = into;
        open = null;
        Children(Parser.ParseDocument(html).Body!, new Place(ParagraphStyle, new TextLook(Language: language)));
    }

    readonly record struct Place(string? Style, TextLook Look, Item? Item = null, int Level = -1, bool Keeps = false);

    /// <summary>A list's item: only its first paragraph carries the bullet or the number.</summary>
    sealed class Item(int list, int level)
    {
        public int List => list;

        public int Level => level;

        public bool IsBegun { get; set; }
    }

    void Children(INode parent, Place place)
    {
        if (++depth > DeepestElement)
        {
            Inline(parent.TextContent, place);
            depth--;
            return;
        }
        foreach (var node in parent.ChildNodes)
        {
            if (node is IText text)
                Inline(text.Data, place);
            else if (node is IElement element)
                Element(element, place);
        }
        depth--;
    }

    void Element(IElement element, Place place)
    {
        if (element.GetAttribute("lang") is { } language && Words.Languages.Knows(language))
            place = place with { Look = place.Look with { Language = language } };
        switch (element.LocalName)
        {
            case "svg" or "figure" when element.LocalName == "svg" || element.ClassList.Contains("gantt"):
                break;
            case "br":
                Open(place).Append(WordText.Break(place.Look));
                break;
            case "hr":
                Close();
                Rule();
                break;
            case "strong" or "b" or "dt" or "summary" or "caption" or "figcaption":
                Boxed(element, place with { Look = place.Look with { Bold = true } }, element.LocalName is not ("strong" or "b"));
                break;
            case "em" or "i":
                Children(element, place with { Look = place.Look with { Italic = true } });
                break;
            case "del":
                Children(element, place with { Look = place.Look with { Struck = true } });
                break;
            case "ins":
                Children(element, place with { Look = place.Look with { Added = true } });
                break;
            case "code":
                Children(element, place with { Look = place.Look with { Code = place.Style != WordStyles.Code } });
                break;
            case "a" when element.GetAttribute("href") is { } href && Uri.TryCreate(href, UriKind.Absolute, out var address):
                Children(element, place with { Look = place.Look with { Link = document.Link(address) } });
                break;
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                // Inside a table a heading would tear the document's outline; there it is bold.
                var heading = target is Body
                    ? place with { Style = WordStyles.Heading(Math.Max(2, element.LocalName[1] - '0' - 1)) }
                    : place with { Look = place.Look with { Bold = true } };
                Boxed(element, heading, isBlock: true);
                break;
            case "ul" or "ol":
                List(element, place);
                break;
            case "blockquote":
                Boxed(element, place with { Style = WordStyles.Quote }, isBlock: true);
                break;
            case "pre":
                Boxed(element, place with { Style = WordStyles.Code, Keeps = true }, isBlock: true);
                break;
            case "table":
                Close();
                Table(element, place.Look.Language);
                break;
            case "p" when element.ClassList.Contains("tree-title"):
                Boxed(element, place with { Look = place.Look with { Bold = true } }, isBlock: true);
                break;
            case "span" when element.ClassList.Contains("visually-hidden"):
                break;
            default:
                Boxed(element, place, element.LocalName is "p" or "div" or "section" or "article" or "dl" or "dd" or "figure" or "li" or "details");
                break;
        }
    }

    void Boxed(IElement element, Place place, bool isBlock)
    {
        if (isBlock)
            Close();
        Children(element, place);
        if (isBlock)
            Close();
    }

    void List(IElement list, Place place)
    {
        Close();
        var level = Math.Min(place.Level + 1, DeepestList);
        var start = int.TryParse(list.GetAttribute("start"), System.Globalization.CultureInfo.InvariantCulture, out var first) && first is > 0 and < 32_000 ? first : 1;
        var id = list.LocalName == "ul" ? document.Lists.Bulleted : document.Lists.Numbered(start, level);
        foreach (var item in list.Children)
        {
            Close();
            Children(item, place with { Item = new Item(id, level), Level = level });
        }
        Close();
    }

    void Table(IElement table, string? language)
    {
        var rows = table.QuerySelectorAll("tr").Where(r => r.Closest("table") == table).ToList();
        var headers = rows.TakeWhile(r => r.Closest("thead") is not null || (r.Children.Length > 0 && r.Children.All(c => c.GetAttribute("scope") == "col"))).ToList();
        IReadOnlyList<DocumentCell> Cells(IElement row) =>
            [.. row.Children.Select(c => new DocumentCell(c.InnerHtml, c.LocalName == "th", language))];
        if (rows.Count > 0)
            target.Append(new WordTable(document).Draw([.. headers.Select(Cells)], [.. rows.Skip(headers.Count).Select(Cells)], []), WordDocument.Small());
    }

    void Inline(string text, Place place)
    {
        var shown = place.Keeps ? text : Spaces(text);
        if (shown.Length == 0 || (open is null && !place.Keeps && string.IsNullOrWhiteSpace(shown)))
            return;
        var lines = place.Keeps ? shown.ReplaceLineEndings("\n").Split('\n') : [shown];
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0)
                Open(place).Append(WordText.Break(place.Look));
            if (lines[i].Length > 0)
                Append(lines[i], place);
        }
    }

    void Append(string text, Place place)
    {
        var run = WordText.Run(text, place.Look);
        Open(place).Append(place.Look.Link is { } link ? new Hyperlink(run) { Id = link, History = true } : (OpenXmlElement)run);
    }

    Paragraph Open(Place place)
    {
        if (open is not null)
            return open;
        open = WordDocument.Styled(place.Item is null ? place.Style : place.Style ?? WordStyles.Item);
        if (place.Item is { IsBegun: false } item)
        {
            open.ParagraphProperties!.NumberingProperties = new NumberingProperties(
                new NumberingLevelReference { Val = item.Level }, new NumberingId { Val = item.List });
            item.IsBegun = true;
        }
        else if (place.Item is { } begun)
        {
            open.ParagraphProperties!.Indentation = new Indentation { Left = $"{WordLists.Indent * (begun.Level + 1)}" };
        }
        target.Append(open);
        return open;
    }

    void Close() => open = null;

    void Rule()
    {
        var line = WordDocument.Styled(ParagraphStyle);
        line.ParagraphProperties ??= new ParagraphProperties();
        line.ParagraphProperties.ParagraphBorders = new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 6, Space = 1, Color = "B8C0CC" });
        target.Append(line);
    }

    static string Spaces(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] is '\n' or '\r' or '\t' ? ' ' : from[i];
    });
}
