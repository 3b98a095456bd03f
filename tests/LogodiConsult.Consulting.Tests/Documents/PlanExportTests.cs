using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
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
}
