using LogodiConsult.Consulting.Documents;
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

    [Theory]
    [InlineData("es,ko,en,note\r\nplan,계획,plan,\"con \"\"comillas\"\" y, coma\"\r\n")]
    [InlineData("\uFEFFEspañol;한국어;English;Nota\nplan;계획;plan;con \"comillas\" y, coma")]
    [InlineData("nota\tko\tes\ten\ncon \"comillas\" y, coma\t계획\tplan\tplan\n\n")]
    [InlineData("plan,계획,plan,\"con \"\"comillas\"\" y, coma\"")]
    public void Table_AsCountriesWriteIt_IsTheSame(string text)
    {
        var line = Assert.Single(Ok(GlossaryTable.ReadText(text)));

        Assert.Equal(("plan", "계획", "plan", "con \"comillas\" y, coma"), (line.Es, line.Ko, line.En, line.Note));
    }

    [Fact]
    public async Task Table_WrittenAndReadAgain_IsTheSame_AndNoFormula()
    {
        GlossaryLine[] lines = [new(2, "línea de base", "기초선", "baseline", "=1+1"), new(3, "", "지표", "indicator", "dos \"partes\"")];
        var csv = GlossaryTable.Csv(lines);
        Assert.Contains("\"'=1+1\"", System.Text.Encoding.UTF8.GetString(csv), StringComparison.Ordinal);
        Assert.Equal(lines, Ok(await GlossaryTable.ReadAsync(new MemoryStream(csv))));
        var xlsx = new MemoryStream();
        await GlossaryTable.XlsxAsync(lines, xlsx);
        xlsx.Position = 0;
        Assert.Equal(lines, Ok(await GlossaryTable.ReadAsync(xlsx)));
    }

    [Fact]
    public async Task Table_ThatIsNone_IsRefused()
    {
        foreach (var (bytes, code) in new (byte[], string)[]
        {
            ([0xFF, 0xFE, 0x41], "table.unreadable"), ([0x61, 0, 0x62], "table.unreadable"), ("es,ko,en\r\n,,\r\n"u8.ToArray(), "table.empty"),
            ([], "table.empty"), ("PK and no archive"u8.ToArray(), "file.broken"), (new byte[TableFile.MostBytes + 1], "table.tooLarge"),
        })
            Assert.Equal(code, (await GlossaryTable.ReadAsync(new MemoryStream(bytes))).Refusal?.Code);
        Assert.Equal("glossary.full", GlossaryTable.ReadText(string.Concat(Enumerable.Range(0, GlossaryService.MostTerms + 1).Select(i => $"t{i},용어{i}\n"))).Refusal?.Code);
    }

    [Theory, DatabaseData]
    public async Task Import_LooksAtEachLine_AndTakesTheGoodOnesAtOnce(Dialect dialect)
    {
        await using var house = await PlanHouse.BuildAsync(dialect);
        var (glossary, imports) = (new GlossaryService(house.Db.Database), new GlossaryImport(house.Db.Database));
        Ok(await glossary.KeepAsync(new KeepTerm(house.ProgrammeId, null, "presupuesto", "예산", "", ""), house.Lead));
        Ok(await glossary.KeepAsync(new KeepTerm(house.ProgrammeId, null, "meta", "목표", "target", ""), house.Lead));
        var lines = Ok(GlossaryTable.ReadText("es,ko,en\nPresupuesto,예산,budget\nmeta,목표,target\nsolo,,\nindicador,지표,indicator\nindicador,지표,indicator\n" + new string('x', 300) + ",가,b\n"));

        var judged = Ok(await imports.LookAsync(house.ProgrammeId, lines, house.Interpreter));
        Assert.Equal([LineFate.Completed, LineFate.Known, LineFate.Bad, LineFate.Added, LineFate.Bad, LineFate.Bad], judged.Select(l => l.Fate));
        Assert.Equal([(4, "glossary.twoLanguages"), (6, "glossary.twiceInFile"), (7, "text.tooLong")],
            judged.Where(l => l.Problem is not null).Select(l => (l.Line.Number, l.Problem!.Code)));
        Assert.Equal(RefusalKind.Hidden, (await imports.LookAsync(house.ProgrammeId, lines, house.Consultant)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Hidden, (await imports.ApplyAsync(new ImportTerms(house.ProgrammeId, lines), house.Official)).Refusal?.Kind);
        Assert.Equal("glossary.twoLanguages", (await imports.ApplyAsync(new ImportTerms(house.ProgrammeId, lines), house.Lead)).Refusal?.Code);

        var good = new ImportTerms(house.ProgrammeId, [.. judged.Where(l => l.Fate is LineFate.Added or LineFate.Completed).Select(l => l.Line)]);
        await FailNth.StatementAsync(house.Db, async () => Assert.Equal(2, Ok(await imports.ApplyAsync(good, house.Interpreter))), atLeast: 2);
        var terms = Ok(await glossary.ListAsync(house.ProgrammeId, house.Lead));
        Assert.Equal(["Presupuesto/예산/budget", "meta/목표/target", "indicador/지표/indicator"], terms.Select(t => $"{t.Es}/{t.Ko}/{t.En}"));
        Assert.Equal("glossary.nothingNew", (await imports.ApplyAsync(good, house.Lead)).Refusal?.Code);
    }
}
