using System.Text.Json;
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
}

/// <param name="Levels">The sentence for 1, 2, 3, 4 and 5 points.</param>
public sealed record Criterion(string Key, decimal Weight, Trilingual Title, IReadOnlyList<Trilingual> Levels);

/// <summary>Rubrics are data: <c>workflows/rubrics/*.json</c>, versioned, never edited once published.</summary>
public sealed class RubricLibrary
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    readonly IReadOnlyList<Rubric> rubrics;

    public RubricLibrary(IReadOnlyList<Rubric> rubrics)
    {
        foreach (var rubric in rubrics)
        {
            if (rubric.Criteria.Count == 0 || rubric.Criteria.Any(c => c.Levels.Count != 5 || c.Weight <= 0) || rubric.Criteria.DistinctBy(c => c.Key).Count() != rubric.Criteria.Count)
                throw new FormatException($"Rubric {rubric.Id} v{rubric.Version}: every criterion needs its own key, a weight above 0 and five levels.");
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
        {
            await using var stream = File.OpenRead(file);
            read.Add(await JsonSerializer.DeserializeAsync<Rubric>(stream, Options, ct) ?? throw new FormatException($"{file} is empty."));
        }
        return new RubricLibrary(read);
    }
}
