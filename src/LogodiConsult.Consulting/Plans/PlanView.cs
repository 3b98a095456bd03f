using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Consulting.Words;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Plans;

/// <summary>A person as pages show them.</summary>
public sealed class PersonName
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
    public string? NativeName { get; init; }
    public WrittenName WrittenName => new(Name, NativeName);
    public string Institution { get; init; } = "";
    public string Post { get; init; } = "";
    public string? Region { get; init; }
    public string Language { get; init; } = "";
    public string Zone { get; init; } = "";
}

/// <summary>Everything of one plan that one actor may see, read in a constant number of queries.</summary>
public sealed record PlanView
{
    public required PlanFacts Facts { get; init; }
    public required PlanTemplate Template { get; init; }
    public required Trilingual Programme { get; init; }
    public required Trilingual Round { get; init; }
    public Trilingual? Subject { get; init; }

    /// <summary>The stages of the plan's definition in their order, with their names.</summary>
    public required StageList Stages { get; init; }

    /// <summary>Everyone who is named on the plan's pages, by id; erased people are missing.</summary>
    public required IReadOnlyDictionary<long, PersonName> People { get; init; }

    public required IReadOnlyList<Revision> Revisions { get; init; }

    /// <summary>The revision shown; null when the working text is shown.</summary>
    public Revision? Revision { get; init; }

    /// <summary>The text shown, by section key: of <see cref="Revision"/>, or the working text.</summary>
    public required IReadOnlyDictionary<string, string> Contents { get; init; }

    /// <summary>The same with what carrying a passage to or from them needs.</summary>
    public required IReadOnlyDictionary<string, TextAtATime> Texts { get; init; }

    /// <summary>The working sections with their versions; empty for those who may not see them.</summary>
    public IReadOnlyDictionary<string, Section> Working { get; init; } = new Dictionary<string, Section>();

    public IReadOnlyList<ReviewDraft> Reviews { get; init; } = [];

    /// <summary>Released comments, and the actor's own drafts.</summary>
    public IReadOnlyList<CommentView> Comments { get; init; } = [];

    /// <summary>What the actor had drafted in reviews that ended without their release.</summary>
    public IReadOnlyList<Comment> Unreleased { get; init; } = [];

    /// <summary>The actor's own review that is still a draft.</summary>
    public ReviewDraft? OwnReview { get; init; }

    /// <summary>What stands in the reader's language, by segment.</summary>
    public required TranslationMemory Memory { get; init; }

    /// <summary>Whether the text may go to a machine, and what still waits for it.</summary>
    public required MachineStatus Machine { get; init; }

    /// <summary>Language of each section of the text shown.</summary>
    public IReadOnlyDictionary<string, string> SectionLanguages { get; init; } = new Dictionary<string, string>();

    /// <summary>All handed-in sections by revision, to tell since when a translation is outdated.</summary>
    public IReadOnlyDictionary<long, Dictionary<string, string>> Frozen { get; init; } = new Dictionary<long, Dictionary<string, string>>();

    public Presentation? Presentation { get; init; }
    public IReadOnlyList<Score> Scores { get; init; } = [];
    /// <summary>The actor may look at round scores that others gave, or that a lead has shown to them.</summary>
    public bool SeesScoreBoard { get; init; }

    public IReadOnlyList<ProgressReport> Reports { get; init; } = [];

    /// <summary>Files of the plan; which of them the text shown has stands in its sections.</summary>
    public IReadOnlyList<Attachment> Files { get; init; } = [];

    /// <summary>Who wrote in which section towards which revision; of the text still being written its writers only know.</summary>
    public IReadOnlyList<SectionEdit> Edits { get; init; } = [];

    /// <summary>The revision that this actor saw last; null when they never looked.</summary>
    public int? LastSeen { get; init; }

    public Plan Plan => Facts.Plan;

    /// <summary>The reader sits in the panel of the presentation and has not handed in their scores.</summary>
    public bool OwesPanelSheet { get; init; }

    public string LanguageOf(string key) => SectionLanguages.GetValueOrDefault(key, Plan.Language);

