using MimeKit;

namespace LogodiConsult.Consulting.Mail;

/// <summary>A mail ready to leave the house.</summary>
public sealed record OutgoingMail(long OutboxId, string Kind, DateTimeOffset CreatedAt, MimeMessage Message);

/// <summary>What became of one attempt.</summary>
public abstract record MailOutcome
{
    private MailOutcome()
    {
    }

    /// <param name="Receipt">What the server answered, or the name of the file.</param>
    public sealed record Delivered(string Receipt) : MailOutcome;

    /// <summary>Trying again later may help.</summary>
    public sealed record TemporaryFailure(string Reason) : MailOutcome;

    /// <summary>Trying again without a change will not help.</summary>
    public sealed record PermanentFailure(string Reason) : MailOutcome;
}

/// <summary>The way out: <see cref="SmtpTransport"/> or <see cref="FolderTransport"/>.</summary>
public interface IMailTransport
{
    /// <summary>One attempt. Failures of the way are outcomes; only a cancelled caller gets an exception.</summary>
    Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellation = default);
}
