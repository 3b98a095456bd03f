using LogodiConsult.Web.Tests.Support;

namespace LogodiConsult.Web.Tests.CommandLine;

public sealed class VerbsTests
{
    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "serve", "--help")]
    [InlineData(2, "dance")]
    [InlineData(2, "serve", "--loudly")]
    public async Task Command_EndsWithTheCodeItPromises(int code, params string[] args)
    {
        var (ended, output) = await BuiltProgram.RunAsync(Path.GetTempPath(), args);
        Assert.Equal(code, ended);
        Assert.Contains("serve", output);
    }
}
