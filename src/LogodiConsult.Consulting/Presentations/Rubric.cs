using System.Globalization;
using System.Text.Json;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Presentations;

/// <summary>What a plan is scored by: criteria with weights in per cent, and five levels with a sentence each.</summary>
public sealed record Rubric(string Id, int Version, Trilingual Title, IReadOnlyList<Criterion> Criteria)
{
    /// <summary>Weighted mean of the points, 1.00 to 5.00; null while a criterion has none.</summary>
    public decimal? Total(IEnumerable<(string Criterion, decimal Points)> scores)
    {
        var points = scores.GroupBy(s => s.Criterion).ToDictionary(g => g.Key, g => g.Average(s => s.Points));
        return Criteria.All(c => points.ContainsKey(c.Key))
            ? Math.Round(Criteria.Sum(c => c.Weight * points[c.Key]) / Criteria.Sum(c => c.Weight), 2, MidpointRounding.AwayFromZero)
            : null;
    }

    /// <summary>Only what can be judged at that moment.</summary>
    public Rubric For(Moment moment) => this with { Criteria = [.. Criteria.Where(c => c.At is null || c.At.Contains(moment.ToCode()))] };

    /// <summary>What keeps it from being a rubric: JSON path and sentence.</summary>
    public IEnumerable<(string Path, string Message)> Faults()
    {
        if (Criteria.Count == 0)
            yield return ("$.criteria", "a rubric needs criteria");
        for (var i = 0; i < Criteria.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"$.criteria[{i}]");
            if (Criteria[i].Weight <= 0)
                yield return ($"{at}.weight", "the weight must be above 0");
            if (Criteria[i].Levels.Count != 5)
                yield return ($"{at}.levels", "a criterion has five levels");
            foreach (var unknown in (Criteria[i].At ?? []).Where(a => Enum.GetValues<Moment>().All(m => m.ToCode() != a)))
                yield return ($"{at}.at", $"'{unknown}' is no moment; there are {string.Join(", ", Enum.GetValues<Moment>().Select(m => m.ToCode()))}");
            if (Criteria.Take(i).Any(c => c.Key == Criteria[i].Key))
                yield return ($"{at}.key", $"the key '{Criteria[i].Key}' stands twice");
        }
    }

    /// <exception cref="JsonException">The text is no rubric; the path says where.</exception>
    public static Rubric Read(string json) => JsonSerializer.Deserialize<Rubric>(json, Options) ?? throw new JsonException("the file is empty", "$", null, null);

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
}

/// <summary>When somebody scores; a criterion names those at which it can be judged.</summary>
public enum Moment
{
    FirstReview,

    /// <summary>From the second round on, when there are answers.</summary>
    LaterReview,
    Panel,
    Calibration,
}

/// <param name="Levels">The sentence for 1, 2, 3, 4 and 5 points.</param>
/// <param name="At">Codes of the moments at which it can be judged; null: always.</param>
public sealed record Criterion(string Key, decimal Weight, Trilingual Title, IReadOnlyList<Trilingual> Levels, IReadOnlyList<string>? At = null);

/// <summary>Rubrics are data: <c>workflows/rubrics/*.json</c>, versioned, never edited once published.</summary>
public sealed class RubricLibrary
{
    readonly IReadOnlyList<Rubric> rubrics;

    public RubricLibrary(IReadOnlyList<Rubric> rubrics)
    {
        foreach (var rubric in rubrics)
        {
            if (rubric.Faults().ToList() is { Count: > 0 } faults)
                throw new FormatException($"Rubric {rubric.Id} v{rubric.Version}: {string.Join("; ", faults.Select(f => $"{f.Path}: {f.Message}"))}.");
        }
        if (rubrics.DistinctBy(r => (r.Id, r.Version)).Count() != rubrics.Count)
            throw new FormatException("Two rubrics have the same id and version.");
        this.rubrics = rubrics;
    }

    /// <summary>The newest version of <c>action-plan</c>.</summary>
    public Rubric Default => rubrics.Where(r => r.Id == "action-plan").MaxBy(r => r.Version)
        ?? throw new InvalidOperationException("There is no rubric 'action-plan' in workflows/rubrics.");

    public static async Task<RubricLibrary> ReadAsync(string folder, CancellationToken ct = default)
    {
        var read = new List<Rubric>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
            read.Add(Rubric.Read(await File.ReadAllTextAsync(file, ct)));
        return new RubricLibrary(read);
    }
}
