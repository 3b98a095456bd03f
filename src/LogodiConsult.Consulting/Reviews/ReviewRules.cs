using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Consulting.Reviews;

/// <summary>Judges what is said in a review; who may say it when is <see cref="PlanAccess"/>'s.</summary>
public static class ReviewRules
{
    public const int LongestText = 5_000;

    public static Refusal? MayComment(SaveComment comment) => Refusal.All(
    [
        Words(comment.Text, "text", "comment.textMissing"),
        comment.Proposal?.Length > LongestText ? Refusal.Invalid("text.tooLong", "proposal").With("limit", LongestText) : null,
        comment.SectionKey is null && !string.IsNullOrWhiteSpace(comment.Quote) ? Refusal.Invalid("comment.quoteWithoutSection", "quote") : null,
    ]);

    /// <summary>The passage as selectors; null for the whole section. Refused when the quote stands nowhere in the part, or at several places
    /// and no offset tells which: then the candidates are offered to choose.</summary>
    public static Result<Selector?> Anchor(SaveComment comment, IReadOnlyList<Part> parts)
    {
        if (comment.SectionKey is null)
            return (Selector?)null;
        if (string.IsNullOrWhiteSpace(comment.Quote))
            return IsPlace(comment.Part, parts) ? (Selector?)null : Refusal.Invalid("comment.partUnknown", "quote");
        if (parts.FirstOrDefault(p => p.Key == comment.Part) is not { } part)
            return Refusal.Invalid("comment.partUnknown", "quote");
        var found = Selectors.FindQuote(part.Text, comment.Quote, comment.Start);
        if (found.IsNone)
            return Refusal.Invalid("comment.quoteNotFound", "quote");
        if (comment.Start is { } start && found.Candidates.FirstOrDefault(c => c.Start == start) is { } chosen)
            return Selectors.From(part.Text, chosen.Start, chosen.End);
        return found.Exact is { } only
            ? Selectors.From(part.Text, only.Start, only.End)
            : Refusal.Invalid("comment.quoteAmbiguous", "quote").With("count", found.Candidates.Count).With("candidates", found.Candidates);
    }

    /// <summary>The section itself, one of its parts, or a row of its table.</summary>
    static bool IsPlace(string part, IReadOnlyList<Part> parts) =>
        part.Length == 0 || parts.Any(p => p.Key == part || p.Key.StartsWith(part + "/", StringComparison.Ordinal));

    /// <summary>What a preview showed: it changes with the summary, with every draft that is added, edited or deleted, and with every decision about an answer.</summary>
    public static string Seen(ReviewDraft review, IEnumerable<Comment> drafts, IEnumerable<(long Id, long Version)> decisions) =>
        Trail.Digest(string.Join(' ', drafts.Select(d => $"{d.Id}:{d.Version}").Prepend($"{review.Id}:{review.Version}").Concat(decisions.OrderBy(d => d.Id).Select(d => $"a{d.Id}:{d.Version}"))));

    /// <param name="reopened">Numbers of the comments that want an answer and whose answer the reviewer has found not enough.</param>
    public static Refusal? MayRelease(ReleaseReview release, IReadOnlyList<Comment> drafts, IEnumerable<int> reopened) => Refusal.All(
    [
        release.Recommendation is null ? Refusal.Invalid("review.recommendationMissing", "recommendation") : null,
        release.Summary.Length > LongestText ? Refusal.Invalid("text.tooLong", "summary").With("limit", LongestText) : null,
        release.Recommendation == Recommendation.Revise && drafts.Count == 0 && string.IsNullOrWhiteSpace(release.Summary)
            ? Refusal.Invalid("review.reviseNeedsReason", "summary")
            : null,
        release.Recommendation == Recommendation.Accept && drafts.Any(d => d.Required)
            ? Refusal.Invalid("review.acceptWithRequired", "recommendation").With("count", drafts.Count(d => d.Required))
            : null,
        release.Recommendation == Recommendation.Accept && reopened.ToList() is { Count: > 0 } numbers
            ? Refusal.Invalid("review.acceptWithReopened", "recommendation").With("numbers", numbers).With("count", numbers.Count)
            : null,
    ]);

    public static Refusal? MayAnswer(SaveAnswer answer) => Refusal.All(
    [
        answer.Kind is null ? Refusal.Invalid("answer.kindMissing", "kind") : null,
        answer.Kind is AnswerKind.NotDone or AnswerKind.Partly ? Words(answer.Text, "text", "answer.whyMissing") : null,
        answer.Text.Length > LongestText ? Refusal.Invalid("text.tooLong", "text").With("limit", LongestText) : null,
    ]);

    /// <summary>Something is said, and not endlessly.</summary>
    public static Refusal? Words(string text, string field, string missing) => text.Trim().Length switch
    {
        0 => Refusal.Invalid(missing, field),
        > LongestText => Refusal.Invalid("text.tooLong", field).With("limit", LongestText),
        _ => null,
    };
}
