using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LogodiConsult.Consulting.Sample;

/// <summary>The content of the sample programme, as written in <c>Sample/Data</c>. All people in it are invented.</summary>
public sealed record SampleData(
    SampleProgrammes Programmes,
    SamplePeople People,
    IReadOnlyList<SamplePlan> Plans,
    IReadOnlyList<SamplePlanReviews> Reviews,
    IReadOnlyList<SampleTranslation> Translations,
    IReadOnlyList<SamplePresentation> Presentations,
    IReadOnlyList<SampleReport> Reports,
    IReadOnlyList<SampleTerm> Glossary,
    SampleScoring Scoring,
    SampleDesk Desk)
{
    // A misspelt name in the data must not be silently nothing.
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    const string Folder = "LogodiConsult.Consulting.Sample.Data.";

    static readonly Assembly Assembly = typeof(SampleData).Assembly;

    /// <exception cref="JsonException">The data is not of this shape.</exception>
    public static SampleData Load() => new(
        Read<SampleProgrammes>(Folder + "programme.json"),
        Read<SamplePeople>(Folder + "people.json"),
        All<SamplePlan>("plans"),
        All<SamplePlanReviews>("reviews"),
        Read<IReadOnlyList<SampleTranslation>>(Folder + "translations.json"),
        Read<IReadOnlyList<SamplePresentation>>(Folder + "presentations.json"),
        Read<IReadOnlyList<SampleReport>>(Folder + "progress.json"),
        Read<IReadOnlyList<SampleTerm>>(Folder + "glossary.json"),
        Read<SampleScoring>(Folder + "scores.json"),
        Read<SampleDesk>(Folder + "desk.json"));

    public SamplePlan Plan(string key) => Plans.First(p => p.Key == key);

    public SamplePerson Person(string key) => People.People.First(p => p.Key == key);

    public SampleInstitution Institution(string key) => People.Institutions.First(i => i.Key == key);

    public SampleProgramme ProgrammeOf(SamplePlan plan) => Programmes.Programmes.First(p => p.Rounds.Any(r => r.Key == plan.Round));

    public SampleRound RoundOf(SamplePlan plan) => ProgrammeOf(plan).Rounds.First(r => r.Key == plan.Round);

    public static Stream Open(SampleFile file) => Assembly.GetManifestResourceStream($"{Folder}files.{file.Resource}")
        ?? throw new InvalidOperationException($"The program was built without its sample file '{file.Resource}'.");

    static List<T> All<T>(string folder) =>
        [.. Assembly.GetManifestResourceNames().Where(n => n.StartsWith($"{Folder}{folder}.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read<T>)];

    static T Read<T>(string resource)
    {
        using var stream = Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program was built without its sample '{resource}'.");
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new JsonException($"'{resource}' is empty.");
    }
}
