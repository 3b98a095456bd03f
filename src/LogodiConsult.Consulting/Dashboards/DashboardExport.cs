using System.Data;
using System.Globalization;
using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Time;
using MiniExcelLibs;

namespace LogodiConsult.Consulting.Dashboards;

/// <summary>The words of an export in the reader's language; the pages' own, handed in.</summary>
/// <param name="Column">Heading of a column by its key, see <see cref="DashboardExport.Columns"/>.</param>
/// <param name="Kind">What a kind of task is called.</param>
public sealed record ExportWords(string Language, Func<string, string> Column, Func<string, string> Kind, Func<Role, string> Role, string Yes, string No);

/// <summary>A dashboard as a table for a spreadsheet: the plans that the filter lets through, in their order, every deadline on both clocks.</summary>
public static class DashboardExport
{
    static readonly TimeZoneInfo Lima = Zones.Find(Zones.Lima);
    static readonly TimeZoneInfo Seoul = Zones.Find(Zones.Seoul);

    static readonly IReadOnlyList<(string Key, Func<PlanLine, ExportWords, object?> Cell)> Cells =
    [
        ("number", (p, _) => p.Number),
        ("title", (p, _) => p.Title),
        ("official", (p, w) => p.Official.In(w.Language)),
        ("institution", (p, _) => p.Institution),
        ("region", (p, _) => p.Region),
        ("subject", (p, w) => p.Subject?.In(w.Language)),
        ("stage", (p, w) => p.StageName.In(w.Language)),
        ("stageSince", (p, _) => Clock(p.StageSince, Lima)),
        ("ball", (p, w) => string.Join("; ", p.Balls.Select(b => Who(p, b, w)).Distinct())),
        ("task", (p, w) => string.Join("; ", p.Balls.Select(b => w.Kind(b.Kind)).Distinct())),
        ("since", (p, _) => Clock(p.Since, Lima)),
        ("dueLima", (p, _) => Clock(p.Due, Lima)),
        ("dueSeoul", (p, _) => Clock(p.Due, Seoul)),
        ("overdue", (p, w) => p.Overdue ? w.Yes : w.No),
        ("reviewRound", (p, _) => p.ReviewRound),
        ("revisions", (p, _) => p.RevisionCount),
        ("openRequired", (p, _) => p.OpenRequired),
    ];

    public static IReadOnlyList<string> Columns { get; } = [.. Cells.Select(c => c.Key)];

    public static async Task XlsxAsync(RoundDashboard dashboard, ExportWords words, Stream to, CancellationToken ct = default)
    {
        using var table = new DataTable();
        foreach (var (key, _) in Cells)
            table.Columns.Add(words.Column(key), typeof(object));
        foreach (var plan in dashboard.Plans)
            table.Rows.Add([.. Cells.Select(c => c.Cell(plan, words))]);
        await MiniExcel.SaveAsAsync(to, table, sheetName: $"{dashboard.Round.ProgrammeCode} {dashboard.Round.Number}", cancellationToken: ct);
    }

    public static async Task CsvAsync(RoundDashboard dashboard, ExportWords words, Stream to, CancellationToken ct = default) =>
        await to.WriteAsync(CsvLines.Write(dashboard.Plans.Select(plan => Cells.Select(c => Written(c.Cell(plan, words)))).Prepend(Columns.Select(words.Column))), ct);

    static string Who(PlanLine plan, Ball ball, ExportWords words) =>
        ball.Person?.In(words.Language) ?? ball.Role switch { null => "", Role.Official => plan.Official.In(words.Language), { } role => words.Role(role) };

    static DateTime? Clock(DateTimeOffset? at, TimeZoneInfo zone) => at is { } instant ? Zones.In(instant, zone).DateTime : null;

    static string Written(object? cell) => cell switch
    {
        DateTime at => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };
}
