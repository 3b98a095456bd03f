using System.Diagnostics;
using DocumentFormat.OpenXml.Wordprocessing;
using LogodiConsult.Consulting.Documents;

namespace LogodiConsult.Consulting.Tests.Documents;

public sealed class WordDocumentTests
{
    static readonly DocumentFacts Facts = new("Ventanilla única – 통합창구", "es", "PE2-1-07")
    {
        Author = "Rosa Quispe",
        CreatedAt = new DateTimeOffset(2020, 10, 12, 23, 0, 0, TimeSpan.FromHours(-5)),
    };

    [Fact]
    public void ToBytes_EverythingThatTextsHold_IsADocumentWithoutErrors()
    {
        using var read = Docx.Opened(Everything());
        Assert.Equal(["1. Antecedentes"], read.Styled("Heading1"));
        Assert.Equal(["Un subtítulo"], read.Styled("Heading2"));
        Assert.Equal("Ventanilla única – 통합창구", read.Properties.Title);
        Assert.Equal("es-PE", read.Properties.Language);
        Assert.Equal(new DateTime(2020, 10, 13, 4, 0, 0, DateTimeKind.Utc), read.Properties.Created);
        Assert.Contains(read.Main.FooterParts.Single().Footer!.Descendants<SimpleField>(), f => f.Instruction!.Value!.Contains("PAGE", StringComparison.Ordinal));
    }

    [Fact]
    public void Markdown_MarksListsLinksAndTables_AreRealOnes()
    {
        using var read = Docx.Opened(Everything());
        Assert.Contains(read.Body.Descendants<Run>(), r => r.InnerText == "fuerte" && r.RunProperties?.Bold is not null);
        Assert.Contains(read.Body.Descendants<Run>(), r => r.InnerText == "borrado" && r.RunProperties?.Strike is not null);
        Assert.Equal("https://www.gob.pe/", Assert.Single(read.Main.HyperlinkRelationships).Uri.ToString());
        var items = read.Body.Descendants<Paragraph>().Where(p => p.ParagraphProperties?.NumberingProperties is not null).ToList();
        Assert.Equal(["uno", "dos", "dentro", "tres", "cinco", "seis", "가"], items.Select(p => p.InnerText));
        Assert.Equal(1, items[2].ParagraphProperties!.NumberingProperties!.NumberingLevelReference!.Val!.Value);
        var written = read.Tables[0];
        Assert.NotNull(written.Elements<TableRow>().First().TableRowProperties!.GetFirstChild<TableHeader>());
        Assert.Null(written.Elements<TableRow>().Last().TableRowProperties!.GetFirstChild<TableHeader>());
    }

    [Fact]
    public void Numbered_TwoLists_EachBeginsAnew()
    {
        using var document = new WordDocument(Facts);
        document.Markdown("1. a\n2. b\n\ntexto\n\n5. c");
        using var read = Docx.Opened(document.ToBytes());
        var lists = read.Body.Descendants<NumberingId>().Select(n => n.Val!.Value).ToList();
        Assert.Equal(lists[0], lists[1]);
        Assert.NotEqual(lists[0], lists[2]);
        var second = read.Main.NumberingDefinitionsPart!.Numbering!.Elements<NumberingInstance>().Single(n => n.NumberID! == lists[2]);
        Assert.Equal(5, second.Descendants<StartOverrideNumberingValue>().Single().Val!.Value);
    }

    [Fact]
    public void Paragraph_WhatXmlCannotHold_IsLeftOut()
    {
        using var document = new WordDocument(Facts);
        document.Paragraph("control \u0001\u0008\u000b y \ufffe mitad \ud83d sola");
        document.Paragraph("한국어 👍 ñandú");
        using var read = Docx.Opened(document.ToBytes());
        Assert.Equal("control  y  mitad  sola\n한국어 👍 ñandú", read.Text.TrimEnd());
    }

