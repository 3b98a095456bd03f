using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Workflows;

public sealed partial class WorkflowHost
{
    /// <summary>One act of the host: its first burst and all that it sets off, in one unit of work.</summary>
    sealed class Act(WorkflowHost host, UnitOfWork work)
    {
        readonly Queue<(InstanceRow? From, Request Request)> requests = new();
        // Rows of instances that were started inside a burst and are stored with it.
        readonly Dictionary<string, InstanceRow> begun = new(StringComparer.Ordinal);
        int bursts;

        public void Ask(InstanceRow? from, Request request) => requests.Enqueue((from, request));

        /// <returns>Null when the activation strategy allows no instance beside those that run.</returns>
        public async Task<InstanceRow?> TryStartAsync(CompiledDefinition definition, StartRequest request, string? key, long? planId, long? parentId) =>
            await Activation.IsFreeAsync(work, definition.Definition, request.CorrelationId) ? await StartAsync(definition, request, key, planId, parentId) : null;

        async Task<InstanceRow> StartAsync(CompiledDefinition definition, StartRequest request, string? key, long? planId, long? parentId)
        {
            var d = definition.Definition;
            var row = await WorkflowSql.InsertAsync(work, key, d.DefinitionId, d.Version, planId, parentId, request.CorrelationId);
            var context = await ContextAsync(row, definition);
            await StoreAsync(row, await host.interpreter.StartAsync(definition, request with { InstanceId = row.EngineId }, context), []);
            return row;
        }

        public async Task<Result<Done>> ResumeAsync(string bookmarkId, JsonObject input, string? key)
        {
            var row = await WorkflowSql.OfBookmarkAsync(work, bookmarkId);
            var digest = "";
            if (key is not null)
            {
                // Asked after the row is held: of two with the same key the later one sees what the first has done.
                digest = DigestOf(bookmarkId, input);
                if (await WorkflowSql.FindKeyAsync(work, key) is { } used)
                {
                    return used == (bookmarkId, digest) ? Done.Value : Refusal.OutOfTime("workflow.keyUsed");
                }
            }

            if (row is null)
            {
                return Refusal.OutOfTime("task.doneAlready");
            }

            var result = await ActAsync(row, (definition, state, context) => host.interpreter.ResumeAsync(definition, state, bookmarkId, input, context));
            if (key is not null && !result.IsRefused)
            {
                await WorkflowSql.InsertKeyAsync(work, key, row.Id, bookmarkId, digest);
            }

            return result;
        }

        public async Task<Result<Done>> SettleAsync(IncidentRow incident, string? outcome, long by)
        {
            var row = (await WorkflowSql.LockAsync(work, incident.InstanceId))!;
            if (incident.Kind == WorkflowSql.Unreadable)
            {
                return await MendAsync(row, by);
            }

            return await ActAsync(
                row,
                (definition, state, context) => outcome is null
                    ? host.interpreter.RetryAsync(definition, state, incident.Number, context)
                    : host.interpreter.SkipAsync(definition, state, incident.Number, outcome, context),
                (incident.Number, outcome is null ? "retried" : "skipped", by));
        }

        /// <summary>A state that could not be read is repaired by hand, or by a program that knows its format; then the incident is over.</summary>
        async Task<Result<Done>> MendAsync(InstanceRow row, long by)
        {
            try
            {
                InstanceState.Load(row.State);
            }
            catch (UnreadableStateException)
            {
                return Refusal.OutOfTime("workflow.unreadable");
            }

            await WorkflowSql.ResolveIncidentsAsync(work, row.Id, [0], "mended", by);
            return Done.Value;
        }

        /// <summary>Does what the bursts asked for, until nothing is left.</summary>
        public async Task FulfilAsync()
        {
            while (requests.TryDequeue(out var next))
            {
                switch (next.Request)
                {
                    case DispatchRequest dispatch:
                        await DispatchAsync(next.From!, dispatch);
                        break;
                    case EventRequest happened:
                        await PublishAsync(happened);
                        break;
                    case ResumeParentRequest ended:
                        // A parent that no longer waits does not need to know.
                        await ResumeAsync(ended.ParentBookmarkId, ended.Input, key: null);
                        break;
                    case CancelRequest cancel:
                        await CancelAsync(cancel.InstanceId);
                        break;
                    case TaskRequest task when host.OnTask is { } onTask:
                        await onTask(work, next.From!, task);
                        break;
                    default:
                        throw new InvalidOperationException($"Nobody serves {next.Request.GetType().Name}.");
                }
            }
        }

