using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Scoring;

/// <summary>What is always true of sheets, and of what was translated.</summary>
public static class ScoringInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("evidence is a comment of the plan that is scored",
            """
            select cast(s.id as text) from score_sheet s join sheet_evidence e on e.sheet_id = s.id join comment c on c.id = e.comment_id
            where s.plan_id is null or c.plan_id <> s.plan_id
            """),
        new("a sheet that was handed in has points",
            """
            select cast(s.id as text) from score_sheet s
            where s.submitted_at is not null and not exists (select 1 from sheet_score c where c.sheet_id = s.id and c.points is not null)
            """),
        new("a review's sheet is its consultant's",
            "select cast(s.id as text) from score_sheet s join review w on w.id = s.review_id where s.person_id <> w.consultant_id"),
        new("a machine has words only where the official was told",
            """
            select cast(g.id as text) from segment g
            where g.state = 'machine' and not exists (select 1 from machine_notice n where n.plan_id = g.plan_id and n.decision = 'agreed')
            """),
    ];
}
