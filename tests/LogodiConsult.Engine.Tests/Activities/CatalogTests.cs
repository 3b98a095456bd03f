using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Execution;
using static LogodiConsult.Engine.Tests.Build;

namespace LogodiConsult.Engine.Tests.Activities;

/// <summary>The catalog, the declarations and the reference made of them.</summary>
public sealed class CatalogTests
{
    sealed class Named(string type, int version = 1) : Activity
    {
        public override ActivityDeclaration Declaration { get; } = new()
        {
            TypeName = type,
            Version = version,
            Category = "Test",
            DisplayName = new("a", "b", "c"),
            Help = new("a", "b", "c"),
            Inputs = [new("Who", "String", new("a", "b", "c"), new("a|b", "b", "c")) { Default = "x" }, new("Days", "Int32", new("a", "b", "c"), new("a", "b", "c"))],
            Outputs = [new("Result", "Object", new("a", "b", "c"), new("a", "b", "c"))],
            Kind = ActivityKind.Task,
        };

        public override ValueTask ExecuteAsync(ActivityContext context)
        {
            foreach (var who in context.Get<string[]>("Who")!) context.CreateBookmark(new BookmarkRequest { Tag = who, DueAt = context.Get<int>("Days") is var days and > 0 ? context.Now.AddDays(days) : null });
            return ValueTask.CompletedTask;
        }

        public override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
        {
            context.State[resumption.Tag!] = (string?)resumption.Input["outcome"];
            if (context.Bookmarks.Count > 0) return ValueTask.CompletedTask;
            context.Set("Result", context.State.DeepClone());
            context.Complete("All");
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public void Catalog_SameTypeAndVersionTwice_StopsTheStart() => Assert.Throws<ArgumentException>(() => new ActivityCatalog([new Named("A.B"), new Named("A.B")]));

    [Fact]
    public void Find_UnknownVersion_GivesTheNewest()
    {
        var catalog = new ActivityCatalog([new Named("A.B"), new Named("A.B", 3), new Named("A.B", 2)]);
        Assert.Equal((3, 2), (catalog.Find("A.B", 9)!.Declaration.Version, catalog.Find("A.B", 2)!.Declaration.Version));
        Assert.Null(catalog.Find("A.C"));
    }

    [Fact]
    public async Task Activity_WithSeveralBookmarks_WaitsForAllAndKeepsItsBag()
    {
        var catalog = new ActivityCatalog([.. BuiltIn.All, new Named("House.Review")]);
        var review = Node("House.Review", "r", ("who", Input("String", "Object", "[\"ann\",\"bea\"]")), ("days", Literal(0, "Int32")));
        var definition = Read(Workflow(Flowchart("r.All>e", review, LineJs("e", "toJson(getResultFromR())"))));
        var rehearsal = new Engine.Rehearsals.Rehearsal([definition], Settings() with { Catalog = catalog });
        await rehearsal.StartAsync();
        Assert.Equal(["ann", "bea"], rehearsal.Main.State.Bookmarks.Select(b => b.Tag));
        await rehearsal.DeliverAsync("r", new() { ["tag"] = "bea", ["outcome"] = "yes" });
        Assert.Equal("Workflow1:Started F1:Started r:Started r:Suspended r:Resumed r:Suspended", rehearsal.Journal());
        await rehearsal.DeliverAsync("r", new() { ["outcome"] = "no" });
        Assert.Equal("{\"bea\":\"yes\",\"ann\":\"no\"} | Finished", $"{rehearsal.Lines()} | {rehearsal.Status()}");
    }

    [Fact]
    public async Task Activity_WithDueBookmarks_IsResumedByTheClock()
    {
        var catalog = new ActivityCatalog([.. BuiltIn.All, new Named("House.Review")]);
        var review = Node("House.Review", "r", ("who", Input("String", "Object", "[\"ann\"]")), ("days", Literal(40, "Int32")));
        var rehearsal = new Engine.Rehearsals.Rehearsal([Read(Workflow(Sequence("S", review, Line("e"))))], Settings() with { Catalog = catalog });
        await rehearsal.StartAsync();
        await rehearsal.FireTimersAsync();
        Assert.Equal(("e", Start.AddDays(40)), (rehearsal.Lines(), rehearsal.Now));
    }

    [Fact]
    public void Declarations_OfTheEngine_SayEverythingInThreeLanguages()
    {
        foreach (var d in BuiltIn.All.Select(a => a.Declaration))
        {
            var texts = new[] { d.DisplayName, d.Help }.Concat(d.Inputs.SelectMany(i => new[] { i.DisplayName, i.Help })).Concat(d.Outputs.SelectMany(o => new[] { o.DisplayName, o.Help }));
            Assert.All(texts, t => Assert.All((string[])[t.Es, t.Ko, t.En], text => Assert.False(string.IsNullOrWhiteSpace(text), d.TypeName)));
        }
    }

    [Fact]
    public void Declarations_OfTheEngine_HaveEveryActivityOfTheList()
    {
        string[] wanted =
        [
            "Flowchart", "Sequence", "Parallel", "Fork", "FlowFork", "FlowJoin", "FlowDecision", "FlowSwitch", "FlowNode", "If", "Switch", "While", "For", "ForEach", "ParallelForEach",
            "Break", "Start", "End", "Finish", "Fault", "Complete", "SetVariable", "SetName", "SetOutput", "Correlate", "WriteLine", "RunJavaScript", "Event", "PublishEvent", "RunTask",
            "Delay", "StartAt", "Timer", "Cron", "ExecuteWorkflow", "DispatchWorkflow", "BulkDispatchWorkflows", "Inline", "Composite",
        ];
        Assert.All(wanted, name => Assert.NotNull(Catalog.Find("Elsa." + name)));
    }

    [Fact]
    public void Reference_OfACatalog_NamesEveryActivityAndEscapesCells()
    {
        var page = ActivityReference.Markdown(new ActivityCatalog([.. BuiltIn.All, new Named("House.Review")]));
        Assert.All(Catalog.All, a => Assert.Contains($"### {a.Declaration.TypeName}\n", page, StringComparison.Ordinal));
        Assert.Contains("a\\|b", page, StringComparison.Ordinal);
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Trilingual_In_FallsBackToSpanish()
    {
        var text = new Trilingual("hola", "안녕", "hello");
        Assert.Equal(("hola", "안녕", "hello", "hola"), (text.In("es"), text.In("ko"), text.In(System.Globalization.CultureInfo.GetCultureInfo("en-GB")), text.In("fr")));
    }
}
