using System.Text.Json;
using System.Text.Json.Nodes;
using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Engine.Execution;

/// <summary>A saved state could not be read. The stored text must be kept as it is and shown as an incident, never replaced.</summary>
public sealed class UnreadableStateException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Where an instance stands: small, without history. One burst changes it; hosts save it as text. Not thread-safe: acts on
/// one instance queue at the host.
/// </summary>
public sealed class InstanceState
{
    internal InstanceState(string instanceId, string definitionId, string versionId, int version, FlowchartMode mode)
    {
        InstanceId = instanceId;
        DefinitionId = definitionId;
        DefinitionVersionId = versionId;
        DefinitionVersion = version;
        Mode = mode;
    }

    /// <summary>Id given by the host.</summary>
    public string InstanceId { get; }

    /// <summary>The definition it runs.</summary>
    public string DefinitionId { get; }

    /// <summary>Id of that definition's version.</summary>
    public string DefinitionVersionId { get; }

    /// <summary>Number of that version.</summary>
    public int DefinitionVersion { get; }

    /// <summary>Flowchart mode, fixed at the start.</summary>
    public FlowchartMode Mode { get; }

    /// <summary>Running or Finished.</summary>
    public InstanceStatus Status => SubStatus is InstanceSubStatus.Finished or InstanceSubStatus.Cancelled or InstanceSubStatus.Faulted
        ? InstanceStatus.Finished
        : InstanceStatus.Running;

    /// <summary>Where exactly.</summary>
    public InstanceSubStatus SubStatus { get; internal set; } = InstanceSubStatus.Pending;

    /// <summary>Correlation id, or null.</summary>
    public string? CorrelationId { get; internal set; }

    /// <summary>Name set by the workflow, or null.</summary>
    public string? Name { get; internal set; }

    /// <summary>Instance that waits for this one, or null.</summary>
    public string? ParentInstanceId { get; internal set; }

    /// <summary>Bookmark of the parent to resume at the end, or null.</summary>
    public string? ParentBookmarkId { get; internal set; }

    /// <summary>Incidents that nobody has settled.</summary>
    public IReadOnlyList<Incident> Incidents => IncidentList;

    /// <summary>Workflow outputs so far.</summary>
    public JsonObject Output { get; internal set; } = [];

    /// <summary>Open bookmarks.</summary>
    public IReadOnlyList<Bookmark> Bookmarks => [.. BookmarkList.Select(b => b.Public)];

    /// <summary>Bursts run so far.</summary>
    public int Bursts { get; internal set; }

    internal List<Incident> IncidentList { get; } = [];

    internal List<StoredBookmark> BookmarkList { get; } = [];

    /// <summary>Execution at which an incident stands, by incident id.</summary>
    internal Dictionary<int, int> IncidentPlaces { get; } = [];

    /// <summary>Inputs that the definition wants kept (storageDriverType).</summary>
    internal JsonObject KeptInput { get; set; } = [];

    /// <summary>Outputs of activities by id and output name.</summary>
    internal Dictionary<(string Activity, string Output), object?> Outputs { get; } = [];

    internal object? LastResult { get; set; }

    internal Execution? Root { get; set; }

    /// <summary>Work that a burst over its limits left queued.</summary>
    internal List<WorkItem> Held { get; } = [];

    /// <summary><see cref="Held"/> as it was loaded, until a definition gives it meaning.</summary>
    internal JsonElement? UnboundHeld { get; set; }

    internal string? TriggerActivityId { get; set; }

    internal long JournalNo { get; set; }

    internal int ExecutionNo { get; set; }

    internal int BookmarkNo { get; set; }

    internal int IncidentNo { get; set; }

    internal int ChildNo { get; set; }

    /// <summary>The tree as it was loaded, until a definition gives it meaning.</summary>
    internal JsonElement? Unbound { get; set; }

    /// <summary>Writes the state as compact JSON (format 1). Loading it gives an equal state.</summary>
    public string Save() => StateJson.Write(this);

    /// <summary>Reads a saved state.</summary>
    /// <exception cref="UnreadableStateException">The text is not a state of a known format.</exception>
    public static InstanceState Load(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return StateJson.Read(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            throw new UnreadableStateException($"The saved state cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Ids of activities with an open bookmark, in the order in which the bookmarks were opened.</summary>
    public IEnumerable<string> WaitingActivities => BookmarkList.Select(b => b.Public.ActivityId);

    /// <summary>Gives the loaded tree its meaning; does nothing when it has it already.</summary>
    /// <exception cref="UnreadableStateException">The tree names activities that the definition does not have.</exception>
    internal void Bind(CompiledDefinition definition)
    {
        if (Unbound is null) return;
        StateJson.Bind(this, definition);
        Unbound = null;
    }
}

/// <summary>A bookmark inside a state.</summary>
sealed class StoredBookmark(Bookmark bookmark, int executionId, bool autoBurn)
{
    public Bookmark Public { get; } = bookmark;

    public int ExecutionId { get; } = executionId;

    public bool AutoBurn { get; } = autoBurn;

    public string Id => Public.Id;
}
