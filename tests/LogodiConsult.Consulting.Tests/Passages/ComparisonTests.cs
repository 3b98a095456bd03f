using CsCheck;
using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Tests.Passages;

public sealed class ComparisonTests
{
    static readonly ComparisonWords Words = new("añadido", "fin de añadido", "eliminado", "fin de eliminado");

    [Fact]
    public void Of_ReplacedWords_NamesThemOnly()
    {
        var comparison = Comparison.Of("Se capacitará a 20 personas en Lima.", "Se capacitará a 45 personas en Lima y Cusco.");

        Assert.Equal(
            [
                new(SegmentKind.Same, "Se capacitará a "), new(SegmentKind.Removed, "20"), new(SegmentKind.Added, "45"),
                new(SegmentKind.Same, " personas en Lima"), new(SegmentKind.Added, " y Cusco"), new(SegmentKind.Same, "."),
            ],
            comparison.Segments);
        Assert.Equal((3, 1), (comparison.WordsAdded, comparison.WordsRemoved));
    }

    [Fact]
    public void Of_KoreanParticleChanged_ReplacesTheWholeWord() =>
        Assert.Equal(
            [new(SegmentKind.Removed, "계획을"), new(SegmentKind.Added, "계획이"), new(SegmentKind.Same, " 좋다.")],
            Comparison.Of("계획을 좋다.", "계획이 좋다.").Segments);

    [Fact]
    public void Of_AnyTwoTexts_KeepsBothWhole() =>
        Gen.Select(RandomTexts.Sentence.Array[0, 8], RandomTexts.Sentence.Array[0, 8]).Sample((a, b) =>
        {
            var before = PlainText.Clean(string.Join(' ', a));
            var after = PlainText.Clean(string.Join(' ', b.Concat(a.Take(3))));
            var comparison = Comparison.Of(before, after);
            Assert.Equal(before, string.Concat(comparison.Segments.Where(s => s.Kind != SegmentKind.Added).Select(s => s.Text)));
            Assert.Equal(after, string.Concat(comparison.Segments.Where(s => s.Kind != SegmentKind.Removed).Select(s => s.Text)));
        }, iter: 500);

    [Fact]
    public void ToHtml_Changes_AreElementsWithHiddenWords() =>
        Assert.Equal(
            "uno <del><span class=\"visually-hidden\"> eliminado </span>&lt;dos&gt;<span class=\"visually-hidden\"> fin de eliminado </span></del>"
            + "<ins><span class=\"visually-hidden\"> añadido </span>2<span class=\"visually-hidden\"> fin de añadido </span></ins>",
            Comparison.Of("uno <dos>", "uno 2").ToHtml(Words));

    [Theory]
    [InlineData("", 0)]
    [InlineData("El plan de acción.", 4)]
    [InlineData("y/o — fin", 3)]
    [InlineData("지방정부는 계획을 추진한다.", 3)]
    [InlineData("行政 혁신", 3)]
    [InlineData("1 500,50 soles", 3)]
    [InlineData("gestio\u0301n pública", 2)]
    public void WordCount_Text_CountsAsWritersDo(string text, int expected) => Assert.Equal(expected, WordCount.Of(text));
}
