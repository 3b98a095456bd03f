using System.Globalization;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Engine.Execution;

sealed partial class Run
{
    /// <summary>Completes an execution: unfinished children are cancelled, the parent goes on.</summary>
    public void Complete(Execution execution, string[] outcomes)
    {
        if (execution.Status != ExecutionStatus.Running) return;
        CancelChildren(execution);
        execution.Status = ExecutionStatus.Completed;
        Log(execution.Node.Id, "Completed", ReferenceEquals(outcomes, Outcomes.Default) ? null : new JsonObject { ["outcomes"] = new JsonArray([.. outcomes.Select(o => (JsonNode)o)]) });
        CloseBookmarks(execution);
        Detach(execution);
        if (ended || !execution.IsAwaited || execution.Parent is not { Status: ExecutionStatus.Running } parent) return;
        ((ContainerActivity)parent.Node.Activity).ChildCompleted(this, parent, execution, outcomes);
    }

    // What has ended goes, and with it those above it that had ended before and were kept for it.
    void Detach(Execution? from)
    {
        for (var at = from; at is { IsOpen: false } && !HasRunning(at); at = at.Parent)
        {
            if (ReferenceEquals(at, State.Root)) State.Root = null;
            at.Parent?.Children.Remove(at);
        }
    }

    // Work that was queued when its container ended, and waits: it keeps what it stands in, until nothing in there waits any more.
    void Attach(Execution execution)
    {
        var at = execution;
        for (; at.Parent is { } parent; at = parent)
        {
            if (!parent.Children.Contains(at)) parent.Children.Add(at);
        }

        State.Root ??= at;
    }

    static bool HasRunning(Execution execution) => execution.Children.Exists(c => c.Status == ExecutionStatus.Running || HasRunning(c));

    void CancelChildren(Execution execution)
    {
        foreach (var child in execution.Children.ToArray()) Cancel(child, tellParent: false);
    }

    /// <summary>Cancels an execution and everything below it.</summary>
    public void Cancel(Execution execution, bool tellParent)
    {
        if (!execution.IsOpen) return;
        execution.Status = ExecutionStatus.Canceled;
        CloseBookmarks(execution);
        Settled(execution);
        Log(execution.Node.Id, "Canceled");
        execution.Parent?.Children.Remove(execution);
        if (tellParent && execution.Parent is { Status: ExecutionStatus.Running } parent)
        {
            ((ContainerActivity)parent.Node.Activity).ChildCanceled(this, parent, execution);
        }

        CancelChildren(execution);
        if (HasRunning(execution)) Attach(execution);
        else Detach(execution.Parent);
    }

    /// <summary>As <see cref="Cancel"/>, what lies deepest first: so Elsa cancels what somebody else ends, and from the top what its own container ends.</summary>
    public void CancelFromBelow(Execution execution, bool tellParent)
    {
        if (!execution.IsOpen) return;
        foreach (var child in execution.Children.ToArray()) CancelFromBelow(child, tellParent: false);
        Cancel(execution, tellParent);
    }

    // What failed in a cancelled branch is nobody's concern any more.
    void Settled(Execution execution) => State.IncidentList.RemoveAll(i => State.IncidentPlaces.TryGetValue(i.Id, out var place) && place == execution.Id);

    void Fault(Execution execution, Exception e, Resumption? resumption, int openedBefore)
    {
        execution.Status = ExecutionStatus.Faulted;
        execution.Outcomes = null;
        foreach (var b in WaitsOf(execution).Where(b => Number(b.Id) > openedBefore).ToList()) Close(b);
        if (resumption is not null) execution.Failed = resumption;
        Log(execution.Node.Id, "Faulted", new JsonObject { ["message"] = e.Message, ["exception"] = e.GetType().Name });
        Report(execution, "Fault", e.Message);
        if (!Continues && State.Status == InstanceStatus.Running) State.SubStatus = InstanceSubStatus.Faulted;
    }

    bool Continues => Definition.Definition.IncidentStrategy switch
    {
        "ContinueWithIncidentsStrategy" => true,
        "FaultStrategy" => false,
        _ => Context.ContinueWithIncidents,
    };

    void Report(Execution execution, string kind, string message, string? activityId = null, string? type = null)
    {
        var text = message.Length <= 500 ? message : message[..499] + "…";
        var incident = new Incident(++State.IncidentNo, activityId ?? execution.Node.Id, type ?? execution.Node.Type, kind, text, Context.Now);
        State.IncidentList.Add(incident);
        State.IncidentPlaces[incident.Id] = execution.Id;
        incidents.Add(incident);
    }

