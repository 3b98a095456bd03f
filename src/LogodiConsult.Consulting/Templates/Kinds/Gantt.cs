using System.Globalization;
using System.Text;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Templates.Kinds;

/// <summary>The schedule on a time axis as inline SVG: presentation attributes and classes only, since the content policy forbids inline style. The table above it says the same in words.</summary>
static class Gantt
{
    const int LabelWidth = 220;
    const int AxisWidth = 560;
    const int RowHeight = 26;
    const int LongestLabel = 32;

    public static string Draw(SectionDeclaration section, TableContent table, Reading reading)
    {
        var bars = Bars(section, table, reading);
        if (bars.Count == 0)
            return "";
        var first = bars.Min(b => b.Start);
        var last = bars.Max(b => b.End);
        var from = new DateOnly(first.Year, first.Month, 1);
        var to = new DateOnly(last.Year, last.Month, 1).AddMonths(1);
        var height = (bars.Count + 1) * RowHeight;
        var title = RichText.Encode(TemplateTexts.Of("gantt.title", reading.Culture));
        var svg = new StringBuilder(
            $"<figure class=\"gantt\" tabindex=\"0\"><svg viewBox=\"0 0 {LabelWidth + AxisWidth} {height}\" role=\"img\" aria-label=\"{title}\" xmlns=\"http://www.w3.org/2000/svg\">");
        Axis(svg, from, to, height, reading.Culture);
        for (var i = 0; i < bars.Count; i++)
            Row(svg, bars[i], i + 1, from, to);
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
            .Where(b => b.Start is not null && b.End is not null && b.Start <= b.End && b.End.Value.DayNumber - b.Start.Value.DayNumber < 36_525)
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

    static void Row(StringBuilder svg, Bar bar, int row, DateOnly from, DateOnly to)
    {
        var y = row * RowHeight;
        var left = Position(bar.Start, from, to);
        var right = Position(bar.End.AddDays(1), from, to);
        var label = new StringInfo(bar.Label);
        var shown = label.LengthInTextElements > LongestLabel ? label.SubstringByTextElements(0, LongestLabel - 1) + "…" : bar.Label;
        svg.Append($"<text class=\"gantt-label\" x=\"0\" y=\"{y + 17}\" font-size=\"12\">{RichText.Encode(shown)}</text>");
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
