using System.Globalization;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Templates;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>A comment as it stands in its form: posted, or to be edited.</summary>
public sealed class CommentForm
{
    public long? CommentId { get; set; }

    public long BaseVersion { get; set; }

    /// <summary>Number of the revision that the reader saw; null where the form does not say.</summary>
    public int? Revision { get; set; }

    /// <summary>Empty: the whole plan.</summary>
    public string? Section { get; set; }

    public string? Part { get; set; }

    public string? Quote { get; set; }

    /// <summary>Where the passage stands, as "part:offset": chosen among candidates, or known to the browser.</summary>
    public string? At { get; set; }

    /// <summary>The quote was selected in the translation.</summary>
    public bool FromTranslation { get; set; }

    public CommentKind Kind { get; set; } = CommentKind.Suggestion;

    public bool Required { get; set; }

    public string? Text { get; set; }

    public string? Proposal { get; set; }

    public string? Language { get; set; }

    public string? SectionKey => string.IsNullOrEmpty(Section) ? null : Section;

    public static CommentForm Of(CommentView view) => new()
    {
        CommentId = view.Comment.Id,
        BaseVersion = view.Comment.Version,
        Section = view.Comment.SectionKey,
        Part = view.Comment.Part,
        Quote = view.Place?.OldPassage,
        At = view.Place is { } place ? Candidate.AtOf(place.Part, place.Start) : null,
        Kind = view.Comment.Kind,
        Required = view.Comment.Required,
        Text = view.Comment.Text,
        Proposal = view.Comment.Proposal,
        Language = view.Comment.Language,
    };

    /// <summary>Part and offset, where they are known.</summary>
    public (string Part, int? Start) Place() => Candidate.Parse(At) is { } at ? at : (Part ?? "", null);

    public SaveComment ToSave(long planId, string language, FormPost? post)
    {
        var (part, start) = Place();
        return new SaveComment(planId, CommentId, SectionKey, part, Quote, start, Kind, Required, Text ?? "", language)
        {
            Proposal = string.IsNullOrWhiteSpace(Proposal) ? null : Proposal,
            BaseVersion = BaseVersion,
            Form = post,
        };
    }
}

/// <summary>One of several places where a quoted passage stands.</summary>
public sealed record Candidate(string Part, Passage Passage)
{
    public string At => AtOf(Part, Passage.Start);

    public static string AtOf(string part, int start) => string.Create(CultureInfo.InvariantCulture, $"{part}:{start}");

    public static (string Part, int Start)? Parse(string? at) =>
        at?.LastIndexOf(':') is >= 0 and var colon && int.TryParse(at.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? (at[..colon], start)
            : null;

    /// <summary>Every place of the quote: in the part that is named, otherwise in the whole section.</summary>
    public static IReadOnlyList<Candidate> Find(IReadOnlyList<Part> parts, string part, string quote) =>
        [.. from place in parts
            where place.Selectable && (part.Length == 0 || place.Key == part)
            from passage in Selectors.FindQuote(place.Text, quote).Candidates
            select new Candidate(place.Key, passage)];
}

/// <summary>What a form of a comment needs to be drawn.</summary>
/// <param name="Section">Null: the whole plan.</param>
/// <param name="IsTyped">It was sent and refused: its errors are shown at its fields.</param>
public sealed record CommentFormView(ReviewModel Page, SectionDeclaration? Section, CommentForm Form, bool IsTyped)
{
    /// <summary>Only the refused form has the plain ids, to which the list of errors leads.</summary>
    public string IdOf(string field) => IsTyped ? field : $"{field}-{(Form.CommentId is { } id ? $"d{id}" : Section?.Key ?? "whole")}";

    /// <summary>Cells and lines of the section that can be named; none where the section is one text.</summary>
    public IReadOnlyList<Part> Parts => Section is null ? [] : [.. Page.PartsOf(Section).Where(p => p.Key.Length > 0)];
}
