using LogodiConsult.Consulting.Attachments;

namespace LogodiConsult.Consulting.Tests.Attachments;

public sealed class FileKindsTests
{
    public static TheoryData<string, byte[]> Known() => new()
    {
        { "pdf", TestFiles.Pdf() },
        { "docx", TestFiles.Office("wordprocessingml.document.main") },
        { "xlsx", TestFiles.Office("spreadsheetml.sheet.main") },
        { "pptx", TestFiles.Office("presentationml.presentation.main") },
        { "odt", TestFiles.Zip(("mimetype", TestFiles.Text("application/vnd.oasis.opendocument.text"))) },
        { "hwpx", TestFiles.Zip(("mimetype", TestFiles.Text("application/hwp+zip"))) },
        { "hwp", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. TestFiles.Text("HWP Document File")] },
        { "png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0] },
        { "jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0] },
        { "webp", [.. TestFiles.Text("RIFF"), 1, 0, 0, 0, .. TestFiles.Text("WEBPVP8 "), 0] },
        { "txt", TestFiles.Text("Región,Días\nCusco,45\n한국어") },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Recognise_AFileOfAKnownKind_IsThatKind(string key, byte[] content)
    {
        var recognised = FileKinds.Recognise(new MemoryStream(content));
        Assert.Null(recognised.Refusal);
        Assert.Equal(key, recognised.Value.Key);
    }

    public static TheoryData<string, byte[]> Refused() => new()
    {
        { "file.kindUnknown", [0x4D, 0x5A, 0x90, 0x00, 0x03] },
        { "file.kindUnknown", TestFiles.Zip(("classes.dex", [1, 2, 3])) },
        { "file.kindUnknown", [0xC3, 0x28, 0x41] },
        { "file.kindUnknown", TestFiles.Text("texto con \u0000 adentro") },
        { "file.oldOffice", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[900]] },
        { "file.macros", TestFiles.Office("wordprocessingml.document.main", ("word/vbaProject.bin", [1])) },
        { "file.broken", TestFiles.Office("wordprocessingml.document.main")[..60] },
        { "file.bomb", TestFiles.Bomb() },
        { "file.bomb", TestFiles.ManyEntries(4_001) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Recognise_WhatMustNotBeTaken_SaysWhy(string code, byte[] content) =>
        Assert.Equal(code, FileKinds.Recognise(new MemoryStream(content)).Refusal?.Code);

    [Fact]
    public void Recognise_AnArchiveThatLiesAboutItsSizes_IsRefused() =>
        Assert.Contains(FileKinds.Recognise(new MemoryStream(TestFiles.Liar())).Refusal?.Code, new[] { "file.bomb", "file.broken" });

    [Theory]
    [InlineData("../../etc/passwd", "txt", "passwd.txt")]
    [InlineData("C:\\Users\\Rosa\\Diagnóstico.pdf", "pdf", "Diagnóstico.pdf")]
    [InlineData("진단 보고서.PDF", "pdf", "진단 보고서.PDF")]
    [InlineData("informe\u202Efdp.exe", "pdf", "informefdp.exe.pdf")]
    [InlineData("a\r\nSet-Cookie: x.pdf", "pdf", "aSet-Cookie_ x.pdf")]
    [InlineData("foto.jpeg", "jpeg", "foto.jpeg")]
    [InlineData(".htaccess", "txt", "htaccess.txt")]
    [InlineData("", "pdf", "documento.pdf")]
    [InlineData("e\u0301xito.pdf", "pdf", "éxito.pdf")]
    public void Clean_NamesOfAnyScript_StayReadableAndLoseWhatMisleads(string name, string kind, string expected) =>
        Assert.Equal(expected, FileNames.Clean(name, FileKinds.Get(kind)));

    [Fact]
    public void Clean_AnEndlessName_IsCutBeforeItsEnding()
    {
        var name = FileNames.Clean(new string('가', 400) + ".pdf", FileKinds.Get("pdf"));
        Assert.EndsWith(".pdf", name, StringComparison.Ordinal);
        Assert.True(name.Length <= FileNames.Longest);
    }
}
