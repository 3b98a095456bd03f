using System.Text.Json.Nodes;

namespace LogodiConsult.Engine.Execution;

/// <summary>Elsa's main status.</summary>
public enum InstanceStatus
{
    /// <summary>Not ended.</summary>
    Running,

    /// <summary>Ended: finished, cancelled or faulted.</summary>
    Finished,
}

/// <summary>Elsa's sub-status.</summary>
public enum InstanceSubStatus
{
    /// <summary>Created, not yet run.</summary>
    Pending,

    /// <summary>Inside a burst.</summary>
    Executing,

    /// <summary>Waits for a stimulus, or stands still with an incident.</summary>
    Suspended,

    /// <summary>Ended as designed.</summary>
    Finished,

    /// <summary>Ended by an act of cancelling.</summary>
    Cancelled,

    /// <summary>Ended by a fault under the Fault strategy; can be retried or skipped.</summary>
    Faulted,
}

/// <summary>What an act on an instance gave: a <see cref="Burst"/>, or <see cref="BookmarkGone"/>.</summary>
public abstract record ActResult;

/// <summary>The stimulus came too late: its bookmark is closed, or the instance does not run. Nothing was changed.</summary>
/// <param name="BookmarkId">The bookmark (or incident) asked for.</param>
/// <param name="SubStatus">Where the instance stands.</param>
public sealed record BookmarkGone(string BookmarkId, InstanceSubStatus SubStatus) : ActResult;

/// <summary>
/// What one start or resume did. The host stores the state, the bookmarks and the journal and does the requests,
/// all in one transaction.
/// </summary>
public sealed record Burst : ActResult
{
    /// <summary>The state after the burst. It replaces the one given; the given object must not be used again.</summary>
    public required InstanceState State { get; init; }

    /// <summary>Bookmarks opened in this burst and still open.</summary>
    public IReadOnlyList<Bookmark> Opened { get; init; } = [];

    /// <summary>Ids of bookmarks that were open before this burst and are closed now.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>What happened, in order. Sequence numbers continue those of the instance's earlier bursts.</summary>
    public IReadOnlyList<JournalEntry> Journal { get; init; } = [];

    /// <summary>Incidents that arose in this burst.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>What the host must do in the same transaction, in order.</summary>
    public IReadOnlyList<Request> Requests { get; init; } = [];

    /// <summary>Bursts of instances that were started inside this one (ExecuteWorkflow); stored like this one.</summary>
    public IReadOnlyList<Burst> Children { get; init; } = [];
}

/// <summary>One line of an instance's journal.</summary>
/// <param name="Seq">Number in the instance, from 1 without gaps.</param>
/// <param name="At">Moment (UTC) given by the host for the burst.</param>
/// <param name="ActivityId">Id of the activity in the definition; "Workflow1" for the workflow itself, "Workflow2" when it holds another as an activity, and so on.</param>
/// <param name="Kind">Started, Completed, Suspended, Resumed, Faulted, Canceled; others come from <see cref="ActivityContext.Log"/>.</param>
/// <param name="Facts">Outcomes, message, line written, …</param>
public sealed record JournalEntry(long Seq, DateTimeOffset At, string ActivityId, string Kind, JsonObject? Facts);

/// <summary>Something went wrong in an instance.</summary>
/// <param name="Id">Number in the instance, from 1.</param>
/// <param name="ActivityId">Where.</param>
/// <param name="ActivityType">Type name of that activity.</param>
/// <param name="Kind">Fault (an exception), DeadJoin (a join that can no longer complete), Limit (a burst over its limits).</param>
/// <param name="Message">What, for the lead and for the log.</param>
/// <param name="At">When (UTC).</param>
public sealed record Incident(int Id, string ActivityId, string ActivityType, string Kind, string Message, DateTimeOffset At);

/// <summary>Something that the host must do in the transaction of the burst.</summary>
public abstract record Request;

/// <summary>Start an instance of another definition after this burst.</summary>
/// <param name="DefinitionId">Which definition; its published version is meant unless <paramref name="VersionId"/> names one.</param>
/// <param name="VersionId">Id of one version, or null.</param>
/// <param name="InstanceId">Id that the new instance must have.</param>
/// <param name="Input">Its input.</param>
/// <param name="CorrelationId">Its correlation id, or null.</param>
/// <param name="ParentInstanceId">This instance.</param>
/// <param name="ParentBookmarkId">Bookmark to resume when it ends; null when nobody waits.</param>
public sealed record DispatchRequest(
    string DefinitionId, string? VersionId, string InstanceId, JsonObject Input, string? CorrelationId, string ParentInstanceId, string? ParentBookmarkId) : Request;

/// <summary>Resume every bookmark "Elsa.Event" whose payload has this event name, and start definitions that wait for it.</summary>
/// <param name="Name">Event name, compared exactly.</param>
/// <param name="CorrelationId">Only instances with this correlation id; null means all.</param>
/// <param name="OnlyInstanceId">Only this instance (a local event); null means all.</param>
/// <param name="Input">What the receivers get.</param>
public sealed record EventRequest(string Name, string? CorrelationId, string? OnlyInstanceId, JsonObject Input) : Request;

/// <summary>A RunTask activity asks the application for work; its answer resumes the bookmark.</summary>
/// <param name="BookmarkId">Bookmark to resume with the answer.</param>
/// <param name="TaskId">Id of the task, also in the bookmark's payload.</param>
/// <param name="TaskName">Name of the work.</param>
/// <param name="Payload">Facts for it.</param>
public sealed record TaskRequest(string BookmarkId, string TaskId, string TaskName, JsonNode? Payload) : Request;

/// <summary>This instance has ended: resume the bookmark of the parent that waits for it.</summary>
/// <param name="ParentInstanceId">The parent.</param>
/// <param name="ParentBookmarkId">Its bookmark.</param>
/// <param name="Input">Outcome, output, status and id of the child; hand it to the resume as it is.</param>
public sealed record ResumeParentRequest(string ParentInstanceId, string ParentBookmarkId, JsonObject Input) : Request;

/// <summary>The branch that waited for these instances is gone: cancel them.</summary>
/// <param name="InstanceId">Which one.</param>
public sealed record CancelRequest(string InstanceId) : Request;
