using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using static LogodiConsult.Consulting.Tests.Plans.Codes;

namespace LogodiConsult.Consulting.Tests.Reviews;

public sealed class ReviewRulesTests
{
    static readonly IReadOnlyList<Part> Parts = [new("", "El plazo es de 23 días. 민원 기간은 23 días."), new("r1/risk", "Falta de presupuesto")];

    static SaveComment On(string? section, string part, string? quote, int? start = null, string text = "¿Por qué?") =>
        new(1, null, section, part, quote, start, CommentKind.Question, false, text, "es");

    [Theory]
    [InlineData("background", null, "¿Por qué?", null)]
    [InlineData(null, null, "Todo el plan.", null)]
    [InlineData("background", null, "  ", "comment.textMissing")]
    [InlineData(null, "23 días", "¿Por qué?", "comment.quoteWithoutSection")]
    public void MayComment_JudgesTextAndPlace(string? section, string? quote, string text, string? code) =>
        Assert.Equal(code, ReviewRules.MayComment(On(section, "", quote, text: text))?.Code);

    [Fact]
    public void MayComment_EndlessTextAndProposal_AreBothNamed()
    {
        var refused = ReviewRules.MayComment(On("background", "", null, text: new string('x', 5_001)) with { Proposal = new string('y', 5_001) });
        Assert.Equal(["text", "proposal"], refused!.Each().Select(r => r.Field));
    }

    [Fact]
    public void Anchor_UniqueQuote_IsFoundInCodePoints()
    {
        var anchored = ReviewRules.Anchor(On("background", "", "민원"), Parts);
        Assert.Equal((new TextPosition(24, 26), "민원"), (anchored.Value!.Position, anchored.Value.Quote.Exact));
    }

    [Fact]
    public void Anchor_AmbiguousQuote_IsOfferedToChoose_AndTheChoiceTaken()
    {
        var offered = ReviewRules.Anchor(On("background", "", "23 días"), Parts).Refusal!;
        var candidates = Assert.IsAssignableFrom<IReadOnlyList<Passage>>(offered.Facts["candidates"]);
        Assert.Equal(("comment.quoteAmbiguous", 2), (offered.Code, candidates.Count));
        Assert.Equal(candidates[1].Start, ReviewRules.Anchor(On("background", "", "23 días", candidates[1].Start), Parts).Value!.Position.Start);
    }

    [Theory]
    [InlineData("", "no está", "comment.quoteNotFound")]
    [InlineData("r9/risk", "Falta", "comment.partUnknown")]
    [InlineData("r9", null, "comment.partUnknown")]
    public void Anchor_PlaceThatIsNone_IsRefused(string part, string? quote, string code) =>
        Assert.Equal(code, ReviewRules.Anchor(On("risks", part, quote), Parts).Refusal?.Code);

    [Theory]
    [InlineData(null, "")]
    [InlineData("background", "")]
    [InlineData("risks", "r1")]
    [InlineData("risks", "r1/risk")]
    public void Anchor_WithoutQuote_IsTheWholePlace(string? section, string part)
    {
        var anchored = ReviewRules.Anchor(On(section, part, null), Parts);
        Assert.False(anchored.IsRefused);
        Assert.Null(anchored.Value);
    }

    [Theory]
    [InlineData(null, "Bien.", false, "review.recommendationMissing")]
    [InlineData(Recommendation.Revise, " ", false, "review.reviseNeedsReason")]
    [InlineData(Recommendation.Accept, "Bien.", true, "review.acceptWithRequired")]
    [InlineData(Recommendation.Revise, "", true, null)]
    [InlineData(Recommendation.Accept, "", false, null)]
    public void MayRelease_JudgesRecommendationAndDrafts(Recommendation? recommendation, string summary, bool required, string? code) =>
        Assert.Equal(code, ReviewRules.MayRelease(new ReleaseReview(1, recommendation, summary, "es"), required ? [new Comment { Required = true }] : [], [])?.Code);

    [Fact]
    public void Seen_ChangesWithEveryDraftAndTheSummary()
    {
        var review = new ReviewDraft { Id = 3, Version = 1 };
        Comment[] drafts = [new() { Id = 7, Version = 1 }, new() { Id = 8, Version = 1 }];
        var seen = new[]
        {
            ReviewRules.Seen(review, drafts, []), ReviewRules.Seen(review, drafts[..1], []), ReviewRules.Seen(new ReviewDraft { Id = 3, Version = 2 }, drafts, []),
            ReviewRules.Seen(review, [drafts[0], new() { Id = 8, Version = 2 }], []), ReviewRules.Seen(review, drafts, [(5, 1)]),
        };
        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(seen[0], ReviewRules.Seen(review, drafts, []));
    }

    [Theory]
    [InlineData(null, "Hecho.", "answer.kindMissing")]
    [InlineData(AnswerKind.Done, "", null)]
    [InlineData(AnswerKind.Partly, " ", "answer.whyMissing")]
    [InlineData(AnswerKind.NotDone, "", "answer.whyMissing")]
    [InlineData(AnswerKind.NotDone, "No corresponde.", null)]
    public void MayAnswer_NotDoneSaysWhy(AnswerKind? kind, string text, string? code) =>
        Assert.Equal(code, Of(ReviewRules.MayAnswer(new SaveAnswer(1, 1, kind, text, "es"))).FirstOrDefault());
}
