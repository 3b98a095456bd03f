using LogodiConsult.Consulting;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LogodiConsult.Web.Errors;

/// <summary>The one place where a refusal becomes a sentence and a status.</summary>
public sealed partial class RefusalPresenter(PageTexts texts, ILogger<RefusalPresenter> logger)
{
    public static int Status(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Hidden => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.OutOfTime => StatusCodes.Status409Conflict,
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        _ => throw new NotSupportedException($"Refusal of unknown kind {refusal.Kind}."),
    };

    public string Sentence(Refusal refusal)
    {
        if (texts.Refusal(refusal.Code, refusal.Facts) is { } sentence)
            return sentence;
        // The person still gets an honest sentence; the missing one is seen in the log and by a test.
        LogMissing(refusal.Code);
        return texts.Refusal($"kind.{refusal.Kind}", refusal.Facts)!;
    }

    /// <summary>Each refusal goes to its field, or to the top of the form where it has none.</summary>
    public void Show(Refusal refusal, ModelStateDictionary state)
    {
        foreach (var each in (IEnumerable<Refusal>)[refusal, .. refusal.Others])
            state.AddModelError(each.Field ?? "", Sentence(each));
    }

    /// <summary>The same refusal for programs: problem details as RFC 9457 has them, with the code and the field.</summary>
    public IResult Problem(Refusal refusal) => Results.Problem(
        detail: Sentence(refusal),
        statusCode: Status(refusal),
        extensions: new Dictionary<string, object?>
        {
            ["code"] = refusal.Code,
            ["field"] = refusal.Field,
            ["others"] = refusal.Others.Select(o => new { code = o.Code, field = o.Field, detail = Sentence(o) }).ToList(),
        });

    [LoggerMessage(Level = LogLevel.Error, Message = "No sentence for the refusal {Code}")]
    private partial void LogMissing(string code);
}
