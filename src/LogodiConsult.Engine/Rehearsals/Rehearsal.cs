using System.Globalization;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Execution;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Rehearsals;

/// <summary>What a rehearsal needs.</summary>
public sealed record RehearsalSettings
{
    /// <summary>Activities that definitions may use.</summary>
    public required ActivityCatalog Catalog { get; init; }

    /// <summary>Makes the desk of one rehearsal from the rehearsal's clock; null when activities need none.</summary>
    public Func<Func<DateTimeOffset>, object?> Desk { get; init; } = static _ => null;

    /// <summary>Mode that overrides what definitions say; null leaves it to them.</summary>
    public FlowchartMode? Mode { get; init; }

    /// <summary>Mode of definitions that say none.</summary>
    public FlowchartMode DefaultMode { get; init; }

    /// <summary>Where the clock starts (UTC); null: now.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Limits of each burst.</summary>
    public BurstLimits Limits { get; init; } = new();

    /// <summary>Most timers that one rehearsal lets fall due.</summary>
    public int Timers { get; init; } = 200;

    /// <summary>True: the state is saved and loaded between bursts, as a host does.</summary>
    public bool SavesBetweenBursts { get; init; } = true;
}

/// <summary>An instance of a rehearsal.</summary>
public sealed class RehearsedInstance
{
    internal RehearsedInstance(CompiledDefinition definition, InstanceState state)
    {
        Definition = definition;
        State = state;
    }

    /// <summary>What it runs.</summary>
    public CompiledDefinition Definition { get; }

    /// <summary>Where it stands.</summary>
    public InstanceState State { get; internal set; }

    /// <summary>All journal entries so far.</summary>
    public List<JournalEntry> Journal { get; } = [];

    /// <summary>All incidents that ever arose.</summary>
    public List<Incident> Incidents { get; } = [];

    /// <summary>Random seeds and times aside, each stimulus in order: (bookmark, input); the first is the start.</summary>
    public List<(string? BookmarkId, JsonObject? Input, DateTimeOffset At)> Stimuli { get; } = [];
}

/// <summary>
/// A host in memory: runs definitions with a clock that moves only when it is told to, delivers events, timers, dispatched
/// workflows and their answers. For the verb run, scenarios and tests. Not thread-safe.
/// </summary>
public sealed class Rehearsal
{
    // Dispatched workflows, events and answers that may follow one act, as many as a host takes.
    const int MostRequests = 1_000;

    readonly RehearsalSettings settings;
    readonly DefinitionSources sources;
    readonly IReadOnlyList<Definition> definitions;
    readonly Dictionary<string, CompiledDefinition> compiled = new(StringComparer.Ordinal);
    readonly Dictionary<string, RehearsedInstance> instances = new(StringComparer.Ordinal);
    readonly Queue<Func<ValueTask>> work = new();
    readonly Interpreter interpreter = new();
    readonly object? desk;
    readonly CancellationToken cancellation;
    int started;

    /// <summary>Prepares a rehearsal of these definitions. The first one is run unless another is named.</summary>
    /// <exception cref="DefinitionRefusedException">A definition has errors.</exception>
    public Rehearsal(IReadOnlyList<Definition> definitions, RehearsalSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentNullException.ThrowIfNull(settings);
        this.definitions = definitions;
        this.settings = settings;
        this.cancellation = cancellation;
        sources = DefinitionSources.Of(definitions);
        var problems = definitions.SelectMany(d => DefinitionChecker.Check(d, settings.Catalog, sources)).ToList();
        if (problems.Exists(p => p.IsError)) throw new DefinitionRefusedException(problems);
        Now = settings.Start ?? DateTimeOffset.UtcNow;
        desk = settings.Desk(() => Now);
    }

    /// <summary>The rehearsal's clock, UTC.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Lines of WriteLine of all instances, in order.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>All instances by id, in order of their start.</summary>
    public IReadOnlyCollection<RehearsedInstance> Instances => instances.Values;

    /// <summary>The instance that was started first.</summary>
    public RehearsedInstance Main => instances.Values.First();

    /// <summary>Events that nobody waited for.</summary>
    public List<string> IgnoredEvents { get; } = [];

    /// <summary>Tasks that RunTask asked for.</summary>
    public List<TaskRequest> Tasks { get; } = [];

    /// <summary>The desk of this rehearsal, or null.</summary>
    public object? Desk => desk;

    /// <summary>Starts an instance of a definition (null: the first) and runs all that follows without waiting.</summary>
    public async ValueTask<RehearsedInstance> StartAsync(string? definitionId = null, JsonObject? input = null, string? correlationId = null)
    {
        var definition = definitionId is null ? definitions[0] : Find(definitionId) ?? throw new InvalidOperationException($"Definition '{definitionId}' is not among the files.");
        var instance = await StartOneAsync(definition, new StartRequest { InstanceId = NextId(), Input = input, CorrelationId = correlationId, Mode = settings.Mode });
        await DrainAsync();
        return instance;
    }