    /// <summary>The section beside its translation; null where the reader's language is its own, or nothing of it was handed in.</summary>
    public TranslatedSection? TranslatedSection(string key)
    {
        if (Revision is not { } shown || Memory.Language == LanguageOf(key) || Template.Find(key) is not { } section || !Contents.TryGetValue(key, out var content))
            return null;
        var revisions = Revisions.Where(r => r.Number < shown.Number && Frozen.ContainsKey(r.Id)).OrderBy(r => r.Number)
            .Select(r => (r.Number, Content: Frozen[r.Id].GetValueOrDefault(key) ?? "")).Append((shown.Number, content)).ToList();
        return Memory.OfSection(section, revisions, LanguageOf(key));
    }

    /// <summary>A comment, an answer or a summary in the reader's language; null until all of it is translated.</summary>
    public Translation? TranslationOf(TranslationSubject subject, long subjectId)
    {
        var source = subject switch
        {
            TranslationSubject.Comment => Comments.Where(c => c.Comment.Id == subjectId).Select(c => c.Comment.Text).FirstOrDefault(),
            TranslationSubject.Answer => Comments.SelectMany(c => c.Answers).FirstOrDefault(a => a.Id == subjectId)?.Text,
            TranslationSubject.Review => Reviews.FirstOrDefault(r => r.Id == subjectId)?.Summary,
            _ => throw new NotSupportedException($"A {subject} is read segment by segment."),
        };
        if (Memory.IsEmpty || string.IsNullOrWhiteSpace(source) || Memory.OfPlain(source) is not { Count: > 0 } segments || segments.Any(s => s.Text is null))
            return null;
        return new Translation(Memory.Language, string.Join('\n', segments.Select(s => s.Text)), segments.Any(s => s.State == SegmentState.Machine));
    }

    /// <summary>The sentences that hold a comment's passage, as its revision read, in the reader's language; null until all of them are translated.</summary>
    public Translation? TranslationOfPassage(Comment comment) =>
        comment.Selector is { } json && Passages.Selector.FromJson(json) is { Position: var at }
            ? TranslationOfSentences(comment.RevisionId, comment, comment.Part, at.Start, at.End)
            : null;

    /// <summary>The same where the passage stands in the text shown.</summary>
    public Translation? TranslationOfPlace(Comment comment, Place place) =>
        Revision is { } shown && place.Kind != PlaceKind.Deleted ? TranslationOfSentences(shown.Id, comment, place.Part, place.Start, place.End) : null;

    Translation? TranslationOfSentences(long revision, Comment comment, string part, int start, int end)
    {
        if (Memory.IsEmpty || comment.SectionKey is not { } key || Template.Find(key) is not { } section || Frozen.GetValueOrDefault(revision)?.GetValueOrDefault(key) is not { } content)
            return null;
        var known = Segments.Of(section, content).Where(s => s.Part == part && s.Start < end && s.End > start).Select(s => Memory.Find(s.Digest)).ToList();
        return known.Count == 0 || known.Contains(null)
            ? null
            : new Translation(Memory.Language, string.Join(' ', known.Select(s => s!.Text)), known.Exists(s => s!.State == StoredState.Machine));
    }
}

/// <summary>A comment with its answers and where its passage stands in the text that is shown.</summary>
public sealed record CommentView(Comment Comment, IReadOnlyList<Answer> Answers, Place? Place)
{
    /// <summary>The answer of the last round; null when there is none.</summary>
    public Answer? Answer => Answers.Count == 0 ? null : Answers[^1];
}

public enum PlaceKind
{
    Unmoved,
    Moved,
    Changed,
    Deleted,
}

/// <summary>Where a passage stands in the text shown, in code points of the part's canonical text; and how it read when the comment was made.</summary>
public sealed record Place(PlaceKind Kind, int Start, int End, string OldPassage, string NewPassage)
{
    /// <summary>Key of the part: the comment's own, unless an import gave its row or line another.</summary>
    public string Part { get; init; } = "";

    /// <summary>The passage stands, but the sentences (or the cell) that hold it read otherwise now; null where they do not.</summary>
    public (string Old, string New)? Around { get; init; }
}
