using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tests.Plans;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.TestSupport;
using static LogodiConsult.Consulting.Tests.Plans.PlanHouse;

namespace LogodiConsult.Consulting.Tests.Translations;

public sealed class GlossaryTests
{
    static readonly GlossaryTerm[] Terms =
    [
        new() { Es = "línea de base", Ko = "기초선", En = "baseline" },
        new() { Es = "marco lógico", Ko = "논리모형", En = "logical framework" },
        new() { Es = "indicador", Ko = "지표", En = "indicator" },
        new() { Es = "indicador de resultado", Ko = "성과 지표", En = "outcome indicator" },
        new() { Es = "rendición de cuentas", Ko = "책무성", En = "accountability" },
        new() { Es = "plan", Ko = "계획" },
    ];

    [Theory]
    [InlineData("es", "ko", "Las líneas de base faltan en el marco lógico.", "línea de base→기초선, marco lógico→논리모형")]
    [InlineData("es", "ko", "Cada producto tiene INDICADORES y rendicion de cuentas.", "rendición de cuentas→책무성, indicador→지표")]
    [InlineData("es", "en", "Los indicadores de resultado miden el cambio; los planes no.", "indicador de resultado→outcome indicator")]
    [InlineData("es", "ko", "Planificar es planear.", "")]
    [InlineData("ko", "es", "성과지표와 기초선을 보완해 주십시오.", "성과 지표→indicador de resultado, 기초선→línea de base")]
    [InlineData("ko", "es", "계획에는 지표가 없습니다.", "계획→plan, 지표→indicador")]
    [InlineData("ko", "es", "대지표면은 다른 말입니다.", "")]
    [InlineData("en", "es", "Two baselines and many indicators.", "indicator→indicador, baseline→línea de base")]
    public void Find_Inflected_LongerTermsFirst(string from, string to, string text, string expected) =>
        Assert.Equal(
            expected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            GlossaryMatching.Find(Terms, text, from, to).Select(f => $"{f.Source}→{f.Target}").Order(StringComparer.Ordinal));

    [Theory, DatabaseData]
    public async Task Keep_ByLeadsAndInterpreters_OnceEach_WithTwoLanguages(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var glossary = new GlossaryService(house.Db.Database);
        KeepTerm Term(string es, string ko, string en = "") => new(house.ProgrammeId, null, es, ko, en, "");
        foreach (var stranger in new[] { house.Official, house.Consultant, house.Supervisor, house.Panel })
            Assert.Equal(RefusalKind.Hidden, (await glossary.KeepAsync(Term("a", "b"), stranger)).Refusal?.Kind);
        Assert.Equal("glossary.twoLanguages", (await glossary.KeepAsync(Term("presupuesto", ""), house.Lead)).Refusal?.Code);
        var id = 0L;
        await FailNth.StatementAsync(house.Db, async () => id = Ok(await glossary.KeepAsync(Term("presupuesto", "예산"), house.Interpreter)), atLeast: 2);
        Assert.Equal("glossary.knownAlready", (await glossary.KeepAsync(Term("Presupuesto", "예산", "budget"), house.Lead)).Refusal?.Code);
        var edit = Term("presupuesto", "예산", "budget") with { TermId = id, Version = 1 };
        Assert.Equal(id, Ok(await glossary.KeepAsync(edit, house.Lead)));
        Assert.Equal("changedMeanwhile", (await glossary.KeepAsync(edit, house.Lead)).Refusal?.Code);
        Assert.Equal("budget", Assert.Single(Ok(await glossary.ListAsync(house.ProgrammeId, house.Interpreter))).En);
        Assert.Equal(RefusalKind.Hidden, (await glossary.ListAsync(house.ProgrammeId + 1, house.Interpreter)).Refusal?.Kind);
        await FailNth.StatementAsync(house.Db, async () => Ok(await glossary.DeleteAsync(house.ProgrammeId, id, house.Lead)), atLeast: 1);
        Assert.Equal("changedMeanwhile", (await glossary.DeleteAsync(house.ProgrammeId, id, house.Lead)).Refusal?.Code);
    }
}
