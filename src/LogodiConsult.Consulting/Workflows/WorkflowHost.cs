using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>The surroundings of one act on an instance: what <c>Logodi.*</c> activities ask for as their desk.</summary>
public delegate object DeskFactory(UnitOfWork work, InstanceRow instance);

/// <summary>
/// Runs instances inside units of work: state, bookmarks, journal, incidents and everything that activities write through their desk are
/// one transaction. Sub-workflows and events are served in the same transaction.
/// </summary>
public sealed partial class WorkflowHost(ActivityCatalog catalog, DeskFactory? desk = null)
{
    readonly DeskFactory? desk = desk;

    /// <summary>Bursts that one act may set off (events that meet events, children that start children).</summary>
    const int MostBursts = 1_000;
    const int MostRequests = 10 * MostBursts;

    /// <summary>Elsa's name for what an event carries, among the inputs of its receivers.</summary>
    const string EventPayload = "__EventPayloadWorkflowInput";

    readonly Interpreter interpreter = new();

    public DefinitionLibrary Definitions { get; } = new(catalog);

    /// <summary>How flowcharts of definitions that say nothing of it run.</summary>
    public FlowchartMode DefaultMode { get; set; } = FlowchartMode.Counter;

    /// <summary>Called in the transaction for each incident, e.g. to tell the lead by mail.</summary>
    public Func<UnitOfWork, InstanceRow, IncidentRow, Task>? OnIncident { get; set; }

    /// <summary>Called in the transaction when a RunTask activity asks the application for work.</summary>
    public Func<UnitOfWork, InstanceRow, TaskRequest, Task>? OnTask { get; set; }

    /// <summary>Publishes a version, which is never changed again. The same text twice is not an error. Compiled before anything is written.</summary>
    /// <returns>Refused with <c>workflow.broken</c> (fact <c>problems</c>), or <c>workflow.versionTaken</c> when the version has other content.</returns>
    public async Task<Result<Definition>> PublishAsync(Database database, string json, CancellationToken ct = default)
    {
        var ready = await database.ReadAsync(session => PrepareAsync(session, json), ct);
        return await database.WriteAsync(work => PublishAsync(work, ready), ct);
    }

    /// <inheritdoc cref="PublishAsync(Database, string, CancellationToken)"/>
    public async Task<Result<Definition>> PublishAsync(UnitOfWork work, string json) => await PublishAsync(work, await PrepareAsync(work, json));

    async Task<ReadyDefinition> PrepareAsync(Session session, string json)
    {
        var (definition, problems) = DefinitionReader.Read(json);
        if (definition is null)
        {
            return new ReadyDefinition(json, null, null, problems);
        }

        var (compiled, found) = await Definitions.TryCompileAsync(session, definition);
        return new ReadyDefinition(json, definition, compiled, [.. problems, .. found.Except(problems)]);
    }

    async Task<Result<Definition>> PublishAsync(UnitOfWork work, ReadyDefinition ready)
    {
        if (ready is not { Definition: { } definition, Compiled: { } compiled } || ready.Problems.Any(p => p.IsError))
        {
            return Refusal.Invalid("workflow.broken").With("problems", string.Join('\n', ready.Problems.Where(p => p.IsError)));
        }

        var sha256 = DefinitionLibrary.DigestOf(ready.Json);
        var versions = await work.QueryAsync<Version>("select version as number, sha256 from workflow_definition where definition_id = @DefinitionId", new { definition.DefinitionId });
        var before = versions.FirstOrDefault(v => v.Number == definition.Version);
        if (before is not null && before.Sha256 != sha256)
        {
            return Refusal.OutOfTime("workflow.versionTaken").With("definition", definition.DefinitionId).With("version", definition.Version);
        }

        if (before is null)
        {
            await work.ExecuteAsync(
                "insert into workflow_definition(definition_id, version, name, json, sha256, published_at) values (@DefinitionId, @Version, @name, @Json, @sha256, @Now)",
                new { definition.DefinitionId, definition.Version, name = definition.Name ?? definition.DefinitionId, ready.Json, sha256, work.Now });
        }

        if (versions.All(v => v.Number <= definition.Version))
        {
            await Triggers.IndexAsync(work, compiled);
        }

        Definitions.Keep(work, compiled);
        return definition;
    }

    sealed record ReadyDefinition(string Json, Definition? Definition, CompiledDefinition? Compiled, IReadOnlyList<Problem> Problems);

    sealed class Version
    {
        public int Number { get; init; }

        public string Sha256 { get; init; } = "";
    }

