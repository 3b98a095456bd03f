using System.Globalization;
using System.Text.Json;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Web.Localisation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Net.Http.Headers;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>
/// What the editor's script sends to save: <c>PATCH</c> with <c>If-Match: "version"</c> (RFC 9110), an <c>Idempotency-Key</c> and a splice or the
/// whole text. Problems are told as RFC 9457 has them.
/// </summary>
/// <param name="Key">The same key is the same patch, sent again after a lost answer.</param>
public sealed record TextPatch(long Version, string Key, Splice? Splice, string? Content)
{
    /// <summary>100,000 characters of any script, escaped or not, fit; more is refused before it is read.</summary>
    public const long LargestBody = 1_000_000;

    const int LongestKey = 64;

    public static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <returns>The patch, or the answer that says what is wrong with the request.</returns>
    public static async Task<(TextPatch? Patch, IResult? Answer)> ReadAsync(HttpContext context, IAntiforgery forms, PageTexts texts)
    {
        if (!await forms.IsRequestValidAsync(context))
            return (null, Problem(StatusCodes.Status400BadRequest, "form.tooOld", texts["writing.tooOld"]));
        if (VersionOf(context.Request) is not { } version)
            return (null, Problem(StatusCodes.Status428PreconditionRequired, "section.noVersion", texts["writing.noVersion"]));
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        var (sent, fault) = await BodyAsync(context.Request);
        if (sent is null || key.Length is 0 or > LongestKey)
        {
            return (null, fault == StatusCodes.Status413PayloadTooLarge
                ? Problem(fault, "section.tooLong", texts["writing.tooLarge"])
                : Problem(StatusCodes.Status400BadRequest, "section.patchUnreadable", texts["writing.unreadable"]));
        }
        return (new TextPatch(version, key, sent.Insert is null ? null : new Splice(sent.From, sent.Delete, sent.Insert, sent.Length), sent.Content), null);
    }

    /// <summary>The body, or why there is none.</summary>
    static async Task<(TextPatchBody? Sent, int Fault)> BodyAsync(HttpRequest request)
    {
        try
        {
            var sent = await request.ReadFromJsonAsync<TextPatchBody>(request.HttpContext.RequestAborted);
            return (sent is { Insert: null } == sent is { Content: null } ? null : sent, 0);
        }
        catch (BadHttpRequestException fault)
        {
            return (null, fault.StatusCode);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    static long? VersionOf(HttpRequest request) =>
        request.GetTypedHeaders().IfMatch is [EntityTagHeaderValue { IsWeak: false } tag]
        && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    static IResult Problem(int status, string code, string sentence) =>
        Results.Problem(detail: sentence, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}

/// <summary>Either the splice (<c>from</c>, <c>delete</c>, <c>insert</c>, <c>length</c> of the text afterwards) or the whole <c>content</c>.</summary>
public sealed record TextPatchBody(int From, int Delete, string? Insert, int Length, string? Content);
