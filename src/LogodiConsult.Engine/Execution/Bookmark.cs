using System.Text.Json.Nodes;

namespace LogodiConsult.Engine.Execution;

/// <summary>What an activity asks for when it wants to wait.</summary>
public sealed record BookmarkRequest
{
    /// <summary>Name by which stimuli find it; default: the activity's type name.</summary>
    public string? Name { get; init; }

    /// <summary>Facts of the wait (event name, task id, …). Kept in the instance's state: keep it small.</summary>
    public JsonNode? Payload { get; init; }

    /// <summary>Moment (UTC) at which the host resumes it by itself; null for waits without a clock. No upper limit.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>True: the bookmark is closed when it has been resumed. False: it stays until it is closed or the activity completes.</summary>
    public bool AutoBurn { get; init; } = true;

    /// <summary>Mark of the activity's own, handed back on resume.</summary>
    public string? Tag { get; init; }
}

/// <summary>A bookmark as its own activity sees it.</summary>
public sealed record OpenBookmark(string Id, string Name, string? Tag, JsonNode? Payload, DateTimeOffset? DueAt);

/// <summary>An open wait of an instance, with what hosts index to find it.</summary>
/// <param name="Id">Unique over all instances: instance id, a dot, a number that is never used again in that instance.</param>
/// <param name="Name">Name by which stimuli find it, for instance "Elsa.Event".</param>
/// <param name="ActivityId">Id of the activity in the definition.</param>
/// <param name="Payload">Facts of the wait.</param>
/// <param name="DueAt">Moment (UTC) at which it falls due, or null.</param>
/// <param name="Tag">Mark of the activity's own.</param>
public sealed record Bookmark(string Id, string Name, string ActivityId, JsonNode? Payload, DateTimeOffset? DueAt, string? Tag)
{
    /// <summary>Elsa's name of the wait of an activity that is run in the background.</summary>
    public const string Background = "BackgroundActivity";
}

/// <summary>What resumes an activity.</summary>
/// <param name="BookmarkId">The bookmark used.</param>
/// <param name="BookmarkName">Its name.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="Input">What the stimulus brought. It is the instance's input for this burst as well.</param>
public sealed record Resumption(string BookmarkId, string BookmarkName, string? Tag, JsonObject Input);