    /// <summary>Starts an instance and runs it to its first waits.</summary>
    /// <param name="version">Null: the newest.</param>
    /// <returns>Refused with <c>workflow.runsAlready</c> when its activation strategy allows no other instance beside those that run.</returns>
    /// <exception cref="InvalidOperationException">The definition is not published.</exception>
    public async Task<Result<InstanceRow>> StartAsync(
        UnitOfWork work, string definitionId, int? version = null, JsonObject? input = null, long? planId = null, string? correlationId = null)
    {
        var definition = version is { } v
            ? await Definitions.GetAsync(work, definitionId, v)
            : await Definitions.NewestAsync(work, definitionId) ?? throw new InvalidOperationException($"The definition {definitionId} is not published.");
        var act = new Act(this, work);
        if (await act.TryStartAsync(definition, new StartRequest { InstanceId = "", Input = input, CorrelationId = correlationId }, key: null, planId, parentId: null) is not { } row)
        {
            return Refusal.OutOfTime("workflow.runsAlready").With("definition", definition.Definition.Name ?? definitionId);
        }

        await act.FulfilAsync();
        return await WorkflowSql.GetAsync(work, row.Id);
    }

    /// <summary>Starts the instance of an occurrence, unless the activation strategy allows none now, and moves the trigger to its next.</summary>
    internal async Task StartTriggeredAsync(UnitOfWork work, DueTrigger due)
    {
        var definition = await Definitions.GetAsync(work, due.DefinitionId, due.DefinitionVersion);
        var act = new Act(this, work);
        await act.TryStartAsync(definition, new StartRequest { InstanceId = "", TriggerActivityId = due.ActivityId }, key: null, planId: null, parentId: null);
        await Triggers.MoveOnAsync(work, due, definition.NextStart(due.ActivityId, due.DueAt, work.Now));
        await act.FulfilAsync();
    }

    /// <summary>Resumes what waits at the bookmark.</summary>
    /// <param name="key">Names this stimulus: the same key again does nothing and succeeds; with another bookmark or content it is refused.</param>
    /// <returns>Refused with <c>task.doneAlready</c> when the bookmark is gone, <c>workflow.stopped</c> when the instance stands still with an incident.</returns>
    public async Task<Result<Done>> ResumeAsync(UnitOfWork work, string bookmarkId, JsonObject? input = null, string? key = null)
    {
        var act = new Act(this, work);
        var result = await act.ResumeAsync(bookmarkId, input ?? [], key);
        if (!result.IsRefused)
        {
            await act.FulfilAsync();
        }

        return result;
    }

    /// <summary>Resumes whoever waits for the event, and starts definitions that begin with it.</summary>
    public async Task PublishEventAsync(UnitOfWork work, string name, JsonObject? input = null, string? correlationId = null)
    {
        var act = new Act(this, work);
        // Receivers find the whole as the event's result too, as with Elsa's publisher.
        var carried = (JsonObject?)input?.DeepClone() ?? [];
        carried[EventPayload] = input?.DeepClone();
        act.Ask(null, new EventRequest(name, correlationId, null, carried));
        await act.FulfilAsync();
    }

    /// <summary>Ends an instance with its waits and its children. Nothing happens to one that has ended.</summary>
    public async Task CancelAsync(UnitOfWork work, long instanceId)
    {
        var act = new Act(this, work);
        act.Ask(null, new CancelRequest(instanceId.ToString(CultureInfo.InvariantCulture)));
        await act.FulfilAsync();
    }

    /// <summary>Incidents that nobody has settled; of one plan, or of all.</summary>
    public static Task<IReadOnlyList<IncidentRow>> OpenIncidentsAsync(Session session, long? planId = null) => WorkflowSql.OpenIncidentsAsync(session, planId);

    /// <summary>The failed step is tried again. A logged act.</summary>
    public Task<Result<Done>> RetryAsync(UnitOfWork work, long incidentId, Actor actor) => SettleAsync(work, incidentId, null, actor);

    /// <summary>The failed step is passed over with an outcome. A logged act.</summary>
    public Task<Result<Done>> SkipAsync(UnitOfWork work, long incidentId, string outcome, Actor actor) => SettleAsync(work, incidentId, outcome, actor);

    async Task<Result<Done>> SettleAsync(UnitOfWork work, long incidentId, string? outcome, Actor actor)
    {
        if (await WorkflowSql.IncidentAsync(work, incidentId) is not { } incident)
        {
            return Refusal.OutOfTime("workflow.incidentSettled");
        }

        var act = new Act(this, work);
        var result = await act.SettleAsync(incident, outcome, actor.PersonId);
        if (result.IsRefused)
        {
            return result;
        }

        await work.AuditAsync(actor, new AuditLine(outcome is null ? "workflow.retried" : "workflow.skipped")
        {
            PlanId = incident.PlanId,
            Subject = "incident",
            SubjectId = incident.Id,
            Facts = outcome is null ? null : new JsonObject { ["outcome"] = outcome },
        });
        await act.FulfilAsync();
        return result;
    }

    // What the database throws is no fault of the workflow: the whole act is rolled back.
    static bool IsOurs(Exception? e) => e is DbException || (e?.InnerException is { } inner && IsOurs(inner));

    /// <summary>A step that fails leaves an incident and nothing of what it wrote.</summary>
    sealed class StepGuard(UnitOfWork work) : IStepGuard
    {
        public ValueTask BeginAsync()
        {
            work.BeginStep();
            return ValueTask.CompletedTask;
        }

        public ValueTask KeepAsync() => work.KeepStepAsync();

        public ValueTask UndoAsync() => work.UndoStepAsync();
    }
}
