namespace LogodiConsult.Consulting.Scoring;

public enum SheetKind
{
    /// <summary>With a consultant's review of one revision; it is shown to others when the review is.</summary>
    Review,

    /// <summary>Of a panel member at the presentation.</summary>
    Panel,

    /// <summary>Of a consultant in a calibration.</summary>
    Calibration,
}

/// <summary>Whether consultants score with their review, as the definition says.</summary>
public enum Asked
{
    None,
    Optional,
    Required,
}

/// <summary>One person's points by the rubric.</summary>
public sealed class ScoreSheet
{
    public long Id { get; init; }
    public SheetKind Kind { get; init; }
    public long? PlanId { get; init; }
    public long? ReviewId { get; init; }
    public long? PresentationId { get; init; }
    public long? CalibrationId { get; init; }
    public long PersonId { get; init; }
    public string RubricId { get; init; } = "";
    public int RubricVersion { get; init; }
    public string Remark { get; init; } = "";

    /// <summary>Every criterion has its points.</summary>
    public bool Complete { get; init; }

    public DateTimeOffset SavedAt { get; init; }

    /// <summary>Null: still private to its person. A sheet of a review has none: it counts from the review's release.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>Of a review's sheet: its round, and whether the review is released.</summary>
    public int Round { get; init; }

    public bool Released { get; init; }

    public long Version { get; init; }

    public IReadOnlyList<SheetLine> Lines { get; internal set; } = [];

    /// <summary>Its person has let go of it: leads may see it.</summary>
    public bool Counts => Kind == SheetKind.Review ? Released : SubmittedAt is not null;

    public SheetLine? Of(string criterion) => Lines.FirstOrDefault(l => l.Criterion == criterion);
}

/// <param name="Points">1 to 5; null: not scored yet.</param>
/// <param name="Evidence">Ids of comments of the plan on which the points rest.</param>
public sealed record SheetLine(string Criterion, int? Points, string Remark, IReadOnlyList<long> Evidence);

/// <summary>What a form holds; a draft until <paramref name="Submit"/>.</summary>
public sealed record SaveSheet(IReadOnlyList<SheetLine> Lines, string Remark, bool Submit = false)
{
    public FormPost? Form { get; init; }
}

/// <summary>How several people's points for one criterion lie to each other.</summary>
/// <param name="Spread">Highest minus lowest.</param>
public sealed record Spread(int Count, decimal Mean, decimal Median, int Lowest, int Highest)
{
    /// <summary>From this distance on, two people have read a different plan, or the level sentences differently.</summary>
    public const int LargeFrom = 2;

    public int Distance => Highest - Lowest;

    public bool IsLarge => Distance >= LargeFrom;

    /// <returns>Null where nobody gave points.</returns>
    public static Spread? Of(IEnumerable<int> points)
    {
        var sorted = points.Order().ToList();
        if (sorted.Count == 0)
            return null;
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2m;
        return new Spread(sorted.Count, Math.Round((decimal)sorted.Average(), 2, MidpointRounding.AwayFromZero), median, sorted[0], sorted[^1]);
    }

    public static Spread? Of(IEnumerable<ScoreSheet> sheets, string criterion) => Of(sheets.Select(s => s.Of(criterion)?.Points).OfType<int>());
}
