using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Sample;

public sealed record SamplePlanReviews(string Plan, IReadOnlyList<SampleReview> Reviews);

/// <param name="State">released or draft.</param>
/// <param name="Recommendation">revise or accept; drafts have none yet.</param>
public sealed record SampleReview(
    int Round,
    int Revision,
    string Consultant,
    string State,
    IReadOnlyList<SampleComment> Comments,
    string? Recommendation = null,
    SampleText? Summary = null);

/// <summary>Words in the language in which they were written, with a translation where there is one.</summary>
public sealed record SampleText(string Language, string Text, SampleTranslatedText? Translation = null);

public sealed record SampleTranslatedText(string Language, string State, string Text);

/// <param name="Section">Null: the comment is on the whole plan.</param>
/// <param name="Part">Row and column, or the line of a tree, in which the quoted passage stands.</param>
/// <param name="Quote">Null: the comment is on the section.</param>
/// <param name="Kind">question, suggestion, mustChange or praise.</param>
/// <param name="Verdict">What the consultant decided about the answer in the next round.</param>
public sealed record SampleComment(
    string Kind,
    bool AnswerRequired,
    string Language,
    string Text,
    SampleTranslatedText Translation,
    string? Section = null,
    string Part = "",
    string? Quote = null,
    string? ProposedWording = null,
    SampleAnswer? Answer = null,
    string? Verdict = null);

/// <param name="State">done, partly or notDone.</param>
public sealed record SampleAnswer(string State, string Language, string Text, SampleTranslatedText Translation);

/// <param name="At">Local time in <paramref name="Zone"/>.</param>
public sealed record SamplePresentation(string Plan, DateTime At, string Zone, int Minutes, IReadOnlyList<string> Panel, IReadOnlyList<SampleScores> Scores);

/// <summary>One panel member's points (1–5) and remarks by criterion; a remark is in Spanish and in that member's language.</summary>
public sealed record SampleScores(
    string By,
    IReadOnlyDictionary<string, int> Scores,
    IReadOnlyDictionary<string, string> Remark,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Remarks);

/// <param name="Month">3, 6 or 12 months after completion.</param>
/// <param name="Progress">onTrack, delayed, stopped or finished.</param>
public sealed record SampleReport(string Plan, int Month, string Progress, int Percent, Trilingual Text);
