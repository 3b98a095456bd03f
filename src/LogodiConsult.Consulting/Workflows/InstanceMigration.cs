using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>What would become of an instance that is moved to another version of its definition.</summary>
public enum MoveOutlook
{
    /// <summary>It moves and waits there as it waits now.</summary>
    Moves,

    /// <summary>It stands still with an incident: it is moved once that is settled.</summary>
    Waits,

    /// <summary>Something it stands at does not exist there.</summary>
    Stuck,
}

public sealed record InstanceMove(long InstanceId, long? PlanId, MoveOutlook Outlook, IReadOnlyList<string> Why);

/// <summary>
/// Running instances keep the version they began with. Moving them to another is an explicit, previewed, logged act: nothing is run, nothing
/// that was done is done again, each instance has its line in the audit. From the command line each is its own unit of work; a lead moves those
/// of a round in one (<see cref="RoundVersions"/>).
/// </summary>
public sealed class InstanceMigration(Database database, WorkflowHost host)
{
    /// <exception cref="InvalidOperationException">One of the versions is not published.</exception>
    public Task<IReadOnlyList<InstanceMove>> PreviewAsync(string definitionId, int from, int to, CancellationToken ct = default) =>
        database.ReadAsync(session => PreviewAsync(session, definitionId, from, to, roundId: null), ct);

    internal async Task<IReadOnlyList<InstanceMove>> PreviewAsync(Session session, string definitionId, int from, int to, long? roundId)
    {
        var (old, fresh) = (await host.Definitions.GetAsync(session, definitionId, from), await host.Definitions.GetAsync(session, definitionId, to));
        var moves = new List<InstanceMove>();
        foreach (var id in await RunningAsync(session, definitionId, from, roundId))
        {
            moves.Add(Judge((await WorkflowSql.FindAsync(session, id))!, old, fresh).Move);
        }

        return moves;
    }

    /// <summary>Moves those plans of a round that can be moved, all in this unit.</summary>
    internal async Task<IReadOnlyList<InstanceMove>> MoveRoundAsync(UnitOfWork work, string definitionId, int from, int to, long roundId, Actor actor)
    {
        var moves = new List<InstanceMove>();
        foreach (var id in await RunningAsync(work, definitionId, from, roundId))
        {
            if (await MoveAsync(work, id, from, to, actor) is { } move)
            {
                moves.Add(move);
            }
        }

        return moves;
    }

    /// <summary>Moves those that can be moved; the others stay as they are.</summary>
    public async Task<IReadOnlyList<InstanceMove>> MoveAsync(string definitionId, int from, int to, Actor actor, CancellationToken ct = default)
    {
        var moves = new List<InstanceMove>();
        foreach (var id in await database.ReadAsync(session => RunningAsync(session, definitionId, from, roundId: null), ct))
        {
            InstanceMove? move = null;
            await database.WriteAsync<Done>(
                async work =>
                {
                    move = await MoveAsync(work, id, from, to, actor);
                    return Done.Value;
                },
                ct);
            if (move is not null)
            {
                moves.Add(move);
            }
        }

        return moves;
    }

    async Task<InstanceMove?> MoveAsync(UnitOfWork work, long id, int from, int to, Actor actor)
    {
        // It may have ended, or been moved, since the list was read.
        if (await WorkflowSql.LockAsync(work, id) is not { Status: InstanceStatus.Running } row || row.DefinitionVersion != from)
        {
            return null;
        }

        var (old, fresh) = (await host.Definitions.GetAsync(work, row.DefinitionId, from), await host.Definitions.GetAsync(work, row.DefinitionId, to));
        var (move, state) = Judge(row, old, fresh);
        if (move.Outlook != MoveOutlook.Moves)
        {
            return move;
        }

        if (!await WorkflowSql.UpdateAsync(work, row, state!, row.JournalLength))
        {
            throw new InvalidOperationException($"Instance {row.Id} was changed while it was moved.");
        }

        await work.ExecuteAsync("update workflow_instance set definition_version = @to where id = @id", new { to, id });
        await work.AuditAsync(actor, new AuditLine("workflow.moved")
        {
            PlanId = row.PlanId,
            Subject = "instance",
            SubjectId = id,
            Facts = new JsonObject { ["definition"] = row.DefinitionId, ["from"] = from, ["to"] = to },
        });
        return move;
    }

    static (InstanceMove Move, InstanceState? State) Judge(InstanceRow row, CompiledDefinition old, CompiledDefinition fresh)
    {
        InstanceMove Say(MoveOutlook outlook, params IReadOnlyList<string> why) => new(row.Id, row.PlanId, outlook, why);
        try
        {
            var state = InstanceState.Load(row.State);
            if (state.Incidents.Count > 0)
            {
                return (Say(MoveOutlook.Waits, [.. state.Incidents.Select(i => $"{i.ActivityId}: {i.Message}")]), null);
            }

            var (moved, obstacles) = Interpreter.Migrate(state, old, fresh);
            return moved is null ? (Say(MoveOutlook.Stuck, obstacles), null) : (Say(MoveOutlook.Moves), moved);
        }
        catch (UnreadableStateException e)
        {
            return (Say(MoveOutlook.Stuck, e.Message), null);
        }
    }

    static Task<IReadOnlyList<long>> RunningAsync(Session session, string definitionId, int version, long? roundId) =>
        session.QueryAsync<long>(
            """
            select id from workflow_instance where definition_id = @definitionId and definition_version = @version and status = 'running'
              and (@roundId is null or plan_id in (select p.id from plan p where p.round_id = @roundId)) order by id
            """,
            new { definitionId, version, roundId });
}
