using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

/// <summary>
/// Runs definitions. It stores nothing and knows no clock: definition, state, stimulus and time go in; state, bookmarks,
/// journal and requests come out. Stateless and thread-safe. The given state is changed in place; when a method throws, it
/// must be thrown away and loaded again. But for what activities ask of their desk everything is deterministic.
/// </summary>
public sealed class Interpreter
{
    /// <summary>Starts an instance and runs it to its first waits.</summary>
    public ValueTask<Burst> StartAsync(CompiledDefinition definition, StartRequest request, BurstContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return StartInsideAsync(definition, request, context, 0, cancellationToken);
    }

    internal static async ValueTask<Burst> StartInsideAsync(CompiledDefinition definition, StartRequest request, BurstContext context, int nesting, CancellationToken cancellationToken)
    {
        var d = definition.Definition;
        var state = new InstanceState(request.InstanceId, d.DefinitionId, d.Id, d.Version, request.Mode ?? d.Mode ?? context.DefaultMode)
        {
            CorrelationId = request.CorrelationId,
            ParentInstanceId = request.ParentInstanceId,
            ParentBookmarkId = request.ParentBookmarkId,
            TriggerActivityId = request.TriggerActivityId,
        };
        foreach (var input in d.Inputs)
        {
            if (!string.IsNullOrEmpty(input.StorageDriver) && JsonText.Get(request.Input, input.Name) is { } value)
            {
                state.KeptInput[input.Name] = value.DeepClone();
            }
        }

        var run = new Run(state, definition, context, request.Input, nesting, cancellationToken);
        run.ScheduleRoot();
        await run.LoopAsync();
        return run.End();
    }

    /// <summary>Resumes a bookmark with a stimulus. A bookmark that is gone gives <see cref="BookmarkGone"/>.</summary>
    public async ValueTask<ActResult> ResumeAsync(
        CompiledDefinition definition, InstanceState state, string bookmarkId, JsonObject? input, BurstContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        var stored = state.BookmarkList.Find(b => b.Id == bookmarkId);
        if (stored is null || state.Status == InstanceStatus.Finished) return new BookmarkGone(bookmarkId, state.SubStatus);
        var run = new Run(state, definition, context, input, 0, cancellationToken);
        var execution = Find(state.Root, stored.ExecutionId);
        if (execution is null) return new BookmarkGone(bookmarkId, state.SubStatus);
        execution.Status = ExecutionStatus.Running;
        if (stored.AutoBurn) run.Close(stored);
        run.ScheduleResume(execution, new Resumption(stored.Id, stored.Public.Name, stored.Public.Tag, run.Input));
        await run.LoopAsync();
        return run.End();
    }

    /// <summary>
    /// Tries a failed step again: the activity is executed (or resumed) once more; a dead join runs with what has arrived.
    /// The incident is settled. An unknown incident gives <see cref="BookmarkGone"/>. After an incident of kind Limit the activity
    /// at which the burst stopped is run, then what was queued behind it.
    /// </summary>
    public ValueTask<ActResult> RetryAsync(CompiledDefinition definition, InstanceState state, int incidentId, BurstContext context, CancellationToken cancellationToken = default) =>
        SettleAsync(definition, state, incidentId, null, context, cancellationToken);

    /// <summary>Passes over a failed step: the activity completes with the outcome without being run. The incident is settled.</summary>
    public ValueTask<ActResult> SkipAsync(
        CompiledDefinition definition, InstanceState state, int incidentId, string outcome, BurstContext context, CancellationToken cancellationToken = default) =>
        SettleAsync(definition, state, incidentId, outcome, context, cancellationToken);

    static async ValueTask<ActResult> SettleAsync(
        CompiledDefinition definition, InstanceState state, int incidentId, string? outcome, BurstContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        var incident = state.IncidentList.Find(i => i.Id == incidentId);
        var gone = new BookmarkGone(incidentId.ToString(System.Globalization.CultureInfo.InvariantCulture), state.SubStatus);
        if (incident is null || state.SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled) return gone;
        var run = new Run(state, definition, context, null, 0, cancellationToken);
        var execution = state.IncidentPlaces.TryGetValue(incidentId, out var place) ? Find(state.Root, place) : null;
        if (execution is null) return gone;
        state.IncidentList.Remove(incident);
        state.IncidentPlaces.Remove(incidentId);
        run.Log(incident.ActivityId, outcome is null ? "Retried" : "Skipped");
        run.Settle(execution, incident, outcome);
        await run.LoopAsync();
        return run.End();
    }

    /// <summary>Ends an instance. Its waits are closed; child instances that it waits for are to be cancelled by the host.</summary>
    public ValueTask<ActResult> CancelAsync(CompiledDefinition definition, InstanceState state, BurstContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled) return new(new BookmarkGone(state.InstanceId, state.SubStatus));
        var run = new Run(state, definition, context, null, 0, cancellationToken);
        foreach (var b in state.BookmarkList)
        {
            if (b.Public.Payload is JsonObject payload && (string?)payload["childInstanceId"] is { } child) run.Requests.Add(new CancelRequest(child));
        }

        if (state.Root is { } root) run.Cancel(root, tellParent: false);
        state.SubStatus = InstanceSubStatus.Cancelled;
        return new(run.End());
    }

    /// <summary>
    /// Moves an instance to another version of its definition without running anything: open activities keep their places by
    /// id, counters and tokens by the ends of their connections. Gives the new state, or why it cannot move.
    /// </summary>
    public static (InstanceState? State, IReadOnlyList<string> Obstacles) Migrate(InstanceState state, CompiledDefinition from, CompiledDefinition to)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Bind(from);
        return Migration.Move(state, to);
    }

    /// <summary>All open executions by their ids.</summary>
    internal static Dictionary<int, Execution> All(Execution? root)
    {
        var all = new Dictionary<int, Execution>();
        var open = new Stack<Execution>();
        if (root is not null) open.Push(root);
        while (open.TryPop(out var execution))
        {
            all[execution.Id] = execution;
            foreach (var child in execution.Children) open.Push(child);
        }

        return all;
    }

    internal static Execution? Find(Execution? root, int id)
    {
        if (root is null) return null;
        var open = new Stack<Execution>();
        open.Push(root);
        while (open.TryPop(out var execution))
        {
            if (execution.Id == id) return execution;
            foreach (var child in execution.Children) open.Push(child);
        }

        return null;
    }
}
