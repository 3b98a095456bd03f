using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Pages.Plans;

/// <summary>Files of a plan over HTTP: by a plain form, in pieces, and given out again.</summary>
public sealed class FilesTests
{
    static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7 " + new string('x', 3_000));

    [Fact]
    public async Task Files_ByAFormAndInPieces_AreListedAndGivenOutAsFilesOnly()
    {
        await using var site = await TestSite.StartAsync(new Dictionary<string, string?> { ["Attachments:MaxMegabytes"] = "1" });
        using var visit = await site.Visit().SignedInAsync(JourneyPlan.Official);
        var page = await visit.GetAsync("/plans/1/files");

        var sent = await SendAsync(visit, page, "Diagnóstico 진단.pdf", Pdf, "Diagnóstico");
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        var after = await visit.FollowAsync(sent);
        Assert.Contains("Diagnóstico 진단.pdf", after.Texts(".banner.done p").Single());
        var link = after.Document.QuerySelector("main li a[download]")!;

        using var given = await visit.Client.GetAsync(link.GetAttribute("href"));
        Assert.Equal("application/pdf", given.Content.Headers.ContentType!.ToString());
        Assert.Equal(Pdf, await given.Content.ReadAsByteArrayAsync());
        var disposition = given.Content.Headers.ContentDisposition!;
        Assert.Equal("attachment", disposition.DispositionType);
        Assert.Equal("Diagnóstico 진단.pdf", disposition.FileNameStar);
        Assert.Equal("nosniff", given.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(given.Headers.CacheControl!.Private);
        using var ranged = new HttpRequestMessage(HttpMethod.Get, link.GetAttribute("href")) { Headers = { Range = new RangeHeaderValue(0, 7) } };
        using var part = await visit.Client.SendAsync(ranged);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);

        var again = await SendAsync(visit, after, "otro nombre.pdf", Pdf, "");
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        var wrong = await SendAsync(visit, after, "plan.pdf", [0x4D, 0x5A, 0x90, 0, 3], "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotNull(wrong.Document.QuerySelector("#file-error"));
        var large = await SendAsync(visit, after, "grande.txt", Encoding.ASCII.GetBytes(new string('a', 1_000_001)), "");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, large.Status);

        var token = after.Document.QuerySelector("form[data-upload] [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await InPiecesAsync(visit, token);
        var both = await visit.GetAsync("/plans/1/files");
        Assert.Equal(2, both.Document.QuerySelectorAll("main li a[download]").Length);

        var taken = await visit.SubmitAsync(both, "form[action$='handler=save']", [("files[0].remove", "true"), ("files[1].caption", "Informe del segundo")]);
        Assert.Equal(HttpStatusCode.SeeOther, taken.Status);
        var left = await visit.FollowAsync(taken);
        Assert.Equal("segundo.pdf", Assert.Single(left.Texts("main li a[download]")));
        // Out of the text, not out of the plan: the writer's link of before still leads to it.
        Assert.Equal(HttpStatusCode.OK, (await visit.GetAsync(link.GetAttribute("href")!)).Status);
    }

    static async Task InPiecesAsync(Visit visit, string token)
    {
        var content = Encoding.ASCII.GetBytes("%PDF-1.4 " + new string('y', 2_000));
        using var begin = Request(HttpMethod.Post, "/plans/1/uploads", token);
        begin.Content = JsonContent.Create(new { section = "annexes", name = "segundo.pdf", bytes = content.Length });
        using var begun = await visit.Client.SendAsync(begin);
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        var path = begun.Headers.Location!.ToString();

        using var unsafely = Request(HttpMethod.Patch, path, "no token");
        unsafely.Content = new ByteArrayContent(content);
        Assert.Equal(HttpStatusCode.BadRequest, (await visit.Client.SendAsync(unsafely)).StatusCode);

        using var first = await PatchAsync(visit, path, token, 0, content[..1_200]);
        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        using var head = await visit.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal("1200", head.Headers.GetValues("Upload-Offset").Single());
        using var misplaced = await PatchAsync(visit, path, token, 0, content);
        Assert.Equal(HttpStatusCode.Conflict, misplaced.StatusCode);
        Assert.Contains("file.offset", await misplaced.Content.ReadAsStringAsync());
        using var last = await PatchAsync(visit, path, token, 1_200, content[1_200..]);
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        using var given = await visit.Client.GetAsync($"/plans/1/files/{last.Headers.GetValues("Upload-File").Single()}");
        Assert.Equal(content, await given.Content.ReadAsByteArrayAsync());
    }

    static async Task<HttpResponseMessage> PatchAsync(Visit visit, string path, string token, int offset, byte[] piece)
    {
        using var request = Request(HttpMethod.Patch, path, token);
        request.Headers.Add("Upload-Offset", offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Content = new ByteArrayContent(piece) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };
        return await visit.Client.SendAsync(request);
    }

    static HttpRequestMessage Request(HttpMethod method, string path, string token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("RequestVerificationToken", token);
        return request;
    }

    static async Task<PageRead> SendAsync(Visit visit, PageRead page, string name, byte[] content, string caption)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (field, value) in Visit.FieldsOf(page, "form[data-upload]", [("caption", caption)], null))
        {
            if (field != "file")
                form.Add(new StringContent(value), field);
        }
        form.Add(new ByteArrayContent(content), "file", name);
        return await visit.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/plans/1/files?handler=add") { Content = form });
    }
}
