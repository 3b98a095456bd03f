using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Programmes;

/// <summary>Programmes and their subjects, kept by administrators and the leads of the programme.</summary>
public sealed class ProgrammeService(Database database)
{
    public Task<IReadOnlyList<Programme>> ListAsync(Actor actor, CancellationToken ct = default) =>
        database.ReadAsync(session => session.QueryAsync<Programme>(ProgrammeSql.Programmes, new { person = actor.PersonId, all = actor.IsAdministrator }), ct);

    /// <summary>The programme with its subjects, and the rounds that the actor leads.</summary>
    public async Task<Result<ProgrammeView>> FindAsync(long programmeId, Actor actor, CancellationToken ct = default)
    {
        if (ProgrammeRules.MaySee(actor, programmeId) is { } no)
            return no;
        return await database.ReadAsync<Result<ProgrammeView>>(async session =>
        {
            var programme = await session.FirstOrDefaultAsync<Programme>(ProgrammeSql.Programme, new { id = programmeId });
            if (programme is null)
                return Refusal.Hidden();
            var args = new { programme = programmeId, person = actor.PersonId, all = actor.IsAdministrator };
            return new ProgrammeView(
                programme,
                await session.QueryAsync<Subject>(ProgrammeSql.Subjects, args),
                await session.QueryAsync<Round>(ProgrammeSql.Rounds, args),
                ProgrammeRules.MayEditProgramme(actor, programmeId) is null);
        }, ct);
    }

    /// <summary>Who creates a programme leads it; an administrator does without the role.</summary>
    public async Task<Result<long>> CreateAsync(CreateProgramme create, Actor actor, CancellationToken ct = default)
    {
        if (ProgrammeRules.MayCreateProgramme(actor) is { } no)
            return no;
        return await database.WriteAsync(work => Once.RunAsync<long>(work, create.Form, actor, async () =>
        {
            if (ProgrammeRules.Problems(create, work.Now) is { } problems)
                return problems;
            if (await CodeTakenAsync(work, create.Code, 0) is { } taken)
                return taken;
            var id = await work.InsertAsync(ProgrammeSql.InsertProgramme, Row(create, 0, 0, create.IsSample, work.Now));
            await work.AuditAsync(actor, new AuditLine("programme.created") { Subject = "programme", SubjectId = id });
            if (!actor.IsAdministrator)
                await RoleService.GiveAsync(work, new GiveRole(actor.PersonId, Role.Lead, id, null), actor);
            return id;
        }), ct);
    }

    public async Task<Result<Done>> EditAsync(EditProgramme edit, Actor actor, CancellationToken ct = default)
    {
        if (ProgrammeRules.MayEditProgramme(actor, edit.ProgrammeId) is { } no)
            return no;
        return await database.WriteAsync(work => Once.RunAsync<Done>(work, edit.Form, actor, async () =>
        {
            if (ProgrammeRules.Problems(edit, work.Now) is { } problems)
                return problems;
            if (await work.FirstOrDefaultAsync<Programme>(ProgrammeSql.Programme, new { id = edit.ProgrammeId }) is null)
                return Refusal.Hidden();
            if (await CodeTakenAsync(work, edit.Code, edit.ProgrammeId) is { } taken)
                return taken;
            if (!await work.ExecuteOneAsync(ProgrammeSql.UpdateProgramme, Row(edit, edit.ProgrammeId, edit.Version, false, work.Now)))
                return Refusal.OutOfTime("changedMeanwhile");
            await work.AuditAsync(actor, new AuditLine("programme.edited") { Subject = "programme", SubjectId = edit.ProgrammeId });
            return Done.Value;
        }), ct);
    }

