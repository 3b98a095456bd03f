using System.Globalization;
using System.Text.Json;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Web.Errors;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>
/// Where the editor's script saves: <c>PATCH /plans/{id}/sections/{key}</c> with <c>If-Match: "version"</c> (RFC 9110), an <c>Idempotency-Key</c>
/// and a splice or the whole text; <c>412</c> brings the text that somebody else saved. Problems are told as RFC 9457 has them.
/// </summary>
public static class SectionEndpoint
{
    // 100,000 characters of any script, escaped or not, fit; more is refused before it is read.
    const long LargestBody = 1_000_000;
    const int LongestKey = 64;

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Route = "/plans/{id:long}/sections/{key}";
        routes.MapGet(Route, GetAsync);
        routes.MapPatch(Route, PatchAsync).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
    }

    static async Task<IResult> GetAsync(
        long id, string key, HttpContext context, ActorAccessor people, WritingService writing, RefusalPresenter presenter, CancellationToken cancelled)
    {
        var read = await writing.ReadAsync(id, key, people.Actor, cancelled);
        if (read.IsRefused)
            return presenter.Problem(read.Refusal!);
        var tag = Tag(read.Value.Stored.Version);
        context.Response.Headers.ETag = tag;
        return context.Request.Headers.IfNoneMatch == tag
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Json(Answer(id, read.Value, withContent: true));
    }

    static async Task<IResult> PatchAsync(
        long id, string key, HttpContext context, ActorAccessor people, WritingService writing, RefusalPresenter presenter, IAntiforgery forms, PageTexts texts)
    {
        if (!await forms.IsRequestValidAsync(context))
            return Problem(StatusCodes.Status400BadRequest, "form.tooOld", texts["writing.tooOld"]);
        if (Version(context.Request) is not { } version)
            return Problem(StatusCodes.Status428PreconditionRequired, "section.noVersion", texts["writing.noVersion"]);
        var patchKey = context.Request.Headers["Idempotency-Key"].ToString();
        var (sent, fault) = await BodyAsync(context.Request);
        if (sent is null || patchKey.Length is 0 or > LongestKey)
            return fault == StatusCodes.Status413PayloadTooLarge
                ? Problem(fault, "section.tooLong", texts["writing.tooLarge"])
                : Problem(StatusCodes.Status400BadRequest, "section.patchUnreadable", texts["writing.unreadable"]);
        var splice = sent.Insert is null ? null : new Splice(sent.From, sent.Delete, sent.Insert, sent.Length);
        // Whoever closes the page after sending has sent: the act is not given up with the connection.
        var written = await writing.PatchAsync(new PatchSection(id, key, version, splice, sent.Content, patchKey), people.Actor, CancellationToken.None);
        if (written.IsRefused)
            return presenter.Problem(written.Refusal!);
        context.Response.Headers.ETag = Tag(written.Value.Stored.Version);
        return written.Value.IsConflict ? Conflict(written.Value, presenter) : Results.Json(Answer(id, written.Value, withContent: false));
    }

    static IResult Conflict(WrittenSection written, RefusalPresenter presenter)
    {
        var refusal = Refusal.OutOfTime("section.changedMeanwhile").With("sections", written.Declaration.Title.In(CultureInfo.CurrentUICulture));
        return Results.Problem(
            detail: presenter.Sentence(refusal),
            statusCode: StatusCodes.Status412PreconditionFailed,
            extensions: new Dictionary<string, object?> { ["code"] = refusal.Code, ["version"] = written.Stored.Version, ["content"] = written.Stored.Content });
    }

    static object Answer(long plan, WrittenSection written, bool withContent)
    {
        var culture = CultureInfo.CurrentUICulture;
        var declaration = written.Declaration;
        return new
        {
            version = written.Stored.Version,
            content = withContent ? written.Stored.Content : null,
            words = declaration.Kind.Words(declaration, written.Stored.Content),
            problems = declaration.Kind.IsEmpty(declaration, written.Stored.Content)
                ? []
                : written.Problems.Select(p => new
                {
                    row = p.Row,
                    column = p.Column,
                    severity = p.Severity.ToString().ToLowerInvariant(),
                    text = TemplateTexts.Sentence(p, culture),
                }),
            elsewhere = written.Elsewhere.Select(s => new { title = s.Title.In(culture), path = $"/plans/{plan}/write/{s.Key}" }),
        };
    }

    /// <summary>The body, or why there is none.</summary>
    static async Task<(SectionPatchBody? Sent, int Fault)> BodyAsync(HttpRequest request)
    {
        try
        {
            var sent = await request.ReadFromJsonAsync<SectionPatchBody>(request.HttpContext.RequestAborted);
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

    static string Tag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    static long? Version(HttpRequest request) =>
        request.GetTypedHeaders().IfMatch is [EntityTagHeaderValue { IsWeak: false } tag]
        && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    static IResult Problem(int status, string code, string sentence) =>
        Results.Problem(detail: sentence, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}

/// <summary>Either the splice (<c>from</c>, <c>delete</c>, <c>insert</c>, <c>length</c> of the text afterwards) or the whole <c>content</c>.</summary>
public sealed record SectionPatchBody(int From, int Delete, string? Insert, int Length, string? Content);
