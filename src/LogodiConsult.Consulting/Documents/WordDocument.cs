using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Documents;

/// <summary>Writes a DOCX from top to bottom: title, headings, what pages show as HTML, tables. Opens without repair in Word and LibreOffice.</summary>
public sealed class WordDocument : IDisposable
{
    /// <summary>What a browser may be told that it is.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    // A4 with margins of two centimetres, in twentieths of a point.
    const int Short = 11_906;
    const int Long = 16_838;
    const int Margin = 1_134;

    readonly MemoryStream stream = new();
    readonly WordprocessingDocument package;
    readonly MainDocumentPart main;
    readonly Body body = new();
    readonly DocumentFacts facts;
    readonly string headerId;
    readonly string footerId;
    bool lying;

    public WordDocument(DocumentFacts facts)
    {
        this.facts = facts;
        package = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document, autoSave: false);
        main = package.AddMainDocumentPart();
        main.Document = new Document(body);
        main.AddNewPart<StyleDefinitionsPart>().Styles = WordStyles.All(facts.Language);
        main.AddNewPart<DocumentSettingsPart>().Settings = new DocumentFormat.OpenXml.Wordprocessing.Settings(new Compatibility(
            new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }));
        var header = main.AddNewPart<HeaderPart>();
        header.Header = new Header(Styled(WordStyles.Header, WordText.Run(facts.Header, default)));
        headerId = main.GetIdOfPart(header);
        var footer = main.AddNewPart<FooterPart>();
        footer.Footer = new Footer(PageNumber());
        footerId = main.GetIdOfPart(footer);
        Lists = new WordLists();
    }

    internal WordLists Lists { get; }

    /// <summary>Width of a line of text, in twentieths of a point.</summary>
    internal int LineWidth => (lying ? Long : Short) - (2 * Margin);

    public void Title(string title, string subtitle = "")
    {
        body.Append(Styled(WordStyles.Title, WordText.Run(title, default)));
        if (subtitle.Length > 0)
            body.Append(Styled(WordStyles.Subtitle, WordText.Run(subtitle, default)));
    }

    /// <param name="level">1 to 4.</param>
    /// <param name="text">Without a number of Word's own; write it into the text where there is one.</param>
    public void Heading(int level, string text) => body.Append(Styled(WordStyles.Heading(level), WordText.Run(text, default)));

    public void Paragraph(string text, bool emphasised = false) =>
        body.Append(Styled(null, WordText.Run(text, new TextLook(Italic: emphasised))));

    public void Markdown(string markdown, string? language = null) => Html(Passages.RichText.FromMarkdown(markdown).ToHtml(), language);

    /// <summary>What a page shows as sanitised HTML; h3 becomes a heading of level 2 and so on.</summary>
    /// <param name="html">Drawn by our own rooms.</param>
    /// <param name="language">es, ko or en, where it differs from the document's.</param>
    public void Html(string html, string? language = null) => new WordHtml(this).Write(html, body, language);

    public void Table(DocumentTable table) => body.Append(new WordTable(this).Draw(table), Small());

    /// <summary>What follows stands on pages turned on their side, or upright again: wide tables need it.</summary>
    public void Turn(bool lying)
    {
        if (this.lying == lying)
            return;
        if (body.HasChildren)
            body.Append(new Paragraph(new ParagraphProperties { SectionProperties = Page() }));
        this.lying = lying;
    }

    /// <summary>The finished file; nothing can be written afterwards.</summary>
    public byte[] ToBytes()
    {
        body.Append(Page());
        Lists.SaveTo(main);
        var properties = package.PackageProperties;
        properties.Title = WordText.Clean(facts.Title);
        properties.Creator = WordText.Clean(facts.Author);
        properties.Subject = WordText.Clean(facts.Subject);
        properties.Language = WordStyles.Tag(facts.Language);
        properties.Created = facts.CreatedAt?.UtcDateTime;
        properties.Modified = facts.CreatedAt?.UtcDateTime;
        package.Save();
        package.Dispose();
        return stream.ToArray();
    }

    public void Dispose()
    {
        package.Dispose();
        stream.Dispose();
    }

    internal string Link(Uri address) => main.AddHyperlinkRelationship(address, isExternal: true).Id;

    internal static Paragraph Styled(string? style, params OpenXmlElement[] content)
    {
        var paragraph = new Paragraph();
        if (style is not null)
            paragraph.ParagraphProperties = new ParagraphProperties { ParagraphStyleId = new ParagraphStyleId { Val = style } };
        paragraph.Append(content);
        return paragraph;
    }

    /// <summary>Two tables that touch would become one, and a cell must end with a paragraph.</summary>
    internal static Paragraph Small() => Styled(WordStyles.Cell);

    SectionProperties Page() => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = headerId },
        new FooterReference { Type = HeaderFooterValues.Default, Id = footerId },
        lying
            ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape }
            : new PageSize { Width = Short, Height = Long },
        new PageMargin { Top = Margin, Bottom = Margin, Left = Margin, Right = Margin, Header = 567, Footer = 567, Gutter = 0 });

    static Paragraph PageNumber()
    {
        var paragraph = Styled(WordStyles.Footer,
            new SimpleField(WordText.Run("1", default)) { Instruction = " PAGE " },
            WordText.Run(" / ", default),
            new SimpleField(WordText.Run("1", default)) { Instruction = " NUMPAGES " });
        paragraph.ParagraphProperties!.Justification = new Justification { Val = JustificationValues.Right };
        return paragraph;
    }
}
