using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;

namespace LogodiConsult.Consulting.Scoring;

/// <summary>Judges what stands on a sheet, and to whom a sheet is shown.</summary>
public static class ScoringRules
{
    public const int LongestLine = 500;
    public const int LongestRemark = 5_000;

    /// <summary>A draft may have gaps; what is submitted has points for every criterion.</summary>
    public static Refusal? MaySave(SaveSheet save, Rubric rubric)
    {
        var given = save.Lines.Where(l => l.Points is not null).Select(l => l.Criterion).ToHashSet();
        return Refusal.All(
            (save.Submit ? rubric.Criteria.Where(c => !given.Contains(c.Key)).Select(c => Refusal.Invalid("score.missing", c.Key)) : [])
                .Concat(save.Lines.Where(l => l.Points is < 1 or > 5).Select(l => Refusal.Invalid("score.range", l.Criterion)))
                .Concat(save.Lines.Where(l => rubric.Criteria.All(c => c.Key != l.Criterion)).Select(l => Refusal.Invalid("score.criterionUnknown", l.Criterion)))
                .Concat(save.Lines.Where(l => l.Remark.Length > LongestLine).Select(l => Refusal.Invalid("text.tooLong", l.Criterion).With("limit", LongestLine)))
                .Append(save.Remark.Length > LongestRemark ? Refusal.Invalid("text.tooLong", "remark").With("limit", LongestRemark) : null));
    }

    /// <summary>The criteria that still lack points; null where the sheet is complete.</summary>
    public static IReadOnlyList<Criterion>? Lacking(Rubric rubric, ScoreSheet? sheet) =>
        sheet is { Complete: true } ? null : [.. rubric.Criteria.Where(c => sheet?.Of(c.Key)?.Points is null)];

    /// <summary>Leads see what its person has let go of; a colleague sees a review's sheet once that round of reviews is over for everybody,
    /// so that nobody scores by another's points; everyone sees their own.</summary>
    public static bool Sees(ScoreSheet sheet, PlanFacts facts, Actor actor)
    {
        if (sheet.PersonId == actor.PersonId)
            return true;
        if (!sheet.Counts)
            return false;
        if (actor.Leads(facts.Plan.ProgrammeId, facts.Plan.RoundId))
            return true;
        return sheet.Kind == SheetKind.Review
            && facts.Assigned.Any(a => a.PersonId == actor.PersonId && a.Role == Role.Consultant)
            && !facts.OpenTasks.Any(t => t.Kind == "review" && t.ReviewRound == sheet.Round);
    }
}
