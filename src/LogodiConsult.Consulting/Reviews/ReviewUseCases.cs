using LogodiConsult.Consulting.Plans;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>A comment of a review that is still a draft.</summary>
/// <param name="CommentId">Null: a new one.</param>
/// <param name="SectionKey">Null: the whole plan.</param>
/// <param name="Part">Part of the section, as its kind names it; empty for the section's own text.</param>
/// <param name="Quote">The passage as it was typed or selected; null or empty: the whole section.</param>
/// <param name="Start">Offset of the passage in code points of the canonical text, where a browser knows it.</param>
public sealed record SaveComment(
    long PlanId, long? CommentId, string? SectionKey, string Part, string? Quote, int? Start, CommentKind Kind, bool Required, string Text, string Language)
{
    public string? Proposal { get; init; }
    public long BaseVersion { get; init; }

    /// <summary>Made by the form in which it is typed: keeping the same form again changes the same comment, also when an answer was lost.</summary>
    public string? DraftKey { get; init; }

    public FormPost? Form { get; init; }
}

/// <summary>A draft comment as it is kept now.</summary>
public readonly record struct KeptComment(long Id, long Version);

public sealed record ReleaseReview(long PlanId, Recommendation? Recommendation, string Summary, string Language)
{
    /// <summary>What the preview showed, see <see cref="ReviewRules.Seen"/>; null where nobody saw one.</summary>
    public string? Seen { get; init; }

    /// <summary>Version of the review that the writer saw, 0 before there was one; null: whatever is there is overwritten.</summary>
    public long? BaseVersion { get; init; }

    public FormPost? Form { get; init; }
}

public sealed record SaveAnswer(long PlanId, long CommentId, AnswerKind? Kind, string Text, string Language)
{
    /// <summary>The version of the unsent answer that the form showed; 0: none was there. Another one, saved meanwhile by a co-author or in another tab, is not overwritten.</summary>
    public long BaseVersion { get; init; }

    /// <summary>The section in which the change stands; null: where the comment's passage stands.</summary>
    public string? PointSection { get; init; }

    /// <summary>Words of the changed passage; null or empty: the whole section.</summary>
    public string? PointQuote { get; init; }

    /// <summary>Which of several places with these words: the part and the offset in code points. It counts only where they stand there.</summary>
    public (string Part, int Start)? PointAt { get; init; }

    public FormPost? Form { get; init; }
}

public sealed record DecideAnswer(long PlanId, long AnswerId, Decision Decision)
{
    public FormPost? Form { get; init; }
}

/// <summary>The official takes the proposed wording over into the working text.</summary>
public sealed record TakeProposal(long PlanId, long CommentId)
{
    public FormPost? Form { get; init; }
}

/// <summary>Where an answer says that the change stands.</summary>
public sealed record Pointer(string Section, string Part, Passages.Selector? Selector);

/// <summary>One of several places in a section where the words of a pointer stand.</summary>
public sealed record PointPlace(string Part, Passages.Passage Passage);

public enum RecusalKind
{
    /// <summary>The consultant may not judge this plan: it is closed to them.</summary>
    Conflict,

    /// <summary>The consultant cannot do this review.</summary>
    HandedBack,
}

/// <summary>A consultant leaves a plan and says why; only leads read the reason.</summary>
public sealed record StepBack(long PlanId, RecusalKind? Kind, string Reason)
{
    public FormPost? Form { get; init; }
}

public sealed class Recusal
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long PersonId { get; init; }
    public RecusalKind Kind { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? LiftedAt { get; init; }
    public long? LiftedBy { get; init; }
}
