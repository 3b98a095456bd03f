using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.Mail;

/// <summary>A mail as its reader will see it.</summary>
/// <param name="Event">An iCalendar file to attach; null for most kinds.</param>
public sealed record ComposedMail(string Kind, string Language, string Subject, string Text, string Html, string? Event);

/// <summary>Writes mails: kind and facts in, subject and bodies out, in the recipient's language and on the recipient's clock.</summary>
public sealed class MailComposer
{
    static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    readonly TextCatalog catalog;
    readonly FrozenDictionary<string, MailKind> kinds;
    readonly Uri site;

    /// <param name="site">The public address of the installation; links and calendar ids are made from it.</param>
    /// <exception cref="InvalidOperationException">Two kinds share a name, or a text of a kind is missing: the program must not start.</exception>
    public MailComposer(Uri site)
        : this(site, TextCatalog.Beside(typeof(MailComposer), "MailTexts"), MailKinds.All)
    {
    }

    /// <inheritdoc cref="MailComposer(Uri)"/>
    public MailComposer(Uri site, TextCatalog catalog, IReadOnlyList<MailKind> kinds)
    {
        if (!site.IsAbsoluteUri || site.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{site}' is no public web address.", nameof(site));
        this.site = site;
        this.catalog = catalog;
        var problems = MailKindCheck.Problems(kinds, catalog);
        if (problems.Count > 0)
            throw new InvalidOperationException("The declared kinds of mail are not whole: " + string.Join("; ", problems));
        this.kinds = kinds.ToFrozenDictionary(kind => kind.Name);
    }

    /// <exception cref="UnknownMailKindException">Nobody declared the kind.</exception>
    /// <exception cref="ArgumentException">A fact that the kind needs is missing, or the link is not a path of this site.</exception>
    public ComposedMail Compose(MailMessageRecord mail)
    {
        var kind = kinds.GetValueOrDefault(mail.Kind) ?? throw new UnknownMailKindException(mail.Kind);
        var missing = kind.Needs.Where(need => !mail.Facts.Has(need)).ToList();
        if (missing.Count > 0)
            throw new ArgumentException($"The mail {mail.OutboxId} of the kind '{kind.Name}' lacks {string.Join(", ", missing)}.", nameof(mail));

        var texts = catalog.In(mail.Language, mail.Zone);
        var facts = Said(mail, texts);
        var body = texts[kind.BodyBy is { } by ? $"{kind.Name}.{mail.Facts.Words[by]}.Body" : $"{kind.Name}.Body", facts];
        var letter = new Letter(
            texts.Language,
            mail.Name is { } name ? texts["Frame.Greeting", ("recipient", name)] : texts["Frame.GreetingUnnamed"],
            body.Split("\n\n"),
            Details(kind, mail, texts, facts),
            kind.HasLink ? (texts[$"{kind.Name}.Button"], Link(mail.Facts.Words["link"])) : null,
            texts["Frame.Closing"],
            texts["Frame.Footer"]);
        var calendar = kind.HasSlot ? CalendarFeed.Invitation(Slot(mail), texts, mail.Zone, site) : null;
        return new ComposedMail(kind.Name, texts.Language, OneLine(texts[$"{kind.Name}.Subject", facts]), InText(letter, texts), InHtml(letter), calendar);
    }

    /// <summary>Codes become words, several with commas between them; instants stay instants, which the texts tell on both clocks.</summary>
    static Dictionary<string, object?> Said(MailMessageRecord mail, Texts texts)
    {
        var facts = mail.Facts.Instants.ToDictionary(fact => fact.Key, fact => (object?)fact.Value);
        foreach (var (name, value) in mail.Facts.Words)
            facts[name] = MailKinds.Codes.TryGetValue(name, out var prefix) ? string.Join(", ", value.Split(',').Select(code => texts[$"{prefix}.{code}"])) : value;
        return facts;
    }

    static List<(string Label, string Value)> Details(MailKind kind, MailMessageRecord mail, Texts texts, Dictionary<string, object?> facts)
    {
        var details = new List<(string, string)>();
        if (kind.HasSlot)
        {
            var slot = new TimeSlot(mail.Facts.Instants["start"], mail.Facts.Instants["end"]);
            details.Add((texts["Detail.slot"], BothClocks.Show(slot, mail.Zone, texts.Culture).Text));
        }

        foreach (var detail in kind.Details.Where(mail.Facts.Has))
        {
            var value = facts[detail] is DateTimeOffset instant ? BothClocks.Show(instant, mail.Zone, texts.Culture).Text : (string)facts[detail]!;
            details.Add((texts[$"Detail.{detail}"], value));
        }

        return details;
    }

    static PresentationSlot Slot(MailMessageRecord mail) => new(
        mail.Facts.Words["slot"],
        mail.Facts.Words["plan"],
        mail.Facts.Words["official"],
        mail.Facts.Words["link"],
        new TimeSlot(mail.Facts.Instants["start"], mail.Facts.Instants["end"]),
        mail.Facts.Words.GetValueOrDefault("place"),
        mail.CreatedAt);

    string Link(string path) => SiteLinks.To(site, path);

    static string InText(Letter letter, Texts texts)
    {
        var text = new StringBuilder();
        void Paragraph(string paragraph) => text.Append(paragraph).Append("\n\n");
        Paragraph(letter.Greeting);
        foreach (var paragraph in letter.Paragraphs)
            Paragraph(paragraph);
        if (letter.Details.Count > 0)
            Paragraph(string.Join('\n', letter.Details.Select(detail => texts["Frame.Detail", ("label", detail.Label), ("value", detail.Value)])));
        if (letter.Button is var (label, link))
            Paragraph($"{label}:\n{link}");
        Paragraph(letter.Closing);
        // "-- " introduces a signature (RFC 3676, section 4.3).
        text.Append("-- \n").Append(letter.Footer).Append('\n');
        return text.ToString();
    }

    // Mail programs drop style sheets: the few styles stand on the elements.
    static string InHtml(Letter letter)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"").Append(letter.Language).Append("\"><head><meta charset=\"utf-8\">");
        html.Append("<meta name=\"viewport\" content=\"width=device-width\"></head>\n<body style=\"max-width:40em;font:16px/1.5 sans-serif\">\n");
        void Paragraph(string text) => html.Append("<p>").Append(Encode(text)).Append("</p>\n");
        Paragraph(letter.Greeting);
        foreach (var paragraph in letter.Paragraphs)
            Paragraph(paragraph);
        if (letter.Details.Count > 0)
        {
            html.Append("<table>\n");
            foreach (var (label, value) in letter.Details)
            {
                html.Append("<tr><th scope=\"row\" style=\"padding-right:1em;text-align:left;vertical-align:top;font-weight:normal\">").Append(Encode(label));
                html.Append("</th><td style=\"overflow-wrap:anywhere\"><strong>").Append(Encode(value)).Append("</strong></td></tr>\n");
            }

            html.Append("</table>\n");
        }

        if (letter.Button is var (button, link))
            html.Append("<p><a href=\"").Append(Html.Encode(link)).Append("\">").Append(Encode(button)).Append("</a></p>\n");
        Paragraph(letter.Closing);
        html.Append("<hr>\n<p><small>").Append(Encode(letter.Footer)).Append("</small></p>\n</body></html>\n");
        return html.ToString();
    }

    static string Encode(string text) => string.Join("<br>\n", text.Split('\n').Select(Html.Encode));

    // A line break in a title must not start another header.
    static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    sealed record Letter(
        string Language,
        string Greeting,
        IReadOnlyList<string> Paragraphs,
        IReadOnlyList<(string Label, string Value)> Details,
        (string Label, string Link)? Button,
        string Closing,
        string Footer);
}
