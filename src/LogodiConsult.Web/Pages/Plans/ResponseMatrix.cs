using System.Data;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Localisation;
using MiniExcelLibs;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The ledger of a plan as a spreadsheet, in the reader's language; one line for each comment.</summary>
public static class ResponseMatrix
{
    static readonly string[] Columns = ["number", "round", "section", "before", "now", "by", "kind", "comment", "translation", "answerKind", "answer", "answerTranslation", "state"];

    public static async Task XlsxAsync(LedgerModel page, PageTexts texts, Stream to, CancellationToken ct)
    {
        using var table = new DataTable();
        foreach (var column in Columns)
            table.Columns.Add(texts[$"ledger.{column}"], typeof(object));
        foreach (var (comment, _, place) in page.Lines)
        {
            var answer = page.Lines.First(l => l.Comment.Id == comment.Id).Answer;
            table.Rows.Add(
                comment.Number,
                comment.ReviewRound,
                page.SectionOf(comment),
                place?.OldPassage,
                place?.NewPassage,
                page.NameOf(comment.OwnerId),
                PlanWords.Of($"commentKind.{comment.Kind.ToCode()}"),
                comment.Text,
                page.View.TranslationOf(TranslationSubject.Comment, comment.Id)?.Text,
                answer is null ? null : PlanWords.Of($"answerKind.{answer.Kind.ToCode()}"),
                answer?.Text,
                answer is null ? null : page.View.TranslationOf(TranslationSubject.Answer, answer.Id)?.Text,
                PlanWords.Of($"commentState.{comment.State.ToCode()}"));
        }
        await MiniExcel.SaveAsAsync(to, table, sheetName: page.Plan.Reference, cancellationToken: ct);
    }
}
