using System.Net.Mail;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Words;

namespace LogodiConsult.Consulting.People;

/// <summary>What may be written about a person, and who may do what with people. Pure: what is known is handed in.</summary>
public static class PeopleRules
{
    public const int NameLength = 200;
    public const int RegionLength = 100;

    /// <summary>RFC 5321 4.5.3.1.3, less the angle brackets.</summary>
    public const int EmailLength = 254;

    /// <summary>Everything that is wrong with a form, each with its field; null where nothing is.</summary>
    public static Refusal? Problems(PersonFields fields) => Refusal.All(
    [
        Missing(fields.Name, "person.nameMissing", nameof(fields.Name)),
        TooLong(fields.Name, NameLength, nameof(fields.Name)),
        TooLong(fields.NativeName, NameLength, nameof(fields.NativeName)),
        Email(fields.Email),
        Languages.Knows(fields.Language) ? null : Refusal.Invalid("person.languageUnknown", nameof(fields.Language)),
        Zones.TryFind(fields.Zone) is not null ? null : Refusal.Invalid("person.zoneUnknown", nameof(fields.Zone)),
        TooLong(fields.Institution, NameLength, nameof(fields.Institution)),
        TooLong(fields.Post, NameLength, nameof(fields.Post)),
        TooLong(fields.Region, RegionLength, nameof(fields.Region)),
        .. OneLine(fields),
    ]);

    /// <summary>The clock of somebody for whom none was chosen: consultants and interpreters work in Seoul, and so does who reads Korean.</summary>
    public static string UsualZone(string language, IEnumerable<Role> roles) =>
        language == Languages.Korean || roles.Any(r => r is Role.Consultant or Role.Interpreter) ? Zones.Seoul : Zones.Lima;

    public static Refusal? Problems(Invite invite) => Refusal.All(
    [
        .. Problems((PersonFields)invite)?.Each() ?? [],
        invite.Roles.Count == 0 ? Refusal.Invalid("role.missing", nameof(invite.Roles)) : null,
    ]);

    /// <summary>Who leads a programme decides who takes part in it; who leads one round, who takes part in that round.</summary>
    public static Refusal? MayChooseMembers(Actor actor, long programmeId, long? roundId)
    {
        if (actor.IsAdministrator)
            return null;
        var led = actor.Roles.Where(r => r.Role == Role.Lead && r.ProgrammeId == programmeId).ToList();
        if (led.Count == 0)
            return Refusal.Hidden();
        return led.Any(r => r.RoundId is null || r.RoundId == roundId) ? null : Refusal.Forbidden("role.notYourRound");
    }

    /// <summary>
    /// A link signs in as its person, so only who could give the person everything they may do gets to see it or to change where it is
    /// sent: an administrator, or for non-administrators who leads everything that the person has a role in.
    /// </summary>
    public static Refusal? MayActFor(Actor actor, Person person, IReadOnlyList<RoleHeld> roles)
    {
        if (actor.IsAdministrator)
            return null;
        var seen = roles.Any(r => MayChooseMembers(actor, r.ProgrammeId, r.RoundId) is null);
        if (!seen)
            return Refusal.Hidden();
        var all = !person.IsAdministrator && roles.All(r => MayChooseMembers(actor, r.ProgrammeId, r.RoundId) is null);
        return all ? null : Refusal.Forbidden("person.notYours");
    }

    public static Refusal? MayEdit(Actor actor, Person person, IReadOnlyList<RoleHeld> roles) =>
        actor.PersonId == person.Id ? null : MayActFor(actor, person, roles);

    /// <param name="busy">Open assignments, or open plans of an official, that this role carries.</param>
    /// <param name="otherLeads">Who else leads the whole programme.</param>
    public static Refusal? MayEndRole(Actor actor, Member member, long busy, long otherLeads)
    {
        if (MayChooseMembers(actor, member.ProgrammeId, member.RoundId) is { } no)
            return no;
        if (busy > 0)
            return Refusal.OutOfTime("role.stillBusy").With("count", busy);
        return member.Role == Role.Lead && member.RoundId is null && otherLeads == 0 && !actor.IsAdministrator
            ? Refusal.OutOfTime("role.lastLead")
            : null;
    }

    public static string NormalEmail(string email) => email.Trim().ToLowerInvariant();

    internal static Refusal? Email(string? email)
    {
        const string field = nameof(PersonFields.Email);
        if (string.IsNullOrWhiteSpace(email))
            return Refusal.Invalid("person.emailMissing", field);
        var normal = NormalEmail(email);
        var whole = MailAddress.TryCreate(normal, out var address) && address.Address == normal && !normal.Any(char.IsWhiteSpace);
        return whole && normal.Length <= EmailLength ? null : Refusal.Invalid("person.emailInvalid", field);
    }

    static Refusal? Missing(string? text, string code, string field) =>
        string.IsNullOrWhiteSpace(text) ? Refusal.Invalid(code, field) : null;

    static Refusal? TooLong(string? text, int limit, string field) =>
        text?.Trim().Length > limit ? Refusal.Invalid("text.tooLong", field).With("limit", limit) : null;

    // A line break in a name would write a second header into every mail to that person.
    static IEnumerable<Refusal?> OneLine(PersonFields fields)
    {
        (string? Text, string Field)[] lines =
        [
            (fields.Name, nameof(fields.Name)), (fields.NativeName, nameof(fields.NativeName)), (fields.Institution, nameof(fields.Institution)),
            (fields.Post, nameof(fields.Post)), (fields.Region, nameof(fields.Region)),
        ];
        return lines.Where(l => l.Text?.Any(char.IsControl) == true).Select(l => Refusal.Invalid("text.oneLine", l.Field));
    }
}
