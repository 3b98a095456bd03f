using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Tests.Mail;

/// <summary>A mail of each kind with all that it needs.</summary>
static class Letters
{
    public static readonly Uri Site = new("https://plans.example.org");

    public static readonly DateTimeOffset Due = new(2020, 10, 12, 23, 0, 0, TimeSpan.Zero);

    public static MailFacts Facts { get; } = MailFacts.Of(
            ("task", "review"), ("plan", "Ventanilla única del GORE Cusco"), ("official", "Rosa Quispe"), ("link", "/plans/7"), ("receipt", "PE2-1-07-V1"),
            ("sha256", new string('a', 64)), ("slot", "5"), ("programme", "Programa 2020–2022"), ("role", "consultant"), ("place", "Sala 3"))
        .With("due", Due).With("expires", Due).With("submitted", Due).With("start", Due).With("end", Due.AddMinutes(45));

    public static MailMessageRecord Of(string kind, string language = "es", MailFacts? facts = null) => new(
        42, kind, "kim@example.org", "김민수", language, language == "ko" ? Zones.Seoul : Zones.Lima, new DateTimeOffset(2020, 10, 9, 14, 0, 0, TimeSpan.Zero), facts ?? Facts);
}
