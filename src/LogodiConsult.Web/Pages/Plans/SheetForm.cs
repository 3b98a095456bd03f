using System.Globalization;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>A comment that can be named as evidence.</summary>
public sealed record EvidenceOption(long Id, string Label, string Text, string Language);

/// <summary>A sheet of the rubric as a form: points, a remark and evidence for each criterion.</summary>
/// <param name="Submit">Text of the button that hands it in; null where it goes with something else.</param>
public sealed record SheetFormView(Rubric Rubric, IReadOnlyDictionary<string, SheetLine> Lines, string Remark, CultureInfo Culture, string Save, string? Submit)
{
    public IReadOnlyList<EvidenceOption> Evidence { get; init; } = [];

    public SheetLine? Of(string criterion) => Lines.GetValueOrDefault(criterion);

    public int Given => Lines.Values.Count(l => l.Points is not null);

    public static SheetFormView Of(Rubric rubric, ScoreSheet? stored, CultureInfo culture, string save, string? submit) =>
        new(rubric, stored?.Lines.ToDictionary(l => l.Criterion) ?? [], stored?.Remark ?? "", culture, save, submit);

    /// <summary>What was posted: the names are those of the criteria.</summary>
    public static SaveSheet Read(HttpRequest request, Rubric rubric, string? remark, bool submit) => new(
        [.. rubric.Criteria.Select(c => new SheetLine(
            c.Key,
            int.TryParse(request.Form[c.Key], NumberStyles.None, CultureInfo.InvariantCulture, out var points) ? points : null,
            request.Form[$"{c.Key}.remark"].ToString().Trim(),
            [.. request.Form[$"{c.Key}.evidence"].Select(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)]))],
        (remark ?? "").ReplaceLineEndings("\n").Trim(), submit);

    public SheetFormView Typed(SaveSheet save) => this with { Lines = save.Lines.ToDictionary(l => l.Criterion), Remark = save.Remark };

    public static IReadOnlyList<EvidenceOption> EvidenceOf(PlanPage page, Func<Comment, bool> which) =>
        [.. page.View.Comments.Where(c => which(c.Comment)).Select(c => new EvidenceOption(
            c.Comment.Id,
            c.Comment.Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : PlanWords.Of("commentState.draft"),
            c.Comment.Text.Length > 90 ? c.Comment.Text[..90] + "…" : c.Comment.Text,
            c.Comment.Language))];
}