        async Task DispatchAsync(InstanceRow from, DispatchRequest dispatch)
        {
            var definition = dispatch.VersionId is { } versionId && (await host.Definitions.AllAsync(work)).FirstOrDefault(d => d.Id == versionId) is { } chosen
                ? await host.Definitions.GetAsync(work, chosen.DefinitionId, chosen.Version)
                : await host.Definitions.NewestAsync(work, dispatch.DefinitionId)
                    ?? throw new InvalidOperationException($"The definition {dispatch.DefinitionId}, which instance {from.EngineId} starts, is not published.");
            var request = new StartRequest
            {
                InstanceId = dispatch.InstanceId,
                Input = dispatch.Input,
                CorrelationId = dispatch.CorrelationId,
                ParentInstanceId = dispatch.ParentBookmarkId is null ? null : dispatch.ParentInstanceId,
                ParentBookmarkId = dispatch.ParentBookmarkId,
            };
            if (await TryStartAsync(definition, request, dispatch.InstanceId, from.PlanId, from.Id) is null && dispatch.ParentBookmarkId is { } waiting)
            {
                // Nobody will end it, so the parent is told at once.
                var declined = new JsonObject { ["WorkflowStatus"] = nameof(InstanceStatus.Finished), ["WorkflowSubStatus"] = nameof(InstanceSubStatus.Cancelled) };
                Ask(from, new ResumeParentRequest(dispatch.ParentInstanceId, waiting, declined));
            }
        }

        async ValueTask<BurstContext> ContextAsync(InstanceRow row, CompiledDefinition definition)
        {
            var resolve = await host.Definitions.ResolverAsync(work, definition);
            return new BurstContext
            {
                Now = work.Now,
                DefaultMode = host.DefaultMode,
                Desk = host.desk?.Invoke(work, row),
                Resolve = resolve,
                ForChild = resolve is null ? null : (request, child) => ForChildAsync(row, request, child),
                PassThrough = IsOurs,
                Guard = host.desk is null ? null : new StepGuard(work),
            };
        }

        // The child's activities write for the child: it has its row, and a desk of its own, before they run.
        async ValueTask<BurstContext> ForChildAsync(InstanceRow parent, StartRequest request, CompiledDefinition child)
        {
            var row = await WorkflowSql.InsertAsync(
                work, request.InstanceId, child.Definition.DefinitionId, child.Definition.Version, parent.PlanId, parent.Id, request.CorrelationId);
            begun[request.InstanceId] = row;
            return await ContextAsync(row, child);
        }

        async Task PublishAsync(EventRequest happened)
        {
            long? only = null;
            if (happened.OnlyInstanceId is { } engineId)
            {
                only = (await WorkflowSql.LockAsync(work, engineId))?.Id ?? -1;
            }

            foreach (var bookmark in await WorkflowSql.EventBookmarksAsync(work, happened.Name, happened.CorrelationId, only))
            {
                // Deep copy: each receiver may change what it got. One that has gone meanwhile was reached by an earlier receiver of this event.
                await ResumeAsync(bookmark, (JsonObject)happened.Input.DeepClone(), key: null);
            }

            if (only is not null)
            {
                return;
            }

            foreach (var newest in (await host.Definitions.AllAsync(work)).GroupBy(d => d.DefinitionId).Select(g => g.MaxBy(d => d.Version)!))
            {
                var definition = await host.Definitions.GetAsync(work, newest.DefinitionId, newest.Version);
                foreach (var trigger in definition.Triggers.Where(t => t.Type == WorkflowSql.EventBookmark))
                {
                    if (string.Equals(definition.ConstantInput(trigger.Id, "EventName"), happened.Name, StringComparison.OrdinalIgnoreCase))
                    {
                        var request = new StartRequest
                        {
                            InstanceId = "",
                            Input = (JsonObject)happened.Input.DeepClone(),
                            CorrelationId = happened.CorrelationId,
                            TriggerActivityId = trigger.Id,
                        };
                        await TryStartAsync(definition, request, key: null, planId: null, parentId: null);
                    }
                }
            }
        }

