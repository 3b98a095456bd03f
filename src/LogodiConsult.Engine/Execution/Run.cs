using System.Diagnostics;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Definitions;
using LogodiConsult.Engine.Expressions;

namespace LogodiConsult.Engine.Execution;

/// <summary>A piece of work in the queue of a burst.</summary>
sealed record WorkItem(CompiledNode Node, Execution? Owner)
{
    public Execution? Existing { get; init; }

    public Resumption? Resumption { get; init; }

    public (string Name, object? Value)[]? Variables { get; init; }

    public bool ViaBackward { get; init; }

    public bool IsCounted { get; init; }
}

/// <summary>One burst: a queue of work, first in first out, run by one thread.</summary>
sealed partial class Run
{
    readonly Queue<WorkItem> queue = new();
    readonly List<JournalEntry> journal = [];
    readonly List<Incident> incidents = [];
    readonly List<Burst> children = [];
    readonly List<string> closed = [];
    readonly HashSet<string> before;
    readonly long startedAt = Stopwatch.GetTimestamp();
    readonly int nesting;
    int steps;
    bool ended;
    Waits? waits;
    ScriptHost? scripts;
    Random? random;

    public Run(InstanceState state, CompiledDefinition definition, BurstContext context, JsonObject? input, int nesting, CancellationToken cancellation)
    {
        State = state;
        Definition = definition;
        Context = context;
        Cancellation = cancellation;
        this.nesting = nesting;
        state.Bind(definition);
        state.Bursts++;
        Input = input is null ? [] : (JsonObject)input.DeepClone();
        foreach (var (name, value) in state.KeptInput)
        {
            if (!JsonText.Has(Input, name)) Input[name] = value?.DeepClone();
        }

        before = [.. state.BookmarkList.Select(b => b.Id)];
    }

    public InstanceState State { get; }

    public CompiledDefinition Definition { get; }

    public BurstContext Context { get; }

    public CancellationToken Cancellation { get; }

    public JsonObject Input { get; }

    public List<Request> Requests { get; } = [];

    public ScriptHost Scripts => scripts ??= new ScriptHost(Context.Limits, Context.Now, () => Random.NextDouble());

    public Random Random => random ??= Context.Random ?? new Random(Seed());

    public bool IsFirstBurst => State.Bursts == 1;

    public IEnumerable<WorkItem> Queue => queue;

    // Stable over processes, unlike string.GetHashCode.
    int Seed()
    {
        var hash = 2166136261u;
        foreach (var c in State.InstanceId) hash = (hash ^ c) * 16777619u;
        return (int)(hash ^ ((uint)State.Bursts * 2654435761u));
    }

    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.NextBytes(bytes);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    public void Log(string activityId, string kind, JsonObject? facts = null) =>
        journal.Add(new JournalEntry(++State.JournalNo, Context.Now, activityId, kind, facts));

    public void Schedule(CompiledNode node, Execution owner, (string Name, object? Value)[]? variables = null, bool viaBackward = false, bool isCounted = false) =>
        queue.Enqueue(new WorkItem(node, owner) { Variables = variables, ViaBackward = viaBackward, IsCounted = isCounted });

    public void ScheduleRoot() => queue.Enqueue(new WorkItem(Definition.Workflow, null));

    public void ScheduleResume(Execution execution, Resumption resumption) =>
        queue.Enqueue(new WorkItem(execution.Node, execution.Parent) { Existing = execution, Resumption = resumption });

    public void ScheduleAgain(Execution execution) => queue.Enqueue(new WorkItem(execution.Node, execution.Parent) { Existing = execution });

    public async ValueTask LoopAsync()
    {
        State.SubStatus = InstanceSubStatus.Executing;
        while (queue.TryDequeue(out var item))
        {
            Cancellation.ThrowIfCancellationRequested();
            if (CountStep() is { } limit)
            {
                StopAtLimit(item, limit);
                break;
            }

            await StepAsync(item);
        }
    }

    /// <summary>Counts a step; the sentence when the burst is over its limits.</summary>
    public string? CountStep()
    {
        if (++steps > Context.Limits.Steps) return $"More than {Context.Limits.Steps} steps in one burst.";
        return (steps & 63) == 0 && Stopwatch.GetElapsedTime(startedAt) > Context.Limits.Time ? $"The burst took longer than {Context.Limits.Time}." : null;
    }