    [Fact]
    public void Html_NestedDeeperThanAnyoneWrites_KeepsItsWords()
    {
        using var document = new WordDocument(Facts);
        document.Html(string.Concat(Enumerable.Repeat("<div>", 400)) + "hondo");
        using var read = Docx.Opened(document.ToBytes());
        Assert.Contains("hondo", read.Text);
    }

    [Fact]
    public void Html_ATableWithShortCells_LeavesEveryColumnRoomForItsLongestWord()
    {
        var widest = string.Concat(Enumerable.Repeat("largo texto de estrategia ", 30));
        using var document = new WordDocument(Facts);
        document.Html($"<table><thead><tr><th scope=\"col\">Actor</th><th scope=\"col\">Influencia</th><th scope=\"col\">Papel</th><th scope=\"col\">Estrategia</th></tr></thead>"
            + $"<tbody><tr><td>{widest}</td><td>Alto</td><td>Beneficiario</td><td>{widest}</td></tr></tbody></table>");
        using var read = Docx.Opened(document.ToBytes());
        var widths = read.Tables[0].Descendants<GridColumn>().Select(c => int.Parse(c.Width!.Value!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        // Nine points of Calibri are some ninety twentieths of a point for a letter.
        Assert.True(widths[1] >= 90 * "Influencia".Length && widths[2] >= 90 * "Beneficiario".Length, string.Join(' ', widths));
        Assert.InRange(widths.Sum(), 9_000, 9_700);
    }

    [Fact]
    public void Turn_WideTable_LiesOnItsSideAndTheRestStands()
    {
        using var document = new WordDocument(Facts);
        document.Paragraph("antes");
        document.Turn(lying: true);
        document.Table(new DocumentTable([.. Enumerable.Range(1, 9).Select(i => $"Columna {i}")], [[DocumentCell.Plain("a", isHeader: true)]]));
        document.Turn(lying: false);
        document.Paragraph("después");
        using var read = Docx.Opened(document.ToBytes());
        Assert.Equal([false, true, false], read.Body.Descendants<SectionProperties>().Select(s => s.GetFirstChild<PageSize>()!.Orient?.Value == PageOrientationValues.Landscape));
    }

    [Fact]
    public async Task ToBytes_OpenedByLibreOffice_BecomesAPdf()
    {
        var office = new[] { "/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice" }.FirstOrDefault(File.Exists);
        if (office is null)
            Assert.Skip("LibreOffice is not on this machine.");
        var folder = Directory.CreateTempSubdirectory("logodi-docx-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "plan.docx"), Everything(), TestContext.Current.CancellationToken);
            using var run = Process.Start(new ProcessStartInfo(office, ["--headless", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir", folder, Path.Combine(folder, "plan.docx")]))!;
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(new FileInfo(Path.Combine(folder, "plan.pdf")).Length > 1_000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static byte[] Everything()
    {
        using var document = new WordDocument(Facts);
        document.Title("Ventanilla única – 통합창구", "Plan de acción");
        document.Heading(1, "1. Antecedentes");
        document.Markdown(
            """
            Texto **fuerte**, *cursivo*, ~~borrado~~, `código` y [enlace](https://www.gob.pe/).

            # Un subtítulo

            - uno
            - dos
              - dentro

                segundo párrafo del punto
            - tres

            5. cinco
            6. seis

            > cita

            ```
            línea 1
              línea 2
            ```

            ---

            | Trámite | Días |
            |---|---|
            | Licencia | 45 |
            """);
        document.Html("<p lang=\"ko\">한국어 <ins>추가</ins> <del>삭제</del></p>", "ko");
        document.Table(new DocumentTable(["Comentario", "답변"], [[DocumentCell.Plain("¿Fuente?", isHeader: true), new DocumentCell("<p>예<br>두 번째</p><ul><li>가</li></ul>", Language: "ko")], [new DocumentCell("")]]));
        return document.ToBytes();
    }
}
