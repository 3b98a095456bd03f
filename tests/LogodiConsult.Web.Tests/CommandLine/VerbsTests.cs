using System.Net;
using System.Net.Sockets;
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

    [Fact]
    public async Task Serve_WhereAnotherProgramListens_SaysSo_AndWhatToDo()
    {
        var folder = Directory.CreateTempSubdirectory("logodi-taken-");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (code, output) = await BuiltProgram.RunAsync(folder.FullName, "serve", "--urls", $"http://{taken.LocalEndpoint}");
        folder.Delete(recursive: true);
        Assert.Equal(1, code);
        Assert.Contains("ASPNETCORE_URLS", output);
        Assert.DoesNotContain("Unhandled", output);
    }
}
