using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Scoring;

/// <summary>How far consultants lie apart on one plan in one round of reviews.</summary>
/// <param name="Apart">Criteria with a large distance, the largest first.</param>
/// <param name="Largest">Of all criteria.</param>
public sealed record PlanSpread(long PlanId, string Reference, string Title, string Language, int ReviewRound, int Sheets, int Largest, IReadOnlyList<(string Criterion, Spread Spread)> Apart);

/// <summary>How one consultant scores beside the others.</summary>
/// <param name="Reviews">Sheets that stand beside a colleague's.</param>
/// <param name="Deviation">Mean of their points less the mean of their colleagues' on the same criterion of the same plan: above zero is milder.</param>
/// <param name="Name">Null once the person is erased.</param>
public sealed record PersonSpread(long PersonId, WrittenName? Name, int Reviews, decimal Mean, decimal Deviation);

public sealed record RoundSpread(
    long RoundId, long ProgrammeId, Trilingual Programme, Trilingual Round, Rubric Rubric, IReadOnlyList<PlanSpread> Plans, IReadOnlyList<PersonSpread> People, int Alone);

/// <summary>The spread between consultants over a whole round, for its leads. Only sheets whose review is released count.</summary>
public sealed class SpreadService(Database database, RubricLibrary rubrics)
{
    public Task<Result<RoundSpread>> OfRoundAsync(long roundId, Actor actor, CancellationToken ct = default) => database.ReadAsync(async session =>
    {
        var head = await session.FirstOrDefaultAsync<Head>(
            "select r.id, r.programme_id, r.title, g.title as programme_title from round r join programme g on g.id = r.programme_id where r.id = @roundId", new { roundId });
        if (head is null || !actor.Leads(head.ProgrammeId, roundId))
            return (Result<RoundSpread>)Refusal.Hidden();
        var points = await session.QueryAsync<Points>(
            """
            select p.id as plan_id, g.code as programme_code, r.number as round_number, p.number as plan_number, p.title, p.language, w.round as review_round,
                   s.id as sheet_id, s.person_id, h.name, h.native_name, c.criterion, c.points as given
            from score_sheet s join sheet_score c on c.sheet_id = s.id join review w on w.id = s.review_id
            join plan p on p.id = w.plan_id join round r on r.id = p.round_id join programme g on g.id = r.programme_id
            left join person h on h.id = s.person_id and h.erased_at is null
            where p.round_id = @roundId and p.state <> 'withdrawn' and w.state = 'released' and c.points is not null
            order by p.number, w.round, s.id
            """,
            new { roundId });
        var reviews = points.GroupBy(p => (p.PlanId, p.ReviewRound)).ToList();
        var compared = reviews.Where(r => r.DistinctBy(p => p.SheetId).Count() > 1).ToList();
        return new RoundSpread(head.Id, head.ProgrammeId, head.ProgrammeTitle, head.Title, rubrics.Default,
            [.. compared.Select(OfPlan).OrderByDescending(p => p.Largest).ThenByDescending(p => p.Apart.Count).ThenBy(p => p.Reference, StringComparer.Ordinal).ThenBy(p => p.ReviewRound)],
            OfPeople(compared.SelectMany(r => r.GroupBy(p => p.Criterion))),
            reviews.Count - compared.Count);
    }, ct);

    PlanSpread OfPlan(IEnumerable<Points> review)
    {
        var all = review.ToList();
        var spreads = rubrics.Default.Criteria.Select(c => (Criterion: c.Key, Spread: Spread.Of(all.Where(p => p.Criterion == c.Key).Select(p => p.Given))))
            .Where(c => c.Spread is not null).Select(c => (c.Criterion, Spread: c.Spread!)).ToList();
        return new PlanSpread(all[0].PlanId, all[0].Reference, all[0].Title, all[0].Language, all[0].ReviewRound, all.DistinctBy(p => p.SheetId).Count(),
            spreads.Select(c => c.Spread.Distance).DefaultIfEmpty().Max(), [.. spreads.Where(c => c.Spread.IsLarge).OrderByDescending(c => c.Spread.Distance)]);
    }

    static IReadOnlyList<PersonSpread> OfPeople(IEnumerable<IEnumerable<Points>> criteria)
    {
        var beside = new List<(Points Own, decimal Others)>();
        foreach (var criterion in criteria.Select(c => c.ToList()).Where(c => c.Count > 1))
            beside.AddRange(criterion.Select(own => (own, (criterion.Sum(p => p.Given) - own.Given) / (decimal)(criterion.Count - 1))));
        return
        [
            .. beside.GroupBy(b => b.Own.PersonId)
                .Select(g => new PersonSpread(g.Key, g.First().Own.Written, g.DistinctBy(b => b.Own.SheetId).Count(),
                    Math.Round(g.Average(b => (decimal)b.Own.Given), 2, MidpointRounding.AwayFromZero),
                    Math.Round(g.Average(b => b.Own.Given - b.Others), 2, MidpointRounding.AwayFromZero)))
                .OrderByDescending(p => Math.Abs(p.Deviation)).ThenBy(p => p.Name?.Name, StringComparer.Ordinal),
        ];
    }

    sealed class Head
    {
        public long Id { get; init; }
        public long ProgrammeId { get; init; }
        public Trilingual Title { get; init; } = new("", "", "");
        public Trilingual ProgrammeTitle { get; init; } = new("", "", "");
    }

    sealed class Points
    {
        public long PlanId { get; init; }
        public string ProgrammeCode { get; init; } = "";
        public int RoundNumber { get; init; }
        public int PlanNumber { get; init; }
        public string Title { get; init; } = "";
        public string Language { get; init; } = "";
        public int ReviewRound { get; init; }
        public long SheetId { get; init; }
        public long PersonId { get; init; }
        public string? Name { get; init; }
        public string? NativeName { get; init; }
        public WrittenName? Written => Name is { } name ? new(name, NativeName) : null;
        public string Criterion { get; init; } = "";
        public int Given { get; init; }

        public string Reference => $"{ProgrammeCode}-{RoundNumber}-{PlanNumber:00}";
    }
}
