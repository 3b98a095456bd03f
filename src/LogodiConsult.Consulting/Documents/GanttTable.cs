using System.Globalization;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Documents;

/// <summary>The time axis of a schedule as a table of shaded cells: it can be read aloud, edited and printed in grey.</summary>
static class GanttTable
{
    const int MostPeriods = 16;
    const string Shade = "4F81BD";
    const string Milestone = "◆";
    const string Busy = "■";

    /// <summary>Null where no row has dates.</summary>
    public static DocumentTable? Of(SectionDeclaration section, string content, Reading reading)
    {
        var bars = Gantt.Bars(section, TableContent.Read(content), reading);
        if (bars.Count == 0)
            return null;
        var from = FirstOf(bars.Min(b => b.Start));
        var to = FirstOf(bars.Max(b => b.End)).AddMonths(1);
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        var step = (months + MostPeriods - 1) / MostPeriods;
        var periods = Enumerable.Range(0, (months + step - 1) / step).Select(i => from.AddMonths(i * step)).ToList();
        var label = section.Column(section.Gantt!.Label).Title.In(reading.Culture);
        return new DocumentTable(
            [label, .. periods.Select(p => Named(p, step, reading.Culture))],
            [.. bars.Select(b => (IReadOnlyList<DocumentCell>)[DocumentCell.Plain(b.Label, isHeader: true), .. periods.Select(p => Cell(b, p, p.AddMonths(step)))])])
        {
            Weights = [34, .. periods.Select(_ => Math.Max(4, 66 / periods.Count))],
        };
    }

    static DocumentCell Cell(Gantt.Bar bar, DateOnly begins, DateOnly ends)
    {
        if (bar.Start >= ends || bar.End < begins)
            return new DocumentCell("");
        var closes = bar.End < ends && !string.IsNullOrWhiteSpace(bar.Milestone);
        return new DocumentCell(RichText.Encode(closes ? Milestone : Busy), Shade: Shade);
    }

    static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    // One period of a month is named by it, a longer one by its first month: the figures below it stand for the stretch until the next.
    static string Named(DateOnly period, int months, CultureInfo culture) => period.ToString(months == 1 ? "MMM yy" : "MM/yy", culture);
}
