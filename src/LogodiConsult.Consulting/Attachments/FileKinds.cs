using System.IO.Compression;
using System.Text;
using LogodiConsult.Consulting.Documents;

namespace LogodiConsult.Consulting.Attachments;

/// <summary>A kind of file that plans may carry.</summary>
/// <param name="Key">As it is stored; also what people read.</param>
/// <param name="Extension">With the dot; what the file is named when it is given out.</param>
public sealed record FileKind(string Key, string Extension, string MediaType)
{
    /// <summary>Other endings under which the same kind is known.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    public bool IsNamed(string name) =>
        name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) || Others.Any(o => name.EndsWith(o, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What a file is, by its bytes; neither its name nor what the browser says of it is believed.</summary>
public static class FileKinds
{
    const int Beginning = 4_096;

    public static IReadOnlyList<FileKind> All { get; } =
    [
        new("pdf", ".pdf", "application/pdf"),
        new("docx", ".docx", WordDocument.ContentType),
        new("xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        new("pptx", ".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        new("odt", ".odt", "application/vnd.oasis.opendocument.text"),
        new("ods", ".ods", "application/vnd.oasis.opendocument.spreadsheet"),
        new("odp", ".odp", "application/vnd.oasis.opendocument.presentation"),
        new("hwpx", ".hwpx", "application/hwp+zip"),
        new("hwp", ".hwp", "application/x-hwp"),
        new("png", ".png", "image/png"),
        new("jpeg", ".jpg", "image/jpeg") { Others = [".jpeg"] },
        new("webp", ".webp", "image/webp"),
        new("txt", ".txt", "text/plain; charset=utf-8") { Others = [".md", ".csv"] },
    ];

    public static FileKind Get(string key) => All.First(k => k.Key == key);

    /// <summary>What browsers offer in their file dialogue.</summary>
    public static string Accept { get; } = string.Join(',', All.SelectMany(k => k.Others.Prepend(k.Extension)));

    /// <param name="content">Seekable; is read from its beginning and left there.</param>
    public static Result<FileKind> Recognise(Stream content)
    {
        content.Position = 0;
        var head = new byte[Beginning];
        head = head[..content.ReadAtLeast(head, Beginning, throwOnEndOfStream: false)];
        content.Position = 0;
        if (Starts(head, "%PDF-"u8))
            return Get("pdf");
        if (Starts(head, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return Get("png");
        if (Starts(head, [0xFF, 0xD8, 0xFF]))
            return Get("jpeg");
        if (Starts(head, "RIFF"u8) && head.Length > 12 && head.AsSpan(8, 4).SequenceEqual("WEBP"u8))
            return Get("webp");
        if (Starts(head, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return Compound(content);
        if (Starts(head, "PK"u8))
            return Archive(content);
        return IsText(content) ? Get("txt") : Refusal.Invalid("file.kindUnknown", "file");
    }

    static bool Starts(ReadOnlySpan<byte> head, ReadOnlySpan<byte> mark) => head.StartsWith(mark);

    // The old container of Word and Excel may hold macros, so only Hangul's documents are taken, which ministries in Seoul still write.
    static Result<FileKind> Compound(Stream content)
    {
        ReadOnlySpan<byte> mark = "HWP Document File"u8;
        var window = new byte[64 * 1024];
        var read = content.ReadAtLeast(window, window.Length, throwOnEndOfStream: false);
        content.Position = 0;
        return window.AsSpan(0, read).IndexOf(mark) >= 0 ? Get("hwp") : Refusal.Invalid("file.oldOffice", "file");
    }

    static Result<FileKind> Archive(Stream content)
    {
        switch (SafeZip.FaultOf(content))
        {
            case ZipFault.Bomb:
                return Refusal.Invalid("file.bomb", "file");
            case ZipFault.Broken:
                return Refusal.Invalid("file.broken", "file");
        }
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Any(e => e.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
                return Refusal.Invalid("file.macros", "file");
            var type = Encoding.UTF8.GetString(SafeZip.Peek(zip, "mimetype", 200) ?? []).Trim();
            if (All.FirstOrDefault(k => type == k.MediaType) is { } named)
                return named;
            var types = Encoding.UTF8.GetString(SafeZip.Peek(zip, "[Content_Types].xml", 200_000) ?? []);
            foreach (var (part, key) in new[] { ("wordprocessingml.document.main", "docx"), ("spreadsheetml.sheet.main", "xlsx"), ("presentationml.presentation.main", "pptx") })
            {
                if (types.Contains(part, StringComparison.Ordinal))
                    return Get(key);
            }
            return Refusal.Invalid("file.kindUnknown", "file");
        }
        finally
        {
            content.Position = 0;
        }
    }

    /// <summary>UTF-8 without control characters, all of it: anything else under the name of a text is no text.</summary>
    static bool IsText(Stream content)
    {
        using var reader = new StreamReader(content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: false, 16_384, leaveOpen: true);
        try
        {
            var buffer = new char[16_384];
            int read;
            while ((read = reader.Read(buffer)) > 0)
            {
                foreach (var c in buffer.AsSpan(0, read))
                {
                    if (c < ' ' && c is not ('\t' or '\n' or '\r' or '\f'))
                        return false;
                }
            }
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            content.Position = 0;
        }
    }
}
