using System.Reflection;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Engine.Activities;
using NetArchTest.Rules;

namespace LogodiConsult.Consulting.Tests;

/// <summary>Web → Consulting → Engine → nothing of ours.</summary>
public sealed class RoomsTests
{
    static readonly Assembly Engine = typeof(Activity).Assembly;

    static readonly Assembly Consulting = typeof(PlanService).Assembly;

    [Fact]
    public void Engine_ItsReferences_AreNothingOfOursNoDataAndNoHttp() =>
        Assert.DoesNotContain(Engine.GetReferencedAssemblies().Select(a => a.Name!), name =>
            name.StartsWith("LogodiConsult.", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || name is "Dapper" or "Npgsql" or "Microsoft.Data.Sqlite");

    [Fact]
    public void Consulting_ItsReferences_KnowNoHttpAndNoSite() =>
        Assert.DoesNotContain(Consulting.GetReferencedAssemblies().Select(a => a.Name!), name =>
            name == "LogodiConsult.Web" || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void Rules_AreTheClassesThatJudge_AskNoDatabase()
    {
        var rules = Types.InAssembly(Consulting).That().HaveNameEndingWith("Rules", StringComparison.Ordinal).And().AreStatic();
        Assert.NotEmpty(rules.GetTypes());
        var asking = rules.Should().NotHaveDependencyOnAny("LogodiConsult.Consulting.Storage.Database", "LogodiConsult.Consulting.Storage.Session", "Dapper").GetResult();
        Assert.True(asking.IsSuccessful, string.Join(", ", asking.FailingTypeNames ?? []));
    }
}
