using System.Globalization;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;

namespace LogodiConsult.Consulting.Tests.Templates;

public sealed class PublishedTemplatesTests
{
    public static readonly TemplateLibrary Library = TemplateLibrary.Load(Path.Combine(Root(), "workflows", "templates"));

    public static readonly PlanTemplate Default = Library.Find("action-plan", 1)!;

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LogodiConsult.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        return folder.FullName;
    }

    [Fact]
    public void Load_PublishedFiles_HoldTheSectionsOfTheField() =>
        Assert.Equal(
            ["background", "problem", "stakeholders", "objectives", "logframe", "schedule", "budget", "risks", "monitoring", "sustainability", "adaptation", "first100", "annexes"],
            Default.Sections.Select(s => s.Key));

    [Fact]
    public void Newest_UnknownId_IsNull() => Assert.Null(Library.Newest("no-such"));

    [Fact]
    public void Default_TextsInThreeLanguages_AreInTheirScripts()
    {
        foreach (var text in Default.Sections.SelectMany(s => new[] { s.Title, s.Help, s.Example }).Concat(Default.Sections.SelectMany(s => s.Columns).Select(c => c.Title)))
        {
            Assert.Contains(text.Ko, c => c is >= '\uAC00' and <= '\uD7A3');
            Assert.DoesNotContain(text.Es, c => c is >= '\uAC00' and <= '\uD7A3' && !text.Es.Contains("정부24"));
        }
    }

    [Fact]
    public void Load_NameAndContentDiffer_NamesTheFile()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.Copy(Path.Combine(Root(), "workflows", "templates", "action-plan.v1.json"), Path.Combine(folder.FullName, "action-plan.v2.json"));

            var problem = Assert.Throws<InvalidDataException>(() => TemplateLibrary.Load(folder.FullName));

            Assert.Contains("action-plan.v2.json", problem.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Sentence_EveryCodeOfTheRules_SpeaksThreeLanguages()
    {
        var contents = new Dictionary<string, string>
        {
            ["background"] = string.Join(' ', Enumerable.Repeat("palabra", 901)),
            ["problem"] = new TreeContent("", [], [], 2).Write(),
            ["stakeholders"] = Table(("r1", new() { ["actor"] = "Uno", ["role"] = "boss" })),
            ["logframe"] = Table(("r1", new() { ["level"] = "output", ["summary"] = "Producto" }), ("r2", new() { ["level"] = "activity", ["summary"] = "Otra" }), ("r3", new() { ["level"] = "output", ["summary"] = "Vacío" })),
            ["schedule"] = Table(("r1", new() { ["activity"] = "r9", ["start"] = "2023-05-01", ["end"] = "2022-01-01" }), ("r2", new() { ["start"] = "mañana" })),
            ["budget"] = Table(("r1", new() { ["item"] = "Curso", ["quantity"] = "diez", ["unit"] = "5 EUR", ["total"] = "-5 PEN" }), ("r2", new() { ["item"] = "Taller", ["quantity"] = "2", ["unit"] = "5 USD", ["total"] = "11 USD" }), ("r3", new() { ["item"] = "Viaje", ["quantity"] = "2", ["unit"] = "5 USD", ["total"] = "10 PEN" }), ("r4", new() { ["item"] = "Pasaje", ["quantity"] = "123456789012345678", ["total"] = "1.250 PEN" })),
        };

        var problems = TemplateChecks.Run(Default, contents, new PlanFacts(new DateOnly(2023, 6, 1), new DateOnly(2023, 12, 31)));

        Assert.True(problems.Select(p => p.Code).Distinct().Count() >= 17, string.Join(", ", problems.Select(p => p.Code).Distinct()));
        foreach (var problem in problems)
        {
            var sentences = new[] { "es-PE", "ko-KR", "en" }.Select(c => TemplateTexts.Sentence(problem, CultureInfo.GetCultureInfo(c))).ToList();
            Assert.Equal(3, sentences.Distinct().Count());
            Assert.All(sentences, s => Assert.DoesNotContain("{", s));
        }
    }

    public static string Table(params (string Id, Dictionary<string, string> Cells)[] rows) =>
        new TableContent([.. rows.Select(r => new ContentRow(r.Id, r.Cells))], rows.Length + 1).Write();
}
