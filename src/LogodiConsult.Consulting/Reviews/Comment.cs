namespace LogodiConsult.Consulting.Reviews;

public enum ReviewState
{
    Draft,
    Released,
    Withdrawn,
}

public enum Recommendation
{
    Revise,
    Accept,
}

public enum CommentKind
{
    Question,
    Suggestion,
    MustChange,
    Praise,
}

public enum CommentState
{
    /// <summary>Private to its consultant until the review is released.</summary>
    Draft,
    Open,
    Answered,
    Accepted,

    /// <summary>The answer was not enough: the comment waits for another one.</summary>
    NotAccepted,
}

public enum AnswerKind
{
    Done,
    Partly,
    NotDone,
}

public enum Decision
{
    Accepted,
    NotAccepted,
}

/// <summary>One consultant's reading of one revision.</summary>
public sealed class ReviewDraft
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long RevisionId { get; init; }
    public long TaskId { get; init; }
    public long ConsultantId { get; init; }
    public int Round { get; init; }
    public ReviewState State { get; init; }
    public Recommendation? Recommendation { get; init; }
    public string Summary { get; init; } = "";
    public string Language { get; init; } = "en";
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>When the release takes effect; null unless it was ordered and can still be recalled.</summary>
    public DateTimeOffset? ReleaseAt { get; init; }

    public bool IsReleasing => State == ReviewState.Draft && ReleaseAt is not null;

    public long Version { get; init; }
}

/// <summary>One line of the ledger.</summary>
public sealed class Comment
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long ReviewId { get; init; }
    public long RevisionId { get; init; }
    public int RevisionNumber { get; init; }
    public int ReviewRound { get; init; }

    /// <summary>Number in its plan, given at release; null while it is a draft.</summary>
    public int? Number { get; init; }

    /// <summary>Null: the comment speaks of the whole plan.</summary>
    public string? SectionKey { get; init; }

    /// <summary>Part of the section (a table cell); empty for the section's own text.</summary>
    public string Part { get; init; } = "";

    /// <summary>W3C selectors as JSON against the canonical text of that part; null: the whole section.</summary>
    public string? Selector { get; init; }

    public CommentKind Kind { get; init; }
    public bool Required { get; init; }
    public string Text { get; init; } = "";
    public string Language { get; init; } = "en";

    /// <summary>Wording that the official can take over.</summary>
    public string? Proposal { get; init; }

    public CommentState State { get; init; }

    /// <summary>Praise that asks nothing is open to nobody.</summary>
    public bool NeedsNoAnswer => this is { Kind: CommentKind.Praise, State: CommentState.Open, Required: false };

    public long OwnerId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public long Version { get; init; }
}

/// <summary>What the official said to a comment in one round.</summary>
public sealed record Answer
{
    public long Id { get; init; }
    public long PlanId { get; init; }
    public long CommentId { get; init; }
    public int Round { get; init; }
    public long AuthorId { get; init; }
    public AnswerKind Kind { get; init; }
    public string Text { get; init; } = "";
    public string Language { get; init; } = "es";
    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Where the official says that the change stands; null: where the passage of the comment stands.</summary>
    public string? SectionKey { get; init; }

    public string Part { get; init; } = "";

    /// <summary>W3C selectors as JSON against the text at the time of the answer; null: the whole section.</summary>
    public string? Selector { get; init; }

    /// <summary>The revision with which it was handed in; null while the official still writes.</summary>
    public long? RevisionId { get; init; }

    /// <summary>What the reviewer found; theirs alone until their review is released, see <see cref="IsPendingIn"/>.</summary>
    public Decision? Decision { get; init; }
    public long? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public long Version { get; init; }

    /// <summary>It is decided, and the review in which it was is not released: the comment still stands as answered.</summary>
    public bool IsPendingIn(Comment comment) => Decision is not null && RevisionId is not null && comment.State == CommentState.Answered;
}
