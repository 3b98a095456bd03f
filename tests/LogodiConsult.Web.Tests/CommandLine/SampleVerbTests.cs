using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.CommandLine;

public sealed class SampleVerbTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("logodi-sample-").FullName;

    [Fact]
    public async Task Sample_EmptyDatabase_IsPlayedOnceAndHolds()
    {
        var (code, output) = await BuiltProgram.RunAsync(folder, "sample", "--stage", "draft");
        Assert.True(code == 0, output);
        Assert.Contains("Played:", output);
        (code, output) = await BuiltProgram.RunAsync(folder, "sample");
        Assert.Equal(1, code);
        Assert.Contains("only played into an empty one", output);
        (code, output) = await BuiltProgram.RunAsync(folder, "verify");
        Assert.True(code == 0, output);
        (code, output) = await BuiltProgram.RunAsync(folder, "migrate-instances", "--from", "action-plan@2", "--to", "action-plan@3", "--dry-run");
        Assert.Equal(1, code);
        Assert.Contains("action-plan has no version 3", output);
    }

    [Fact]
    public async Task Serve_FirstStart_OffersSamplePeopleToSignInAs()
    {
        var (process, url) = await BuiltProgram.ServeAsync(folder, withSample: true);
        using (process)
        {
            try
            {
                using var browser = new HttpClient { BaseAddress = url };
                var page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.Contains("class=\"card\" name=\"person\"", page);
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    [Theory]
    [InlineData("migrate-instances", "--from", "action-plan", "--to", "action-plan@2")]
    [InlineData("migrate-instances", "--from", "action-plan@1", "--to", "other@2")]
    [InlineData("migrate-instances", "--from", "action-plan@1", "--to", "action-plan@1")]
    [InlineData("sample", "--stage", "nowhere")]
    public async Task Command_NotUnderstood_SaysWhyAndTouchesNothing(params string[] args)
    {
        var (code, output) = await BuiltProgram.RunAsync(folder, args);
        Assert.Equal(2, code);
        Assert.NotEmpty(output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
