namespace LogodiConsult.Consulting.Mail;

/// <summary>
/// What a mail tells: texts and codes by name, and instants, which are told on both clocks. Names are those of <see cref="MailKind"/>.
/// A path such as <c>/plans/7</c> is a word called <c>link</c>.
/// </summary>
public sealed record MailFacts(IReadOnlyDictionary<string, string> Words, IReadOnlyDictionary<string, DateTimeOffset> Instants)
{
    public static MailFacts Of(params IEnumerable<(string Name, string Value)> words) => new(words.ToDictionary(), new Dictionary<string, DateTimeOffset>());

    public MailFacts With(string name, string value) => this with { Words = new Dictionary<string, string>(Words) { [name] = value } };

    public MailFacts With(string name, DateTimeOffset value) => this with { Instants = new Dictionary<string, DateTimeOffset>(Instants) { [name] = value } };

    public bool Has(string name) => Words.ContainsKey(name) || Instants.ContainsKey(name);
}

/// <summary>A queued mail as the loop hands it over for writing and sending.</summary>
/// <param name="OutboxId">Row of the outbox; makes the Message-ID.</param>
/// <param name="Kind">Name of a <see cref="MailKind"/>.</param>
/// <param name="Name">How the recipient is called; null when nobody knows.</param>
/// <param name="Zone">The recipient's IANA zone: its clock comes first.</param>
public sealed record MailMessageRecord(
    long OutboxId, string Kind, string Address, string? Name, string Language, string Zone, DateTimeOffset CreatedAt, MailFacts Facts);
