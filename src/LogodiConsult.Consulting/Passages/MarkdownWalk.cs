using System.Globalization;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LogodiConsult.Consulting.Passages;

/// <summary>Walks a Markdown document once and writes text and markup together. Raw HTML is text; images show their description only.</summary>
sealed class MarkdownWalk
{
    static readonly MarkdownPipeline Pipeline = Build();

    // Open brackets and cells cost the parser the square of their number: a hundred kilobytes of them kept a page busy for half a minute.
    // Nobody writes so many; such a text is shown as typed.
    const int MostBrackets = 2_000;
    const int MostPipes = 10_000;

    readonly RichWriter writer = new();

    public static RichText Read(string markdown)
    {
        if (markdown.AsSpan().Count('[') > MostBrackets || markdown.AsSpan().Count('|') > MostPipes)
            return PlainWalk.Read(markdown);
        MarkdownDocument document;
        try
        {
            document = Markdown.Parse(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            // Markdig refuses texts nested deeper than 128 levels with this exception; nobody writes them, so they are shown as typed.
            return PlainWalk.Read(markdown);
        }
        var walk = new MarkdownWalk();
        walk.Blocks(document, "\n\n", tight: false);
        return walk.writer.Finish();
    }

    static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
            .UseAutoLinks()
            .DisableHtml();
        // Officials indent paragraphs; nobody means program code by it.
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        return builder.Build();
    }

    void Blocks(ContainerBlock container, string gap, bool tight)
    {
        foreach (var block in container)
        {
            writer.Gap(gap);
            Block(block, tight);
            writer.Gap(gap);
        }
    }

    void Block(Block block, bool tight)
    {
        switch (block)
        {
            case LinkReferenceDefinitionGroup or LinkReferenceDefinition:
                break;
            case HeadingBlock heading:
                // The page owns h1, the section's title h2.
                var tag = "h" + Math.Min(heading.Level + 2, 6).ToString(CultureInfo.InvariantCulture);
                Wrapped($"<{tag}>", $"</{tag}>", () => Inlines(heading.Inline));
                break;
            case ThematicBreakBlock:
                writer.Markup("<hr>");
                break;
            case CodeBlock code:
                Wrapped("<pre><code>", "</code></pre>", () => CodeLines(code));
                break;
            case ListBlock list:
                List(list);
                break;
            case QuoteBlock quote:
                Wrapped("<blockquote>", "</blockquote>", () => Blocks(quote, "\n\n", tight: false));
                break;
            case Table table:
                Table(table);
                break;
            case ParagraphBlock paragraph when tight:
                Inlines(paragraph.Inline);
                break;
            case LeafBlock leaf:
                Wrapped("<p>", "</p>", () => Inlines(leaf.Inline));
                break;
            case ContainerBlock other:
                Blocks(other, "\n\n", tight);
                break;
            default:
                throw new NotSupportedException($"No rendering for the Markdown block {block.GetType().Name}.");
        }
    }

    void List(ListBlock list)
    {
        var start = list.IsOrdered && int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out var first) && first != 1 ? first : 1;
        var open = !list.IsOrdered ? "<ul>" : start == 1 ? "<ol>" : $"<ol start=\"{start}\">";
        Wrapped(open, list.IsOrdered ? "</ol>" : "</ul>", () =>
        {
            foreach (var item in list.OfType<ListItemBlock>())
            {
                writer.Gap("\n");
                Wrapped("<li>", "</li>", () => Blocks(item, list.IsLoose ? "\n\n" : "\n", tight: !list.IsLoose));
            }
        });
    }

    void CodeLines(CodeBlock code)
    {
        for (var i = 0; i < code.Lines.Count; i++)
        {
            if (i > 0)
            {
                // Inside <pre> the line break is a character of its own; it is drawn, but it is no text node that a passage can begin in.
                writer.Markup("\n");
                writer.Inside("\n");
            }
            writer.Text(code.Lines.Lines[i].Slice.ToString());
        }
    }

    void Table(Table table)
    {
        Wrapped("<div class=\"table\"><table>", "</table></div>", () =>
        {
            foreach (var row in table.OfType<TableRow>())
            {
                writer.Gap("\n");
                Wrapped("<tr>", "</tr>", () => Cells(row));
            }
        });
    }

    void Cells(TableRow row)
    {
        var (open, close) = row.IsHeader ? ("<th scope=\"col\">", "</th>") : ("<td>", "</td>");
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
                writer.Inside("\t");
            var cell = (TableCell)row[i];
            Wrapped(open, close, () => Blocks(cell, "", tight: true));
        }
    }

    void Inlines(ContainerInline? container)
    {
        for (var inline = container?.FirstChild; inline is not null; inline = inline.NextSibling)
            Inline(inline);
    }

    void Inline(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                writer.Text(literal.Content.ToString());
                break;
            case LineBreakInline:
                writer.LineBreak();
                break;
            case CodeInline code:
                Wrapped("<code>", "</code>", () => writer.Text(code.Content));
                break;
            case EmphasisInline emphasis:
                var tag = emphasis.DelimiterChar == '~' ? "del" : emphasis.DelimiterCount == 2 ? "strong" : "em";
                Wrapped($"<{tag}>", $"</{tag}>", () => Inlines(emphasis));
                break;
            case LinkInline { IsImage: false } link when SafeLink(link.GetDynamicUrl?.Invoke() ?? link.Url) is { } open:
                Wrapped(open, "</a>", () => Inlines(link));
                break;
            case AutolinkInline auto when SafeLink((auto.IsEmail ? "mailto:" : "") + auto.Url) is { } open:
                Wrapped(open, "</a>", () => writer.Text(auto.Url));
                break;
            case AutolinkInline auto:
                writer.Text(auto.Url);
                break;
            case HtmlEntityInline entity:
                writer.Text(PlainText.Clean(entity.Transcoded.ToString()));
                break;
            case DelimiterInline delimiter:
                writer.Text(delimiter.ToLiteral());
                Inlines(delimiter);
                break;
            case ContainerInline other:
                Inlines(other);
                break;
            case HtmlInline html:
                writer.Text(html.Tag);
                break;
            default:
                throw new NotSupportedException($"No rendering for the Markdown inline {inline.GetType().Name}.");
        }
    }

    // Relative addresses would point into this installation under a text that somebody else wrote.
    static string? SafeLink(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto"
            ? $"<a href=\"{RichText.Encode(url!)}\" rel=\"noopener noreferrer nofollow ugc\">"
            : null;

    void Wrapped(string open, string close, Action inner)
    {
        writer.Markup(open);
        inner();
        writer.Markup(close);
    }
}
