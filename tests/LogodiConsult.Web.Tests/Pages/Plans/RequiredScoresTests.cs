using System.Net;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;
using LogodiConsult.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Where the definition requires scores, the consultant learns before the release which ones are missing.</summary>
public sealed class RequiredScoresTests
{
    [Fact]
    public async Task Preview_WithoutRequiredScores_NamesTheCriteria_AndReleasesOnlyWhenAllAreGiven()
    {
        await using var site = await StartAsync("required");
        var plan = await site.ReadAsync<long>("select max(id) from plan");
        var rubric = site.Services.GetRequiredService<RubricLibrary>().Default.For(Moment.FirstReview);
        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Consultant);
        var preview = $"/plans/{plan}/review/release";

        // Nothing of the review is begun.
        var begun = await visit.GetAsync(preview);
        Assert.Equal(rubric.Criteria.Select(c => $"/plans/{plan}/scores#{c.Key}"), Unscored(begun));
        Assert.Null(begun.Document.QuerySelector("form.card"));

        await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/review"), "form[action$='handler=summary']",
            [("recommendation", "Accept"), ("summary", "Listo."), ("language", "es")]);
        await ScoreAsync(visit, plan, rubric.Criteria.Skip(1));
        foreach (var (language, sentence) in ((string, string)[])[
            ("es", "falta el puntaje de este criterio"), ("ko", "다음 기준 1개에 점수를 매겨 주십시오"), ("en", "this criterion needs points")])
        {
            await visit.SpeakAsync(language);
            var page = await visit.GetAsync(preview);
            Assert.Contains(sentence, page.Document.QuerySelector(".banner.warn #scores")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(rubric.Criteria[0].Title.In(language), Assert.Single(page.Texts(".banner.warn li")));
            Assert.NotNull(page.Document.QuerySelector($".banner.warn a[href='/plans/{plan}/scores']"));
            Assert.Null(page.Document.QuerySelector("form.card"));
        }
        var scores = await visit.GetAsync($"/plans/{plan}/scores");
        Assert.NotNull(scores.Document.GetElementById(rubric.Criteria[0].Key));

        await ScoreAsync(visit, plan, rubric.Criteria);
        var ready = await visit.GetAsync(preview);
        Assert.Null(ready.Document.QuerySelector(".banner.warn"));
        // Points taken back after the preview was read: the release itself refuses, and the page tells which.
        await ScoreAsync(visit, plan, rubric.Criteria.Skip(1));
        var refused = await visit.SubmitAsync(ready, "form.card");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([$"/plans/{plan}/scores#{rubric.Criteria[0].Key}"], Unscored(refused));
        Assert.NotNull(refused.Document.QuerySelector(".banner.refused a[href='#scores']"));

        await ScoreAsync(visit, plan, rubric.Criteria);
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(await visit.GetAsync(preview), "form.card")).Status);
    }

    [Fact]
    public async Task Preview_WhereScoresAreOptional_AsksForNone()
    {
        await using var site = await StartAsync("optional");
        var plan = await site.ReadAsync<long>("select max(id) from plan");
        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Consultant);
        await visit.SubmitAsync(await visit.GetAsync($"/plans/{plan}/review"), "form[action$='handler=summary']",
            [("recommendation", "Accept"), ("summary", "Listo."), ("language", "es")]);
        var page = await visit.GetAsync($"/plans/{plan}/review/release");
        Assert.Null(page.Document.GetElementById("scores"));
        Assert.Equal(HttpStatusCode.SeeOther, (await visit.SubmitAsync(page, "form.card")).Status);
    }

    static IReadOnlyList<string?> Unscored(PageRead page) => [.. page.Document.QuerySelectorAll(".banner.warn li a").Select(a => a.GetAttribute("href"))];

    /// <summary>Saves the sheet with points for these criteria, and for no other.</summary>
    static async Task ScoreAsync(Visit visit, long plan, IEnumerable<Criterion> criteria)
    {
        var page = await visit.GetAsync($"/plans/{plan}/scores");
        foreach (var given in page.Document.QuerySelectorAll("fieldset.levels input[checked]"))
            given.RemoveAttribute("checked");
        var saved = await visit.SubmitAsync(page, "form[action$='handler=save']", criteria.Select(c => (c.Key, "4")));
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
    }

    /// <summary>A plan under review by the short definition, whose reviews take scores as told.</summary>
    static Task<TestSite> StartAsync(string scores) => TestSite.StartAsync(settle: async services =>
    {
        await TestPeople.SettleAsync(services);
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "workflows", "action-plan-short.json")))!.AsObject();
        (definition["definitionId"], definition["id"]) = ("scored", "scored-1");
        var review = definition["root"]!["activities"]!.AsArray().Single(a => (string?)a!["type"] == "Logodi.Review")!.AsObject();
        review["scores"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = scores } };
        var host = services.GetRequiredService<WorkflowHost>();
        var published = await services.GetRequiredService<Database>().WriteAsync<Done>(async work =>
            await host.PublishAsync(work, definition.ToJsonString()) is { Refusal: { } refusal } ? refusal : Done.Value);
        Assert.False(published.IsRefused, published.Refusal?.Code);
        await JourneyPlan.SubmittedAsync(services, "scored");
    });
}
