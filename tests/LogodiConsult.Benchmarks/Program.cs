using LogodiConsult.Benchmarks.Anchors;
using LogodiConsult.Benchmarks.Engine;

// Each room measures itself by a verb of its own.
return args switch
{
    ["anchors", var cases] => AnchorCases.Run(cases, Console.Out),
    ["engine"] => await EngineBenchmark.RunAsync(full: false, Console.Out),
    ["engine", "--full"] => await EngineBenchmark.RunAsync(full: true, Console.Out),
    [ColdStart.Verb, var path, var bookmark] => await ColdStart.ResumeAsync(path, bookmark),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("anchors CASES.json    carries each anchor of the cases and prints one JSON line for it");
    Console.Error.WriteLine("engine [--full]       the engine on SQLite against the same rows written by hand, within a minute; --full: a million instances");
    return 2;
}
