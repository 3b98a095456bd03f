using System.Data;
using System.Diagnostics.CodeAnalysis;
using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.Passages;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Web.Localisation;
using MiniExcelLibs;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>The ledger of a plan as a file, in the reader's language: a spreadsheet or a document for Word; one line for each comment.</summary>
public static class ResponseMatrix
{
    static readonly string[] Columns = ["number", "round", "section", "before", "beforeTranslation", "now", "nowTranslation", "by", "kind", "comment", "translation", "answerKind", "answer", "answerTranslation", "state"];

    public static async Task XlsxAsync(LedgerModel page, PageTexts texts, Stream to, CancellationToken ct)
    {
        using var table = new DataTable();
        foreach (var column in Columns)
            table.Columns.Add(texts[$"ledger.{column}"], typeof(object));
        foreach (var (comment, answers, place) in page.Lines)
        {
            table.Rows.Add(
                comment.Number,
                comment.ReviewRound,
                page.SectionOf(comment),
                place?.OldPassage,
                Told(texts, page.View.TranslationOfPassage(comment)),
                Now(texts, place),
                HasChanged(place) ? Told(texts, page.View.TranslationOfPlace(comment, place)) : null,
                page.NameOf(comment.OwnerId),
                PlanWords.Of($"commentKind.{comment.Kind.ToCode()}"),
                comment.Text,
                Told(texts, page.View.TranslationOf(TranslationSubject.Comment, comment.Id)),
                answers.Count == 0 ? null : PlanWords.Of($"answerKind.{answers[^1].Kind.ToCode()}"),
                Thread(answers, a => a.Text + Pointed(page, texts, a)),
                Thread(answers, a => Told(texts, page.View.TranslationOf(TranslationSubject.Answer, a.Id))),
                StateOf(comment, texts));
        }
        await MiniExcel.SaveAsAsync(to, table, sheetName: page.Plan.Reference, cancellationToken: ct);
    }

    /// <summary>On pages turned on their side, the passage before and now with its changes marked, every answer of the thread.</summary>
    public static byte[] Docx(LedgerModel page, PageTexts texts)
    {
        var words = new ComparisonWords(texts["changes.addedStart"], texts["changes.end"], texts["changes.removedStart"], texts["changes.end"]);
        var plan = page.Plan;
        using var document = new WordDocument(new DocumentFacts(plan.Title, Languages.Current, $"{page.View.Programme.In(page.Culture)} · {plan.Reference}")
        {
            Author = page.NameOf(plan.OfficialId),
            Subject = texts["ledger.matrix"],
            CreatedAt = page.Now,
        });
        document.Turn(lying: true);
        document.Title(texts["ledger.matrix"], $"{plan.Title} · {page.NameOf(plan.OfficialId)}");
        document.Paragraph(texts["ledger.caption", ("shown", page.Lines.Count), ("all", page.All.Count)]);
        document.Table(new DocumentTable(
            [texts["ledger.numberShort"], texts["ledger.before"], texts["ledger.now"], texts["ledger.comment"], texts["ledger.answer"], texts["ledger.state"]],
            [.. page.Lines.Select(line => Row(page, texts, words, line))])
        {
            Weights = [6, 21, 21, 23, 19, 10],
        });
        return document.ToBytes();
    }

    /// <summary>All that was said, the oldest first; where it was said more than once, each under what kind of answer it was.</summary>
    static string? Thread(IReadOnlyList<Answer> answers, Func<Answer, string?> told) => answers switch
    {
        [] => null,
        [var only] => told(only),
        _ when answers.All(a => told(a) is null) => null,
        _ => string.Join("\n\n", answers.Select(a => $"{PlanWords.Of($"answerKind.{a.Kind.ToCode()}")}: {told(a) ?? "–"}")),
    };

    static bool HasChanged([NotNullWhen(true)] Place? place) => place is { Kind: PlaceKind.Changed } or { Around: not null };

