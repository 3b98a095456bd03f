using LogodiConsult.Consulting.Passages;

namespace LogodiConsult.Consulting.Tests.Passages;

public sealed class TextSegmentsTests
{
    [Fact]
    public void Of_MixedText_CutsAtSentencesHeadingsAndRows()
    {
        const string Text = "Antecedentes 😀\n\n1. Primero va esto. El gasto es de S/ 1,500.50 al mes. ¿Y luego?\n지역은 넓다. 계획을 세운다.\nPlazo\t45 días\n";
        var points = new CodePointText(Text);

        var segments = TextSegments.Of(Text);

        Assert.Equal(
            ["Antecedentes 😀", "1. Primero va esto.", "El gasto es de S/ 1,500.50 al mes.", "¿Y luego?", "지역은 넓다.", "계획을 세운다.", "Plazo\t45 días"],
            segments.Select(s => points.Slice(s.Start, s.End)));
        Assert.Equal(0, TextSegments.At(segments, 15));
        Assert.Equal(6, TextSegments.At(segments, points.Length));
        Assert.Equal(-1, TextSegments.At(TextSegments.Of(" \n "), 0));
    }
}
