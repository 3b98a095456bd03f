using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The response matrix: every released comment with its passage before and after, its answer and its state.</summary>
public sealed class LedgerModel(PlanReader reader) : PlanPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public CommentState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Round { get; set; }

    public IReadOnlyList<CommentView> All { get; private set; } = [];

    public IReadOnlyList<CommentView> Lines { get; private set; } = [];

    public IReadOnlyList<int> Rounds { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync() => await ShowAsync() ?? Page();

    /// <summary>The lines that are shown, as a spreadsheet.</summary>
    public async Task<IActionResult> OnGetXlsxAsync()
    {
        if (await ShowAsync() is { } answer)
            return answer;
        var file = new MemoryStream();
        await ResponseMatrix.XlsxAsync(this, T, file, Cancelled);
        file.Position = 0;
        return File(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{Plan.Reference}.xlsx");
    }

    /// <summary>The lines that are shown, as a document for Word.</summary>
    public async Task<IActionResult> OnGetDocxAsync() =>
        await ShowAsync() ?? File(ResponseMatrix.Docx(this, T), Consulting.Documents.WordDocument.ContentType, $"{Plan.Reference}-{T["ledger.fileName"]}.docx");

    public string SectionOf(Comment comment) => comment.SectionKey is { } key && View.Template.Find(key) is { } section
        ? $"{section.Number}. {section.Title.In(Culture)}" + (comment.Part.Length > 0 ? $" – {PartNames.Of(this, section, comment.Part)}" : "")
        : T["plan.wholePlan"];

    public string FilterPath(CommentState? state, int? round, string? handler = null)
    {
        var query = new List<string>();
        if (handler is not null)
            query.Add($"handler={handler}");
        if (state is not null)
            query.Add($"state={state}");
        if (round is not null)
            query.Add($"round={round}");
        return query.Count == 0 ? $"/plans/{Id}/comments" : $"/plans/{Id}/comments?{string.Join('&', query)}";
    }

    async Task<IActionResult?> ShowAsync()
    {
        if (await LoadAsync() is { } answer)
            return answer;
        if (PlanAccess.Why(PlanAct.SeeReleasedReviews, View.Facts, Actor) is { } refusal)
            return Refused(refusal);
        All = [.. View.Comments.Where(c => c.Comment.State != CommentState.Draft)];
        Rounds = [.. All.Select(c => c.Comment.ReviewRound).Distinct().Order()];
        Lines = [.. All.Where(c => (State is null || c.Comment.State == State) && (Round is null || c.Comment.ReviewRound == Round))];
        return null;
    }
}
