using System.Globalization;
using MimeKit;

namespace LogodiConsult.Consulting.Mail;

/// <summary>Writes mails as .eml files that any mail program opens. A file is there whole or not at all; a second attempt replaces it.</summary>
public sealed class FolderTransport(string folder) : IMailTransport
{
    static readonly FormatOptions Format = CreateFormat();

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellation = default)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{mail.CreatedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{mail.OutboxId}-{mail.Kind}.eml");
        var unfinished = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, 16 * 1024, useAsync: true))
            {
                await mail.Message.WriteToAsync(Format, file, cancellation);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
            return new MailOutcome.Delivered(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new MailOutcome.TemporaryFailure($"The mail could not be written to {folder}: {e.Message}");
        }
        finally
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    static FormatOptions CreateFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
