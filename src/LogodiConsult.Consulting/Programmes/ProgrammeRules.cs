using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Programmes;

/// <summary>What may be written about programmes and rounds, and by whom. Pure: what is known is handed in.</summary>
public static class ProgrammeRules
{
    public const int TitleLength = 200;

    /// <summary>KOICA was founded in 1991: no programme of this kind is older.</summary>
    public const int FirstYear = 1991;

    public const int YearsAhead = 20;

    /// <summary>A round in another century is a slip of the pen.</summary>
    public const int LastYear = 2099;

    public const int SubjectsMost = 50;

    public static Refusal? MayCreateProgramme(Actor actor) =>
        actor.IsAdministrator || actor.HoldsAnywhere(Role.Lead) ? null : Refusal.Hidden();

    /// <summary>Who leads the programme or one of its rounds.</summary>
    public static Refusal? MaySee(Actor actor, long programmeId) =>
        actor.IsAdministrator || actor.Roles.Any(r => r.Role == Role.Lead && r.ProgrammeId == programmeId) ? null : Refusal.Hidden();

    /// <summary>Who leads the whole programme.</summary>
    public static Refusal? MayEditProgramme(Actor actor, long programmeId) =>
        MaySee(actor, programmeId)
        ?? (actor.IsAdministrator || actor.Roles.Any(r => r.Role == Role.Lead && r.ProgrammeId == programmeId && r.RoundId is null)
            ? null
            : Refusal.Forbidden("programme.notYours"));

    public static Refusal? MaySeeRound(Actor actor, long programmeId, long roundId) =>
        actor.Leads(programmeId, roundId) ? null : Refusal.Hidden();

    /// <summary>Dates and title of a round may change until it is closed.</summary>
    public static Refusal? MayEditRound(Actor actor, Round round) =>
        MaySeeRound(actor, round.ProgrammeId, round.Id)
        ?? (round.State == RoundState.Closed ? Refusal.OutOfTime("round.closed") : null);

    /// <summary>Plans keep the template and the definition they were opened with, so a round that has plans keeps them too.</summary>
    public static Refusal? KeepsItsPlans(Round round, RoundFields changed) =>
        round.Plans > 0
        && (round.DefinitionId, round.TemplateId, round.TemplateVersion) != (changed.DefinitionId, changed.TemplateId, changed.TemplateVersion)
            ? Refusal.OutOfTime("round.hasPlans").With("count", round.Plans) with { Field = nameof(changed.DefinitionId) }
            : null;

    /// <param name="openPlans">Plans of the round that are neither completed nor withdrawn.</param>
    public static Refusal? MayChangeState(Actor actor, Round round, RoundState to, int openPlans)
    {
        if (MaySeeRound(actor, round.ProgrammeId, round.Id) is { } no)
            return no;
        var possible = (round.State, to) is (RoundState.Planned, RoundState.Running)
            or (RoundState.Running, RoundState.Closed) or (RoundState.Closed, RoundState.Running);
        if (!possible)
            return Refusal.OutOfTime("round.notFrom");
        return to == RoundState.Closed && openPlans > 0 ? Refusal.OutOfTime("round.plansOpen").With("count", openPlans) : null;
    }

    public static Refusal? MayChangeState(Actor actor, Programme programme, ProgrammeState to, int runningRounds)
    {
        if (MayEditProgramme(actor, programme.Id) is { } no)
            return no;
        if (programme.State == to)
            return Refusal.OutOfTime("programme.notFrom");
        return to == ProgrammeState.Completed && runningRounds > 0
            ? Refusal.OutOfTime("programme.roundsRunning").With("count", runningRounds)
            : null;
    }

