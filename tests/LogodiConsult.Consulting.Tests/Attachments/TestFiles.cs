using System.IO.Compression;
using System.Text;

namespace LogodiConsult.Consulting.Tests.Attachments;

/// <summary>Files as people and attackers send them.</summary>
static class TestFiles
{
    public static byte[] Pdf(string inside = "a") => Encoding.ASCII.GetBytes($"%PDF-1.7\n{inside}\n%%EOF");

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(content);
            }
        }
        return file.ToArray();
    }

    public static byte[] Office(string part, params (string Name, byte[] Content)[] more) =>
        Zip([("[Content_Types].xml", Text($"<Types><Override ContentType=\"application/vnd.openxmlformats-officedocument.{part}+xml\"/></Types>")), .. more]);

    /// <summary>Some kilobytes that unpack to a hundred megabytes.</summary>
    public static byte[] Bomb() => Office("wordprocessingml.document.main", ("word/document.xml", new byte[100_000_000]));

    public static byte[] ManyEntries(int count) => Zip([.. Enumerable.Range(0, count).Select(i => ($"f{i}", Array.Empty<byte>()))]);

    /// <summary>The entry claims to be short; what it unpacks to is long.</summary>
    public static byte[] Liar()
    {
        var zip = Bomb();
        var shown = BitConverter.GetBytes(100_000_000);
        for (var i = 0; i <= zip.Length - 4; i++)
        {
            if (zip.AsSpan(i, 4).SequenceEqual(shown))
                BitConverter.GetBytes(10).CopyTo(zip, i);
        }
        return zip;
    }
}
