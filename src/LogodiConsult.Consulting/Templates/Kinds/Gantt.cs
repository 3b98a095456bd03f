using System.Globalization;
using System.Text;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>The schedule on a time axis as inline SVG: presentation attributes and classes only, since the content policy forbids inline style. The table above it says the same in words.</summary>
static class Gantt
{
    const int LabelWidth = 220;
    const int AxisWidth = 560;
    const int AxisHeight = 26;
    const int LineHeight = 15;

    /// <summary>Narrow letters side by side in a line of a label; a Korean one is as broad as two.</summary>
    const int LabelLine = 33;

    // A year that is being typed is 0002, then 0020, then 0202; such a bar would leave the others no room, and the calendar ends at 9999.
    const int FirstYear = 1950;
    const int LastYear = 2150;

    public static string Draw(SectionDeclaration section, TableContent table, Reading reading)
    {
        var bars = Bars(section, table, reading);
        if (bars.Count == 0)
            return "";
        var first = bars.Min(b => b.Start);
        var last = bars.Max(b => b.End);
        var from = new DateOnly(first.Year, first.Month, 1);
        var to = new DateOnly(last.Year, last.Month, 1).AddMonths(1);
        var labels = bars.Select(b => Lines(b.Label)).ToList();
        var height = AxisHeight + labels.Sum(HeightOf);
        var title = RichText.Encode(TemplateTexts.Of("gantt.title", reading.Culture));
        var svg = new StringBuilder(
            $"<figure class=\"gantt\" tabindex=\"0\"><svg viewBox=\"0 0 {LabelWidth + AxisWidth} {height}\" role=\"img\" aria-label=\"{title}\" xmlns=\"http://www.w3.org/2000/svg\">");
        Axis(svg, from, to, height, reading.Culture);
        var y = AxisHeight;
        for (var i = 0; i < bars.Count; i++)
        {
            Row(svg, bars[i], labels[i], y, from, to);
            y += HeightOf(labels[i]);
        }
        return svg.Append("</svg></figure>").ToString();
    }

    /// <summary>Rows whose dates make sense; the others are only in the table.</summary>
    internal static IReadOnlyList<Bar> Bars(SectionDeclaration section, TableContent table, Reading reading)
    {
        var gantt = section.Gantt!;
        return [.. table.Rows
            .Select(r => (Label: section.Column(gantt.Label) is var c ? c.Kind.Display(c, r[c.Key], reading) : "",
                Start: Figures.Date(r[gantt.Start]), End: Figures.Date(r[gantt.End]),
                Milestone: gantt.Milestone is { } m ? r[m] : ""))
            .Where(b => b.Start is not null && b.End is not null && b.Start <= b.End && b.Start.Value.Year >= FirstYear && b.End.Value.Year <= LastYear)
            .Select(b => new Bar(b.Label, b.Start!.Value, b.End!.Value, b.Milestone))];
    }

    internal sealed record Bar(string Label, DateOnly Start, DateOnly End, string Milestone);

    static void Axis(StringBuilder svg, DateOnly from, DateOnly to, int height, CultureInfo culture)
    {
        var months = (to.Year - from.Year) * 12 + to.Month - from.Month;
        // At most about a dozen labels fit side by side.
        var step = Math.Max(1, (months + 11) / 12);
        for (var month = from; month < to; month = month.AddMonths(step))
        {
            var x = Position(month, from, to);
            svg.Append($"<line class=\"gantt-grid\" x1=\"{Number(x)}\" y1=\"0\" x2=\"{Number(x)}\" y2=\"{height}\"/>");
            svg.Append($"<text class=\"gantt-month\" x=\"{Number(x + 3)}\" y=\"16\" font-size=\"11\">{RichText.Encode(month.ToString("MMM yy", culture))}</text>");
        }
    }

    static int HeightOf(IReadOnlyList<string> label) => 11 + (label.Count * LineHeight);

    /// <summary>The whole label in lines of about one breadth: SVG breaks none by itself. A word that is broader than a line is broken.</summary>
    internal static IReadOnlyList<string> Lines(string label)
    {
        var lines = new List<StringBuilder> { new() };
        var room = LabelLine;
        foreach (var word in label.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var letters = new List<string>();
            for (var all = StringInfo.GetTextElementEnumerator(word); all.MoveNext();)
                letters.Add(all.GetTextElement());
            if (letters.Sum(Breadth) + 1 > room && lines[^1].Length > 0)
            {
                lines.Add(new StringBuilder());
                room = LabelLine;
            }
            if (lines[^1].Length > 0)
            {
                lines[^1].Append(' ');
                room--;
            }
            foreach (var letter in letters)
            {
                if (Breadth(letter) > room)
                {
                    lines.Add(new StringBuilder());
                    room = LabelLine;
                }
                lines[^1].Append(letter);
                room -= Breadth(letter);
            }
        }
        return [.. lines.Select(l => l.ToString())];
    }

    static int Breadth(string letter) => letter[0] >= 0x1100 ? 2 : 1;

    static void Row(StringBuilder svg, Bar bar, IReadOnlyList<string> label, int y, DateOnly from, DateOnly to)
    {
        var left = Position(bar.Start, from, to);
        var right = Position(bar.End.AddDays(1), from, to);
        svg.Append("<text class=\"gantt-label\" font-size=\"12\">");
        foreach (var (i, line) in label.Index())
            svg.Append($"<tspan x=\"0\" y=\"{y + 17 + (i * LineHeight)}\">{RichText.Encode(line)}</tspan> ");
        svg.Append("</text>");
        svg.Append($"<rect class=\"gantt-bar\" x=\"{Number(left)}\" y=\"{y + 6}\" width=\"{Number(Math.Max(2, right - left))}\" height=\"14\" rx=\"3\">");
        svg.Append($"<title>{RichText.Encode($"{bar.Label}: {bar.Start:yyyy-MM-dd} – {bar.End:yyyy-MM-dd}")}</title></rect>");
        if (!string.IsNullOrWhiteSpace(bar.Milestone))
        {
            svg.Append($"<path class=\"gantt-milestone\" d=\"M {Number(right)} {y + 4} l 9 9 l -9 9 l -9 -9 z\"><title>{RichText.Encode(bar.Milestone)}</title></path>");
        }
    }

    static double Position(DateOnly day, DateOnly from, DateOnly to) =>
        LabelWidth + (double)AxisWidth * (day.DayNumber - from.DayNumber) / (to.DayNumber - from.DayNumber);

    static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