    /// <summary>
    /// Delivers an event: definitions that begin with an event of that name start, and every wait of that event name (or task name) is resumed; else
    /// the oldest open bookmark of the activity of that id that waits for no time; an input's "tag" chooses among several. When nobody waits, the
    /// clock moves to the next timers first.
    /// </summary>
    /// <returns>False when nobody waited for it even then.</returns>
    public async ValueTask<bool> DeliverAsync(string name, JsonObject? input = null)
    {
        for (var timers = 0; ; timers++)
        {
            var targets = Targets(name, input);
            // Who waited before the event is told of it, not who begins to wait because of it.
            var begun = await BeginAsync(name, input, null);
            foreach (var (instance, bookmark) in targets) await ResumeAsync(instance, bookmark, input);
            if (begun || targets.Count > 0)
            {
                await DrainAsync();
                return true;
            }

            if (timers >= settings.Timers || !IsExpected(name) || !await FireNextTimerAsync()) break;
        }

        IgnoredEvents.Add(name);
        return false;
    }

    /// <summary>Moves the clock to the next timer and lets it fall due; false when there is none.</summary>
    public async ValueTask<bool> FireNextTimerAsync()
    {
        var next = instances.Values.Where(i => i.State.Status == InstanceStatus.Running)
            .SelectMany(i => i.State.Bookmarks.Where(b => b.DueAt is not null).Select(b => (Instance: i, Bookmark: b)))
            .OrderBy(x => x.Bookmark.DueAt).FirstOrDefault();
        if (next.Instance is null) return false;
        if (next.Bookmark.DueAt > Now) Now = next.Bookmark.DueAt.Value;
        await ResumeAsync(next.Instance, next.Bookmark.Id, null);
        await DrainAsync();
        return true;
    }

    /// <summary>Lets timers fall due until none is left or the limit of timers is reached.</summary>
    public async ValueTask FireTimersAsync()
    {
        for (var i = 0; i < settings.Timers && await FireNextTimerAsync(); i++)
        {
        }
    }

    /// <summary>Resumes one bookmark.</summary>
    public async ValueTask<ActResult> ResumeAsync(RehearsedInstance instance, string bookmarkId, JsonObject? input)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var result = await interpreter.ResumeAsync(instance.Definition, instance.State, bookmarkId, input, Context(), cancellation);
        if (result is Burst burst)
        {
            instance.Stimuli.Add((bookmarkId, input, Now));
            Take(instance, burst);
        }

