using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Reviews;

public sealed class AnswerServiceTests
{
    const string Wording = "Según el censo de 2017, seis de cada diez hogares.";

    [Theory]
    [DatabaseData]
    public async Task TakeProposal_OfAStandingPassage_RewordsItAndAnswersDone(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, comment, quote) = await ProposedAsync(house);
        var before = await TextAsync(house, plan);

        Ok(await house.Answers.TakeProposalAsync(new TakeProposal(plan, comment), house.Official));

        Assert.Equal(before.Replace(quote, Wording), await TextAsync(house, plan));
        var answer = (await house.ViewAsync(plan, house.Official)).Comments.Single().Answer!;
        Assert.Equal((AnswerKind.Done, "background"), (answer.Kind, answer.SectionKey));
        Assert.Equal(Wording, Selector.FromJson(answer.Selector!)!.Quote.Exact);
        Assert.Contains(Ok(await house.History.OfPlanAsync(plan, house.Official)), l => l.Act == "proposal.taken");
        // The passage is gone now: a second click replaces nothing.
        Assert.Equal("proposal.passageChanged", (await house.Answers.TakeProposalAsync(new TakeProposal(plan, comment), house.Official)).Refusal?.Code);
    }

    [Theory]
    [DatabaseData]
    public async Task TakeProposal_WhenThePassageWasChanged_IsRefusedAndTouchesNothing(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, comment, quote) = await ProposedAsync(house);
        var section = (await house.ViewAsync(plan, house.Official, new Wanted(Working: true))).Working["background"];
        var changed = section.Content.Replace(quote, quote[..^6] + " otra cosa");
        Ok(await house.Plans.SaveAsync(new SaveDraft(plan, null, [new SectionText("background", changed, section.Version)]), house.Official));

        Assert.Equal("proposal.passageChanged", (await house.Answers.TakeProposalAsync(new TakeProposal(plan, comment), house.Official)).Refusal?.Code);
        Assert.Equal(changed, (await house.ViewAsync(plan, house.Official, new Wanted(Working: true))).Working["background"].Content);
        Assert.Empty((await house.ViewAsync(plan, house.Official)).Comments.Single().Answers);
        Assert.NotNull((await house.Answers.TakeProposalAsync(new TakeProposal(plan, comment), house.Consultant)).Refusal);
    }

    [Theory]
    [DatabaseData]
    public async Task TakeProposal_FailedAtAnyStatement_LeavesAllOrNothing(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, comment, _) = await ProposedAsync(house);
        await FailNth.StatementAsync(house.Db, async () => Ok(await house.Answers.TakeProposalAsync(new TakeProposal(plan, comment), house.Official)), atLeast: 4);
    }

    [Theory]
    [DatabaseData]
    public async Task Save_PointingAtAPassage_MustFindIt(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, comment, quote) = await ProposedAsync(house);
        var save = new SaveAnswer(plan, comment, AnswerKind.Done, "", "es");
        Assert.Equal("answer.quoteNotFound", (await house.Answers.SaveAsync(save with { PointSection = "background", PointQuote = "nunca escrito" }, house.Official)).Refusal?.Code);
        var common = save with { PointSection = "background", PointQuote = "de" };
        var offered = (await house.Answers.SaveAsync(common, house.Official)).Refusal!;
        var places = Assert.IsAssignableFrom<IReadOnlyList<PointPlace>>(offered.Facts["candidates"]);
        Assert.Equal(("answer.quoteAmbiguous", places.Count), (offered.Code, offered.Facts["count"]));
        Assert.Equal("answer.quoteAmbiguous", (await house.Answers.SaveAsync(common with { PointAt = ("", places[2].Passage.Start + 1) }, house.Official)).Refusal?.Code);
        Ok(await house.Answers.SaveAsync(common with { PointAt = (places[2].Part, places[2].Passage.Start) }, house.Official));
        Assert.Equal(places[2].Passage.Start, Selector.FromJson((await house.ViewAsync(plan, house.Official)).Comments.Single().Answer!.Selector!)!.Position.Start);
        save = save with { BaseVersion = 1 };
        Assert.Equal("answer.pointSectionMissing", (await house.Answers.SaveAsync(save with { PointQuote = quote }, house.Official)).Refusal?.Code);
        Assert.Equal("section.unknown", (await house.Answers.SaveAsync(save with { PointSection = "no-such" }, house.Official)).Refusal?.Code);
        Ok(await house.Answers.SaveAsync(save with { PointSection = "background", PointQuote = quote }, house.Official));
        Assert.Equal(quote, Selector.FromJson((await house.ViewAsync(plan, house.Official)).Comments.Single().Answer!.Selector!)!.Quote.Exact);
    }

    [Theory]
    [DatabaseData]
    public async Task Save_OverAnAnswerThatTheFormDidNotShow_IsRefused_AndTheOtherStays(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, comment, _) = await ProposedAsync(house);
        var save = new SaveAnswer(plan, comment, AnswerKind.NotDone, "No hay datos.", "es");
        Ok(await house.Answers.SaveAsync(save, house.Official));
        var late = await house.Answers.SaveAsync(save with { Kind = AnswerKind.Done, Text = "Hecho." }, house.Official);
        Assert.Equal(("answer.changedMeanwhile", RefusalKind.OutOfTime), (late.Refusal?.Code, late.Refusal?.Kind));
        var stands = (await house.ViewAsync(plan, house.Official)).Comments.Single().Answer!;
        Assert.Equal((AnswerKind.NotDone, "No hay datos."), (stands.Kind, stands.Text));
        Ok(await house.Answers.SaveAsync(save with { BaseVersion = stands.Version, Kind = AnswerKind.Done, Text = "Hecho." }, house.Official));
        Assert.Equal("Hecho.", (await house.ViewAsync(plan, house.Official)).Comments.Single().Answer!.Text);
    }

    [Theory]
    [DatabaseData]
    public async Task Save_AfterTheDeadline_IsTakenAndTheRevisionMarkedLate(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (plan, comment, _) = await ProposedAsync(house);
        house.Db.Time.SetUtcNow((await house.ViewAsync(plan)).Facts.OpenTasks.Single().DueAt!.Value.AddDays(1));
        Ok(await house.Answers.SaveAsync(new SaveAnswer(plan, comment, AnswerKind.NotDone, "No hay datos.", "es"), house.Official));
        Assert.True(Ok(await house.Plans.SubmitAsync(new SubmitDraft(plan, null, []), house.Official)).Late);
        // Handed in is handed in.
        Assert.Equal(RefusalKind.OutOfTime, (await house.Answers.SaveAsync(new SaveAnswer(plan, comment, AnswerKind.Done, "x", "es"), house.Official)).Refusal?.Kind);
    }

    static async Task<string> TextAsync(PlanHouse house, long plan) =>
        CanonicalText.Of((await house.ViewAsync(plan, house.Official, new Wanted(Working: true))).Working["background"].Content);

    /// <summary>A released comment on some words of a section, with a wording for them.</summary>
    static async Task<(long Plan, long Comment, string Quote)> ProposedAsync(PlanHouse house)
    {
        var plan = await house.OpenAsync(false, false);
        await house.ToReviewAsync(plan);
        var text = CanonicalText.Of(Text().Single(s => s.Key == "background").Content);
        var quote = text.Split(". ")[1];
        Ok(await house.Reviews.SaveCommentAsync(Comment(plan, quote: quote) with { Proposal = Wording }, house.Consultant));
        Ok(await house.Reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "", "ko"), house.Consultant));
        return (plan, (await house.ViewAsync(plan)).Comments.Single().Comment.Id, quote);
    }
}