    /// <summary>Completes a programme or takes it up again.</summary>
    public async Task<Result<Done>> ChangeStateAsync(ChangeState<ProgrammeState> change, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, change.Form, actor, async () =>
        {
            var programme = await work.FirstOrDefaultAsync<Programme>(ProgrammeSql.Programme, new { id = change.Id });
            if (programme is null)
                return Refusal.Hidden();
            var running = await work.ScalarAsync<int>(ProgrammeSql.RunningRounds, new { id = change.Id });
            if (ProgrammeRules.MayChangeState(actor, programme, change.State, running) is { } no)
                return no;
            if (!await work.ExecuteOneAsync(ProgrammeSql.SetProgrammeState, new { id = change.Id, version = change.Version, state = change.State }))
                return Refusal.OutOfTime("changedMeanwhile");
            await work.AuditAsync(actor, new AuditLine($"programme.{change.State.ToCode()}") { Subject = "programme", SubjectId = change.Id });
            return Done.Value;
        }), ct);

    public async Task<Result<IReadOnlyList<Subject>>> EditSubjectsAsync(EditSubjects edit, Actor actor, CancellationToken ct = default)
    {
        if (ProgrammeRules.MayEditProgramme(actor, edit.ProgrammeId) is { } no)
            return no;
        if (ProgrammeRules.Problems(edit) is { } problems)
            return problems;
        return await database.WriteAsync(work => Once.RunAsync<IReadOnlyList<Subject>>(work, edit.Form, actor, async () =>
        {
            var before = await work.QueryAsync<Subject>(ProgrammeSql.Subjects, new { programme = edit.ProgrammeId });
            var kept = edit.Subjects.Where(s => s.Id is not null).Select(s => s.Id!.Value).ToHashSet();
            if (kept.Count < edit.Subjects.Count(s => s.Id is not null) || !kept.IsSubsetOf(before.Select(s => s.Id)))
                return Refusal.OutOfTime("changedMeanwhile");
            var gone = before.Where(s => !kept.Contains(s.Id)).ToList();
            var inUse = gone.Count == 0 ? [] : await work.QueryAsync<long>(ProgrammeSql.SubjectsInUse, new { ids = gone.Select(s => s.Id).ToArray() });
            if (inUse.Count > 0)
                return Refusal.OutOfTime("subject.inUse").With("count", inUse.Count) with { Field = nameof(edit.Subjects) };
            await WriteSubjectsAsync(work, edit, gone);
            await work.AuditAsync(actor, new AuditLine("programme.subjectsEdited") { Subject = "programme", SubjectId = edit.ProgrammeId });
            return Result.Of(await work.QueryAsync<Subject>(ProgrammeSql.Subjects, new { programme = edit.ProgrammeId }));
        }), ct);
    }

    static async Task WriteSubjectsAsync(UnitOfWork work, EditSubjects edit, List<Subject> gone)
    {
        var programme = edit.ProgrammeId;
        foreach (var subject in gone)
            await work.ExecuteAsync(ProgrammeSql.DeleteSubject, new { id = subject.Id, programme });
        await work.ExecuteAsync(ProgrammeSql.StepAside, new { programme });
        foreach (var (position, line) in edit.Subjects.Index())
        {
            var name = ProgrammeRules.Filled(line.Name);
            if (line.Id is { } id)
                await work.ExecuteOneAsync(ProgrammeSql.UpdateSubject, new { id, programme, position, name });
            else
                await work.InsertAsync(ProgrammeSql.InsertSubject, new { programme, position, name });
        }
    }

    static async Task<Refusal?> CodeTakenAsync(Session session, string code, long id) =>
        await session.ScalarAsync<long>(ProgrammeSql.CodeTaken, new { code = code.Trim(), id }) > 0
            ? Refusal.Invalid("programme.codeTaken", nameof(ProgrammeFields.Code))
            : null;

    static object Row(ProgrammeFields fields, long id, long version, bool isSample, DateTimeOffset now) => new
    {
        id,
        version,
        isSample,
        now,
        code = fields.Code.Trim(),
        title = ProgrammeRules.Filled(fields.Title),
        host = fields.Host.Trim(),
        sponsor = fields.Sponsor.Trim(),
        requester = fields.Requester.Trim(),
        fields.MemorandumYear,
        fields.FirstYear,
        fields.LastYear,
    };
}