        return result;
    }

    /// <summary>Retries or skips (outcome given) an incident of an instance.</summary>
    public async ValueTask<ActResult> SettleAsync(RehearsedInstance instance, int incidentId, string? outcome)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var result = outcome is null
            ? await interpreter.RetryAsync(instance.Definition, instance.State, incidentId, Context(), cancellation)
            : await interpreter.SkipAsync(instance.Definition, instance.State, incidentId, outcome, Context(), cancellation);
        if (result is Burst burst) Take(instance, burst);
        await DrainAsync();
        return result;
    }

    /// <summary>Runs what bursts asked for: dispatched workflows, events, answers to parents, activities in the background.</summary>
    public async ValueTask DrainAsync()
    {
        for (var i = 0; ; i++)
        {
            if (i >= MostRequests) throw TooMany();
            if (work.TryDequeue(out var next)) await next();
            else if (!await RunBackgroundAsync()) return;
        }
    }

    static InvalidOperationException TooMany() => new($"More than {MostRequests} requests followed one act.");

    async ValueTask<bool> RunBackgroundAsync()
    {
        foreach (var instance in Running())
        {
            if (instance.State.Bookmarks.FirstOrDefault(b => b.Name == Bookmark.Background) is not { } bookmark) continue;
            await ResumeAsync(instance, bookmark.Id, null);
            return true;
        }

        return false;
    }

    string NextId() => string.Create(CultureInfo.InvariantCulture, $"i{++started}");

    Definition? Find(string definitionId) => sources.ByDefinitionId(definitionId, definitionId) ?? definitions.FirstOrDefault(d => d.Name == definitionId);

    CompiledDefinition Compiled(Definition definition)
    {
        if (!compiled.TryGetValue(definition.Id, out var made)) compiled[definition.Id] = made = DefinitionCompiler.Compile(definition, settings.Catalog, sources);
        return made;
    }

    BurstContext Context() => new()
    {
        Now = Now,
        Desk = desk,
        Limits = settings.Limits,
        DefaultMode = settings.Mode ?? settings.DefaultMode,
        OnLine = Lines.Add,
        Resolve = (id, versionId) => sources.ByDefinitionId(id, versionId) is { } d ? Compiled(d) : null,
    };

    async ValueTask<RehearsedInstance> StartOneAsync(Definition definition, StartRequest request)
    {
        var ready = Compiled(definition);
        var burst = await interpreter.StartAsync(ready, request, Context(), cancellation);
        return Add(ready, burst, request.Input);
    }

    RehearsedInstance Add(CompiledDefinition definition, Burst burst, JsonObject? input)
    {
        var instance = new RehearsedInstance(definition, burst.State);
        instances[burst.State.InstanceId] = instance;
        instance.Stimuli.Add((null, input, Now));
        Take(instance, burst);
        return instance;
    }

    void Take(RehearsedInstance instance, Burst burst)
    {
        instance.State = settings.SavesBetweenBursts ? InstanceState.Load(burst.State.Save()) : burst.State;
        instance.Journal.AddRange(burst.Journal);
        instance.Incidents.AddRange(burst.Incidents);
        foreach (var child in burst.Children)
        {
            if (Find(child.State.DefinitionId) is { } definition) Add(Compiled(definition), child, null);
        }

        // Asked before they are queued: each may ask for as many again.
        if (work.Count + burst.Requests.Count > MostRequests) throw TooMany();
        foreach (var request in burst.Requests) work.Enqueue(() => DoAsync(request));
    }

    async ValueTask DoAsync(Request request)
    {
        switch (request)
        {
            case DispatchRequest dispatch:
                var definition = sources.ByDefinitionId(dispatch.DefinitionId, dispatch.VersionId)
                    ?? throw new InvalidOperationException($"Definition '{dispatch.DefinitionId}' is not among the files.");
                await StartOneAsync(definition, new StartRequest
                {
                    InstanceId = dispatch.InstanceId,
                    Input = dispatch.Input,
                    CorrelationId = dispatch.CorrelationId,
                    Mode = settings.Mode,
                    ParentInstanceId = dispatch.ParentInstanceId,
                    ParentBookmarkId = dispatch.ParentBookmarkId,
                });
                break;
            case EventRequest published:
                await PublishAsync(published);
                break;
            case ResumeParentRequest parent:
                if (instances.TryGetValue(parent.ParentInstanceId, out var waiting)) await ResumeAsync(waiting, parent.ParentBookmarkId, parent.Input);
                break;
            case CancelRequest cancel:
                if (instances.TryGetValue(cancel.InstanceId, out var child)
                    && await interpreter.CancelAsync(child.Definition, child.State, Context(), cancellation) is Burst burst) Take(child, burst);
                break;
            case TaskRequest task:
                Tasks.Add(task);
                break;
        }
    }

    async ValueTask PublishAsync(EventRequest published)
    {
        var targets = Waiting(published.Name)
            .Where(t => published.OnlyInstanceId is null || t.Instance.State.InstanceId == published.OnlyInstanceId)
            .Where(t => published.CorrelationId is null || t.Instance.State.CorrelationId == published.CorrelationId)
            .ToList();
        if (published.OnlyInstanceId is null) await BeginAsync(published.Name, published.Input, published.CorrelationId);
        foreach (var (instance, bookmark) in targets) await ResumeAsync(instance, bookmark, published.Input);
    }

    /// <summary>Starts the definitions whose first activity is this event; false when there is none.</summary>
    async ValueTask<bool> BeginAsync(string name, JsonObject? input, string? correlationId)
    {
        var any = false;
        foreach (var definition in definitions)
        {
            var ready = Compiled(definition);
            foreach (var trigger in ready.Triggers.Where(t => t.Type == "Elsa.Event" && ready.ConstantInput(t.Id, "EventName") == name))
            {
                any = true;
                await StartOneAsync(definition, new StartRequest
                {
                    InstanceId = NextId(),
                    Input = input,
                    CorrelationId = correlationId,
                    Mode = settings.Mode,
                    TriggerActivityId = trigger.Id,
                });
            }
        }

        return any;
    }

    // An event that no definition can ever wait for moves no clock.
    bool IsExpected(string name) => definitions.Select(Compiled).Any(d => d.Activities.Any(a =>
        a.Id == name
        || (a.Type == "Elsa.Event" && d.ConstantInput(a.Id, "EventName") is var e && (e is null || e == name))
        || (a.Type == "Elsa.RunTask" && d.ConstantInput(a.Id, "TaskName") is var t && (t is null || t == name))));

    List<(RehearsedInstance Instance, string BookmarkId)> Targets(string name, JsonObject? input)
    {
        var named = Waiting(name).ToList();
        if (named.Count > 0) return named;
        var tag = input?["tag"] is JsonValue value ? Values.Text(value) : null;
        var open = Running().SelectMany(i => i.State.Bookmarks.Where(b => b.ActivityId == name && b.DueAt is null).Select(b => (Instance: i, b.Id, b.Tag))).ToList();
        var chosen = open.FirstOrDefault(x => tag is not null && x.Tag == tag);
        if (chosen.Instance is null) chosen = open.FirstOrDefault();
        return chosen.Instance is null ? [] : [(chosen.Instance, chosen.Id)];
    }

    IEnumerable<(RehearsedInstance Instance, string BookmarkId)> Waiting(string name) =>
        Running().SelectMany(i => i.State.Bookmarks
            .Where(b => b.Payload is JsonObject p && ((b.Name == "Elsa.Event" && (string?)p["eventName"] == name) || (b.Name == "Elsa.RunTask" && (string?)p["taskName"] == name)))
            .Select(b => (i, b.Id)));

    IEnumerable<RehearsedInstance> Running() => instances.Values.Where(i => i.State.Status == InstanceStatus.Running).ToList();
}