    async ValueTask StepAsync(WorkItem item)
    {
        var execution = item.Existing ?? Enter(item);
        if (execution.Status != ExecutionStatus.Running) return;
        Log(item.Node.Id, item.Resumption is null && !WaitsElsewhere(item.Node) ? "Started" : "Resumed");
        if (item is { Resumption: null, Node.RunsInBackground: true })
        {
            Postpone(execution);
            return;
        }

        var opened = State.BookmarkNo;
        var context = execution.Context = new ActivityContext(this, execution);
        execution.Outcomes = null;
        var guard = BuiltIn.IsBuiltIn(item.Node.Activity) ? null : Context.Guard;
        if (guard is not null) await guard.BeginAsync();
        try
        {
            if (item.Resumption is null or { BookmarkName: Bookmark.Background })
            {
                foreach (var input in item.Node.Inputs)
                {
                    if (!input.Declaration.IsLazy && !input.Expression.IsConstant) context.GetValue(input.Declaration.Name);
                }

                await item.Node.Activity.ExecuteAsync(context);
            }
            else
            {
                await item.Node.Activity.ResumeAsync(context, item.Resumption);
            }

            if (guard is not null) await guard.KeepAsync();
            guard = null;
            Settle(execution);
        }
        catch (Exception e) when (!(e is OperationCanceledException && Cancellation.IsCancellationRequested) && !Context.PassThrough(e))
        {
            if (guard is not null) await guard.UndoAsync();
            Fault(execution, e, item.Resumption, opened);
        }
    }

    // Elsa's word for an activity of which another execution waits already (the items of a ParallelForEach), even where this one only begins.
    bool WaitsElsewhere(CompiledNode node) =>
        Waits is { } many ? many.Has(node) : State.BookmarkList.Exists(b => b.Public.ActivityId == node.Id && ReferenceEquals(Interpreter.Find(State.Root, b.ExecutionId)?.Node, node));

    // Like a wait that is due at once: the host resumes it after the commit, in a burst and a transaction of its own.
    void Postpone(Execution execution)
    {
        OpenBookmark(execution, new BookmarkRequest { Name = Bookmark.Background, DueAt = Context.Now }, null);
        if (IsEnded(execution.Parent)) Attach(execution);
        Log(execution.Node.Id, "Suspended");
    }

    // Work that was queued when its container ended still runs, as in Elsa.
    Execution Enter(WorkItem item)
    {
        var execution = new Execution(++State.ExecutionNo, item.Node, item.Owner) { ViaBackward = item.ViaBackward, IsCounted = item.IsCounted };
        execution.DeclareVariables();
        foreach (var (name, value) in item.Variables ?? []) execution.Declare(name, value);
        if (item.Owner is null) State.Root = execution;
        else item.Owner.Children.Add(execution);
        return execution;
    }

    static bool IsEnded(Execution? execution)
    {
        for (var at = execution; at is not null; at = at.Parent)
        {
            if (!at.IsOpen) return true;
        }

        return false;
    }

    void Settle(Execution execution)
    {
        if (execution.Status != ExecutionStatus.Running) return;
        if (execution.Outcomes is { } outcomes)
        {
            execution.Outcomes = null;
            Complete(execution, outcomes);
            return;
        }

        if (Waits is { } many ? many.Of(execution.Id).Count > 0 : State.BookmarkList.Exists(b => b.ExecutionId == execution.Id))
        {
            if (IsEnded(execution.Parent)) Attach(execution);
            Log(execution.Node.Id, "Suspended");
            return;
        }

        if (execution.Node.Activity is ContainerActivity) return;
        Complete(execution, Outcomes.Default);
    }

    /// <summary>The context of an execution in this burst, with the inputs that were evaluated so far.</summary>
    public ActivityContext ContextOf(Execution execution) =>
        ReferenceEquals(execution.Context?.Run, this) ? execution.Context : execution.Context = new ActivityContext(this, execution);

    public object? Evaluate(Execution execution, CompiledInput input)
    {
        if (input.Expression is LiteralExpression literal) return literal.Value;
        var value = input.Expression.Evaluate(new Scope(this, execution));
        return Values.ConvertTo(value, input.Type);
    }

    public void SetOutput(Execution execution, string output, object? value)
    {
        var plain = Values.Plain(value);
        State.Outputs[(execution.Node.Id, output)] = plain;
        if (output == "Result") State.LastResult = plain;
        foreach (var binding in execution.Node.Outputs)
        {
            if (binding.Output == output) Bind(execution, binding.Reference, plain);
        }
    }

    void Bind(Execution execution, string reference, object? value)
    {
        var scope = new Scope(this, execution.Parent ?? execution);
        var isVariable = scope.TrySetById(reference, value);
        if (OutputOwner(execution, reference) is { } owner) SetWorkflowOutput(owner, reference, value);
        else if (!isVariable) scope.SetVariable(reference, value);
    }

    /// <summary>The workflow execution that declares an output of that name; null when none does.</summary>
    public static Execution? OutputOwner(Execution execution, string name)
    {
        for (var at = execution.Parent; at is not null; at = at.Parent)
        {
            if (at.Node.Workflow?.Outputs.Any(o => o.Name == name) == true) return at;
        }

        return null;
    }

    /// <summary>Sets an output of a workflow: of the instance for the outermost one, else the variable of the activity around it.</summary>
    public void SetWorkflowOutput(Execution? workflow, string name, object? value)
    {
        if (workflow?.Parent is { } activity)
        {
            activity.TrySetById(name, value);
            return;
        }

        // As it is: Elsa does not convert to the declared type either.
        State.Output[name] = Values.ToJson(Values.Plain(value));
    }
}
