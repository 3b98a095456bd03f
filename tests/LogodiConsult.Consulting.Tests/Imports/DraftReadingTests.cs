using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using LogodiConsult.Consulting.Imports;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Tests.Attachments;
using LogodiConsult.TestSupport;

namespace LogodiConsult.Consulting.Tests.Imports;

public sealed class DraftReadingTests
{
    static readonly PlanTemplate Template = TemplateLibrary.Load(Path.Combine(Repository.Workflows, "templates")).Newest("action-plan")!;

    [Theory]
    [InlineData("Antecedentes y alineamiento", "background")]
    [InlineData("1. ANTECEDENTES Y ALINEAMIENTO", "background")]
    [InlineData("Sección 1: Antecedentes y alineamientos", "background")]
    [InlineData("II. Análisis del problema", "problem")]
    [InlineData("5) Marco lógico del plan", "logframe")]
    [InlineData("배경 및 정책 연계성", "background")]
    [InlineData("제 2장 문제 분석", "problem")]
    [InlineData("Risks and mitigation", "risks")]
    [InlineData("3. Árbol de problemas", "problem")]
    [InlineData("문제나무", "problem")]
    [InlineData("Problem tree", "problem")]
    [InlineData("Bibliografía", null)]
    [InlineData("Plan", null)]
    [InlineData("Actividades", "schedule")]
    public void Find_Headings_NameTheirSectionOrNone(string heading, string? section) =>
        Assert.Equal(section, HeadingMatch.Find(heading, Template.Sections));

    [Fact]
    public void Read_Markdown_SplitsAtItsHeadings_AndKeepsInnerOnes()
    {
        var parts = Read("""
            Nota previa
            # Plan de acción
            ## 1. Antecedentes y alineamiento
            Texto con **fuerza**.

            ### Detalle
            - uno
            - dos

            ```
            ## no es un título
            ```
            Marco lógico
            ============
            | Nivel | Resumen narrativo | Indicador |
            |---|---|---|
            | Producto | Ventanilla \| digital | 12 |
            # Bibliografía
            Libro
            """);
        Assert.Equal([null, "background", "logframe", null], parts.Select(p => p.SectionKey));
        Assert.Equal("", parts[0].Part.Heading);
        Assert.Contains("### Detalle", parts[1].Part.Markdown);
        Assert.Contains("## no es un título", parts[1].Part.Markdown);
        Assert.Equal(["Producto", "Ventanilla | digital", "12"], parts[2].Part.Blocks.Single(b => b.IsTable).Rows[1]);
    }

    [Fact]
    public void Read_Word_TakesHeadingsByStyleOutlineAndBold_ListsMarksAndTables()
    {
        var parts = Ok(DraftReading.Read(new MemoryStream(Word(
            Styled("Ttulo1", "1. Antecedentes y alineamiento"),
            new Paragraph(Run("Texto ", false), Run("fuerte", true), Run(" con * y _ signos", false)),
            Item("uno"), Item("dos"),
            new Paragraph(new ParagraphProperties(new OutlineLevel { Val = 0 }), Run("Riesgos y mitigación", false)),
            new Table(Row("Riesgo", "Probabilidad"), Row("Cambio de autoridades", "Alta")),
            new Paragraph(Run("Sostenibilidad y apropiación", true)),
            new Paragraph(Run("Queda.", false)),
            new Paragraph(Run("¡Importante!", true)))), Template));
        Assert.Equal(["background", "risks", "sustainability"], parts.Select(p => p.SectionKey));
        Assert.Equal("Texto **fuerte** con \\* y \\_ signos\n\n- uno\n- dos", parts[0].Part.Markdown);
        Assert.Equal(["Cambio de autoridades", "Alta"], parts[1].Part.Blocks.Single(b => b.IsTable).Rows[1]);
        Assert.Contains("**¡Importante!**", parts[2].Part.Markdown);
    }

