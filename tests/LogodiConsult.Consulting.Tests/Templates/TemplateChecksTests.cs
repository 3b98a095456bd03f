using LogodiConsult.Consulting.Templates;
using static LogodiConsult.Consulting.Tests.Templates.PublishedTemplatesTests;

namespace LogodiConsult.Consulting.Tests.Templates;

public sealed class TemplateChecksTests
{
    static Dictionary<string, string> Sound() => new()
    {
        ["logframe"] = Table(
            ("r1", new() { ["level"] = "outcome", ["summary"] = "Menos espera", ["indicator"] = "días" }),
            ("r2", new() { ["level"] = "output", ["summary"] = "Ventanilla", ["indicator"] = "trámites", ["means"] = "reporte" }),
            ("r3", new() { ["level"] = "activity", ["summary"] = "Rediseñar" }),
            ("r4", new() { ["level"] = "activity", ["summary"] = "Capacitar" })),
        ["schedule"] = Table(
            ("r1", new() { ["activity"] = "r3", ["responsible"] = "Ana", ["start"] = "2023-01-10", ["end"] = "2023-03-31" }),
            ("r2", new() { ["activity"] = "r4", ["responsible"] = "Luis", ["start"] = "2023-04-01", ["end"] = "2023-04-30" })),
        ["budget"] = Table(("r1", new() { ["item"] = "Curso", ["activity"] = "r4", ["quantity"] = "40", ["unit"] = "250.00 PEN", ["total"] = "10,000 PEN", ["source"] = "RO" })),
    };

    static IEnumerable<(string Code, string? Row)> Found(Dictionary<string, string> contents, PlanFacts? facts = null) =>
        TemplateChecks.Run(Default, contents, facts ?? new PlanFacts())
            .Where(p => p.Section is "logframe" or "schedule" or "budget")
            .Select(p => (p.Code, p.Row));

    [Fact]
    public void Run_SoundPlan_FindsNothing() =>
        Assert.Empty(Found(Sound(), new PlanFacts(new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31))));

    [Fact]
    public void Run_EmptyPlan_AsksForEveryRequiredSectionAndNothingElse() =>
        Assert.Equal(
            Default.Sections.Where(s => s.Required).Select(s => (s.Key, "section.required")),
            TemplateChecks.Run(Default, new Dictionary<string, string>(), new PlanFacts()).Select(p => (p.Section, p.Code)));

    [Theory]
    [InlineData("logframe", "r4", "level", "output", "check.hasChild")]
    [InlineData("logframe", "r2", "indicator", "", "check.filled")]
    [InlineData("logframe", "r1", "level", "impact", "check.has")]
    [InlineData("schedule", "r2", "activity", "r3", "check.linked")]
    [InlineData("schedule", "r2", "activity", "r77", "cell.linkGone")]
    [InlineData("schedule", "r2", "activity", "r2", "cell.linkGone")]
    [InlineData("schedule", "r1", "responsible", " ", "check.filled")]
    [InlineData("schedule", "r1", "end", "2023-01-09", "check.datesReversed")]
    [InlineData("schedule", "r1", "start", "2022-12-31", "check.beforeHorizon")]
    [InlineData("schedule", "r2", "end", "2024-01-01", "check.afterHorizon")]
    [InlineData("schedule", "r2", "end", "30/04/2023", "cell.notADate")]
    [InlineData("budget", "r1", "total", "9,999 PEN", "check.product")]
    [InlineData("budget", "r1", "total", "10,000 USD", "check.twoCurrencies")]
    [InlineData("budget", "r1", "total", "10,000 EUR", "cell.notACurrency")]
    [InlineData("budget", "r1", "total", "10,000", "cell.notMoney")]
    [InlineData("budget", "r1", "total", "10,000 soles", "cell.notMoney")]
    [InlineData("budget", "r1", "unit", "1.250 PEN", "cell.twoReadings")]
    [InlineData("budget", "r1", "unit", "-1 PEN", "cell.negative")]
    [InlineData("budget", "r1", "total", "123456789012345678 PEN", "cell.tooLarge")]
    [InlineData("budget", "r1", "quantity", "1e30", "cell.notANumber")]
    [InlineData("budget", "r1", "quantity", "123456789012345678901234567890123", "cell.tooLarge")]
    [InlineData("budget", "r1", "source", "", "check.filled")]
    public void Run_OneFault_IsFound(string section, string row, string column, string value, string code)
    {
        var contents = Sound();
        var table = LogodiConsult.Consulting.Templates.Kinds.TableContent.Read(contents[section]);
        contents[section] = (table with
        {
            Rows = [.. table.Rows.Select(r => r.Id == row ? r with { Cells = new Dictionary<string, string>(r.Cells) { [column] = value } } : r)],
        }).Write();

        var found = Found(contents, new PlanFacts(new DateOnly(2023, 1, 1), new DateOnly(2023, 12, 31))).Select(p => p.Code);

        Assert.Contains(code, found);
    }

    [Fact]
    public void RowTitle_ScheduleRow_IsTheActivityItSpeaksOf()
    {
        var plan = new PlanContents(Default, Sound());

        Assert.Equal("Capacitar", plan.RowTitle("schedule", "r2"));
        Assert.Null(plan.RowTitle("schedule", "r9"));
    }
}
