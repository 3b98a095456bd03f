using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Sample;

/// <summary>Puts down programmes, rounds and people of the sample, and knows afterwards who and what is which.</summary>
sealed class SampleCast(SampleData data, Database database, TemplateLibrary templates, CancellationToken ct)
{
    const string Definition = "action-plan";
    const string Template = "action-plan";

    readonly PeopleService people = new(database);
    readonly ProgrammeService programmes = new(database);
    readonly RoundService rounds = new(database, templates);
    readonly Dictionary<string, long> programmeIds = [];
    readonly Dictionary<string, long> roundIds = [];
    readonly Dictionary<(string Programme, string Subject), long> subjectIds = [];
    readonly Dictionary<string, long> personIds = [];
    readonly Dictionary<string, long> superiorIds = [];
    readonly Dictionary<long, Actor> actors = [];

    public int People => personIds.Count + superiorIds.Count;

    public long ProgrammeId(SampleProgramme programme) => programmeIds[programme.Key];

    public long RoundId(SampleRound round) => roundIds[round.Key];

    public long PersonId(string key) => personIds[key];

    public long SubjectId(SampleProgramme programme, string subject) => subjectIds[(programme.Key, subject)];

    /// <summary>The superior of the official's institution.</summary>
    public long SupervisorId(SamplePlan plan)
    {
        var institution = data.Institution(data.Person(plan.Official).Institution);
        return institution.Superior?.Person is { } person ? personIds[person] : superiorIds[institution.Key];
    }

    /// <summary>Read once for each person and stage of the cast: roles change only when another programme is put down.</summary>
    public async Task<Actor> ActorAsync(long personId)
    {
        if (!actors.TryGetValue(personId, out var actor))
        {
            actor = await people.ActorAsync(personId, ct) ?? throw new InvalidOperationException($"There is no person {personId}.");
            actors.Add(personId, actor);
        }
        return actor;
    }

    /// <param name="shiftDays">By which the days of its shifted rounds are moved.</param>
    public async Task PutDownAsync(SampleProgramme programme, int shiftDays)
    {
        actors.Clear();
        var id = Must(programme.Key, await programmes.CreateAsync(
            new CreateProgramme(IsSample: true)
            {
                Code = $"PE-{programme.FirstYear}",
                Title = programme.Title,
                Host = Acronym(programme.Host),
                Sponsor = Acronym(programme.Sponsor),
                Requester = Acronym(programme.Requester),
                MemorandumYear = programme.AgreementYear,
                FirstYear = programme.FirstYear,
                LastYear = programme.LastYear,
            },
            Actor.System, ct));
        programmeIds.Add(programme.Key, id);
        await AddSubjectsAsync(programme, id);
        await AddAsync(id, null, programme.Leads, Role.Lead);
        await AddAsync(id, null, programme.Interpreters, Role.Interpreter);
        foreach (var round in programme.Rounds)
            await PutDownAsync(programme, id, round, round.Shift ? shiftDays : 0);
        await AddAdministratorsAsync();
    }

    public async Task CloseAsync(SampleRound round)
    {
        var id = roundIds[round.Key];
        var version = Must(round.Key, await rounds.FindAsync(id, Actor.System, ct)).Round.Version;
        Must(round.Key, await rounds.ChangeStateAsync(new ChangeState<RoundState>(id, version, RoundState.Closed), Actor.System, ct));
    }

    public async Task CloseAsync(SampleProgramme programme)
    {
        var id = programmeIds[programme.Key];
        var version = Must(programme.Key, await programmes.FindAsync(id, Actor.System, ct)).Programme.Version;
        Must(programme.Key, await programmes.ChangeStateAsync(new ChangeState<ProgrammeState>(id, version, ProgrammeState.Completed), Actor.System, ct));
    }

    /// <summary>The content is ours: a refusal means that the program or its sample is broken, not that somebody did something wrong.</summary>
    public static T Must<T>(string what, Result<T> result) => result.Refusal is not { } refusal
        ? result.Value
        : throw new InvalidOperationException($"The sample cannot be played at '{what}': " + string.Join("; ", refusal.Each().Select(r =>
            $"{r.Code} {r.Field} {string.Join(", ", r.Facts.Select(f => $"{f.Key}={f.Value}"))}")));

