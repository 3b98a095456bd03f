using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Programmes;

/// <summary>The rounds of a programme, kept by administrators and their leads.</summary>
public sealed class RoundService(Database database, TemplateLibrary templates)
{
    public async Task<Result<RoundView>> FindAsync(long roundId, Actor actor, CancellationToken ct = default) =>
        await database.ReadAsync<Result<RoundView>>(async session =>
        {
            var round = await session.FirstOrDefaultAsync<Round>(ProgrammeSql.Round, new { id = roundId });
            if (round is null)
                return Refusal.Hidden();
            if (ProgrammeRules.MaySeeRound(actor, round.ProgrammeId, round.Id) is { } no)
                return no;
            return new RoundView(
                await session.SingleAsync<Programme>(ProgrammeSql.Programme, new { id = round.ProgrammeId }),
                await session.QueryAsync<Subject>(ProgrammeSql.Subjects, new { programme = round.ProgrammeId }),
                round);
        }, ct);

    /// <summary>What a round may choose how its plans travel: the newest version of each published definition.</summary>
    public Task<IReadOnlyList<DefinitionChoice>> DefinitionsAsync(CancellationToken ct = default) =>
        database.ReadAsync(session => session.QueryAsync<DefinitionChoice>(ProgrammeSql.Definitions), ct);

    public async Task<Result<long>> CreateAsync(CreateRound create, Actor actor, CancellationToken ct = default)
    {
        if (ProgrammeRules.MayEditProgramme(actor, create.ProgrammeId) is { } no)
            return no;
        return await database.WriteAsync(work => Once.RunAsync<long>(work, create.Form, actor, async () =>
        {
            var programme = await work.FirstOrDefaultAsync<Programme>(ProgrammeSql.Programme, new { id = create.ProgrammeId });
            if (programme is null)
                return Refusal.Hidden();
            if (programme.State == ProgrammeState.Completed)
                return Refusal.OutOfTime("programme.completed");
            if (await ProblemsAsync(work, create, create.ProgrammeId, 0) is { } problems)
                return problems;
            var id = await work.InsertAsync(ProgrammeSql.InsertRound, Row(create, create.ProgrammeId, 0, work.Now));
            await work.AuditAsync(actor, new AuditLine("round.created") { RoundId = id, Subject = "round", SubjectId = id });
            return id;
        }), ct);
    }

    public async Task<Result<Done>> EditAsync(EditRound edit, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, edit.Form, actor, async () =>
        {
            var round = await work.FirstOrDefaultAsync<Round>(ProgrammeSql.Round, new { id = edit.RoundId });
            if (round is null)
                return Refusal.Hidden();
            if (ProgrammeRules.MayEditRound(actor, round) is { } no)
                return no;
            if (await ProblemsAsync(work, edit, round.ProgrammeId, round.Id) is { } problems)
                return problems;
            if (ProgrammeRules.KeepsItsPlans(round, edit) is { } kept)
                return kept;
            if (!await work.ExecuteOneAsync(ProgrammeSql.UpdateRound, Row(edit, round.Id, edit.Version, work.Now)))
                return Refusal.OutOfTime("changedMeanwhile");
            await work.AuditAsync(actor, new AuditLine("round.edited") { RoundId = round.Id, Subject = "round", SubjectId = round.Id });
            return Done.Value;
        }), ct);

    /// <summary>Starts, closes or reopens a round.</summary>
    public async Task<Result<Done>> ChangeStateAsync(ChangeState<RoundState> change, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<Done>(work, change.Form, actor, async () =>
        {
            var round = await work.FirstOrDefaultAsync<Round>(ProgrammeSql.Round, new { id = change.Id });
            if (round is null)
                return Refusal.Hidden();
            var open = await work.ScalarAsync<int>(ProgrammeSql.OpenPlans, new { id = change.Id });
            if (ProgrammeRules.MayChangeState(actor, round, change.State, open) is { } no)
                return no;
            if (!await work.ExecuteOneAsync(ProgrammeSql.SetRoundState, new { id = change.Id, version = change.Version, state = change.State }))
                return Refusal.OutOfTime("changedMeanwhile");
            await work.AuditAsync(actor, new AuditLine($"round.{change.State.ToCode()}") { RoundId = round.Id, Subject = "round", SubjectId = round.Id });
            return Done.Value;
        }), ct);

    async Task<Refusal?> ProblemsAsync(Session session, RoundFields fields, long programme, long id)
    {
        var definitions = await session.QueryAsync<DefinitionChoice>(ProgrammeSql.Definitions);
        var number = await session.ScalarAsync<long>(ProgrammeSql.NumberTaken, new { programme, number = fields.Number, id });
        return Refusal.All(
        [
            .. ProgrammeRules.Problems(fields, [.. definitions.Select(d => d.DefinitionId)], templates.Find(fields.TemplateId, fields.TemplateVersion) is not null)?.Each() ?? [],
            number > 0 ? Refusal.Invalid("round.numberTaken", nameof(fields.Number)) : null,
        ]);
    }

    /// <param name="id">Of the programme when the round is new, else of the round.</param>
    static object Row(RoundFields fields, long id, long version, DateTimeOffset now) => new
    {
        id,
        programme = id,
        version,
        now,
        fields.Number,
        title = ProgrammeRules.Filled(fields.Title),
        fields.StartsOn,
        fields.EndsOn,
        fields.Zone,
        fields.DefinitionId,
        fields.TemplateId,
        fields.TemplateVersion,
    };
}
