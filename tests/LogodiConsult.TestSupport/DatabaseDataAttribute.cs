using System.Reflection;
using LogodiConsult.Consulting.Storage;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace LogodiConsult.TestSupport;

/// <summary><c>[Theory, DatabaseData]</c> runs a test on both databases; its first parameter is the <see cref="Dialect"/>, values given here follow.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class DatabaseDataAttribute(params object?[] values) : DataAttribute
{
    public IReadOnlyList<object?> Values => values;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([Row(Dialect.Sqlite, values, null), Row(Dialect.Postgres, values, PostgresServer.Missing)]);

    public override bool SupportsDiscoveryEnumeration() => true;

    static TheoryDataRow Row(Dialect dialect, object?[] values, string? skip) => new TheoryDataRow([dialect, .. values]) { Skip = skip };
}