        async Task CancelAsync(string engineId)
        {
            if (await WorkflowSql.LockAsync(work, engineId) is { SubStatus: not (InstanceSubStatus.Finished or InstanceSubStatus.Cancelled) } row)
            {
                await ActAsync(row, (definition, state, context) => host.interpreter.CancelAsync(definition, state, context));
            }
        }

        async Task<Result<Done>> ActAsync(
            InstanceRow row,
            Func<CompiledDefinition, InstanceState, BurstContext, ValueTask<ActResult>> act,
            (int Number, string Resolution, long By)? settled = null)
        {
            IReadOnlyList<int> before;
            ActResult result;
            try
            {
                var definition = await host.Definitions.GetAsync(work, row.DefinitionId, row.DefinitionVersion);
                var state = InstanceState.Load(row.State);
                before = state.Incidents.Count == 0 ? [] : state.Incidents.Select(i => i.Id).ToList();
                result = await act(definition, state, await ContextAsync(row, definition));
            }
            catch (UnreadableStateException e)
            {
                work.EvenIfRefused(again => WorkflowSql.InsertUnreadableAsync(again, row.Id, e.Message));
                return Refusal.OutOfTime("workflow.unreadable");
            }

            if (result is not Burst burst)
            {
                return Refusal.OutOfTime(row.SubStatus == InstanceSubStatus.Faulted ? "workflow.stopped" : "task.doneAlready");
            }

            if (settled is { } s)
            {
                await WorkflowSql.ResolveIncidentsAsync(work, row.Id, [s.Number], s.Resolution, s.By);
            }

            await StoreAsync(row, burst, before);
            return Done.Value;
        }

        async Task StoreAsync(InstanceRow row, Burst burst, IReadOnlyList<int> incidentsBefore)
        {
            if (++bursts > MostBursts)
            {
                throw new InvalidOperationException($"One act set off more than {MostBursts} bursts.");
            }

            foreach (var child in burst.Children)
            {
                begun.Remove(child.State.InstanceId, out var inserted);
                await StoreAsync(inserted ?? throw new InvalidOperationException($"The child {child.State.InstanceId} was never begun."), child, []);
            }

            var journalLength = burst.Journal.Count == 0 ? row.JournalLength : burst.Journal[^1].Seq;
            if (!await WorkflowSql.UpdateAsync(work, row, burst.State, journalLength))
            {
                throw new InvalidOperationException($"Instance {row.EngineId} was changed by somebody who did not hold it.");
            }

            await WorkflowSql.DeleteBookmarksAsync(work, burst.Closed);
            await WorkflowSql.InsertBookmarksAsync(work, row.Id, burst.Opened);
            await WorkflowSql.InsertJournalAsync(work, row.Id, burst.Journal);
            foreach (var incident in burst.Incidents)
            {
                var id = await WorkflowSql.InsertIncidentAsync(work, row.Id, incident);
                if (host.OnIncident is { } onIncident && await WorkflowSql.IncidentAsync(work, id) is { } stored)
                {
                    await onIncident(work, row, stored);
                }
            }

            await SettleOthersAsync(row, burst, incidentsBefore);
            // Each of them may ask for as many again.
            if (requests.Count + burst.Requests.Count > MostRequests)
            {
                throw new InvalidOperationException($"One act asked for more than {MostRequests} workflows and events.");
            }

            foreach (var request in burst.Requests)
            {
                Ask(row, request);
            }
        }

        /// <summary>An incident that the engine has dropped went with its branch.</summary>
        async Task SettleOthersAsync(InstanceRow row, Burst burst, IReadOnlyList<int> incidentsBefore)
        {
            if (incidentsBefore.Count == 0 && burst.Incidents.Count == 0)
            {
                return;
            }

            var open = burst.State.SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled
                ? []
                : burst.State.Incidents.Select(i => i.Id).ToHashSet();
            var dropped = incidentsBefore.Concat(burst.Incidents.Select(i => i.Id)).Where(i => !open.Contains(i)).ToList();
            await WorkflowSql.ResolveIncidentsAsync(work, row.Id, dropped, "cancelled", 0);
        }

        static string DigestOf(string bookmarkId, JsonObject input) =>
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bookmarkId}\n{Texts.Json(input)}"))));
    }
}