    public static TheoryData<string, byte[]> Bad() => new()
    {
        { "file.empty", [] },
        { "file.bomb", TestFiles.Bomb() },
        { "file.broken", TestFiles.Office("wordprocessingml.document.main", ("word/document.xml", TestFiles.Text("<w:document>"))) },
        { "file.broken", TestFiles.Office("wordprocessingml.document.main")[..^30] },
        { "file.kindUnknown", [1, 2, 3, 0, 255, 254] },
        { "file.oldOffice", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]] },
        { "import.kind", TestFiles.Pdf() },
        { "import.nothing", TestFiles.Text("   \n\n") },
        { "import.tooLarge", new byte[DraftReading.LargestFile + 1] },
        { "import.tooLong", TestFiles.Text(new string('a', DraftReading.MostCharacters + 1)) },
        { "import.tooManyParts", TestFiles.Text(string.Concat(Enumerable.Range(0, 200).Select(i => $"# T{i}\nx\n"))) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Read_WhatIsNoDraft_SaysWhy(string code, byte[] file) =>
        Assert.Equal(code, DraftReading.Read(new MemoryStream(file), Template).Refusal?.Code);

    [Fact]
    public void Of_TheTableOfADraft_BecomesRowsByTheTitlesOfItsColumns_BehindThoseThatStand()
    {
        var section = Template["stakeholders"];
        var part = new ImportedPart("Actores", [new ImportedBlock("", [["Actor o grupo", "역할", "Interest", "Otra"], ["Gerencia", "Decide", "높음", "x"], ["", "", "", ""]])]);
        const string There = """{"rows":[{"id":"r4","cells":{"actor":"MEF"}}],"next":5}""";
        var fitted = SectionDraft.Of(section, [part], There, replace: false);
        var added = fitted.Content!;
        // A column that the section does not know is not lost without a word.
        Assert.Equal("Otra · x", Assert.Single(fitted.LeftOut));
        Assert.Equal(["r4", "r5"], Tables.Of(added).Rows.Select(r => r.Id));
        Assert.Equal(("Gerencia", "decides", "high"), Tables.Of(added).Rows[1] is var row ? (row["actor"], row["role"], row["interest"]) : default);
        Assert.Equal("r5", Assert.Single(Tables.Of(SectionDraft.Of(section, [part], There, replace: true).Content!).Rows).Id);
        var text = SectionDraft.Of(section, [new ImportedPart("Actores", [new ImportedBlock("solo texto", [])])], "", replace: false);
        Assert.Equal((null, "solo texto"), (text.Content, Assert.Single(text.LeftOut)));
        Assert.Null(SectionDraft.Of(Template["problem"], [part], "", replace: false).Content);
    }

    [Theory]
    [InlineData("S/ 12,000.00", "12,000.00 PEN")]
    [InlineData("US$300", "300 USD")]
    [InlineData("1 000 000 원", "1 000 000 KRW")]
    [InlineData("KRW 500", "500 KRW")]
    [InlineData("12000 soles", "12000 PEN")]
    [InlineData("10,000.00 PEN", "10,000.00 PEN")]
    [InlineData("12,000", "12,000")]
    [InlineData("por definir", "por definir")]
    public void Of_AnAmount_IsKeptWithItsCurrency_OrAsItWasTyped(string typed, string kept)
    {
        var part = new ImportedPart("Presupuesto", [new ImportedBlock("", [["Concepto", "Total", "Fuente"], ["Curso", typed, "RO"]])]);
        Assert.Equal(kept, Tables.Of(SectionDraft.Of(Template["budget"], [part], "", replace: false).Content!).Rows[0]["total"]);
    }

    [Theory]
    [InlineData("mailto:ana perez@servir.gob.pe", "hyperlink")]
    [InlineData("http://", "hyperlink")]
    [InlineData("http://[servir", "hyperlink")]
    [InlineData("file:///C:/Users/Ana/Normal.dotm", "attachedTemplate")]
    [InlineData("\\\\evil.example\\share\\x.docx", "subDocument")]
    [InlineData("http://evil.example/pixel.png", "image")]
    public void Read_WordWithRelationsThatLeadOutside_TakesTheTextAndFollowsNone(string target, string kind)
    {
        var file = With(Word(Styled("Ttulo1", "Antecedentes"), new Paragraph(Run("Texto.", false))), "word/_rels/document.xml.rels", rels => rels.Replace(
            "</Relationships>",
            $"<Relationship Id=\"rX\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\" TargetMode=\"External\"/></Relationships>",
            StringComparison.Ordinal));
        var part = Assert.Single(Ok(DraftReading.Read(new MemoryStream(file), Template)));
        Assert.Equal(("background", "Texto."), (part.SectionKey, part.Part.Markdown));
    }

    [Theory]
    [InlineData("<!DOCTYPE w:document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;")]
    [InlineData("<!DOCTYPE w:document [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>", "&x;")]
    [InlineData("<!DOCTYPE w:document SYSTEM \"http://evil.example/a.dtd\">", "Texto.")]
    public void Read_WordWithEntities_IsRefused(string doctype, string text)
    {
        var file = With(Word(Styled("Ttulo1", "Antecedentes"), new Paragraph(Run("Texto.", false))), "word/document.xml", xml =>
            xml.Insert(xml.IndexOf("?>", StringComparison.Ordinal) + 2, doctype).Replace("Texto.", text, StringComparison.Ordinal));
        Assert.Equal("file.broken", DraftReading.Read(new MemoryStream(file), Template).Refusal?.Code);
    }

    static byte[] With(byte[] file, string entry, Func<string, string> change)
    {
        using var changed = new MemoryStream();
        changed.Write(file);
        using (var zip = new System.IO.Compression.ZipArchive(changed, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            var old = zip.GetEntry(entry)!;
            string text;
            using (var reader = new StreamReader(old.Open()))
                text = reader.ReadToEnd();
            old.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(change(text));
        }
        return changed.ToArray();
    }

    static class Tables
    {
        public static LogodiConsult.Consulting.Templates.Kinds.TableContent Of(string content) => LogodiConsult.Consulting.Templates.Kinds.TableContent.Read(content);
    }

    static IReadOnlyList<ImportedMatch> Read(string markdown) => Ok(DraftReading.Read(new MemoryStream(Encoding.UTF8.GetBytes(markdown)), Template));

    static T Ok<T>(Result<T> result)
    {
        Assert.Null(result.Refusal);
        return result.Value;
    }

    static Run Run(string text, bool bold) => new(bold ? new RunProperties(new Bold()) : new RunProperties(), new Text(text) { Space = SpaceProcessingModeValues.Preserve });

    static Paragraph Styled(string style, string text) => new(new ParagraphProperties(new ParagraphStyleId { Val = style }), Run(text, false));

    static Paragraph Item(string text) =>
        new(new ParagraphProperties(new NumberingProperties(new NumberingLevelReference { Val = 0 }, new NumberingId { Val = 1 })), Run(text, false));

    static TableRow Row(params string[] cells) => new(cells.Select(c => new TableCell(new Paragraph(Run(c, false)))));

    static byte[] Word(params OpenXmlElement[] content)
    {
        using var file = new MemoryStream();
        using (var package = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = package.AddMainDocumentPart();
            main.Document = new Document(new Body(content));
            // As a Spanish Word names it: the id is translated, the name is not.
            main.AddNewPart<StyleDefinitionsPart>().Styles = new Styles(new Style(new StyleName { Val = "heading 1" }) { Type = StyleValues.Paragraph, StyleId = "Ttulo1" });
        }
        return file.ToArray();
    }
}
