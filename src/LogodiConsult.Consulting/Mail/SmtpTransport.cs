using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace LogodiConsult.Consulting.Mail;

/// <summary>Hands mails to an SMTP server, one connection each: an installation sends tens a day, not thousands a minute.</summary>
public sealed class SmtpTransport(MailSettings settings) : IMailTransport
{
    readonly string host = settings.Host ?? throw new ArgumentException("Mail:Host is empty.", nameof(settings));

    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellation = default)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(TimeSpan.FromSeconds(settings.TimeoutSeconds));
        // One limit for the whole attempt; the client's own, per answer, only stands behind it.
        using var client = new SmtpClient { Timeout = (settings.TimeoutSeconds + 5) * 1000 };
        try
        {
            await client.ConnectAsync(host, settings.Port, Security(settings.Security), clock.Token);
            if (!string.IsNullOrEmpty(settings.User))
                await client.AuthenticateAsync(settings.User, settings.Password ?? "", clock.Token);
            var answer = await client.SendAsync(mail.Message, clock.Token);
            await LeaveAsync(client, clock.Token);
            return new MailOutcome.Delivered(answer);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Temporary(string.Create(CultureInfo.InvariantCulture, $"no answer within {settings.TimeoutSeconds} s"));
        }
        catch (SmtpCommandException e)
        {
            return Refused(e);
        }
        catch (NotSupportedException e)
        {
            // Such as an address with accents at a server without SMTPUTF8.
            return new MailOutcome.PermanentFailure($"{Server} cannot carry this mail: {e.Message}");
        }
        catch (Exception e) when (e is SmtpProtocolException or AuthenticationException or SslHandshakeException or IOException
            or SocketException or TimeoutException or ServiceNotConnectedException)
        {
            return Temporary(e.Message);
        }
    }

    string Server => string.Create(CultureInfo.InvariantCulture, $"{host}:{settings.Port}");

    MailOutcome.TemporaryFailure Temporary(string reason) => new($"{Server}: {reason}");

    // RFC 5321, 4.2.1: 4yz asks to try again, 5yz not to.
    MailOutcome Refused(SmtpCommandException e)
    {
        var whom = e.Mailbox is { } mailbox ? $" for {mailbox.Address}" : "";
        var reason = string.Create(CultureInfo.InvariantCulture, $"{Server} answered {(int)e.StatusCode}{whom}: {e.Message}");
        return (int)e.StatusCode >= 500 ? new MailOutcome.PermanentFailure(reason) : new MailOutcome.TemporaryFailure(reason);
    }

    // The server has taken the mail: trouble with the farewell must not send it a second time.
    static async Task LeaveAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception e) when (e is SmtpProtocolException or SmtpCommandException or IOException or SocketException or OperationCanceledException)
        {
            return;
        }
    }

    static SecureSocketOptions Security(MailSecurity security) => security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.Auto,
    };
}
