using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.Imports;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Time;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Imports;

public sealed class ImportServiceTests
{
    static readonly Dictionary<string, long> Unwritten = [];

    [Theory, DatabaseData]
    public async Task Apply_OurOwnDocumentOfAPlan_BringsItsTextsAndTablesBack(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (first, imports) = (await house.OpenAsync(supervisor: false, interpreter: false), new ImportService(house.Db.Database, house.Data.Templates));
        await house.WriteAndSubmitAsync(first);
        var original = await house.ViewAsync(first);
        var plan = await house.OpenAsync(supervisor: false, interpreter: false);
        var matches = PlanHouse.Ok(await imports.ReadAsync(plan, new MemoryStream(PlanDocument.Write(original, "ko", Zones.Seoul)), house.Official));
        var choices = matches.Where(m => m.SectionKey is { } key && SectionDraft.Takes(original.Template[key])).Select(m => new ImportChoice(m.Part, m.SectionKey, false)).ToList();
        await FailNth.StatementAsync(house.Db, async () => PlanHouse.Ok(await imports.ApplyAsync(new ImportDraft(plan, choices, Unwritten), house.Official)), 5);

        var written = await house.ViewAsync(plan, house.Official, new Wanted(Working: true));
        foreach (var section in original.Template.Sections.Where(s => s.Kind is TextKind))
        {
            Assert.Equal(
                CanonicalText.Of(original.Contents[section.Key]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
                CanonicalText.Of(written.Contents[section.Key]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        static IEnumerable<(int, string)> Lines(IReadOnlyList<TreeNode> nodes) => nodes.Select(n => (n.Level, n.Text));
        var (wasTree, isTree) = (TreeContent.Read(original.Contents["problem"]), TreeContent.Read(written.Contents["problem"]));
        Assert.Equal(wasTree.Core, isTree.Core);
        Assert.Equal(Lines(wasTree.Causes), Lines(isTree.Causes));
        Assert.Equal(Lines(wasTree.Effects), Lines(isTree.Effects));
        string Activity(PlanView view, ContentRow row) => new PlanContents(view.Template, view.Contents).RowTitle("logframe", row["activity"]) ?? "";
        Assert.Equal(
            TableContent.Read(original.Contents["schedule"]).Rows.Select(r => (Activity(original, r), r["responsible"], r["start"])),
            TableContent.Read(written.Contents["schedule"]).Rows.Select(r => (Activity(written, r), r["responsible"], r["start"])));
        var (before, after) = (TableContent.Read(original.Contents["stakeholders"]), TableContent.Read(written.Contents["stakeholders"]));
        Assert.Equal(before.Rows.Select(r => (r["actor"], r["role"], r["interest"])), after.Rows.Select(r => (r["actor"], r["role"], r["interest"])));
    }

    [Theory, DatabaseData]
    public async Task Apply_IntoWhatStandsOrChangedMeanwhile_AddsReplacesOrStops(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, imports) = (await house.OpenAsync(), new ImportService(house.Db.Database, house.Data.Templates));
        PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", "Lo de antes.", 0)]), house.Official));
        var part = new ImportedPart("Antecedentes", [new ImportedBlock("Lo nuevo.", [])]);
        ImportDraft Into(string section, bool replace, long version) => new(plan, [new ImportChoice(part, section, replace)], new Dictionary<string, long> { [section] = version });

        Assert.Equal("section.changedMeanwhile", (await imports.ApplyAsync(Into("background", false, 0), house.Official)).Refusal?.Code);
        Assert.Equal("import.nothingChosen", (await imports.ApplyAsync(new ImportDraft(plan, [new ImportChoice(part, null, false)], Unwritten), house.Official)).Refusal?.Code);
        Assert.Equal("import.doesNotFit", (await imports.ApplyAsync(Into("budget", false, 0), house.Official)).Refusal?.Code);
        Assert.Equal("section.unknown", (await imports.ApplyAsync(Into("annexes", false, 0), house.Official)).Refusal?.Code);
        Assert.Equal(RefusalKind.Forbidden, (await imports.ApplyAsync(Into("background", false, 1), house.Consultant)).Refusal?.Kind);
        PlanHouse.Ok(await imports.ApplyAsync(Into("background", false, 1), house.Official));
        Assert.Equal("Lo de antes.\n\nLo nuevo.", await TextAsync(house, plan));
        PlanHouse.Ok(await imports.ApplyAsync(Into("background", true, 2), house.Official));
        Assert.Equal("Lo nuevo.", await TextAsync(house, plan));
        Assert.All(PlanHouse.Ok(await house.History.OfPlanAsync(plan, house.Lead)), l => Assert.True(HistorySentences.Knows(l), l.Act));
    }

    [Theory, DatabaseData]
    public async Task Apply_ReplacingACommentedText_CarriesTheCommentBySearchAcrossThatImportOnly(Dialect dialect)
    {
        const string passage = "Se capacitará a 120 servidores públicos en gestión digital.";
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, imports) = (await house.OpenAsync(supervisor: false, interpreter: false), new ImportService(house.Db.Database, house.Data.Templates));
        var rest = PlanHouse.Text().Single(t => t.Key == "background").Content;
        PlanHouse.Ok(await house.Plans.SaveAsync(
            new SaveDraft(plan, null, [.. PlanHouse.Text().Select(t => t.Key == "background" ? t with { Content = $"{passage}\n\n{rest}" } : t)]), house.Official));
        PlanHouse.Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        PlanHouse.Ok(await house.Reviews.SaveCommentAsync(PlanHouse.Comment(plan, quote: passage), house.Consultant));
        PlanHouse.Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "보완이 필요합니다.", "ko"), house.Consultant));