    async Task AddSubjectsAsync(SampleProgramme programme, long id)
    {
        var keys = data.Programmes.Subjects.Where(s => programme.Rounds.Any(r => r.Subjects.Contains(s.Key))).ToList();
        var known = Must(programme.Key, await programmes.EditSubjectsAsync(
            new EditSubjects(id, [.. keys.Select(s => new SubjectLine(null, s.Name))]), Actor.System, ct));
        foreach (var (subject, key) in known.OrderBy(s => s.Position).Zip(keys))
            subjectIds.Add((programme.Key, key.Key), subject.Id);
    }

    async Task PutDownAsync(SampleProgramme programme, long programmeId, SampleRound round, int shiftDays)
    {
        var id = Must(round.Key, await rounds.CreateAsync(
            new CreateRound(programmeId)
            {
                Number = round.Number,
                Title = round.Title,
                StartsOn = round.Starts.AddDays(shiftDays),
                EndsOn = round.Ends.AddDays(shiftDays),
                Zone = round.Zone,
                DefinitionId = Definition,
                TemplateId = Template,
                TemplateVersion = templates.Newest(Template)?.Version ?? 0,
            },
            Actor.System, ct));
        roundIds.Add(round.Key, id);
        Must(round.Key, await rounds.ChangeStateAsync(new ChangeState<RoundState>(id, 1, RoundState.Running), Actor.System, ct));
        var plans = data.Plans.Where(p => p.Round == round.Key).ToList();
        await AddAsync(programmeId, id, round.Consultants, Role.Consultant);
        await AddAsync(programmeId, id, plans.Select(p => p.Official), Role.Official);
        await AddAsync(programmeId, id, data.Presentations.Where(p => plans.Any(l => l.Key == p.Plan)).SelectMany(p => p.Panel), Role.Panel);
        foreach (var institution in plans.Select(p => data.Institution(data.Person(p.Official).Institution)).Distinct())
            await AddSuperiorAsync(programmeId, id, institution);
    }

    async Task AddAsync(long programmeId, long? roundId, IEnumerable<string> keys, Role role)
    {
        foreach (var person in keys.Distinct().Select(data.Person))
            personIds[person.Key] = Must(person.Key, await people.AddInventedAsync(Fields(person, programmeId, roundId, role), ct: ct));
    }

    /// <summary>Who runs the installation holds no role in a programme.</summary>
    async Task AddAdministratorsAsync()
    {
        foreach (var person in data.People.People.Where(p => p.Roles.Contains("administrator") && !personIds.ContainsKey(p.Key)))
            personIds[person.Key] = Must(person.Key, await people.AddInventedAsync(Fields(person, programmeIds.Values.First(), null, null), isAdministrator: true, ct));
    }

    async Task AddSuperiorAsync(long programmeId, long roundId, SampleInstitution institution)
    {
        if (institution.Superior is not { } superior)
            throw new InvalidOperationException($"The sample names nobody who endorses plans of '{institution.Key}'.");
        if (superior.Person is { } known)
        {
            await AddAsync(programmeId, roundId, [known], Role.Supervisor);
            return;
        }
        superiorIds[institution.Key] = Must(institution.Key, await people.AddInventedAsync(
            new Invite(programmeId, roundId, [Role.Supervisor])
            {
                Name = superior.Name!,
                Email = superior.Email!,
                Language = "es",
                Zone = Zones.Lima,
                Institution = institution.Name.Es,
                Post = superior.Post,
                Region = institution.Region,
            },
            ct: ct));
    }

    Invite Fields(SamplePerson person, long programmeId, long? roundId, Role? role) => new(programmeId, roundId, role is { } given ? [given] : [])
    {
        Name = person.Name,
        NativeName = person.NativeName,
        Email = person.Email,
        Language = person.Language,
        Zone = person.Zone,
        Institution = data.Institution(person.Institution).Name.In(person.Language),
        Post = person.Post,
        Region = person.Region,
    };

    // "Instituto … (LOGODI)": a programme shows who stands behind it by the names that everybody uses.
    string Acronym(string organisation)
    {
        var name = data.Programmes.Organisations.First(o => o.Key == organisation).Name.Es;
        return name[(name.LastIndexOf('(') + 1)..].TrimEnd(')');
    }
}
