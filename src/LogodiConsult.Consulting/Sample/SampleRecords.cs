using System.Text.Encodings.Web;
using System.Text.Json;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Sample;

public sealed record SampleProgrammes(
    IReadOnlyList<SampleOrganisation> Organisations,
    IReadOnlyList<SampleSubject> Subjects,
    IReadOnlyList<SampleProgramme> Programmes);

/// <param name="Role">host, sponsor or requester.</param>
public sealed record SampleOrganisation(string Key, string Role, Trilingual Name);

public sealed record SampleSubject(string Key, Trilingual Name);

/// <param name="State">active or completed.</param>
public sealed record SampleProgramme(
    string Key,
    string Country,
    int FirstYear,
    int LastYear,
    string Host,
    string Sponsor,
    string Requester,
    string State,
    Trilingual Title,
    Trilingual Summary,
    IReadOnlyList<string> Leads,
    IReadOnlyList<string> Interpreters,
    IReadOnlyList<SampleRound> Rounds,
    int? AgreementYear = null);

/// <param name="Mode">online or onsite.</param>
/// <param name="Shift">The round is moved to the present weeks when the sample is played.</param>
public sealed record SampleRound(
    string Key,
    int Number,
    int Year,
    string Mode,
    DateOnly Starts,
    DateOnly Ends,
    string Zone,
    bool Shift,
    Trilingual Title,
    IReadOnlyList<string> Subjects,
    IReadOnlyList<string> Consultants,
    Trilingual? Summary = null);

public sealed record SamplePeople(Trilingual Note, IReadOnlyList<SampleInstitution> Institutions, IReadOnlyList<SamplePerson> People);

public sealed record SampleInstitution(string Key, Trilingual Name, string? Region = null, SampleSuperior? Superior = null);

/// <summary>Who endorses plans of an institution: a person of the sample by key, or a name with address.</summary>
public sealed record SampleSuperior(string? Person = null, string? Name = null, string? Post = null, string? Email = null);

public sealed record SamplePerson(
    string Key,
    bool Sample,
    string Name,
    IReadOnlyList<string> Roles,
    string Institution,
    string Post,
    string Language,
    IReadOnlyList<string> Reads,
    string Zone,
    string Email)
{
    public string? NativeName { get; init; }

    public string? Region { get; init; }

    /// <summary>Of consultants: what they know.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}

/// <param name="Round">Key of the round.</param>
/// <param name="Number">Within the round.</param>
/// <param name="Stage">Where the plan stands when the sample has been played.</param>
public sealed record SamplePlan(
    string Key,
    int Number,
    string Round,
    string Official,
    string Subject,
    SampleStage Stage,
    Trilingual Title,
    IReadOnlyList<SampleRevision> Revisions)
{
    /// <summary>Key of the earlier plan that this one carries on.</summary>
    public string? Continues { get; init; }

    public string? WithdrawnWhy { get; init; }

    public IReadOnlyList<SampleCoAuthor> CoAuthors { get; init; } = [];

    public IReadOnlyList<SampleFile> Files { get; init; } = [];

    /// <summary>Of accepted plans: who carries the plan on.</summary>
    public SampleHandOver? HandedTo { get; init; }

    /// <summary>Content of all sections as of a revision; later revisions name only what changed.</summary>
    public IReadOnlyDictionary<string, string> ContentsAt(int revision)
    {
        var contents = new Dictionary<string, string>();
        foreach (var (key, content) in Revisions.Where(r => r.Number <= revision).OrderBy(r => r.Number).SelectMany(r => r.Sections))
            contents[key] = SectionContent.Of(content);
        return contents;
    }
}

/// <param name="Sections">Which of the plan's sections the colleague writes.</param>
public sealed record SampleCoAuthor(string Person, IReadOnlyList<string> Sections);

/// <param name="Resource">Its content, in <c>Data/files</c>.</param>
/// <param name="Revision">Handed in with this revision and the later ones, until <paramref name="LeavesAt"/>.</param>
public sealed record SampleFile(string Name, string Resource, string Caption, int Revision, int? LeavesAt = null);

public sealed record SampleHandOver(string Person, string Why);

/// <param name="Stage">A stage of the definition.</param>
/// <param name="ReviewRound">0 before the first review.</param>
/// <param name="Overdue">The open task is past its deadline.</param>
/// <param name="Written">Of drafts: nothing, half or whole.</param>
/// <param name="FollowUpMonth">Of plans in follow-up: the report that is waited for.</param>
public sealed record SampleStage(string Stage, int ReviewRound = 0, bool Overdue = false, string Written = "whole", int? FollowUpMonth = null);

public sealed record SampleRevision(int Number, IReadOnlyDictionary<string, JsonElement> Sections);

/// <summary>Text sections are JSON strings, trees and tables are JSON objects; plans keep all of them as strings.</summary>
static class SectionContent
{
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement content) =>
        content.ValueKind == JsonValueKind.String ? content.GetString()! : JsonSerializer.Serialize(content, Json);
}

public sealed record SampleTerm(string Es, string Ko, string En, string Note = "");

/// <param name="Shown">The lead has shown the round to the official.</param>
public sealed record SampleRoundScores(string Plan, int Round, string Consultant, IReadOnlyDictionary<string, int> Scores, string Remark, bool Shown);

/// <param name="Scores">By consultant, then by criterion.</param>
public sealed record SampleCalibration(string Title, string Plan, bool Closed, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Scores);

public sealed record SampleScoring(IReadOnlyList<SampleRoundScores> Rounds, IReadOnlyList<SampleCalibration> Calibrations);

/// <param name="By">Key of the translator; machine translations are only looked at by that person.</param>
public sealed record SampleTranslation(string Plan, int Revision, string Language, string State, string By, IReadOnlyDictionary<string, JsonElement> Sections)
{
    public IReadOnlyDictionary<string, string> Contents => Sections.ToDictionary(s => s.Key, s => SectionContent.Of(s.Value));
}

/// <summary>What consultants and leads do among themselves: the official sees nothing of it.</summary>
public sealed record SampleDesk(IReadOnlyList<SampleRecusal> Recusals, IReadOnlyList<SampleNote> Notes, IReadOnlyList<SamplePhrase> Phrases);

/// <summary>Somebody was assigned at first and steps back on the day of the review; the lead gives their place to one whose review the content has.</summary>
/// <param name="Kind">conflict or handedBack.</param>
public sealed record SampleRecusal(string Plan, int Round, string Consultant, string Kind, string Reason, string Replacement);

/// <summary>Written when the reviews of the round were.</summary>
public sealed record SampleNote(string Plan, int Round, string By, string Language, string Text);

public sealed record SamplePhrase(string By, string Language, string Text);
