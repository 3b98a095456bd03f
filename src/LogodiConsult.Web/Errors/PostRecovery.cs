using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LogodiConsult.Web.Errors;

/// <summary>Why a sent form was not taken although nothing is wrong with what was typed.</summary>
public enum RecoverReason
{
    SignedOut,
    FormTooOld,

    /// <summary>It is no whole form: it cannot be shown again, the sentence says what to do.</summary>
    Unreadable,
}

/// <param name="Name">The form field it was sent as.</param>
/// <param name="IsLong">Shown to be read and copied; short fields travel hidden.</param>
public sealed record PostedField(string Name, string Value, bool IsLong);

/// <summary>A form that came too late is shown again with everything that was typed, instead of being lost.</summary>
public static class PostRecovery
{
    const int LongFrom = 60;
    const string TokenField = "__RequestVerificationToken";
    static readonly object Key = new();

    /// <summary>What was noted of this request.</summary>
    public static RecoverReason? Noted(HttpContext context) => context.Items[Key] as RecoverReason?;

    public static void Note(HttpContext context, RecoverReason reason) => context.Items[Key] = reason;

    public static bool Applies(HttpContext context, [NotNullWhen(true)] out RecoverReason? reason)
    {
        reason = Noted(context);
        return reason is not (null or RecoverReason.Unreadable) && context.Request.HasFormContentType && IsSentFromHere(context.Request);
    }

    public static async Task<IReadOnlyList<PostedField>> FieldsAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        return [.. from field in form
                   where field.Key != TokenField && !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase)
                   from value in field.Value
                   select new PostedField(field.Key, value ?? "", (value ?? "").Length >= LongFrom || (value ?? "").Contains('\n'))];
    }

    /// <summary>Another site may not have its text shown here with a "send" button beside it.</summary>
    static bool IsSentFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return false;
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Marks a post whose form token is missing or too old, so that the error page offers it again.</summary>
public sealed class RecoverPostFilter : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
            PostRecovery.Note(context.HttpContext, RecoverReason.FormTooOld);
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
