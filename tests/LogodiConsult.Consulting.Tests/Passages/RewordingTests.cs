using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Tests.Passages;

public sealed class RewordingTests
{
    [Theory]
    [InlineData("Uno dos tres.", "dos", "DOS", "Uno DOS tres.")]
    [InlineData("Uno **dos** tres.", "dos", "DOS", "Uno **DOS** tres.")]
    [InlineData("Uno **dos tres** cuatro cinco.", "tres cuatro", "y", null)]
    [InlineData("Uno **dos** y tres.", "Uno dos y tres.", "Nada.", "Nada.")]
    [InlineData("- uno\n- dos\n- tres", "dos", "DOS", "- uno\n- DOS\n- tres")]
    [InlineData("Uno dos.", "dos", "*dos* [x](http://y.org) # _z_", "Uno \\*dos\\* \\[x\\]\\(http://y.org\\) \\# \\_z\\_.")]
    [InlineData("de la mano de la escuela", "#2", "X", "de la mano X la escuela")]
    [InlineData("국민 서비스가 느립니다.", "서비스가", "민원 서비스가", "국민 민원 서비스가 느립니다.")]
    [InlineData("Emoji 😀 aquí.", "😀", "🎉", "Emoji 🎉 aquí.")]
    [InlineData("a\n\nb c\n\nd", "b c", "x\n\ny", "a\n\nx\n\ny\n\nd")]
    public void OfMarkdown_APassage_ChangesNothingElse(string markdown, string passage, string wording, string? expected)
    {
        var text = CanonicalText.Of(markdown);
        var at = passage == "#2" ? text.LastIndexOf("de", StringComparison.Ordinal) : text.IndexOf(passage, StringComparison.Ordinal);
        var points = new CodePointText(text);
        var (start, end) = (points.CodePoint(at), points.CodePoint(at + (passage == "#2" ? 2 : passage.Length)));

        var result = Rewording.OfMarkdown(markdown, start, end, wording);

        if (expected is null)
        {
            Assert.Null(result);
            return;
        }
        Assert.Equal(points.Slice(0, start) + wording + points.Slice(end, points.Length), CanonicalText.Of(result!));
        Assert.Equal(CanonicalText.Of(expected), CanonicalText.Of(result!));
    }

    [Fact]
    public void OfPlain_ACell_KeepsTheRest() => Assert.Equal("uno 2 tres", Rewording.OfPlain("  uno dos tres ", 4, 7, "2"));
}
