using System.Diagnostics;
using System.Text;
using LogodiConsult.Web.Hosting;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>The program as it was built, started as a process of its own from a foreign folder.</summary>
public static class BuiltProgram
{
    /// <summary>The program's own output folder beside the tests' one, not the copy among the tests.</summary>
    public static string Path { get; } = Locate();

    public static async Task<(int Code, string Output)> RunAsync(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts <c>serve</c> and gives its address once it listens.</summary>
    public static Task<(Process Process, Uri Url)> ServeAsync(string folder, bool withSample = false) =>
        ListeningAsync(Start(folder, ["serve", "--urls", "http://127.0.0.1:0", "--environment", "Production"], withSample), withSample);

    /// <summary>The same, told by the environment alone where to listen.</summary>
    public static Task<(Process Process, Uri Url)> ServeAtAsync(string folder, Uri url) =>
        ListeningAsync(Start(folder, ["serve"], withSample: false, ("ASPNETCORE_URLS", url.ToString())), withSample: false);

    static async Task<(Process Process, Uri Url)> ListeningAsync(Process process, bool withSample)
    {
        var seen = new StringBuilder();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(withSample ? 5 : 1));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            seen.AppendLine(line);
            const string listening = "Now listening on: ";
            if (line.IndexOf(listening, StringComparison.Ordinal) is >= 0 and var at)
                return (process, new Uri(line[(at + listening.Length)..].Trim()));
        }
        throw new InvalidOperationException($"The program ended before it listened:\n{seen}{await process.StandardError.ReadToEndAsync()}");
    }

    static Process Start(string folder, string[] args, bool withSample = false, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The tests of the sample ask for it; all others want their own people.
        start.Environment["Sample__OnFirstStart"] = withSample ? "true" : "false";
        start.ArgumentList.Add(Path);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    static string Locate()
    {
        var tests = AppContext.BaseDirectory.TrimEnd('/', '\\');
        var framework = System.IO.Path.GetFileName(tests);
        var configuration = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(tests)!);
        return System.IO.Path.Combine(Repository.Root, "src", "LogodiConsult.Web", "bin", configuration, framework, $"{typeof(Site).Assembly.GetName().Name}.dll");
    }
}

public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    static string Find(string from) =>
        File.Exists(Path.Combine(from, "LogodiConsult.sln")) ? from
        : Find(Path.GetDirectoryName(from) ?? throw new InvalidOperationException("LogodiConsult.sln is in no folder above the tests."));
}
