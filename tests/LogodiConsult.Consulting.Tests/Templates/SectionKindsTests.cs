using System.Globalization;
using AngleSharp.Html.Parser;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using static LogodiConsult.Consulting.Tests.Templates.PublishedTemplatesTests;

namespace LogodiConsult.Consulting.Tests.Templates;

public sealed class SectionKindsTests
{
    static readonly Reading Spanish = new(CultureInfo.GetCultureInfo("es-PE"));

    static AngleSharp.Dom.IDocument Page(string html) => new HtmlParser().ParseDocument(html);

    [Fact]
    public void FromForm_TableRows_KeepsIdsAndWhateverWasTyped()
    {
        var budget = Default["budget"];
        var fields = new Dictionary<string, string>
        {
            ["next"] = "5",
            ["rows[0].id"] = "r2",
            ["rows[0].item"] = "Curso",
            ["rows[0].quantity"] = "diez",
            ["rows[0].total"] = "100",
            ["rows[0].total.currency"] = "PEN",
            ["rows[3].item"] = "  Nuevo\r\ndos líneas ",
            ["rows[4].item"] = "",
            ["rows[5].id"] = "r4",
            ["rows[5].item"] = "Primero",
            ["rows[5].order"] = "-1",
            ["rows[6].id"] = "r3",
            ["rows[6].remove"] = "on",
        };

        var content = TableContent.Read(budget.Kind.FromForm(budget, fields, ""));

        Assert.Equal(["r4", "r2", "r5"], content.Rows.Select(r => r.Id));
        Assert.Equal(6, content.Next);
        Assert.Equal(("diez", "100 PEN"), (content.Find("r2")!["quantity"], content.Find("r2")!["total"]));
        Assert.Equal("  Nuevo\ndos líneas ", content.Find("r5")!["item"]);
    }

    [Fact]
    public void FromForm_NewRowAfterRemovedOne_NeverGetsItsId()
    {
        var budget = Default["budget"];
        var first = budget.Kind.FromForm(budget, new Dictionary<string, string> { ["rows[0].item"] = "a", ["rows[1].item"] = "b" }, "");

        var second = budget.Kind.FromForm(budget, new Dictionary<string, string> { ["rows[0].id"] = "r1", ["rows[0].item"] = "a", ["rows[1].item"] = "c" }, first);

        Assert.Equal(["r1", "r3"], TableContent.Read(second).Rows.Select(r => r.Id));
    }

    [Fact]
    public void FromForm_TreeAsOutline_KeepsTheIdsOfLinesThatStayed()
    {
        var problem = Default["problem"];
        var first = problem.Kind.FromForm(problem, new Dictionary<string, string> { ["core"] = "Demora", ["causes"] = "Papel\n  Tres revisiones\nPoco personal", ["effects"] = "Informalidad" }, "");

        var second = problem.Kind.FromForm(problem, new Dictionary<string, string> { ["causes"] = "Poco personal\nPapel\n  Cuatro revisiones" }, first);

        var tree = TreeContent.Read(second);
        Assert.Equal(("Demora", "Informalidad"), (tree.Core, tree.Effects.Single().Text));
        Assert.Equal([("n3", 0), ("n1", 0), ("n2", 1)], tree.Causes.Select(n => (n.Id, n.Level)));
    }

    [Fact]
    public void Render_Tree_NestsListsAndDrawsEveryLine()
    {
        var problem = Default["problem"];
        var content = new TreeContent("Demora", [new("a", 0, "A"), new("b", 3, "B"), new("c", 1, "C"), new("d", 0, "D")], [new("e", 0, "<E>")], 9).Write();

        var page = Page(problem.Kind.Render(problem, content, Spanish));

        Assert.Equal("C", page.QuerySelector(".tree-causes > ul > li:first-child > ul > li:last-child")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll(".tree-causes > ul > li").Length);
        Assert.Equal("<E>", page.QuerySelector("[data-part=e]")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("[style]"));
    }

    [Fact]
    public void Render_Schedule_IsATableWithHeadersAndATimeAxis()
    {
        var schedule = Default["schedule"];
        var content = Table(
            ("r1", new() { ["activity"] = "r3", ["responsible"] = "Ana & Luis", ["start"] = "2023-01-10", ["end"] = "2023-03-31", ["milestone"] = "M" }),
            ("r2", new() { ["activity"] = "gone", ["start"] = "2023-03-01", ["end"] = "2023-02-01" }));
        var reading = Spanish with
        {
            RowTitle = (_, row) => row == "r3" ? "Rediseñar <b>" : null,
            Highlights = new Dictionary<string, IReadOnlyList<Highlight>> { ["r1/responsible"] = [new Highlight(0, 3, 7, "question")] },
        };

        var page = Page(schedule.Kind.Render(schedule, content, reading));

        Assert.Equal(5, page.QuerySelectorAll("th[scope=col]").Length);
        Assert.Equal("Rediseñar <b>", page.QuerySelector("th[scope=row]")!.TextContent);
        Assert.Equal("Ana", page.QuerySelector("td[data-part='r1/responsible'] mark#passage-7")!.TextContent);
        Assert.Single(page.QuerySelectorAll("svg rect"));
        Assert.Single(page.QuerySelectorAll("svg path.gantt-milestone"));
        Assert.Empty(page.QuerySelectorAll("[style],b"));
    }

