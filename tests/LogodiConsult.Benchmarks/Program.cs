using System.Text;
using LogodiConsult.Benchmarks.Anchors;
using LogodiConsult.Benchmarks.Engine;

// Each room measures itself by a verb of its own.
return args switch
{
    ["anchors", var cases] => Anchors(cases),
    ["engine"] => await EngineBenchmark.RunAsync(full: false, Console.Out),
    ["engine", "--full"] => await EngineBenchmark.RunAsync(full: true, Console.Out),
    [ColdStart.Verb, var path, var bookmark] => await ColdStart.ResumeAsync(path, bookmark),
    _ => Usage(),
};

static int Anchors(string cases)
{
    // Ids and errors in UTF-8, whatever the console speaks.
    using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    return AnchorCases.Run(cases, output, Console.Error);
}

static int Usage()
{
    Console.Error.WriteLine("anchors CASES.json    carries each anchor of the cases and prints one JSON line for it");
    Console.Error.WriteLine("engine [--full]       the engine on SQLite against the same rows written by hand, within a minute; --full: a million instances");
    return 2;
}
