using LogodiConsult.Consulting.Time;

namespace LogodiConsult.Consulting.Presentations;

public static class PresentationRules
{
    public const int LongestPlace = 200;

    public static Refusal? MaySchedule(SchedulePresentation schedule, DateTimeOffset now) => Refusal.All(
    [
        schedule.StartsAt is null ? Refusal.Invalid("presentation.startMissing", "startsAt") : null,
        schedule.StartsAt <= now ? Refusal.Invalid("presentation.startPast", "startsAt") : null,
        schedule.StartsAt > now.AddYears(2) ? Refusal.Invalid("presentation.startTooFar", "startsAt") : null,
        Zones.TryFind(schedule.Zone) is null ? Refusal.Invalid("zone.unknown", "zone") : null,
        schedule.Minutes is < 5 or > 240 ? Refusal.Invalid("presentation.minutes", "minutes").With("least", 5).With("most", 240) : null,
        string.IsNullOrWhiteSpace(schedule.Place) && string.IsNullOrWhiteSpace(schedule.Link) ? Refusal.Invalid("presentation.placeMissing", "place") : null,
        schedule.Place.Length > LongestPlace ? Refusal.Invalid("text.tooLong", "place").With("limit", LongestPlace) : null,
        schedule.Link.Length > 0 && !(Uri.TryCreate(schedule.Link, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http")
            ? Refusal.Invalid("presentation.linkNoAddress", "link")
            : null,
    ]);

    public static Refusal? MayRecord(RecordScores record, Rubric rubric)
    {
        var given = record.Scores.Where(s => s.Points is not null).Select(s => s.Criterion).ToHashSet();
        return Refusal.All(
            rubric.Criteria.Where(c => !given.Contains(c.Key)).Select(c => Refusal.Invalid("score.missing", c.Key))
                .Concat(record.Scores.Where(s => s.Points is < 1 or > 5).Select(s => Refusal.Invalid("score.range", s.Criterion)))
                .Concat(record.Scores.Where(s => rubric.Criteria.All(c => c.Key != s.Criterion)).Select(s => Refusal.Invalid("score.criterionUnknown", s.Criterion)))
                .Append(record.Remark.Length > 5_000 ? Refusal.Invalid("text.tooLong", "remark").With("limit", 5_000) : null));
    }
}
