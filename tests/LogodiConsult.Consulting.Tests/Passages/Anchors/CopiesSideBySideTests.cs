using LogodiConsult.Consulting.Passages.Anchors;

namespace LogodiConsult.Consulting.Tests.Passages.Anchors;

/// <summary>Copies of the passage's sentence that come to stand beside it. ⟦ and ⟧ stand around the passage.</summary>
public sealed class CopiesSideBySideTests
{
    [Theory]
    // At the end of the paragraph before it.
    [InlineData("Se mide la espera.\n\nSe publica ⟦el gasto⟧ mensual.\n\nSe firma un acuerdo.",
        "Se mide la espera. Se publica el gasto mensual.\n\nSe publica ⟦el gasto⟧ mensual.\n\nSe firma un acuerdo.")]
    // At both sides, in paragraphs of others.
    [InlineData("Se mide la espera.\n\n⟦Se publica el gasto mensual.⟧\n\nSe firma un acuerdo.",
        "Se mide la espera. Se publica el gasto mensual.\n\n⟦Se publica el gasto mensual.⟧\n\nSe publica el gasto mensual. Se firma un acuerdo.")]
    // At the beginning of the paragraph behind it.
    [InlineData("팀은 대기 시간을 측정한다. 학교는 주민 ⟦민원을 보고한다⟧.\n\n위원회는 협약을 체결한다.",
        "팀은 대기 시간을 측정한다. 학교는 주민 ⟦민원을 보고한다⟧.\n\n학교는 주민 민원을 보고한다. 위원회는 협약을 체결한다.")]
    // Where nothing tells them apart, the first.
    [InlineData("Se mide la espera. ⟦Se publica el gasto mensual.⟧ Se firma un acuerdo.",
        "Se mide la espera. ⟦Se publica el gasto mensual.⟧ Se publica el gasto mensual. Se firma un acuerdo.")]
    [InlineData("Nuevo aquí.\n\nSe mide la espera.\n\n⟦Se publica el gasto mensual.⟧",
        "Nuevo aquí y ahora.\n\nSe mide la espera.\n\n⟦Se publica el gasto mensual.⟧\n\nSe publica el gasto mensual.")]
    public void Carry_CopyBesideThePassage_KeepsTheOneThatIsSetAsItWas(string before, string after)
    {
        var (earlier, start, end) = Unmarked(before);
        var (later, newStart, newEnd) = Unmarked(after);
        var kind = start == newStart ? AnchorKind.Unmoved : AnchorKind.Moved;
        Assert.Equal(new Carried(kind, newStart, newEnd), Anchoring.Carry(earlier, later, start, end));
    }

    static (string Text, int Start, int End) Unmarked(string marked)
    {
        var (start, end) = (marked.IndexOf('⟦', StringComparison.Ordinal), marked.IndexOf('⟧', StringComparison.Ordinal) - 1);
        return (marked.Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal), start, end);
    }
}
