using System.Globalization;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Web.Errors;
using LogodiConsult.Web.Localisation;
using LogodiConsult.Web.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LogodiConsult.Web.Pages.Plans;

/// <summary>
/// Files of plans: given out to be saved, never to be shown in the browser; taken in pieces as tus (tus.io, 1.0.0) does it: <c>POST</c> opens an upload,
/// <c>HEAD</c> tells how much has arrived, <c>PATCH</c> goes on from there.
/// </summary>
public static class FileEndpoints
{
    const string OffsetHeader = "Upload-Offset";
    const string LengthHeader = "Upload-Length";
    const string FileHeader = "Upload-File";

    // A piece of the script has a quarter of a megabyte; programs may send larger ones.
    const long LargestPiece = 8_000_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/plans/{id:long}/files/{file}", GiveAsync);
        routes.MapPost("/plans/{id:long}/uploads", BeginAsync);
        routes.MapMethods("/plans/{id:long}/uploads/{token}", ["HEAD"], FindAsync);
        routes.MapPatch("/plans/{id:long}/uploads/{token}", AppendAsync).WithMetadata(new RequestSizeLimitAttribute(LargestPiece));
    }

    static async Task<IResult> GiveAsync(long id, string file, HttpContext context, ActorAccessor people, AttachmentService files, CancellationToken cancelled)
    {
        var opened = await files.OpenAsync(id, file, people.Actor, cancelled);
        if (opened.IsRefused)
            return Results.StatusCode(RefusalPresenter.Status(opened.Refusal!));
        var (attachment, kind, content) = opened.Value;
        // Neither shown nor run beside our pages, whatever it holds; kept by this browser only and asked for again, since access may end.
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(attachment.Name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Stream(content, kind.MediaType, lastModified: attachment.AddedAt,
            entityTag: new EntityTagHeaderValue($"\"{attachment.Sha256}\""), enableRangeProcessing: true);
    }

    static async Task<IResult> BeginAsync(
        long id, NewUpload upload, HttpContext context, ActorAccessor people, AttachmentService files, RefusalPresenter presenter, IAntiforgery forms, PageTexts texts)
    {
        if (!await forms.IsRequestValidAsync(context))
            return TooOld(texts);
        var begun = await files.BeginAsync(id, upload.Section ?? "", upload.Name ?? "", upload.Bytes, people.Actor, CancellationToken.None);
        if (begun.IsRefused)
            return presenter.Problem(begun.Refusal!);
        Tell(context, begun.Value);
        return Results.Created($"/plans/{id}/uploads/{begun.Value.Token}", (object?)null);
    }

    static async Task<IResult> FindAsync(long id, string token, HttpContext context, ActorAccessor people, AttachmentService files, CancellationToken cancelled)
    {
        var found = await files.FindAsync(id, token, people.Actor, cancelled);
        if (found.IsRefused)
            return Results.StatusCode(RefusalPresenter.Status(found.Refusal!));
        Tell(context, found.Value);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok();
    }

    static async Task<IResult> AppendAsync(
        long id, string token, HttpContext context, ActorAccessor people, AttachmentService files, RefusalPresenter presenter, IAntiforgery forms, PageTexts texts)
    {
        if (!await forms.IsRequestValidAsync(context))
            return TooOld(texts);
        if (!long.TryParse(context.Request.Headers[OffsetHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return presenter.Problem(Refusal.OutOfTime("file.offset"));
        Result<UploadState> appended;
        try
        {
            appended = await files.AppendAsync(id, token, offset, context.Request.Body, people.Actor, context.RequestAborted);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested || e is BadHttpRequestException or Microsoft.AspNetCore.Connections.ConnectionResetException)
        {
            // The line broke; what has arrived is kept, and HEAD tells how much it is.
            return Results.StatusCode(StatusCodes.Status408RequestTimeout);
        }
        if (appended.IsRefused)
            return presenter.Problem(appended.Refusal!);
        Tell(context, appended.Value);
        return Results.NoContent();
    }

    static void Tell(HttpContext context, UploadState state)
    {
        context.Response.Headers[OffsetHeader] = state.Offset.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers[LengthHeader] = state.Bytes.ToString(CultureInfo.InvariantCulture);
        if (state.FileId is { } file)
            context.Response.Headers[FileHeader] = file;
    }

    static IResult TooOld(PageTexts texts) =>
        Results.Problem(detail: texts["files.tooOld"], statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?> { ["code"] = "form.tooOld" });
}

/// <param name="Section">Key of the section whose list the file joins.</param>
public sealed record NewUpload(string? Section, string? Name, long Bytes);
