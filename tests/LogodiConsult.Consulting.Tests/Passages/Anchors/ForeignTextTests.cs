using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Consulting.Tests.Passages.Anchors;

public sealed class ForeignTextTests
{
    const string Before = "La región cuenta con 24 distritos. Se capacitará a 120 servidores públicos en gestión digital. El plazo es de un año.";

    static readonly Selector Anchor = Selectors.From(Before, 35, 94);

    static string At(string text, Carried carried) => new CodePointText(text).Slice(carried.Start, carried.End);

    [Fact]
    public void CarryForeign_SamePassageElsewhere_IsMoved()
    {
        const string Text = "Introducción nueva.\nSe capacitará a 120 servidores públicos en gestión digital. Fin.";

        var carried = ForeignText.CarryForeign(Anchor, Text);

        Assert.Equal((AnchorKind.Moved, "Se capacitará a 120 servidores públicos en gestión digital."), (carried.Kind, At(Text, carried)));
    }

    [Fact]
    public void CarryForeign_SmallTypingDifferences_IsChangedAtThatPlace()
    {
        const string Text = "Otra cosa. Se capacitara a 120 servidores publicos en la gestión digital. El plazo es de un año.";

        var carried = ForeignText.CarryForeign(Anchor, Text);

        Assert.Equal((AnchorKind.Changed, "Se capacitara a 120 servidores publicos en la gestión digital."), (carried.Kind, At(Text, carried)));
    }

    [Fact]
    public void CarryForeign_TwoPlacesAlike_IsNotGuessed()
    {
        const string Text = "Se capacitara a 120 servidores en gestión digital hoy. Y más. Se capacitará a 120 servidoras en gestión digital ya.";

        Assert.Equal(AnchorKind.Deleted, ForeignText.CarryForeign(Anchor, Text).Kind);
    }

    [Fact]
    public void CarryForeign_TwoPlacesAlikeOneWithItsContext_IsThatOne()
    {
        const string Text = "Se capacitara a 120 servidores públicos en gestión digital. Y más. La región cuenta con 24 distritos. Se capacitara a 120 servidores públicos en gestión digital. El plazo es de un año.";

        var carried = ForeignText.CarryForeign(Anchor, Text);

        Assert.Equal((AnchorKind.Changed, true), (carried.Kind, carried.Start > 90));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Un texto que no tiene nada que ver con aquello.")]
    [InlineData("지방정부는 디지털 창구를 운영한다.")]
    public void CarryForeign_NothingLikeIt_IsDeleted(string text) =>
        Assert.Equal(AnchorKind.Deleted, ForeignText.CarryForeign(Anchor, text).Kind);

    [Fact]
    public void CarryForeign_SameSentenceTwiceWithoutContext_IsNotGuessed()
    {
        const string Sentence = "Se capacitará a 120 servidores públicos en gestión digital.";

        Assert.Equal(AnchorKind.Deleted, ForeignText.CarryForeign(Anchor, $"A. {Sentence} B. {Sentence} C.").Kind);
    }

    [Fact]
    public void CarryForeign_SameWordsAtTheOldOffsetByChance_IsWhereItsContextIs()
    {
        var anchor = Selectors.From("Se mide la espera. La meta es alta en Puno.", 22, 26);
        const string Text = "La primera de todas, la meta de Ica, es baja. Se mide la espera. La meta es alta en Puno.";
        var shifted = anchor with { Position = new TextPosition(24, 28) };

        var carried = ForeignText.CarryForeign(shifted, Text);

        Assert.Equal("meta", At(Text, new Carried(AnchorKind.Moved, 24, 28)));
        Assert.Equal(new Carried(AnchorKind.Moved, 68, 72), carried);
    }

    [Theory]
    [InlineData("El plazo es de 12 días hábiles.", 15, 17, "Hay 12 oficinas y un plazo de quince días.", AnchorKind.Deleted)]
    [InlineData("El plazo es de 12 días hábiles.", 15, 17, "Hay quince oficinas. El plazo será de 12 días hábiles.", AnchorKind.Moved)]
    [InlineData("처리 기간은 12일이다.", 7, 9, "사무소는 12곳이다.", AnchorKind.Deleted)]
    [InlineData("Se mide la espera. La meta es alta en Puno.", 22, 26, "Tal meta no consta.", AnchorKind.Deleted)]
    [InlineData("El plazo es de quince días hábiles.", 15, 26, "La visita a Cusco dura quince días y cuesta poco.", AnchorKind.Deleted)]
    [InlineData("Ana", 0, 3, "Ana", AnchorKind.Unmoved)]
    [InlineData("Ana", 0, 3, "Ana visita la sede de Cusco.", AnchorKind.Deleted)]
    public void CarryForeign_AFewCommonWords_StandWhereTheirSentenceDoes(string before, int start, int end, string text, AnchorKind kind) =>
        Assert.Equal(kind, ForeignText.CarryForeign(Selectors.From(before, start, end), text).Kind);

    [Fact]
    public void CarryForeign_PartOfALongerWord_DoesNotStand() =>
        Assert.NotEqual(AnchorKind.Moved, ForeignText.CarryForeign(Selectors.From("El plan sigue.", 3, 7), "Hubo planes antes.").Kind);
}
