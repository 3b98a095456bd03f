using System.IO.Compression;
using System.Net;
using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.Hosting;

public sealed class SiteTests(SharedSites sites)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/nothing-here")]
    [InlineData("/site.css")]
    [InlineData("/health")]
    [InlineData("/api/nothing")]
    public async Task AnyAnswer_CarriesTheSecurityHeaders(string path)
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var page = await visit.GetAsync(path);
        var headers = page.Response.Headers.ToDictionary(h => h.Key, h => string.Join(' ', h.Value), StringComparer.OrdinalIgnoreCase);
        var policy = headers["Content-Security-Policy"];
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("style-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("same-origin", headers["Referrer-Policy"]);
        Assert.False(headers.ContainsKey("Server"));
    }

    [Theory]
    [InlineData("es", "No encontramos esta página")]
    [InlineData("ko", "페이지를 찾을 수 없습니다")]
    [InlineData("en", "Page not found")]
    [InlineData("fr, ko-KR;q=0.5, en;q=0.3", "페이지를 찾을 수 없습니다")]
    [InlineData("fr", "No encontramos esta página")]
    public async Task UnknownAddress_Is404_InTheLanguageOfTheBrowser(string language, string title)
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit(language);
        var page = await visit.GetAsync("/no/such/page");
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal(title, page.Title);
    }

    [Fact]
    public async Task UnknownApiAddress_Is404_AsProblemDetails()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var page = await visit.GetAsync("/api/nothing");
        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("application/problem+json", page.Response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Hangul_IsWrittenAsItself()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit("ko");
        var page = await visit.GetAsync("/");
        Assert.Contains("초안에서 실행되는 액션플랜까지", page.Text);
        Assert.Equal("ko-KR", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Shell_WeighsAtMost40Kilobytes_Compressed()
    {
        var site = await sites.ProductionAsync();
        using var visit = site.Visit();
        var total = 0L;
        foreach (var path in (string[])["/", "/site.css", "/js/form.js", "/mark.svg"])
            total += (await GzippedAsync(visit.Client, path)).Length;
        Assert.InRange(total, 1, 40 * 1024);
    }

    [Fact]
    public async Task StyleSheet_TakesAtMost10KilobytesOnTheLine_AndNamesNoOtherHost()
    {
        var css = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "LogodiConsult.Web", "wwwroot", "site.css"));
        using var compressed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            await gzip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(css));
        Assert.InRange(compressed.Length, 1, 10 * 1024);
        Assert.DoesNotContain("url(", css);
        Assert.DoesNotContain("@import", css);
    }

    [Fact]
    public async Task BuiltProgram_InProduction_CompressesPagesAndStaticFiles()
    {
        var folder = Directory.CreateTempSubdirectory("logodi-built-");
        var (process, url) = await BuiltProgram.ServeAsync(folder.FullName);
        try
        {
            using var client = new HttpClient { BaseAddress = url };
            var css = await GzippedAsync(client, "/site.css");
            Assert.InRange(css.Length, 1, 10 * 1024);
            await using var unpacked = new GZipStream(new MemoryStream(css), CompressionMode.Decompress);
            using var reader = new StreamReader(unpacked);
            Assert.Equal(
                await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "LogodiConsult.Web", "wwwroot", "site.css")),
                await reader.ReadToEndAsync());
            Assert.NotEmpty(await GzippedAsync(client, "/"));
            using var design = await client.GetAsync("/design");
            Assert.Equal(HttpStatusCode.NotFound, design.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task BuiltProgram_AddressInTheEnvironment_ListensThereAndNotWhereTheSettingsFileSays()
    {
        var folder = Directory.CreateTempSubdirectory("logodi-built-");
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var wanted = new Uri($"http://{free.LocalEndpoint}");
        free.Stop();
        var (process, url) = await BuiltProgram.ServeAtAsync(folder.FullName, wanted);
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
        Assert.Equal(wanted, url);
    }

    static async Task<byte[]> GzippedAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        return await response.Content.ReadAsByteArrayAsync();
    }
}
