using System.Text;
using LogodiConsult.Consulting.Imports;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Imports;

/// <summary>Problem trees, rows and choices out of lists as people write them.</summary>
public sealed class TreeDraftTests
{
    static readonly PlanTemplate Template = TemplateLibrary.Load(Path.Combine(Repository.Workflows, "templates")).Newest("action-plan")!;

    public static TheoryData<string> Trees() => new(
        // Labels as items of one nested list.
        """
        ## Análisis del problema
        - Problema central: Trámites **lentos**
        - Causas:
          - Sin sistema
            - Sin presupuesto
          - Normas viejas
        - Efectos
          - Desconfianza
        """,
        // A heading for each side, deeper than the section's own.
        """
        ## 2. Árbol de problemas
        ### Efectos
        * Desconfianza
        ### Problema central
        Trámites lentos
        ### Causas directas
        * Sin sistema
            * Sin presupuesto
        * Normas viejas
        """,
        // Headings on the same level as the section.
        """
        # 문제 분석
        # 원인
        1. Sin sistema
           1. Sin presupuesto
        2. Normas viejas
        # 핵심 문제
        Trámites lentos
        # 결과
        - Desconfianza
        """,
        // Labels in bold, and an item that runs over two lines.
        """
        # Problem tree
        **Core problem**

        Trámites lentos

        **Causes**

        - Sin
          sistema
        \t- Sin presupuesto
        - Normas viejas

        **Effects**

        - Desconfianza
        """,
        // A table.
        """
        # Problem analysis
        | Causas | Problema central | Efectos |
        |---|---|---|
        | - Sin sistema<br>  - Sin presupuesto<br>- Normas viejas | Trámites lentos | Desconfianza |
        """);

    [Theory]
    [MemberData(nameof(Trees))]
    public void Of_AListUnderTheSection_BecomesTheTree(string markdown)
    {
        var fitted = Fit("problem", markdown.Replace("\\t", "\t", StringComparison.Ordinal));
        Assert.Empty(fitted.LeftOut);
        var tree = TreeContent.Read(fitted.Content!);
        Assert.Equal("Trámites lentos", tree.Core);
        Assert.Equal([(0, "Sin sistema"), (1, "Sin presupuesto"), (0, "Normas viejas")], tree.Causes.Select(n => (n.Level, n.Text)));
        Assert.Equal([(0, "Desconfianza")], tree.Effects.Select(n => (n.Level, n.Text)));
        Assert.Distinct(tree.Causes.Concat(tree.Effects).Select(n => n.Id));
    }

    [Fact]
    public void Of_WhatHasNoPlaceInATree_IsToldAndWhatStandsThereIsKept()
    {
        const string There = """{"core":"Lo de antes","causes":[{"id":"n4","level":0,"text":"Vieja"}],"effects":[],"next":5}""";
        const string Markdown = "# Análisis del problema\nEl árbol resume el diagnóstico.\n\nCausas:\n- Nueva";
        var added = Fit("problem", Markdown, There);
        Assert.Equal("El árbol resume el diagnóstico.", Assert.Single(added.LeftOut));
        var tree = TreeContent.Read(added.Content!);
        Assert.Equal(("Lo de antes", "n4", "n5"), (tree.Core, tree.Causes[0].Id, tree.Causes[1].Id));
        Assert.Equal(["n5"], TreeContent.Read(Fit("problem", Markdown, There, replace: true).Content!).Causes.Select(n => n.Id));
        var none = Fit("problem", "# Análisis del problema\nSolo un párrafo.");
        Assert.Equal((null, "Solo un párrafo."), (none.Content, Assert.Single(none.LeftOut)));
        // Ten levels of a list fit into the four that a tree has.
        var deep = Fit("problem", "# Análisis del problema\nCausas:\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"{new string(' ', i * 2)}- c{i}\n")));
        Assert.Equal([0, 1, 2, 3, 3, 3, 3, 3, 3, 3], TreeContent.Read(deep.Content!).Causes.Select(n => n.Level));
    }

    [Fact]
    public void Of_AListUnderATable_BecomesRows_WithTheCellsNamedBelowEachItem()
    {
        var fitted = Fit("risks", """
            # Riesgos y mitigación
            - Cambio de autoridades
              - Probabilidad: Alta
              - 영향: 높음
              - Mitigación: acuerdo del consejo
              - y otra cosa
            - Falta de fondos
            """);
        var rows = TableContent.Read(fitted.Content!).Rows;
        Assert.Equal(["Cambio de autoridades", "Falta de fondos"], rows.Select(r => r["risk"]));
        Assert.Equal(("high", "high", "acuerdo del consejo"), (rows[0]["probability"], rows[0]["impact"], rows[0]["mitigation"]));
        Assert.Equal("y otra cosa", Assert.Single(fitted.LeftOut));
    }

    [Fact]
    public void Of_AnImportOfSeveralSections_LinksRowsToThoseOfTheSameImport()
    {
        var matches = Read("""
            # Actividades y cronograma
            | Actividad | Responsable | Inicio | Fin |
            |---|---|---|---|
            | Capacitar al personal | R. Quispe | 2021-01-10 | 2021-02-10 |
            | Algo que no está | R. Quispe | 2021-01-10 | 2021-02-10 |
            # Marco lógico
            | Nivel | Resumen narrativo |
            |---|---|
            | Actividad | Capacitar al personal |
            """);
        var choices = matches.Select(m => new ImportChoice(m.Part, m.SectionKey, false)).ToList();
        var outcomes = ImportOutcome.Of(Template, new Dictionary<string, Consulting.Plans.Section>(), choices);
        Assert.Equal(["logframe", "schedule"], outcomes.Select(o => o.Section.Key));
        var rows = TableContent.Read(outcomes[1].Fitted.Content!).Rows;
        Assert.Equal((TableContent.Read(outcomes[0].Fitted.Content!).Rows[0].Id, ""), (rows[0]["activity"], rows[1]["activity"]));
        Assert.EndsWith("Algo que no está", Assert.Single(outcomes[1].Fitted.LeftOut));
    }

    [Fact]
    public void Of_AChoice_TakesTheOptionThatIsNamed_AndNoneWhereSeveralAre()
    {
        var choice = new SectionDeclaration("mode", 1, SectionKinds.Find("choice")!, new("Modalidad", "방식", "Mode"), new("", "", ""), new("", "", ""))
        {
            Options = [new Option("online", new("En línea", "온라인", "Online")), new Option("onsite", new("Presencial", "대면", "On site"))],
        };
        ImportedPart Part(string text) => new("", [new ImportedBlock(text, [])]);
        Assert.Equal("online", SectionDraft.Of(choice, [Part("- **En línea**")], "", replace: false).Content);
        var both = SectionDraft.Of(choice, [Part("- 온라인\n- 대면")], "onsite", replace: false);
        Assert.Equal((null, 2), (both.Content, both.LeftOut.Count));
    }

    static FittedDraft Fit(string section, string markdown, string there = "", bool replace = false)
    {
        var parts = Read(markdown);
        Assert.All(parts, p => Assert.Equal(section, p.SectionKey));
        return SectionDraft.Of(Template[section], [.. parts.Select(p => p.Part)], there, replace);
    }

    static IReadOnlyList<ImportedMatch> Read(string markdown)
    {
        var read = DraftReading.Read(new MemoryStream(Encoding.UTF8.GetBytes(markdown)), Template);
        Assert.Null(read.Refusal);
        return read.Value;
    }
}