    /// <summary>In a file, too, what a machine wrote is called so.</summary>
    static string? Told(PageTexts texts, Translation? translation) =>
        translation is { IsMachine: true } ? $"[{texts["plan.translationMachine"]}] {translation.Text}" : translation?.Text;

    /// <summary>The passage as it reads now; where it stands in a sentence that was written anew, that sentence too.</summary>
    static string? Now(PageTexts texts, Place? place) =>
        place?.Around is { } around ? $"{place.NewPassage}\n{texts["review.aroundReads"]}\n{around.New}" : place?.NewPassage;

    static string StateOf(Comment comment, PageTexts texts) =>
        comment.NeedsNoAnswer ? texts["ledger.noAnswerNeeded"] : PlanWords.Of($"commentState.{comment.State.ToCode()}");

    static IReadOnlyList<DocumentCell> Row(LedgerModel page, PageTexts texts, ComparisonWords words, CommentView line)
    {
        var (comment, answers, place) = line;
        var now = place is null ? ""
            : place.Kind == PlaceKind.Changed ? Comparison.Of(place.OldPassage, place.NewPassage).ToHtml(words)
            : Said(place.Kind == PlaceKind.Deleted ? "" : place.NewPassage, PlanWords.Of($"place.{place.Kind.ToCode()}"));
        if (place?.Around is { } around)
            now += $"{Said("", texts["review.aroundReads"])}<p>{Comparison.Of(around.Old, around.New).ToHtml(words)}</p>";
        if (HasChanged(place))
            now += InTheirWords(texts, page.View.TranslationOfPlace(comment, place));
        var head = $"{page.NameOf(comment.OwnerId)} · {texts["ledger.roundShort", ("round", comment.ReviewRound)]} · {PlanWords.Of($"commentKind.{comment.Kind.ToCode()}")}{(comment.Required ? $" · {texts["comment.answerRequired"]}" : "")}";
        var proposal = comment.Proposal is { Length: > 0 } wording ? Said(wording, texts["comment.proposal"]) : "";
        return
        [
            DocumentCell.Plain($"{comment.Number}", isHeader: true),
            new DocumentCell(
                Said(place?.OldPassage ?? "", page.SectionOf(comment)) + InTheirWords(texts, page.View.TranslationOfPassage(comment)), Language: page.LanguageOf(comment.SectionKey)),
            new DocumentCell(now, Language: page.LanguageOf(comment.SectionKey)),
            new DocumentCell(Said(comment.Text, head) + InTheirWords(texts, page.View.TranslationOf(TranslationSubject.Comment, comment.Id)) + proposal, Language: comment.Language),
            new DocumentCell(string.Concat(answers.Select(a => Said(a.Text + Pointed(page, texts, a), PlanWords.Of($"answerKind.{a.Kind.ToCode()}")) + InTheirWords(texts, page.View.TranslationOf(TranslationSubject.Answer, a.Id)))), Language: page.Plan.Language),
            DocumentCell.Plain(StateOf(comment, texts)),
        ];
    }

    /// <summary>The translation into the language of whoever takes the document away, called what it is.</summary>
    static string InTheirWords(PageTexts texts, Translation? translation) =>
        translation is { } told ? Said(told.Text, texts[told.IsMachine ? "plan.translationMachine" : "plan.translationChecked"]) : "";

    static string Pointed(LedgerModel page, PageTexts texts, Answer answer) =>
        AnswerPointer.Of(page, answer) is { } pointer ? $"\n{texts["answer.pointsTo"]} {pointer.Section}{(pointer.Passage is { } words ? $": {words}" : "")}" : "";

    /// <summary>A label and what it speaks of, each drawn as text: nothing that somebody typed becomes markup.</summary>
    static string Said(string text, string label) => $"<p><em>{RichText.FromPlain(label).ToHtml()}</em></p>{(text.Length > 0 ? $"<p>{RichText.FromPlain(text).ToHtml()}</p>" : "")}";
}