    public static Refusal? Problems(ProgrammeFields fields, DateTimeOffset now)
    {
        var latest = now.Year + YearsAhead;
        return Refusal.All(
        [
            Code(fields.Code),
            Title(fields.Title, nameof(fields.Title)),
            Text(fields.Host, "programme.hostMissing", nameof(fields.Host)),
            Text(fields.Sponsor, "programme.sponsorMissing", nameof(fields.Sponsor)),
            Text(fields.Requester, "programme.requesterMissing", nameof(fields.Requester)),
            Year(fields.MemorandumYear ?? now.Year, latest, nameof(fields.MemorandumYear)),
            Year(fields.FirstYear, latest, nameof(fields.FirstYear)),
            Year(fields.LastYear, latest, nameof(fields.LastYear)),
            fields.LastYear < fields.FirstYear ? Refusal.Invalid("programme.yearsReversed", nameof(fields.LastYear)) : null,
        ]);
    }

    /// <param name="definitions">Ids of the published definitions.</param>
    /// <param name="templateKnown">Whether the template exists in that version.</param>
    public static Refusal? Problems(RoundFields fields, IReadOnlyCollection<string> definitions, bool templateKnown) => Refusal.All(
    [
        fields.Number is > 0 and < 1000 ? null : Refusal.Invalid("round.numberInvalid", nameof(fields.Number)),
        Title(fields.Title, nameof(fields.Title)),
        Day(fields.StartsOn, nameof(fields.StartsOn)),
        Day(fields.EndsOn, nameof(fields.EndsOn)),
        fields.EndsOn != default && fields.EndsOn < fields.StartsOn ? Refusal.Invalid("round.datesReversed", nameof(fields.EndsOn)) : null,
        Zones.TryFind(fields.Zone) is not null ? null : Refusal.Invalid("person.zoneUnknown", nameof(fields.Zone)),
        definitions.Contains(fields.DefinitionId) ? null : Refusal.Invalid("round.definitionUnknown", nameof(fields.DefinitionId)),
        templateKnown ? null : Refusal.Invalid("round.templateUnknown", nameof(fields.TemplateId)),
    ]);

    public static Refusal? Problems(EditSubjects edit) => Refusal.All(
    [
        edit.Subjects.Count > SubjectsMost ? Refusal.Invalid("subject.tooMany", nameof(edit.Subjects)).With("limit", SubjectsMost) : null,
        .. edit.Subjects.Select((line, index) => Title(line.Name, $"{nameof(edit.Subjects)}[{index}].{nameof(line.Name)}")),
    ]);

    /// <summary>A language left empty shows another one, so that nobody reads a blank: Spanish first, then English, then Korean.</summary>
    public static Trilingual Filled(Trilingual text)
    {
        var (es, ko, en) = (text.Es?.Trim() ?? "", text.Ko?.Trim() ?? "", text.En?.Trim() ?? "");
        var any = new[] { es, en, ko }.FirstOrDefault(t => t.Length > 0, "");
        return new Trilingual(es.Length > 0 ? es : any, ko.Length > 0 ? ko : en.Length > 0 ? en : any, en.Length > 0 ? en : any);
    }

    static Refusal? Title(Trilingual text, string field)
    {
        var filled = Filled(text);
        if (filled.Es.Length == 0)
            return Refusal.Invalid("title.missing", field);
        return new[] { filled.Es, filled.Ko, filled.En }.Any(t => t.Length > TitleLength)
            ? Refusal.Invalid("text.tooLong", field).With("limit", TitleLength)
            : null;
    }

    static Refusal? Text(string? text, string missing, string field) =>
        string.IsNullOrWhiteSpace(text) ? Refusal.Invalid(missing, field)
        : text.Trim().Length > TitleLength ? Refusal.Invalid("text.tooLong", field).With("limit", TitleLength)
        : null;

    static Refusal? Code(string? code) =>
        code?.Trim() is { Length: >= 2 and <= 20 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? null
            : Refusal.Invalid("programme.codeInvalid", nameof(ProgrammeFields.Code));

    static Refusal? Day(DateOnly day, string field) =>
        day == default ? Refusal.Invalid("round.dayMissing", field) : Year(day.Year, LastYear, field);

    static Refusal? Year(int year, int latest, string field) =>
        year >= FirstYear && year <= latest
            ? null
            : Refusal.Invalid("programme.yearInvalid", field).With("first", $"{FirstYear}").With("last", $"{latest}");
}
