using System.Text;

namespace LogodiConsult.Consulting.Passages;

/// <summary>Cuts text nodes at the borders of highlights, so that overlapping ones become neighbouring marks, each naming all its comments.</summary>
sealed class Marks(IEnumerable<Highlight> highlights, string idPrefix)
{
    readonly List<Highlight> all = [.. highlights.OrderBy(h => h.Start).ThenByDescending(h => h.End)];
    readonly HashSet<Highlight> begun = [];
    readonly List<Highlight> waiting = [];
    int linkDepth;

    public IEnumerable<(int From, int To)> Cut(int start, int end)
    {
        if (all.Count == 0)
            return [(start, end)];
        var borders = new SortedSet<int> { start, end };
        foreach (var highlight in all.Where(h => h.Start < end && h.End > start))
        {
            borders.Add(Math.Max(start, highlight.Start));
            borders.Add(Math.Min(end, highlight.End));
        }
        return borders.Zip(borders.Skip(1));
    }

    public void Wrap(StringBuilder html, int from, int to, string span)
    {
        var here = all.FindAll(h => h.Start < to && h.End > from);
        if (here.Count == 0)
        {
            html.Append(span);
            return;
        }
        var first = here.FirstOrDefault(h => !begun.Contains(h));
        var classes = string.Join(' ', here.Select(h => h.CssClass).Distinct());
        html.Append($"<mark class=\"{RichText.Encode(classes)}\" data-comments=\"{string.Join(' ', here.Select(h => h.Number))}\"");
        if (first is not null)
            html.Append($" id=\"{idPrefix}{first.Number}\"");
        html.Append('>').Append(span).Append("</mark>");
        // A second highlight that begins at the same place still needs its own target.
        foreach (var highlight in here.Where(h => begun.Add(h) && h != first))
            html.Append($"<span id=\"{idPrefix}{highlight.Number}\"></span>");
        waiting.AddRange(here.Where(h => h.End <= to));
        if (linkDepth == 0)
            Refer(html);
    }

    /// <summary>References wait until a link is closed: a link inside a link is no HTML.</summary>
    public void Passed(string markup, StringBuilder html)
    {
        if (markup.StartsWith("<a ", StringComparison.Ordinal))
            linkDepth++;
        else if (markup == "</a>" && --linkDepth == 0)
            Refer(html);
    }

    void Refer(StringBuilder html)
    {
        foreach (var highlight in waiting)
            html.Append($"<sup class=\"comment-ref\"><a href=\"#comment-{highlight.Number}\">{highlight.Number}</a></sup>");
        waiting.Clear();
    }
}
