using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Tests.Passages;

public sealed class SelectorsTests
{
    const string Text = "El plan 😀 mejora el trámite.\nEl plan mejora la región.";

    [Fact]
    public void ToJson_Selector_IsAPairOfW3CSelectorsAndComesBack()
    {
        var selector = Selectors.From(Text, 8, 9);

        var json = selector.ToJson();

        Assert.Equal(
            """[{"type":"TextQuoteSelector","exact":"😀","prefix":"El plan ","suffix":" mejora el trámite.\nEl plan mejo"},{"type":"TextPositionSelector","start":8,"end":9}]""",
            json.Replace("\\uD83D\\uDE00", "😀"));
        Assert.Equal(selector, Selector.FromJson(json));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("""[{"type":"TextPositionSelector","start":1,"end":2}]""")]
    [InlineData("""[{"type":"TextQuoteSelector","exact":"a"},{"type":"TextPositionSelector","start":5,"end":2}]""")]
    [InlineData("""[{"type":"TextQuoteSelector","exact":"a"},{"type":"TextPositionSelector","start":-1,"end":2}]""")]
    public void FromJson_LyingSelector_IsNull(string json) => Assert.Null(Selector.FromJson(json));

    [Fact]
    public void Locate_PositionWithItsQuote_IsExact() =>
        Assert.Equal((29, 36), Range(Selectors.Locate(Text, Selectors.From(Text, 29, 36)).Exact));

    [Fact]
    public void Locate_WrongPosition_IsFoundByItsContext()
    {
        var selector = Selectors.From(Text, 29, 36) with { Position = new TextPosition(0, 7) };

        // The quote also stands at the position that was claimed, so the position rules; moved by one it does not.
        Assert.Equal((0, 7), Range(Selectors.Locate(Text, selector).Exact));
        Assert.Equal((29, 36), Range(Selectors.Locate(Text, selector with { Position = new TextPosition(1, 8) }).Exact));
    }

    [Fact]
    public void Locate_QuoteTwiceWithoutContext_IsAmbiguous()
    {
        var found = Selectors.Locate(Text, new Selector(new TextQuote("El plan", "", ""), new TextPosition(90, 97)));

        Assert.True(found.IsAmbiguous);
        Assert.Null(found.Exact);
        Assert.Equal(2, found.Candidates.Count);
    }

    [Fact]
    public void Locate_QuoteThatIsNotThere_IsNone() =>
        Assert.True(Selectors.Locate(Text, new Selector(new TextQuote("otra cosa", "", ""), new TextPosition(0, 9))).IsNone);

    [Theory]
    [InlineData("mejora  el\n trámite", 1)]
    [InlineData("trámite. El plan", 1)]
    [InlineData("el plan", 0)]
    [InlineData("tramite", 0)]
    [InlineData("trámite", 1)]
    [InlineData("mejora", 2)]
    [InlineData("   ", 0)]
    public void FindQuote_TypedQuote_ToleratesWhiteSpaceOnly(string quote, int expected) =>
        Assert.Equal(expected, Selectors.FindQuote(Text, quote).Candidates.Count);

    [Fact]
    public void FindQuote_AcrossALineBreak_GivesTheRangeWithItsContext()
    {
        var passage = Selectors.FindQuote(Text, "trámite. El").Exact!;

        Assert.Equal("trámite.\nEl", passage.Exact);
        Assert.EndsWith("mejora el ", passage.Before);
        Assert.StartsWith(" plan mejora", passage.After);
    }

    static (int, int)? Range(Passage? passage) => passage is null ? null : (passage.Start, passage.End);

    [Fact]
    public void FindQuote_TheSelectedOfThirtyPlaces_IsAmongTheCandidates()
    {
        var text = string.Concat(Enumerable.Repeat("un plan 😀 ", 30));

        Assert.Equal(Selectors.MostCandidates, Selectors.FindQuote(text, "plan").Candidates.Count);
        var chosen = Selectors.FindQuote(text, "plan", 10 * 27 + 3).Candidates;
        Assert.Equal((Selectors.MostCandidates + 1, 10 * 27 + 3), (chosen.Count, chosen[^1].Start));
        Assert.Equal(Selectors.MostCandidates, Selectors.FindQuote(text, "plan", 1).Candidates.Count);
    }
}