    [Theory]
    [InlineData("Capacitar a ciento veinte orientadores de las trece municipalidades provinciales en lenguaje claro y quechua")]
    [InlineData("지방자치단체 민원 담당 공무원을 대상으로 한 쉬운 언어 및 케추아어 교육 과정 개설과 운영")]
    [InlineData("https://www.gob.pe/institucion/servir/informes-publicaciones/1234567-guia-para-la-gestion")]
    public void Render_AScheduleWithALongActivity_ShowsAllOfItBesideItsBar(string activity)
    {
        var schedule = Default["schedule"];
        var content = Table(
            ("r1", new() { ["activity"] = "r3", ["start"] = "2023-01-10", ["end"] = "2023-03-31" }),
            ("r2", new() { ["activity"] = "r4", ["start"] = "2023-02-10", ["end"] = "2023-03-31" }));
        var page = Page(schedule.Kind.Render(schedule, content, Spanish with { RowTitle = (_, row) => row == "r3" ? activity : "Corta" }));

        var label = page.QuerySelector("svg text.gantt-label")!;
        Assert.Equal(string.Concat(activity.Where(c => c != ' ')), string.Concat(label.TextContent.Where(c => c != ' ')));
        var lines = label.QuerySelectorAll("tspan").Select(l => l.TextContent).ToList();
        Assert.True(lines.Count > 2);
        Assert.All(lines, l => Assert.InRange(l.Sum(c => c >= 0x1100 ? 2 : 1), 1, 34));
        // The next bar stands below the last line.
        var heights = label.QuerySelectorAll("tspan").Select(l => int.Parse(l.GetAttribute("y")!, CultureInfo.InvariantCulture)).ToList();
        Assert.True(int.Parse(page.QuerySelectorAll("svg rect")[1].GetAttribute("y")!, CultureInfo.InvariantCulture) > heights[^1]);
    }

    [Fact]
    public void Render_Budget_SumsEachCurrency()
    {
        var budget = Default["budget"];
        var content = Table(
            ("r1", new() { ["item"] = "a", ["total"] = "1,000.50 PEN" }), ("r2", new() { ["item"] = "b", ["total"] = "2000 PEN" }), ("r3", new() { ["item"] = "c", ["total"] = "5 USD" }));

        var page = Page(budget.Kind.Render(budget, content, Spanish));

        Assert.Contains("3,000.50 PEN", page.QuerySelector("tfoot")!.TextContent);
        Assert.Contains("5 USD", page.QuerySelector("tfoot")!.TextContent);
    }

    [Fact]
    public void Parts_Table_AreTheCellsThatHoldSomething()
    {
        var stakeholders = Default["stakeholders"];
        var content = Table(("r7", new() { ["actor"] = " Alcaldía ", ["role"] = "decides", ["strategy"] = "" }));

        Assert.Equal([new Part("r7/actor", "Alcaldía"), new Part("r7/role", "decides", Selectable: false)], stakeholders.Kind.Parts(stakeholders, content));
    }

    [Fact]
    public void Compare_Tables_PairsRowsByTheirIdWhereverTheyStand()
    {
        var stakeholders = Default["stakeholders"];
        var before = Table(("r1", new() { ["actor"] = "Uno" }), ("r2", new() { ["actor"] = "Dos" }), ("r3", new() { ["actor"] = "Tres" }));
        var after = Table(("r3", new() { ["actor"] = "Tres" }), ("r1", new() { ["actor"] = "Uno más" }), ("r4", new() { ["actor"] = "Cuatro" }));

        var changes = stakeholders.Kind.Compare(stakeholders, before, after).Select(c => (c.Key, c.Change)).ToHashSet();

        Assert.Equal(
            [("r3/actor", PartChange.Same), ("r1/actor", PartChange.Changed), ("r4/actor", PartChange.Added), ("r2/actor", PartChange.Removed)],
            changes);
    }

    [Theory]
    [InlineData("logframe", "{")]
    [InlineData("logframe", """{"rows":[{"id":"a/b","cells":{}}],"next":1}""")]
    [InlineData("logframe", """{"rows":[{"id":"a","cells":{}},{"id":"a","cells":{}}],"next":1}""")]
    [InlineData("logframe", """{"rows":[null],"next":1}""")]
    [InlineData("logframe", """{"rows":[{"id":"a","cells":{"level":null}}],"next":1}""")]
    [InlineData("problem", """{"core":"x","causes":[{"id":"core","level":0,"text":""}],"effects":[],"next":1}""")]
    [InlineData("problem", """{"core":"x","causes":[{"id":"a","level":9,"text":""}],"effects":[],"next":1}""")]
    [InlineData("annexes", """{"files":[{"id":"a","name":"x"}]}""")]
    public void Fault_ContentThatLies_IsNamed(string section, string content) =>
        Assert.NotNull(Default[section].Kind.Fault(Default[section], content));

