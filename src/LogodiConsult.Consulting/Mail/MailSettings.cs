using MimeKit;

namespace LogodiConsult.Consulting.Mail;

public enum MailSecurity
{
    /// <summary>STARTTLS where the server offers it.</summary>
    Auto,

    /// <summary>No encryption: only for a server on this machine or a closed network.</summary>
    None,

    StartTls,

    /// <summary>TLS from the first byte, usually on port 465.</summary>
    Tls,
}

/// <summary>The section <c>Mail</c> of the settings. Without a host, mails are written as files into <c>mail/</c> of the data folder.</summary>
public sealed class MailSettings
{
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; }

    public string? User { get; set; }

    public string? Password { get; set; }

    public string From { get; set; } = "logodiconsult@localhost";

    public string FromName { get; set; } = "LogodiConsult";

    public int TimeoutSeconds { get; set; } = 30;

    public bool IsSmtp => !string.IsNullOrWhiteSpace(Host);

    /// <summary>What cannot work, a sentence each; the program asks before it starts.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (!MailboxAddress.TryParse(From, out var from) || from.Address != From.Trim() || !From.Contains('@'))
            problems.Add($"Mail:From '{From}' is no address such as programme@example.org.");
        if (Port is < 1 or > 65535)
            problems.Add($"Mail:Port {Port} lies outside 1–65535.");
        if (TimeoutSeconds is < 1 or > 600)
            problems.Add($"Mail:TimeoutSeconds {TimeoutSeconds} lies outside 1–600.");
        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
            problems.Add("Mail:User and Mail:Password belong together; one of them is empty.");
        if (Security == MailSecurity.None && !string.IsNullOrEmpty(User) && !IsOnThisMachine)
            problems.Add($"Mail:Security None would send the password to {Host} unencrypted.");
        return problems;
    }

    bool IsOnThisMachine => Host is "localhost" or "127.0.0.1" or "::1";
}
