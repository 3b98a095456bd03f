using System.Globalization;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace LogodiConsult.Consulting.Mail;

/// <summary>Writes a queued mail, puts it into an envelope and hands it to the transport.</summary>
public sealed class Postman(MailComposer composer, IMailTransport transport, MailSettings settings, Uri site, TimeProvider time)
{
    /// <summary>One attempt to send. A mail that cannot be written is a permanent failure: sending again without a change cannot help.</summary>
    public async Task<MailOutcome> SendAsync(MailMessageRecord mail, CancellationToken cancellation = default)
    {
        MimeMessage message;
        try
        {
            message = Envelope(mail, composer.Compose(mail));
        }
        catch (Exception e) when (e is ArgumentException or UnknownMailKindException or Words.TextException or ParseException)
        {
            return new MailOutcome.PermanentFailure($"The mail could not be written: {e.Message}");
        }

        return await transport.SendAsync(new OutgoingMail(mail.OutboxId, mail.Kind, mail.CreatedAt, message), cancellation);
    }

    /// <summary>
    /// The Message-ID comes from the row of the outbox: after a crash between sending and noting it the mail is sent again,
    /// and mail programs see that it is the same.
    /// </summary>
    internal MimeMessage Envelope(MailMessageRecord mail, ComposedMail composed)
    {
        var message = new MimeMessage
        {
            Subject = composed.Subject,
            Date = time.GetUtcNow(),
            MessageId = string.Create(CultureInfo.InvariantCulture, $"outbox.{mail.OutboxId}.{mail.CreatedAt.ToUnixTimeMilliseconds()}@{Domain}"),
            Body = Body(composed),
        };
        message.From.Add(new MailboxAddress(settings.FromName, settings.From));
        var address = MailboxAddress.Parse(mail.Address);
        message.To.Add(new MailboxAddress(Encoding.UTF8, mail.Name ?? "", address.Address));
        // RFC 3834, so that nobody's holiday notice answers; Exchange heeds its own header only.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        // MimeKit keeps the headers that speak of the content with the body.
        message.Body.Headers.Add(HeaderId.ContentLanguage, composed.Language);
        message.Headers.Add("X-LogodiConsult-Kind", composed.Kind);
        return message;
    }

    string Domain => site.HostNameType == UriHostNameType.IPv6 ? "localhost" : site.Host;

    static MimeEntity Body(ComposedMail composed)
    {
        var alternatives = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = composed.Text },
            new TextPart(TextFormat.Html) { Text = composed.Html },
        };
        if (composed.Event is not { } calendar)
            return alternatives;
        var file = new TextPart("calendar") { Text = calendar, ContentTransferEncoding = ContentEncoding.Base64 };
        file.ContentType.Parameters.Add("method", "PUBLISH");
        file.ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = "logodiconsult.ics" };
        return new Multipart("mixed") { alternatives, file };
    }
}
