using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.People;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.Pages.Plans;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace LogodiConsult.Web.Pages.Dashboards;

/// <summary>Where every plan of a round stands: stage, who has the ball, since when, until when.</summary>
public sealed class DashboardModel(DashboardService dashboards) : LeadingPage
{
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Stage { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Subject { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Institution { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Overdue { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true)]
    public DashboardSort Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Down { get; set; }

    /// <summary>What the plans can be ordered by, with its name; on a phone there are no headings to click.</summary>
    public static IReadOnlyList<(DashboardSort Order, string Key)> Orders { get; } =
    [
        (DashboardSort.Number, "dashboard.file.number"), (DashboardSort.Title, "dashboard.file.title"), (DashboardSort.Official, "dashboard.col.official"),
        (DashboardSort.Institution, "dashboard.col.institution"), (DashboardSort.Stage, "dashboard.col.stage"), (DashboardSort.Since, "dashboard.col.since"),
        (DashboardSort.Due, "dashboard.col.due"),
    ];

    public RoundDashboard View { get; private set; } = null!;

    public bool IsFiltered => Stage is not null || Subject is not null || Institution is not null || Overdue || Text is not null;

    public async Task<IActionResult> OnGetAsync() => await ReadAsync() ?? Page();

    public async Task<IActionResult> OnGetXlsxAsync()
    {
        if (await ReadAsync() is { } answer)
            return answer;
        var file = new MemoryStream();
        await DashboardExport.XlsxAsync(View, Words(), file, Cancelled);
        return Sent(file, Xlsx, "xlsx");
    }

    public async Task<IActionResult> OnGetCsvAsync()
    {
        if (await ReadAsync() is { } answer)
            return answer;
        var file = new MemoryStream();
        await DashboardExport.CsvAsync(View, Words(), file, Cancelled);
        return Sent(file, "text/csv; charset=utf-8", "csv");
    }

    /// <summary>This dashboard with one thing changed: what is told stays, what is null goes.</summary>
    public string Link(params (string Name, string? Value)[] changed)
    {
        var query = new Dictionary<string, string?>
        {
            ["stage"] = Stage,
            ["subject"] = Subject?.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["institution"] = Institution,
            ["overdue"] = Overdue ? "true" : null,
            ["text"] = Text,
            ["sort"] = Sort == DashboardSort.Number ? null : Sort.ToString(),
            ["down"] = Down ? "true" : null,
        };
        foreach (var (name, value) in changed)
            query[name] = value;
        return QueryHelpers.AddQueryString($"/rounds/{Id}/dashboard", query.Where(q => !string.IsNullOrEmpty(q.Value)));
    }

    /// <summary>A second click on a heading turns the order round.</summary>
    public string SortLink(DashboardSort sort) => Link(("sort", sort == DashboardSort.Number ? null : sort.ToString()), ("down", Sort == sort && !Down ? "true" : null));

    public string? AriaSort(DashboardSort sort) => Sort != sort ? null : Down ? "descending" : "ascending";

    /// <summary>By name where one person has it; by role where everybody with that role may act.</summary>
    public string Holder(PlanLine plan, Ball ball) => ball.Person?.In(Culture) ?? ball.Role switch
    {
        null => "",
        Role.Official => plan.Official.In(Culture),
        { } role => PlanWords.Of($"role.{role.ToString().ToLowerInvariant()}"),
    };

    async Task<IActionResult?> ReadAsync()
    {
        (Stage, Institution, Text) = (Kept(Stage), Kept(Institution), Kept(Text));
        var filter = new DashboardFilter(Stage, Subject, Institution, Overdue, Text, Sort, Down);
        var read = await dashboards.RoundAsync(Id, filter, Actor, Cancelled);
        if (read.IsRefused)
            return No(read.Refusal!);
        View = read.Value;
        return null;
    }

    static string? Kept(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    ExportWords Words() => new(
        Languages.Current,
        column => T[$"dashboard.file.{column}"],
        kind => PlanWords.Of($"task.{kind}.name"),
        role => PlanWords.Of($"role.{role.ToString().ToLowerInvariant()}"),
        T["dashboard.yes"],
        T["dashboard.no"]);

    FileStreamResult Sent(MemoryStream file, string type, string extension)
    {
        file.Position = 0;
        return File(file, type, $"{View.Round.ProgrammeCode}-{View.Round.Number}-{View.At:yyyyMMdd-HHmm}.{extension}");
    }
}
