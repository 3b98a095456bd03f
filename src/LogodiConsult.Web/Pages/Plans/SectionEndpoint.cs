using System.Globalization;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Web.Errors;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>
/// Where the editor's script saves: <c>PATCH /plans/{id}/sections/{key}</c> and <c>/plans/{id}/title</c>, see <see cref="TextPatch"/>;
/// <c>412</c> brings the text that somebody else saved.
/// </summary>
public static class SectionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Section = "/plans/{id:long}/sections/{key}";
        routes.MapGet(Section, GetAsync);
        routes.MapPatch(Section, PatchAsync).WithMetadata(new RequestSizeLimitAttribute(TextPatch.LargestBody));
        const string Title = "/plans/{id:long}/title";
        routes.MapGet(Title, GetTitleAsync);
        routes.MapPatch(Title, PatchTitleAsync).WithMetadata(new RequestSizeLimitAttribute(TextPatch.LargestBody));
    }

    static async Task<IResult> GetAsync(
        long id, string key, HttpContext context, ActorAccessor people, WritingService writing, RefusalPresenter presenter, CancellationToken cancelled)
    {
        var read = await writing.ReadAsync(id, key, people.Actor, cancelled);
        return read.IsRefused
            ? presenter.Problem(read.Refusal!)
            : Given(context, read.Value.Stored.Version, () => Answer(id, read.Value, withContent: true));
    }

    static async Task<IResult> PatchAsync(
        long id, string key, HttpContext context, ActorAccessor people, WritingService writing, RefusalPresenter presenter, IAntiforgery forms, PageTexts texts)
    {
        var (patch, fault) = await TextPatch.ReadAsync(context, forms, texts);
        if (patch is null)
            return fault!;
        // Whoever closes the page after sending has sent: the act is not given up with the connection.
        var written = await writing.PatchAsync(new PatchSection(id, key, patch.Version, patch.Splice, patch.Content, patch.Key), people.Actor, CancellationToken.None);
        if (written.IsRefused)
            return presenter.Problem(written.Refusal!);
        var stored = written.Value.Stored;
        context.Response.Headers.ETag = TextPatch.Tag(stored.Version);
        return written.Value.IsConflict
            ? Conflict(presenter, written.Value.Declaration.Title.In(CultureInfo.CurrentUICulture), stored.Version, stored.Content)
            : Results.Json(Answer(id, written.Value, withContent: false));
    }

    static async Task<IResult> GetTitleAsync(
        long id, HttpContext context, ActorAccessor people, TitleService titles, RefusalPresenter presenter, CancellationToken cancelled)
    {
        var read = await titles.ReadAsync(id, people.Actor, cancelled);
        return read.IsRefused
            ? presenter.Problem(read.Refusal!)
            : Given(context, read.Value.Version, () => new { version = read.Value.Version, content = read.Value.Title });
    }

    static async Task<IResult> PatchTitleAsync(
        long id, HttpContext context, ActorAccessor people, TitleService titles, RefusalPresenter presenter, IAntiforgery forms, PageTexts texts)
    {
        var (patch, fault) = await TextPatch.ReadAsync(context, forms, texts);
        if (patch is null)
            return fault!;
        var written = await titles.PatchAsync(new PatchTitle(id, patch.Version, patch.Splice, patch.Content), people.Actor, CancellationToken.None);
        if (written.IsRefused)
            return presenter.Problem(written.Refusal!);
        var (title, version, isConflict) = written.Value;
        context.Response.Headers.ETag = TextPatch.Tag(version);
        return isConflict ? Conflict(presenter, texts["write.title"], version, title) : Results.Json(new { version });
    }

    static IResult Given(HttpContext context, long version, Func<object> answer)
    {
        var tag = TextPatch.Tag(version);
        context.Response.Headers.ETag = tag;
        return context.Request.Headers.IfNoneMatch == tag ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Json(answer());
    }

    static IResult Conflict(RefusalPresenter presenter, string what, long version, string content)
    {
        var refusal = Refusal.OutOfTime("section.changedMeanwhile").With("sections", what);
        return Results.Problem(
            detail: presenter.Sentence(refusal),
            statusCode: StatusCodes.Status412PreconditionFailed,
            extensions: new Dictionary<string, object?> { ["code"] = refusal.Code, ["version"] = version, ["content"] = content });
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
}
