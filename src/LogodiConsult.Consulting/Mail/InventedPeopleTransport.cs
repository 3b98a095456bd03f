namespace LogodiConsult.Consulting.Mail;

/// <summary>
/// Keeps mail to invented people in the house: addresses under the names that RFC 2606 and RFC 6761 reserve belong to nobody, so they are
/// written to the folder and never given to a server.
/// </summary>
public sealed class InventedPeopleTransport(IMailTransport world, IMailTransport folder) : IMailTransport
{
    static readonly string[] Reserved = ["example", "invalid", "test", "localhost"];

    public Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellation = default) =>
        (mail.Message.To.Mailboxes.All(to => IsInvented(to.Address)) ? folder : world).SendAsync(mail, cancellation);

    static bool IsInvented(string address) =>
        Reserved.Contains(address[(address.LastIndexOfAny(['.', '@']) + 1)..], StringComparer.OrdinalIgnoreCase);
}
