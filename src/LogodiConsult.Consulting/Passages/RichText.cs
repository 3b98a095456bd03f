using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LogodiConsult.Consulting.Passages;

/// <summary>A passage that the reader sees marked, with the number of the comment that speaks of it. Code points, end exclusive.</summary>
public sealed record Highlight(int Start, int End, int Number, string CssClass);

/// <summary>
/// A text and its rendering from one walk: the canonical plain text that anchors address, and the HTML whose
/// <c>data-o</c> attributes carry the code point offset of each text node in it. What stands between two such nodes is white space.
/// </summary>
public sealed class RichText
{
    static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    readonly IReadOnlyList<Piece> pieces;
    readonly CodePointText canonical;

    internal RichText(string text, IReadOnlyList<Piece> pieces)
    {
        canonical = new CodePointText(text);
        this.pieces = pieces;
    }

    public string Canonical => canonical.Text;

    /// <summary>Length of the canonical text in code points.</summary>
    public int Length => canonical.Length;

    public static RichText FromMarkdown(string markdown) => MarkdownWalk.Read(PlainText.Clean(markdown));

    /// <summary>A text without markup: a cell of a table, a title. Line breaks stay.</summary>
    public static RichText FromPlain(string text) => PlainWalk.Read(PlainText.Clean(text));

    /// <summary>Sanitised HTML; <paramref name="idPrefix"/> keeps the ids of marks apart when two revisions stand on one page.</summary>
    public string ToHtml(IReadOnlyList<Highlight>? highlights = null, string idPrefix = "passage-") =>
        Sanitiser.Clean(Draw(highlights ?? [], idPrefix));

    /// <summary>The same blocks, lists and cells with each segment's rendition in its place; emphasis and links stay with the original, since nobody
    /// can tell which words of another language they would fall on.</summary>
    public string ToHtml(IReadOnlyList<Rendition> renditions)
    {
        var html = new StringBuilder(canonical.Text.Length * 2);
        var told = 0;
        foreach (var piece in pieces)
        {
            if (piece.Markup is { } markup)
            {
                if (!IsInline(markup))
                    html.Append(markup);
                continue;
            }
            var (at, end) = (canonical.CodePoint(piece.Start), canonical.CodePoint(piece.Start + piece.Length));
            while (at < end)
            {
                while (told < renditions.Count && renditions[told].End <= at)
                    told++;
                var next = told < renditions.Count ? renditions[told] : null;
                var until = next is null || next.Start >= end ? end : Math.Max(at, next.Start);
                if (until > at)
                    html.Append(Encoder.Encode(canonical.Slice(at, until)));
                if (next is null || next.Start >= end)
                    break;
                // A segment may consist of several pieces; it is told once, where it begins.
                if (until == next.Start)
                    html.Append(next.Html());
                at = Math.Min(end, next.End);
            }
        }
        return Sanitiser.Clean(html.ToString());
    }

    static bool IsInline(string markup) =>
        markup.TrimStart('<', '/') is var tag && (tag.StartsWith("strong", StringComparison.Ordinal) || tag.StartsWith("em>", StringComparison.Ordinal)
            || tag.StartsWith("code", StringComparison.Ordinal) || tag.StartsWith("del", StringComparison.Ordinal) || tag.StartsWith("a ", StringComparison.Ordinal) || tag == "a>");

    string Draw(IReadOnlyList<Highlight> highlights, string idPrefix)
    {
        var html = new StringBuilder(canonical.Text.Length * 2);
        var marks = new Marks(highlights.Select(Clip).OfType<Highlight>(), idPrefix);
        foreach (var piece in pieces)
        {
            if (piece.Markup is { } markup)
            {
                html.Append(markup);
                marks.Passed(markup, html);
                continue;
            }
            var start = canonical.CodePoint(piece.Start);
            var end = canonical.CodePoint(piece.Start + piece.Length);
            foreach (var (from, to) in marks.Cut(start, end))
                marks.Wrap(html, from, to, Span(from, to));
        }
        return html.ToString();
    }

    // A highlight may end in white space that is not drawn; its last drawn code point must carry the reference.
    Highlight? Clip(Highlight highlight)
    {
        foreach (var piece in pieces.Where(p => p.Markup is null && p.Length > 0).Reverse())
        {
            var start = canonical.CodePoint(piece.Start);
            if (start >= highlight.End)
                continue;
            var end = Math.Min(highlight.End, canonical.CodePoint(piece.Start + piece.Length));
            return end > highlight.Start && highlight.End > highlight.Start ? highlight with { End = end } : null;
        }
        return null;
    }

    string Span(int from, int to) => $"<span data-o=\"{from}\">{Encoder.Encode(canonical.Slice(from, to))}</span>";

    internal static string Encode(string text) => Encoder.Encode(text);
}

/// <summary>Either markup of our own making or a slice of the canonical text (UTF-16).</summary>
readonly record struct Piece(string? Markup, int Start, int Length);
