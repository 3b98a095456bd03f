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
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts <c>serve</c> and gives its address once it listens.</summary>
    public static async Task<(Process Process, Uri Url)> ServeAsync(string folder)
    {
        var process = Start(folder, ["serve", "--urls", "http://127.0.0.1:0", "--environment", "Production"]);
        var seen = new StringBuilder();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            seen.AppendLine(line);
            const string listening = "Now listening on: ";
            if (line.IndexOf(listening, StringComparison.Ordinal) is >= 0 and var at)
                return (process, new Uri(line[(at + listening.Length)..].Trim()));
        }
        throw new InvalidOperationException($"The program ended before it listened:\n{seen}{await process.StandardError.ReadToEndAsync()}");
    }

    static Process Start(string folder, string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path);
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