    // What was queued behind it is kept: a retry goes on with it.
    void StopAtLimit(WorkItem item, string sentence)
    {
        State.Held.AddRange(queue);
        queue.Clear();
        var execution = item.Existing ?? Enter(item);
        execution.Status = ExecutionStatus.Faulted;
        execution.Failed = item.Resumption;
        Log(item.Node.Id, "Faulted", new JsonObject { ["message"] = sentence });
        Report(execution, "Limit", sentence);
        State.SubStatus = InstanceSubStatus.Faulted;
    }

    /// <summary>Elsa's break signal: sequences and forks on the way stop, the nearest loop ends.</summary>
    public static void Break(Execution from)
    {
        for (var at = from.Parent; at is not null; at = at.Parent)
        {
            if (at.Node.Activity is not ContainerActivity container) continue;
            if (container.Breaking == BreakRole.None) continue;
            at.IsBreaking = true;
            if (container.Breaking == BreakRole.Ends) return;
        }
    }

    /// <summary>Elsa's CompleteCompositeSignal: loops on the way are cancelled, the nearest workflow completes with the outcomes.</summary>
    public void CompleteWorkflow(Execution from, string[] outcomes)
    {
        for (var at = from.Parent; at is not null; at = at.Parent)
        {
            if (at.Node.Activity is ContainerActivity { Breaking: BreakRole.Ends }) CancelFromBelow(at, tellParent: false);
            if (at.Node.Activity is not Workflow) continue;
            at.WorkflowOutcomes = outcomes;
            Complete(from, Outcomes.Default);
            Complete(at, outcomes);
            return;
        }
    }

    /// <summary>Elsa's Finish: the queue, all waits and all callbacks go; the instance is finished.</summary>
    /// <exception cref="InvalidOperationException">Something failed before in this burst: the instance stays faulted.</exception>
    public void Finish()
    {
        ended = true;
        queue.Clear();
        foreach (var b in State.BookmarkList.ToList()) Close(b);
        if (State.SubStatus == InstanceSubStatus.Faulted) throw new InvalidOperationException("An instance that has failed cannot be finished.");
        State.SubStatus = InstanceSubStatus.Finished;
    }

    public string OpenBookmark(Execution execution, BookmarkRequest request, string? reservedId)
    {
        var id = reservedId ?? ReserveBookmark();
        var bookmark = new Bookmark(id, request.Name ?? execution.Node.Type, execution.Node.Id, request.Payload?.DeepClone(), request.DueAt?.ToUniversalTime(), request.Tag);
        var stored = new StoredBookmark(bookmark, execution.Id, request.AutoBurn);
        State.BookmarkList.Add(stored);
        waits?.Add(stored, execution.Node);
        return id;
    }

    public string ReserveBookmark() => string.Create(CultureInfo.InvariantCulture, $"{State.InstanceId}.{++State.BookmarkNo}");

    public string ReserveChild() => string.Create(CultureInfo.InvariantCulture, $"{State.InstanceId}-{++State.ChildNo}");

    static int Number(string bookmarkId) => int.Parse(bookmarkId.AsSpan(bookmarkId.LastIndexOf('.') + 1), CultureInfo.InvariantCulture);

    public IReadOnlyList<OpenBookmark> BookmarksOf(Execution execution) =>
    [
        .. WaitsOf(execution)
            .Select(b => new OpenBookmark(b.Id, b.Public.Name, b.Public.Tag, b.Public.Payload?.DeepClone(), b.Public.DueAt)),
    ];

    public void CloseBookmark(Execution execution, string id)
    {
        if (State.BookmarkList.Find(b => b.Id == id && b.ExecutionId == execution.Id) is { } bookmark) Close(bookmark);
    }

    void CloseBookmarks(Execution execution)
    {
        if (State.BookmarkList.Count == 0) return;
        foreach (var b in WaitsOf(execution).ToList()) Close(b);
    }

    Waits? Waits => waits ??= State.BookmarkList.Count > LogodiConsult.Engine.Execution.Waits.Few ? new Waits(State) : null;

    IEnumerable<StoredBookmark> WaitsOf(Execution execution) => Waits?.Of(execution.Id) ?? State.BookmarkList.Where(b => b.ExecutionId == execution.Id);

    public void Close(StoredBookmark bookmark)
    {
        State.BookmarkList.Remove(bookmark);
        waits?.Remove(bookmark);
        if (before.Contains(bookmark.Id)) closed.Add(bookmark.Id);
    }

