using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LogodiConsult.Consulting.Tests.Documents;

/// <summary>A written document, opened again as Word would: the validator finds nothing, then tests look inside.</summary>
sealed class Docx : IDisposable
{
    readonly WordprocessingDocument package;

    Docx(WordprocessingDocument package) => this.package = package;

    public static Docx Opened(byte[] bytes)
    {
        var opened = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        foreach (var office in (FileFormatVersions[])[FileFormatVersions.Office2010, FileFormatVersions.Office2016, FileFormatVersions.Office2019, FileFormatVersions.Microsoft365])
            Assert.Empty(new OpenXmlValidator(office).Validate(opened).Select(e => $"{office} {e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
        return new Docx(opened);
    }

    public MainDocumentPart Main => package.MainDocumentPart!;

    public Body Body => Main.Document!.Body!;

    public (string? Title, string? Language, DateTime? Created) Properties =>
        (package.PackageProperties.Title, package.PackageProperties.Language, package.PackageProperties.Created?.ToUniversalTime());

    public string Text => string.Join('\n', Body.Descendants<Paragraph>().Select(p => p.InnerText));

    public IReadOnlyList<string> Styled(string style) =>
        [.. Body.Descendants<Paragraph>().Where(p => p.ParagraphProperties?.ParagraphStyleId?.Val?.Value == style).Select(p => p.InnerText)];

    public IReadOnlyList<Table> Tables => [.. Body.Descendants<Table>()];

    public void Dispose() => package.Dispose();
}