        // Behind what stands: the edit script still knows the way.
        await ImportAsync("Una línea más.", replace: false);
        Assert.Equal((0, PlaceKind.Unmoved), await PlaceAsync());
        // Typed anew elsewhere, without accents; then twice, so that nothing tells which is meant; then as it was.
        await ImportAsync($"{rest}\n\nSe capacitara a 120 servidores publicos en la gestion digital.", replace: true);
        Assert.Equal((1, PlaceKind.Changed), await PlaceAsync());
        await ImportAsync("Se capacitara a 120 servidores en gestion digital.\n\nSe capacitara a 120 servidoras en gestion digital.", replace: true);
        Assert.Equal((2, PlaceKind.Deleted), await PlaceAsync());
        await ImportAsync($"{rest}\n\n{passage}", replace: true);
        Assert.Equal((3, PlaceKind.Moved), await PlaceAsync());

        async Task ImportAsync(string text, bool replace)
        {
            var version = (await house.Db.Database.ReadAsync(s => PlanSql.SectionsAsync(s, plan))).Single(s => s.Key == "background").Version;
            var choice = new ImportChoice(new ImportedPart("Antecedentes", [new ImportedBlock(text, [])]), "background", replace);
            PlanHouse.Ok(await imports.ApplyAsync(new ImportDraft(plan, [choice], new Dictionary<string, long> { ["background"] = version }), house.Official));
        }

        async Task<(long Imports, PlaceKind? Kind)> PlaceAsync()
        {
            var view = await house.ViewAsync(plan, house.Official, new Wanted(Working: true));
            return (view.Texts["background"].Imports, view.Comments.Single().Place?.Kind);
        }
    }

    [Theory, DatabaseData]
    public async Task Apply_ReplacingATable_KeepsTheRowsThatKeepTheirTitle(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, imports) = (await house.OpenAsync(supervisor: false, interpreter: false), new ImportService(house.Db.Database, house.Data.Templates));
        PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, PlanHouse.Text()), house.Official));
        var original = await house.ViewAsync(plan, house.Official, new Wanted(Working: true));
        var was = TableContent.Read(original.Contents["logframe"]).Rows;
        var file = PlanDocument.Write(original, "es", Zones.Lima);
        var part = PlanHouse.Ok(await imports.ReadAsync(plan, new MemoryStream(file), house.Official)).Single(m => m.SectionKey == "logframe").Part;
        PlanHouse.Ok(await imports.ApplyAsync(new ImportDraft(plan, [new ImportChoice(part, "logframe", true)], new Dictionary<string, long> { ["logframe"] = 1 }), house.Official));

        var written = await house.ViewAsync(plan, house.Official, new Wanted(Working: true));
        var rows = TableContent.Read(written.Contents["logframe"]).Rows;
        Assert.Equal(was.Select(r => (r.Id, r["summary"])), rows.Select(r => (r.Id, r["summary"])));
        // What the schedule says of them is still about them.
        Assert.All(TableContent.Read(written.Contents["schedule"]).Rows, r => Assert.NotNull(new PlanContents(written.Template, written.Contents).RowTitle("logframe", r["activity"])));
    }

    static async Task<string> TextAsync(PlanHouse house, long plan) => (await house.ViewAsync(plan, house.Official, new Wanted(Working: true))).Contents["background"];
}