    /// <summary>Ends the burst: settles the status, looks for joins that are dead, and hands over what happened.</summary>
    public Burst End()
    {
        if (State.SubStatus == InstanceSubStatus.Executing)
        {
            if (State.Root is null)
            {
                State.SubStatus = InstanceSubStatus.Finished;
            }
            else
            {
                State.SubStatus = InstanceSubStatus.Suspended;
                FindDeadEnds();
            }
        }

        if (State.SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled)
        {
            State.Root = null;
            State.Held.Clear();
            foreach (var b in State.BookmarkList.ToList()) Close(b);
        }

        if (!Definition.KeepsOutputs || State.Root is null)
        {
            State.Outputs.Clear();
            State.LastResult = null;
        }

        TellParent();
        return new Burst
        {
            State = State,
            Opened = [.. State.BookmarkList.Where(b => !before.Contains(b.Id)).Select(b => b.Public)],
            Closed = closed,
            Journal = journal,
            Incidents = incidents,
            Requests = Requests,
            Children = children,
        };
    }

    void TellParent()
    {
        if (State.Status != InstanceStatus.Finished || State.ParentBookmarkId is null || State.ParentInstanceId is null) return;
        Requests.Add(new ResumeParentRequest(State.ParentInstanceId, State.ParentBookmarkId, ResultOf(State)));
    }

    /// <summary>What a parent learns of a child that ended: its outputs by name, and four facts under Elsa's names.</summary>
    public static JsonObject ResultOf(InstanceState child)
    {
        var result = (JsonObject)child.Output.DeepClone();
        result["WorkflowOutput"] = child.Output.DeepClone();
        result["WorkflowInstanceId"] = child.InstanceId;
        result["WorkflowStatus"] = child.Status.ToString();
        result["WorkflowSubStatus"] = child.SubStatus.ToString();
        return result;
    }

    void FindDeadEnds()
    {
        var found = false;
        var open = new Stack<Execution>();
        open.Push(State.Root!);
        while (open.TryPop(out var execution))
        {
            foreach (var child in execution.Children) open.Push(child);
            if (execution is { IsOpen: true, Flow: { } flow } && !execution.Children.Exists(c => c.IsOpen))
            {
                foreach (var target in flow.Tokens.Where(t => t.IsLive).Select(t => t.To).Distinct().ToList())
                {
                    found = true;
                    if (flow.Dead.Contains(target)) continue;
                    flow.Dead.Add(target);
                    var node = execution.Node.Graph!.Nodes[target];
                    var swallowed = flow.Tokens.Exists(t => t.To == target && t.Blocked);
                    Report(
                        execution, "DeadJoin",
                        swallowed ? $"A branch arrived at '{node.Id}' after it had been decided; its token is left over." : $"'{node.Id}' waits for branches that can no longer arrive.",
                        node.Id, node.Type);
                }
            }
        }

        if (found || State.BookmarkList.Count > 0 || State.IncidentList.Count > 0) return;
        var deepest = State.Root!;
        while (deepest.Children.FindLast(c => c.IsOpen) is { } child) deepest = child;
        Report(deepest, "Stuck", $"'{deepest.Node.Id}' waits, but nothing can wake it.");
    }

    /// <summary>Runs a child instance inside this burst (ExecuteWorkflow).</summary>
    public async ValueTask<InstanceState> RunChildAsync(string definitionId, JsonObject input, string? correlationId, string? parentBookmarkId)
    {
        if (nesting >= Context.Limits.Nesting) throw new InvalidOperationException($"Workflows call one another deeper than {Context.Limits.Nesting} levels.");
        var definition = Context.Resolve?.Invoke(definitionId, null) ?? throw new InvalidOperationException($"No published version of workflow definition '{definitionId}' was found.");
        var request = new StartRequest
        {
            InstanceId = ReserveChild(),
            Input = input,
            CorrelationId = correlationId,
            Mode = definition.Definition.Mode ?? State.Mode,
            ParentInstanceId = State.InstanceId,
            ParentBookmarkId = parentBookmarkId,
        };
        var context = Context.ForChild is { } forChild ? await forChild(request, definition) : Context;
        var burst = await Interpreter.StartInsideAsync(definition, request, context, nesting + 1, Cancellation);
        // It ended here: nobody needs to be told later.
        children.Add(burst with { Requests = [.. burst.Requests.Where(r => r is not ResumeParentRequest p || p.ParentBookmarkId != parentBookmarkId)] });
        return burst.State;
    }
}
