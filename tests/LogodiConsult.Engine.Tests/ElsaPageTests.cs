using System.Reflection;
using System.Text.RegularExpressions;

namespace LogodiConsult.Engine.Tests;

/// <summary>docs/elsa.md names a test for each difference; the tests exist.</summary>
public sealed partial class ElsaPageTests
{
    [Fact]
    public void ElsaPage_EveryTestNamed_Exists()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LogodiConsult.sln"))) folder = folder.Parent;
        Assert.NotNull(folder);
        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "elsa.md"));
        var named = TestName().Matches(page).Select(m => (Class: m.Groups[1].Value, Method: m.Groups[2].Value)).ToList();
        Assert.NotEmpty(named);
        var types = Assembly.GetExecutingAssembly().GetTypes();
        Assert.All(named, n => Assert.Contains(types, t => t.Name == n.Class && t.GetMethod(n.Method) is not null));
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`", RegexOptions.NonBacktracking)]
    private static partial Regex TestName();
}
