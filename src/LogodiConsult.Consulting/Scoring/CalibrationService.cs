using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Scoring;

public sealed class Calibration
{
    public long Id { get; init; }
    public long RoundId { get; init; }
    public long ProgrammeId { get; init; }
    public string ProgrammeCode { get; init; } = "";
    public int RoundNumber { get; init; }
    public long RevisionId { get; init; }
    public string Title { get; init; } = "";

    /// <summary>open or closed.</summary>
    public string State { get; init; } = "";

    public DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public string TemplateId { get; init; } = "";
    public int TemplateVersion { get; init; }

    /// <summary>How many have handed in.</summary>
    public int Submitted { get; init; }

    /// <summary>The reader has handed in.</summary>
    public bool OwnSubmitted { get; init; }

    public bool IsOpen => State == "open";
}

/// <summary>One exercise as one actor may see it.</summary>
/// <param name="Contents">The text to score, by section; nothing says whose it is.</param>
/// <param name="Languages">In which each section was written.</param>
/// <param name="Memory">What stands in the reader's language.</param>
/// <param name="Sheets">For leads all that were handed in, otherwise the own one.</param>
/// <param name="Group">By criterion, of all that were handed in: for leads at once, for consultants when the exercise is closed.</param>
public sealed record CalibrationView(
    Calibration Calibration, Rubric Rubric, IReadOnlyDictionary<string, string> Contents, IReadOnlyDictionary<string, string> Languages, TranslationMemory Memory, ScoreSheet? Own, IReadOnlyList<ScoreSheet> Sheets,
    IReadOnlyDictionary<string, Spread> Group, IReadOnlyDictionary<long, WrittenName> Names, bool Leads, bool MayScore);

/// <param name="PlanId">Its newest revision is the text.</param>
public sealed record OpenCalibration(long RoundId, long PlanId, string Title)
{
    public FormPost? Form { get; init; }
}

/// <summary>A plan that can be scored for practice.</summary>
public sealed class CalibrationText
{
    public long PlanId { get; init; }
    public string Reference { get; init; } = "";
    public string Title { get; init; } = "";
}

public sealed class CalibrationRound
{
    public long Id { get; init; }
    public string ProgrammeCode { get; init; } = "";
    public Trilingual Title { get; init; } = new("", "", "");
}

/// <summary>Consultants of a round score one and the same text blind; afterwards each sees how far they sit from the group.</summary>
public sealed class CalibrationService(Database database, RubricLibrary rubrics)
{
    const int MostTexts = 200;

    Rubric Rubric => rubrics.Default.For(Moment.Calibration);

    const string Columns = """
        c.id, c.round_id, r.programme_id, g.code as programme_code, r.number as round_number, c.revision_id, c.title, c.state, c.opened_at, c.closed_at,
        r2.template_id, r2.template_version,
        (select count(*) from score_sheet s where s.calibration_id = c.id and s.submitted_at is not null) as submitted,
        (select count(*) from score_sheet s where s.calibration_id = c.id and s.submitted_at is not null and s.person_id = @me) as own_submitted
        """;

    const string From = """
        from calibration c join round r on r.id = c.round_id join programme g on g.id = r.programme_id
        join revision v on v.id = c.revision_id join plan p on p.id = v.plan_id join round r2 on r2.id = p.round_id
        """;

    const string Leading = """
        (@seesAll = 1 or exists (select 1 from role l where l.person_id = @me and l.role = 'lead' and l.ended_at is null
           and l.programme_id = r.programme_id and (l.round_id is null or l.round_id = r.id)))
        """;

    const string Taking = """
        exists (select 1 from role l where l.person_id = @me and l.role = 'consultant' and l.ended_at is null
          and l.programme_id = r.programme_id and (l.round_id is null or l.round_id = r.id))
        """;

    public static bool IsFor(Actor actor) => actor.IsAdministrator || actor.HoldsAnywhere(Role.Lead) || actor.HoldsAnywhere(Role.Consultant);

