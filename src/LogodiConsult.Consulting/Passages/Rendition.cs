using System.Text;

namespace LogodiConsult.Consulting.Passages;

/// <summary>What stands in place of a segment of the canonical text when a translation is drawn. Code points, end exclusive.</summary>
/// <param name="Note">A short sign behind it, such as that a machine wrote it, with its meaning in words.</param>
/// <param name="Numbers">Comments whose passage lies in the segment.</param>
public sealed record Rendition(int Start, int End, string Text, string Language, string CssClass, (string Sign, string Meaning)? Note, IReadOnlyList<int> Numbers)
{
    internal string Html()
    {
        var html = new StringBuilder($"<span class=\"segment {RichText.Encode(CssClass)}\" lang=\"{RichText.Encode(Language)}\">{RichText.Encode(Text).Replace("&#xA;", "\n").Replace("\n", "<br>")}</span>");
        if (Numbers.Count > 0)
        {
            html.Insert(0, $"<mark data-comments=\"{string.Join(' ', Numbers)}\">").Append("</mark>");
            foreach (var number in Numbers)
                html.Append($"<sup class=\"comment-ref\"><a href=\"#comment-{number}\">{number}</a></sup>");
        }
        if (Note is var (sign, meaning))
            html.Append($"<sup class=\"segment-note\">{RichText.Encode(sign)}<span class=\"visually-hidden\"> {RichText.Encode(meaning)}</span></sup>");
        return html.Append(' ').ToString();
    }
}
