using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Reviews;

/// <summary>Several consultants in parallel, joined as the definition says.</summary>
public sealed class RoundsTests
{
    [Theory]
    [DatabaseData]
    public async Task Wait_ForAny_TheFirstReleaseEndsTheReview(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await InReviewAsync(house, new() { ["wait"] = "any" }, house.Consultant, house.SecondConsultant);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.SecondConsultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.Consultant));

        var view = await house.ViewAsync(plan);
        Assert.Equal("accepted", view.Plan.Stage);
        // The other's drafts stay theirs: they are withdrawn and shown to nobody.
        Assert.Empty(view.Comments);
        Assert.Equal("withdrawn", await house.Db.ScalarAsync<string>("select state from review where consultant_id = @id", new { id = house.SecondConsultant.PersonId }));
        Assert.Equal(RefusalKind.OutOfTime, (await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "x", "ko"), house.SecondConsultant)).Refusal?.Kind);
    }

    [Theory]
    [DatabaseData]
    public async Task Wait_ForAQuorumOfThree_TwoAreEnough(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var third = await house.JoinAsync("cho", Role.Consultant);
        var plan = await InReviewAsync(house, new() { ["wait"] = "quorum", ["quorum"] = 2 }, house.Consultant, house.SecondConsultant, third);
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.Consultant));
        Assert.Equal("review", (await house.ViewAsync(plan)).Plan.Stage);
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta la fuente.", "es"), third));
        Assert.Equal("revision", (await house.ViewAsync(plan)).Plan.Stage);
        Assert.Equal([1, 1], (await house.ViewAsync(plan)).Reviews.Select(r => r.Round));
    }

    [Theory]
    [DatabaseData]
    public async Task Majority_OfThree_Decides(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var third = await house.JoinAsync("cho", Role.Consultant);
        var plan = await InReviewAsync(house, new() { ["decision"] = "majority" }, house.Consultant, house.SecondConsultant, third);
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Una vez más.", "es"), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), house.SecondConsultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Accept, "", "ko"), third));
        Assert.Equal("accepted", (await house.ViewAsync(plan)).Plan.Stage);
    }

    [Theory]
    [DatabaseData]
    public async Task NotBlind_ReviewersReadEachOthersDrafts_AndNobodyElseDoes(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await InReviewAsync(house, new() { ["blind"] = false }, house.Consultant, house.SecondConsultant);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        var draft = Assert.Single((await house.ViewAsync(plan, house.SecondConsultant)).Comments).Comment;
        Assert.Equal(house.Consultant.PersonId, draft.OwnerId);
        Assert.NotNull((await house.Reviews.DeleteCommentAsync(plan, draft.Id, house.SecondConsultant)).Refusal);
        foreach (var other in new[] { house.Official, house.Lead })
            Assert.Empty((await house.ViewAsync(plan, other)).Comments);
    }

    [Theory]
    [DatabaseData]
    public async Task Replaced_MidRound_TheSuccessorJudgesTheAnswersOfTheOneWhoLeft(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan), house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "", "ko"), house.Consultant));
        var comment = (await house.ViewAsync(plan)).Comments.Single().Comment;
        Ok(await house.Answers.SaveAsync(new SaveAnswer(plan, comment.Id, AnswerKind.Done, "", "es"), house.Official));
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        Ok(await house.Assignments.ChangeAsync(new ChangeAssignments(plan, Role.Consultant, [house.SecondConsultant.PersonId], [house.Consultant.PersonId]), house.Lead));

        var answer = (await house.ViewAsync(plan, house.SecondConsultant)).Comments.Single().Answer!;
        Ok(await house.Reviews.DecideAnswerAsync(new DecideAnswer(plan, answer.Id, Decision.NotAccepted), house.SecondConsultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Sigue faltando.", "es"), house.SecondConsultant));
        // Reopened: the next revision is refused until it is answered again, in a thread of two answers.
        var refused = await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official);
        Assert.Equal([1], Assert.IsAssignableFrom<IEnumerable<int>>(refused.Refusal!.Facts["numbers"]));
        Ok(await house.Answers.SaveAsync(new SaveAnswer(plan, comment.Id, AnswerKind.Partly, "Ahora sí, en parte.", "es"), house.Official));
        Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official));
        Assert.Equal([1, 2], (await house.ViewAsync(plan)).Comments.Single().Answers.Select(a => a.Round));
    }

    /// <summary>The published definition with other inputs of its review, as a programme of its own would draw it.</summary>
    static async Task<long> InReviewAsync(PlanHouse house, Dictionary<string, JsonNode> inputs, params Actor[] consultants)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Workflows, "action-plan.json")))!;
        (json["id"], json["definitionId"]) = ("desk-v1", "desk");
        foreach (var review in json["root"]!["activities"]!.AsArray().Where(a => (string?)a!["type"] == "Logodi.Review"))
        {
            foreach (var (name, value) in inputs)
                review![name] = Literal(value);
        }
        Ok(await house.Db.Database.WriteAsync(work => house.Host.PublishAsync(work, json.ToJsonString())));
        await house.Db.ExecuteAsync("update round set definition_id = 'desk'");
        var plan = await house.OpenAsync(false, false, consultants);
        await house.ToReviewAsync(plan);
        return plan;
    }

    static JsonObject Literal(JsonNode value) => new()
    {
        ["typeName"] = value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.Number => "Int32",
            System.Text.Json.JsonValueKind.String => "String",
            _ => "Boolean",
        },
        ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value.DeepClone() },
    };
}
