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
    public FormPost? Form { get; init; }
}

public sealed record ReleaseReview(long PlanId, Recommendation? Recommendation, string Summary, string Language)
{
    /// <summary>What the preview showed, see <see cref="ReviewRules.Seen"/>; null where nobody saw one.</summary>
    public string? Seen { get; init; }

    public FormPost? Form { get; init; }
}

public sealed record SaveAnswer(long PlanId, long CommentId, AnswerKind? Kind, string Text, string Language)
{
    public FormPost? Form { get; init; }
}

public sealed record DecideAnswer(long PlanId, long AnswerId, Decision Decision)
{
    public FormPost? Form { get; init; }
}
