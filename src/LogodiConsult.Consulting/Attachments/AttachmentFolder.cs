using System.Security.Cryptography;

namespace LogodiConsult.Consulting.Attachments;

/// <summary>
/// The bytes of attachments, each file under its SHA-256. A file is written beside its place, flushed to the disk and renamed, so under its name
/// there is all of it or nothing; it is never overwritten. What has not arrived in full lies in <c>incoming</c>.
/// </summary>
public sealed class AttachmentFolder(string folder)
{
    public string Path => folder;

    string Incoming => System.IO.Path.Combine(folder, "incoming");

    public string PathOf(string sha256) => System.IO.Path.Combine(folder, sha256[..2], sha256);

    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    public Stream Open(string sha256) => new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, useAsync: true);

    /// <summary>A name for bytes that are about to arrive.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public void Begin(string token)
    {
        Directory.CreateDirectory(Incoming);
        using var file = new FileStream(Part(token), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>How much has arrived; null when nothing is known of it.</summary>
    public long? Arrived(string token) => new FileInfo(Part(token)) is { Exists: true } file ? file.Length : null;

    /// <summary>Appends what the stream brings, at most up to <paramref name="most"/> in all. What arrived before the line broke stays.</summary>
    /// <returns>How much is there now; null when somebody else is writing, or the file does not end at the offset.</returns>
    /// <exception cref="AttachmentTooLargeException">More came than announced; the surplus is cut off.</exception>
    public async Task<long?> AppendAsync(string token, long offset, Stream content, long most, CancellationToken ct)
    {
        FileStream file;
        try
        {
            file = new FileStream(Part(token), FileMode.Open, FileAccess.Write, FileShare.None, 64 * 1024, useAsync: true);
        }
        catch (IOException e) when (e is not FileNotFoundException and not DirectoryNotFoundException)
        {
            return null;
        }
        await using (file)
        {
            if (file.Length != offset)
                return null;
            file.Seek(0, SeekOrigin.End);
            var buffer = new byte[64 * 1024];
            try
            {
                int read;
                while ((read = await content.ReadAsync(buffer, ct)) > 0)
                {
                    if (file.Position + read > most)
                        throw new AttachmentTooLargeException(most);
                    await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                }
            }
            finally
            {
                await file.FlushAsync(CancellationToken.None);
                file.Flush(flushToDisk: true);
            }
            return file.Position;
        }
    }

    public Stream OpenIncoming(string token) => new FileStream(Part(token), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, useAsync: true);

    /// <summary>Gives the arrived bytes their place. A file that is there already is the same one, and is only marked as wanted again.</summary>
    /// <returns>Its SHA-256.</returns>
    public async Task<string> KeepAsync(string token, CancellationToken ct)
    {
        string sha256;
        await using (var content = OpenIncoming(token))
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
        var place = PathOf(sha256);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(place)!);
        if (File.Exists(place))
        {
            File.SetLastWriteTimeUtc(place, DateTime.UtcNow);
            Forget(token);
            return sha256;
        }
        File.SetLastWriteTimeUtc(Part(token), DateTime.UtcNow);
        try
        {
            File.Move(Part(token), place, overwrite: false);
        }
        catch (IOException) when (File.Exists(place))
        {
            Forget(token);
        }
        FolderFlush.Flush(System.IO.Path.GetDirectoryName(place)!);
        return sha256;
    }

    public void Forget(string token) => File.Delete(Part(token));

    /// <summary>Hashes of all files that were not wanted since the moment.</summary>
    public IReadOnlyList<string> KeptBefore(DateTimeOffset moment) => Names(folder, "??", moment);

    /// <summary>Tokens of all uploads in which nothing arrived since the moment.</summary>
    public IReadOnlyList<string> IncomingBefore(DateTimeOffset moment) =>
        Directory.Exists(Incoming) ? Names(folder, "incoming", moment) : [];

    public void Delete(string sha256) => File.Delete(PathOf(sha256));

    static IReadOnlyList<string> Names(string folder, string below, DateTimeOffset moment) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder, below).SelectMany(Directory.EnumerateFiles)
                .Where(f => File.GetLastWriteTimeUtc(f) < moment.UtcDateTime).Select(f => System.IO.Path.GetFileName(f))]
            : [];

    string Part(string token) => token.All(char.IsAsciiHexDigitLower)
        ? System.IO.Path.Combine(Incoming, token)
        : throw new ArgumentException("A token is hexadecimal.", nameof(token));
}

/// <summary>More bytes came than the file may have.</summary>
public sealed class AttachmentTooLargeException(long most) : Exception($"More than {most} bytes arrived.")
{
    public long Most => most;
}
