using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>Running plans of a round on one version of a definition, and the versions that they could be moved to.</summary>
public sealed record VersionInUse(string DefinitionId, Trilingual Title, int Version, int Plans, IReadOnlyList<int> Others);

/// <summary>A step from one version to another, as a lead asks for it.</summary>
public sealed record MoveRound(long RoundId, string DefinitionId, int From, int To)
{
    public FormPost? Form { get; init; }
}

/// <summary>How many plans moved, and how many stay.</summary>
public sealed record RoundMoved(int Moved, int Stay);

/// <summary>Which versions of their definition the plans of a round run, for its leads: previewed, then moved, each with its line in the audit.</summary>
public sealed class RoundVersions(Database database, WorkflowHost host)
{
    readonly InstanceMigration migration = new(database, host);

    public async Task<Result<IReadOnlyList<VersionInUse>>> InUseAsync(long roundId, Actor actor, CancellationToken ct = default) =>
        await database.ReadAsync(async session =>
        {
            if (await WhyNotAsync(session, roundId, actor) is { } no)
            {
                return (Result<IReadOnlyList<VersionInUse>>)no;
            }

            var published = (await session.QueryAsync<Row>("select definition_id, name, json, version from workflow_definition order by definition_id, version")).ToLookup(r => r.DefinitionId);
            var used = await session.QueryAsync<Row>(
                """
                select i.definition_id, i.definition_version as version, count(*) as plans from workflow_instance i join plan p on p.id = i.plan_id
                where i.status = 'running' and p.round_id = @roundId group by i.definition_id, i.definition_version order by i.definition_id, i.definition_version
                """,
                new { roundId });
            return Result.Of<IReadOnlyList<VersionInUse>>(
            [
                .. used.Select(u => new VersionInUse(
                    u.DefinitionId, DefinitionTitle.Of(published[u.DefinitionId].Last().Json, published[u.DefinitionId].Last().Name), u.Version, u.Plans,
                    [.. published[u.DefinitionId].Select(p => p.Version).Where(v => v != u.Version).OrderDescending()])),
            ]);
        }, ct);

    /// <summary>What would become of each; nothing is changed.</summary>
    public async Task<Result<IReadOnlyList<InstanceMove>>> PreviewAsync(MoveRound move, Actor actor, CancellationToken ct = default) =>
        await database.ReadAsync(async session =>
            (await WhyNotAsync(session, move.RoundId, actor) ?? await UnknownAsync(session, move)) is { } no
                ? (Result<IReadOnlyList<InstanceMove>>)no
                : Result.Of(await migration.PreviewAsync(session, move.DefinitionId, move.From, move.To, move.RoundId)), ct);

    public async Task<Result<RoundMoved>> MoveAsync(MoveRound move, Actor actor, CancellationToken ct = default) =>
        await database.WriteAsync(work => Once.RunAsync<RoundMoved>(work, move.Form, actor, async () =>
        {
            if ((await WhyNotAsync(work, move.RoundId, actor) ?? await UnknownAsync(work, move)) is { } no)
            {
                return no;
            }

            var moves = await migration.MoveRoundAsync(work, move.DefinitionId, move.From, move.To, move.RoundId, actor);
            var moved = moves.Count(m => m.Outlook == MoveOutlook.Moves);
            return new RoundMoved(moved, moves.Count - moved);
        }), ct);

    static async Task<Refusal?> WhyNotAsync(Session session, long roundId, Actor actor) =>
        await session.ScalarAsync<long?>("select programme_id from round where id = @roundId", new { roundId }) is { } programme
            ? ProgrammeRules.MaySeeRound(actor, programme, roundId)
            : Refusal.Hidden();

    static async Task<Refusal?> UnknownAsync(Session session, MoveRound move) =>
        move.From != move.To
        && await session.ScalarAsync<int>(
            "select count(*) from workflow_definition where definition_id = @DefinitionId and version in (@From, @To)", new { move.DefinitionId, move.From, move.To }) == 2
            ? null
            : Refusal.Invalid("workflow.versionUnknown", nameof(move.To));

    sealed class Row
    {
        public string DefinitionId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Json { get; init; } = "";

        public int Version { get; init; }

        public int Plans { get; init; }
    }
}