    /// <summary>Exercises of the rounds that the actor leads or consults in, the newest first.</summary>
    public Task<IReadOnlyList<Calibration>> ListAsync(Actor actor, CancellationToken ct = default) => database.ReadAsync(
        session => session.QueryAsync<Calibration>($"select {Columns} {From} where {Leading} or {Taking} order by c.id desc", PlanVisibility.Of(actor)), ct);

    /// <summary>For the form of a lead: rounds that are not closed, and texts of programmes they lead.</summary>
    public Task<(IReadOnlyList<CalibrationRound> Rounds, IReadOnlyList<CalibrationText> Texts)> ChoicesAsync(Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(async session => (
            await session.QueryAsync<CalibrationRound>(
                $"select r.id, g.code as programme_code, r.title from round r join programme g on g.id = r.programme_id where r.state <> 'closed' and {Leading} order by r.id desc",
                PlanVisibility.Of(actor)),
            await session.QueryAsync<CalibrationText>(
                $"""
                select p.id as plan_id, g.code || '-' || r.number || '-' || p.number as reference, p.title
                from plan p join round r on r.id = p.round_id join programme g on g.id = r.programme_id
                where p.revision_count > 0 and p.state <> 'withdrawn' and {Leading} order by case when p.state = 'completed' then 0 else 1 end, p.id limit {MostTexts}
                """,
                PlanVisibility.Of(actor))), ct);

    /// <returns>The id of the exercise.</returns>
    public Task<Result<long>> OpenAsync(OpenCalibration open, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync<long>(work, open.Form, actor, async () =>
        {
            if (await RoundAsync(work, open.RoundId) is not { } round || !actor.Leads(round.ProgrammeId, round.Id))
                return Refusal.Hidden();
            if (round.State == RoundState.Closed)
                return Refusal.OutOfTime("round.closed");
            if (string.IsNullOrWhiteSpace(open.Title))
                return Refusal.Invalid("title.missing", "title");
            if (open.Title.Length > ProgrammeRules.TitleLength)
                return Refusal.Invalid("text.tooLong", "title").With("limit", ProgrammeRules.TitleLength);
            if (await PlanSql.FindAsync(work, open.PlanId) is not { } plan || !actor.Leads(plan.ProgrammeId, plan.RoundId)
                || await PlanSql.RevisionAsync(work, plan.Id, plan.RevisionCount) is not { } revision)
                return Refusal.Invalid("calibration.textMissing", "plan");
            var id = await work.InsertAsync(
                """
                insert into calibration (round_id, revision_id, title, state, opened_by, opened_at)
                values (@RoundId, @revisionId, @title, 'open', @by, @Now) returning id
                """,
                new { open.RoundId, revisionId = revision.Id, title = open.Title.Trim(), by = actor.PersonId, work.Now });
            await work.AuditAsync(actor, new AuditLine("calibration.opened") { RoundId = open.RoundId, Subject = "calibration", SubjectId = id });
            return id;
        }), ct);

    public Task<Result<Done>> SaveAsync(long id, SaveSheet save, Actor actor, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync<Done>(work, save.Form, actor, async () =>
        {
            if (await FindAsync(work, id, actor) is not { } calibration)
                return Refusal.Hidden();
            if (!actor.Holds(Role.Consultant, calibration.ProgrammeId, calibration.RoundId))
                return Refusal.Forbidden("calibration.consultantsOnly");
            if (!calibration.IsOpen)
                return Refusal.OutOfTime("calibration.closed");
            // There are no comments yet that could be evidence.
            var bare = save with { Lines = [.. save.Lines.Select(l => l with { Evidence = [] })] };
            if (ScoringRules.MaySave(bare, Rubric) is { } refusal)
                return refusal;
            return await SheetSql.SaveAsync(work, new SheetPlace(SheetKind.Calibration, null, CalibrationId: id), actor.PersonId, Rubric, bare)
                ? Done.Value
                : Refusal.OutOfTime("sheet.submitted");
        }), ct);

    /// <summary>From now on every consultant of the round sees the group beside their own points.</summary>
    public Task<Result<Done>> CloseAsync(long id, Actor actor, FormPost? form = null, CancellationToken ct = default) =>
        database.WriteAsync(work => Once.RunAsync<Done>(work, form, actor, async () =>
        {
            if (await FindAsync(work, id, actor) is not { } calibration)
                return Refusal.Hidden();
            if (!actor.Leads(calibration.ProgrammeId, calibration.RoundId))
                return Refusal.Forbidden("plan.leadsOnly");
            if (!await work.ExecuteOneAsync("update calibration set state = 'closed', closed_at = @Now, version = version + 1 where id = @id and state = 'open'", new { id, work.Now }))
                return Refusal.OutOfTime("calibration.closed");
            await work.AuditAsync(actor, new AuditLine("calibration.closed") { RoundId = calibration.RoundId, Subject = "calibration", SubjectId = id });
            return Done.Value;
        }), ct);

    /// <param name="language">Of the translation beside the text, where there is one.</param>
    public Task<Result<CalibrationView>> ReadAsync(long id, Actor actor, string language = "en", CancellationToken ct = default) => database.ReadAsync(async session =>
    {
        if (await FindAsync(session, id, actor) is not { } calibration)
            return (Result<CalibrationView>)Refusal.Hidden();
        var leads = actor.Leads(calibration.ProgrammeId, calibration.RoundId);
        var sheets = await SheetSql.OfCalibrationAsync(session, id);
        var counted = sheets.Where(s => s.Counts).ToList();
        var own = sheets.FirstOrDefault(s => s.PersonId == actor.PersonId);
        var seesGroup = leads ? own is null || own.Counts || !calibration.IsOpen : !calibration.IsOpen;
        var contents = await PlanSql.RevisionSectionsAsync(session, calibration.RevisionId);
        var ids = counted.Select(s => s.PersonId).ToList();
        return new CalibrationView(
            calibration,
            Rubric,
            contents.ToDictionary(c => c.Key, c => c.Content),
            contents.ToDictionary(c => c.Key, c => c.Language),
            await SegmentSql.MemoryAsync(session, await session.SingleAsync<long>("select plan_id from revision where id = @RevisionId", new { calibration.RevisionId }), language),
            own,
            [.. (leads && seesGroup ? counted : counted.Where(s => s == own))],
            seesGroup ? Rubric.Criteria.Select(c => (c.Key, Spread: Spread.Of(counted, c.Key))).Where(c => c.Spread is not null).ToDictionary(c => c.Key, c => c.Spread!) : new Dictionary<string, Spread>(),
            leads ? (await session.QueryAsync<Named>("select id, name, native_name from person where id in @ids and erased_at is null", new { ids })).ToDictionary(n => n.Id, n => new WrittenName(n.Name, n.NativeName)) : new Dictionary<long, WrittenName>(),
            leads,
            calibration.IsOpen && own?.Counts != true && actor.Holds(Role.Consultant, calibration.ProgrammeId, calibration.RoundId));
    }, ct);

    static Task<Calibration?> FindAsync(Session session, long id, Actor actor) => session.FirstOrDefaultAsync<Calibration>(
        $"select {Columns} {From} where c.id = @id and ({Leading} or {Taking})", new { id, me = actor.PersonId, seesAll = actor.IsAdministrator });

    static Task<RoundRow?> RoundAsync(Session session, long id) =>
        session.FirstOrDefaultAsync<RoundRow>("select id, programme_id, state from round where id = @id", new { id });

    sealed class RoundRow
    {
        public long Id { get; init; }
        public long ProgrammeId { get; init; }
        public RoundState State { get; init; }
    }

    sealed class Named
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public string? NativeName { get; init; }
    }
}
