using LogodiConsult.Benchmarks.Anchors;

// Each room measures itself by a verb of its own.
return args switch
{
    ["anchors", var cases] => AnchorCases.Run(cases, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("anchors CASES.json    carries each anchor of the cases and prints one JSON line for it");
    return 2;
}