    [Theory]
    [InlineData("1,234.50", "1234.50")]
    [InlineData("1 234", "1234")]
    [InlineData("3,5", "3.5")]
    [InlineData("12 %", "12")]
    [InlineData("1'234,567.50", "1234567.50")]
    [InlineData("1.234,56", "1234.56")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("0,125", "0.125")]
    [InlineData(".5", "0.5")]
    [InlineData("-3", "-3")]
    [InlineData("99999999999999", "99999999999999")]
    [InlineData("100000000000000", null)]
    [InlineData("1e30", null)]
    [InlineData("NaN", null)]
    [InlineData("∞", null)]
    [InlineData("1,2,3", null)]
    [InlineData("12,34,567", null)]
    [InlineData("1,234.5.6", null)]
    [InlineData("1.2,3.4", null)]
    [InlineData("--1", null)]
    [InlineData("%", null)]
    [InlineData("doce", null)]
    public void Number_AsPeopleType_IsRead(string typed, string? expected) =>
        Assert.Equal(expected is null ? null : decimal.Parse(expected, CultureInfo.InvariantCulture), Figures.Number(typed));

    [Theory]
    [InlineData("S/ 12,000.50 PEN", "12000.50 PEN")]
    [InlineData("S/.1'500,000 PEN", "1500000 PEN")]
    [InlineData("US$ 300 USD", "300 USD")]
    [InlineData("1 000 000원 KRW", "1000000 KRW")]
    [InlineData("S/ 12 USD", null)]
    [InlineData("12,000.50", null)]
    [InlineData("S/ 12,000.50", null)]
    public void Money_WithItsSignBesideTheCode_IsRead(string typed, string? expected) =>
        Assert.Equal(expected, Figures.Money(typed) is { } money ? FormattableString.Invariant($"{money.Amount} {money.Currency}") : null);

    [Theory]
    [InlineData("99999999999999", "99999999999999")]
    [InlineData("99999999999999999999", "99999999999999999999")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("1e30", "NaN")]
    [InlineData("-5", "-79228162514264337593543950335")]
    public void Budget_FiguresOfAnySize_AreCheckedAndDrawn(string quantity, string amount)
    {
        var budget = Default["budget"];
        var cells = new Dictionary<string, string> { ["item"] = "Curso", ["quantity"] = quantity, ["unit"] = amount + " PEN", ["total"] = amount + " PEN", ["source"] = "RO" };
        var content = Table(("r1", cells), ("r2", cells));

        Assert.Contains(TemplateChecks.Run(Default, new Dictionary<string, string> { ["budget"] = content }, new PlanFacts()), p => p.Section == "budget");
        Assert.Contains("Curso", budget.Kind.Render(budget, content, Spanish));
    }

    [Theory]
    [InlineData("0001-01-01", "9999-12-31")]
    [InlineData("9999-12-31", "9999-12-31")]
    [InlineData("0202-05-01", "2026-06-30")]
    [InlineData("1950-01-01", "2150-12-31")]
    [InlineData("2026-02-30", "2026-03-01")]
    public void Schedule_DatesFromTheEndsOfTheCalendar_AreDrawnWithTheOthers(string start, string end)
    {
        var schedule = Default["schedule"];
        var content = Table(("r1", new() { ["activity"] = "r9", ["start"] = start, ["end"] = end }), ("r2", new() { ["activity"] = "r9", ["start"] = "2026-01-01", ["end"] = "2026-03-31" }));

        var page = Page(schedule.Kind.Render(schedule, content, Spanish));

        Assert.InRange(page.QuerySelectorAll("rect.gantt-bar").Length, 1, 2);
        Assert.NotEmpty(TemplateChecks.Run(Default, new Dictionary<string, string> { ["schedule"] = content }, new PlanFacts(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31))));
    }

    [Fact]
    public void FromForm_Files_ChangesCaptionsAndOrderButNoNames()
    {
        var annexes = Default["annexes"];
        var before = new FilesContent([new("f1", "a.pdf", ""), new("f2", "b.pdf", "B")]).Write();

        var after = annexes.Kind.FromForm(annexes, new Dictionary<string, string>
        {
            ["files[0].id"] = "f2",
            ["files[0].name"] = "evil.exe",
            ["files[0].caption"] = "Nuevo",
        }, before);

        Assert.Equal([new ContentFile("f2", "b.pdf", "Nuevo")], FilesContent.Read(after).Files);
        Assert.Equal(before, annexes.Kind.FromForm(annexes, new Dictionary<string, string>(), before));
    }
}
