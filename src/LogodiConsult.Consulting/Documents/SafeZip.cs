using System.IO.Compression;

namespace LogodiConsult.Consulting.Documents;

/// <summary>Why an archive is not opened.</summary>
public enum ZipFault
{
    /// <summary>No archive, or a damaged one.</summary>
    Broken,

    /// <summary>Small on the wire and huge when unpacked, or with more entries than any document has.</summary>
    Bomb,
}

/// <summary>Looks into archives that strangers sent. What an archive says of its own sizes is not believed: every entry is unpacked into nothing
/// and counted, and the counting stops at the limit.</summary>
public static class SafeZip
{
    public const int MostEntries = 4_000;

    /// <summary>Documents of offices unpack to this much at most; the largest seen were some tens of megabytes.</summary>
    public const long MostBytes = 300_000_000;

    /// <summary>Text in XML shrinks to a thirtieth, rarely to a fiftieth; what shrinks more was made to.</summary>
    public const int HighestRatio = 120;

    const long SmallEnough = 4_000_000;
    const long Slack = 1_024;

    /// <returns>Null when the archive can be opened without danger.</returns>
    public static ZipFault? FaultOf(Stream archive)
    {
        try
        {
            archive.Position = 0;
            using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MostEntries)
                return ZipFault.Bomb;
            var allowed = Math.Clamp(archive.Length * HighestRatio, SmallEnough, MostBytes);
            var buffer = new byte[81_920];
            foreach (var entry in zip.Entries)
            {
                // Reading stops at the length that the entry claims; one that claims less than it is packed into hides the rest from us.
                if (entry.CompressedLength > entry.Length + (entry.Length / 10) + Slack)
                    return ZipFault.Broken;
                using var content = entry.Open();
                int read;
                while ((read = content.Read(buffer)) > 0)
                {
                    if ((allowed -= read) < 0)
                        return ZipFault.Bomb;
                }
            }
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            return ZipFault.Broken;
        }
        finally
        {
            archive.Position = 0;
        }
    }

    /// <summary>The beginning of one entry; null where there is none of this name.</summary>
    public static byte[]? Peek(ZipArchive zip, string name, int most)
    {
        if (zip.GetEntry(name) is not { } entry)
            return null;
        using var content = entry.Open();
        var bytes = new byte[most];
        var read = content.ReadAtLeast(bytes, most, throwOnEndOfStream: false);
        return bytes[..read];
    }
}
