using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Documents;

public sealed class PlanExportTests
{
    [Theory, DatabaseData]
    public async Task Json_OfAPlanInReview_HoldsWhatItsReaderMaySeeAndNothingElse(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync();
        await house.ToReviewAsync(plan);
        PlanHouse.Ok(await house.Reviews.SaveCommentAsync(PlanHouse.Comment(plan), house.Consultant));
        var export = new PlanExport(house.Db.Database, house.Reader);
        async Task<JsonObject> Of(Actor actor) => JsonNode.Parse(PlanHouse.Ok(await export.JsonAsync(plan, actor, "es")))!.AsObject();

        var consultants = await Of(house.Consultant);
        Assert.Equal("logodiconsult/plan", (string?)consultants["format"]);
        var revision = Assert.Single(consultants["revisions"]!.AsArray())!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", (string?)revision["submittedAt"]);
        Assert.Equal(PlanHouse.Text().Count(t => t.Content.Length > 0), revision["sections"]!.AsArray().Count(s => s!["content"]!.ToJsonString() != "\"\""));
        Assert.Contains(consultants["results"]!.AsArray(), r => (string?)r!["type"] == "1" && (string?)r["title"]!["narrative"]![0]!["lang"] == "es");
        Assert.Single(consultants["comments"]!.AsArray());
        Assert.Null(consultants["working"]);

        var officials = await Of(house.Official);
        Assert.Empty(officials["comments"]!.AsArray());
        Assert.NotEmpty(officials["working"]!.AsArray());
        Assert.Equal(RefusalKind.Hidden, (await export.JsonAsync(plan, house.OtherOfficial, "es")).Refusal?.Kind);
    }

    [Theory, DatabaseData]
    public async Task Json_LogFrameWithTranslations_TellsEveryLanguageThatAPersonChecked(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        PlanHouse.Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, PlanHouse.Text()), house.Official));
        await house.Db.ExecuteAsync("update section set language = 'en' where plan_id = @plan", new { plan });
        PlanHouse.Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        var machine = new MachineTranslationService(house.Db.Database, new MachineTranslationSettings { Url = "http://127.0.0.1:1" }, house.Data.Templates);
        PlanHouse.Ok(await machine.DecideAsync(plan, MachineDecision.Agreed, house.Official));
        var view = await house.ViewAsync(plan);
        var logframe = view.Template.Sections.Single(s => s.Columns.Any(c => c.Key == "indicator") && s.Columns.Any(c => c.Key == "level"));
        var cells = Segments.Of(logframe, view.Contents[logframe.Key]).Where(s => s.Part.EndsWith("/summary", StringComparison.Ordinal)).ToList();
        var first = cells.Where(s => s.Part == cells[0].Part).ToList();
        await house.Db.Database.WriteAsync(async work =>
        {
            foreach (var segment in first)
            {
                await SegmentSql.SaveCheckedAsync(work, plan, "ko", "en", segment, "한국어.", house.Interpreter.PersonId);
                await SegmentSql.SaveMachineAsync(work, plan, "es", "en", segment.Digest, segment.Source, "Una máquina.");
            }
            return (Result<Done>)Done.Value;
        });

        var json = JsonNode.Parse(PlanHouse.Ok(await new PlanExport(house.Db.Database, house.Reader).JsonAsync(plan, house.Lead, "es")))!;
        var narratives = json["results"]!.AsArray().Select(r => r!["title"]!["narrative"]!.AsArray().Select(n => (Lang: (string?)n!["lang"], Text: (string?)n["text"])).ToList()).ToList();

        // The section's language, not the plan's; the checked one beside it; the machine's not at all.
        Assert.All(narratives, n => Assert.Equal("en", n[0].Lang));
        var told = Assert.Single(narratives, n => n.Count > 1);
        Assert.Equal([("en", first[0].Source), ("ko", string.Join(' ', first.Select(_ => "한국어.")))], [(told[0].Lang, first[0].Source), told[1]]);
        Assert.StartsWith(first[0].Source, told[0].Text);
        Assert.Equal(2, told.Count);
    }
}
