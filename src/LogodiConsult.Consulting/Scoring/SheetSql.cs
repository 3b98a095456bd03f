using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Scoring;

/// <summary>Where a sheet belongs: exactly one of the three.</summary>
public sealed record SheetPlace(SheetKind Kind, long? PlanId, long? ReviewId = null, long? PresentationId = null, long? CalibrationId = null);

static class SheetSql
{
    const string Columns = """
        s.id, s.kind, s.plan_id, s.review_id, s.presentation_id, s.calibration_id, s.person_id, s.rubric_id, s.rubric_version, s.remark, s.complete,
        s.saved_at, s.submitted_at, s.version, coalesce(w.round, 0) as round, case when w.state = 'released' then 1 else 0 end as released
        """;

    const string From = "from score_sheet s left join review w on w.id = s.review_id";

    /// <summary>Sheets of reviews and of panels that still sit; what was withdrawn or put off is not asked for any more.</summary>
    public static Task<IReadOnlyList<ScoreSheet>> OfPlanAsync(Session session, long planId) => WithLinesAsync(session,
        $"""
        select {Columns} {From} left join presentation h on h.id = s.presentation_id
        where s.plan_id = @id and coalesce(w.state, '') <> 'withdrawn' and coalesce(h.state, '') <> 'cancelled' order by s.id
        """,
        planId);

    public static Task<IReadOnlyList<ScoreSheet>> OfCalibrationAsync(Session session, long id) =>
        WithLinesAsync(session, $"select {Columns} {From} where s.calibration_id = @id order by s.id", id);

    /// <summary>Writes the whole sheet anew: what the form does not hold any more is gone.</summary>
    /// <returns>False when it was submitted before.</returns>
    public static async Task<bool> SaveAsync(UnitOfWork work, SheetPlace place, long personId, Rubric rubric, SaveSheet save)
    {
        var complete = rubric.Criteria.All(c => save.Lines.Any(l => l.Criterion == c.Key && l.Points is not null));
        DateTimeOffset? submitted = save.Submit && place.Kind != SheetKind.Review ? work.Now : null;
        var id = await FindAsync(work, place, personId);
        if (id is null)
        {
            id = await work.InsertAsync(
                """
                insert into score_sheet (kind, plan_id, review_id, presentation_id, calibration_id, person_id, rubric_id, rubric_version, remark, complete, saved_at, submitted_at)
                values (@Kind, @PlanId, @ReviewId, @PresentationId, @CalibrationId, @personId, @rubricId, @rubricVersion, @Remark, @complete, @Now, @submitted) returning id
                """,
                new
                {
                    place.Kind,
                    place.PlanId,
                    place.ReviewId,
                    place.PresentationId,
                    place.CalibrationId,
                    personId,
                    rubricId = rubric.Id,
                    rubricVersion = rubric.Version,
                    save.Remark,
                    complete,
                    work.Now,
                    submitted,
                });
        }
        else if (!await work.ExecuteOneAsync(
            """
            update score_sheet set rubric_id = @rubricId, rubric_version = @rubricVersion, remark = @Remark, complete = @complete, saved_at = @Now,
                   submitted_at = @submitted, version = version + 1
            where id = @id and submitted_at is null
            """,
            new { id, rubricId = rubric.Id, rubricVersion = rubric.Version, save.Remark, complete, work.Now, submitted }))
        {
            return false;
        }
        await work.ExecuteAsync("delete from sheet_evidence where sheet_id = @id", new { id });
        await work.ExecuteAsync("delete from sheet_score where sheet_id = @id", new { id });
        foreach (var line in save.Lines.Where(l => l.Points is not null || l.Remark.Length > 0 || l.Evidence.Count > 0))
        {
            await work.ExecuteAsync("insert into sheet_score (sheet_id, criterion, points, remark) values (@id, @Criterion, @Points, @Remark)",
                new { id, line.Criterion, line.Points, line.Remark });
            foreach (var comment in line.Evidence.Distinct())
                await work.ExecuteAsync("insert into sheet_evidence (sheet_id, criterion, comment_id) values (@id, @Criterion, @comment)", new { id, line.Criterion, comment });
        }
        return true;
    }

    static Task<long?> FindAsync(Session session, SheetPlace place, long personId) => session.ScalarAsync<long?>(
        """
        select id from score_sheet
        where review_id = @ReviewId or (presentation_id = @PresentationId and person_id = @personId) or (calibration_id = @CalibrationId and person_id = @personId)
        """,
        new { place.ReviewId, place.PresentationId, place.CalibrationId, personId });

    static async Task<IReadOnlyList<ScoreSheet>> WithLinesAsync(Session session, string sql, long id)
    {
        var sheets = await session.QueryAsync<ScoreSheet>(sql, new { id });
        var ids = sheets.Select(s => s.Id).ToList();
        var scores = (await session.QueryAsync<Line>("select sheet_id, criterion, points, remark from sheet_score where sheet_id in @ids", new { ids })).ToLookup(l => l.SheetId);
        var evidence = (await session.QueryAsync<Evidence>("select sheet_id, criterion, comment_id from sheet_evidence where sheet_id in @ids order by comment_id", new { ids }))
            .ToLookup(e => (e.SheetId, e.Criterion), e => e.CommentId);
        foreach (var sheet in sheets)
            sheet.Lines = [.. scores[sheet.Id].Select(l => new SheetLine(l.Criterion, l.Points, l.Remark, [.. evidence[(sheet.Id, l.Criterion)]]))];
        return sheets;
    }

    sealed class Line
    {
        public long SheetId { get; init; }
        public string Criterion { get; init; } = "";
        public int? Points { get; init; }
        public string Remark { get; init; } = "";
    }

    sealed class Evidence
    {
        public long SheetId { get; init; }
        public string Criterion { get; init; } = "";
        public long CommentId { get; init; }
    }
}
