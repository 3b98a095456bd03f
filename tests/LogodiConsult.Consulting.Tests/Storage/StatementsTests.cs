using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

/// <summary>
/// Statements are written once and run on both databases. All of them are found as string literals of the assembly and prepared by both:
/// what one takes the other must take too. Pieces of interpolated statements, which neither takes, are left to the tests of their services.
/// </summary>
public sealed partial class StatementsTests
{
    [Fact]
    public async Task Statements_Every_PreparedByBothOrNeither()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var sqlite = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var postgres = await TestDatabase.CreateAsync(Dialect.Postgres);
        await using var file = new SqliteConnection($"Data Source={sqlite.Options.SqlitePath};Pooling=False");
        await using var server = new NpgsqlConnection(postgres.Options.ConnectionString);
        await file.OpenAsync();
        await server.OpenAsync();
        var taken = 0;
        var different = new List<string>();
        foreach (var sql in Literals(typeof(Database).Assembly.Location).Where(t => Statement().IsMatch(t) && !OfOneDialect().IsMatch(t)))
        {
            var one = await ErrorAsync(file, InList().Replace(sql, "in (select value from json_each($1))"));
            var other = await ErrorAsync(server, InList().Replace(sql, "= any($1)"));
            if (one is null && other is null)
            {
                taken++;
            }
            else if ((one is null) != (other is null))
            {
                different.Add($"{sql}\n  SQLite: {one ?? "takes it"}\n  PostgreSQL: {other ?? "takes it"}");
            }
        }

        Assert.True(different.Count == 0, string.Join("\n\n", different));
        Assert.True(taken >= 20, $"Only {taken} statements were found.");
    }

    static IEnumerable<string> Literals(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        var metadata = pe.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            texts.Add(metadata.GetUserString(handle));
        }

        return texts;
    }

    static async Task<string?> ErrorAsync(SqliteConnection connection, string sql)
    {
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "explain " + sql;
            foreach (var name in Parameter().Matches(sql).Select(m => m.Value).Distinct())
            {
                command.Parameters.AddWithValue(name, DBNull.Value);
            }

            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }

    static async Task<string?> ErrorAsync(NpgsqlConnection connection, string sql)
    {
        var names = new List<string>();
        var numbered = Parameter().Replace(sql, m =>
        {
            if (!names.Contains(m.Value))
            {
                names.Add(m.Value);
            }

            return $"${names.IndexOf(m.Value) + 1}";
        });
        try
        {
            await using var command = new NpgsqlCommand($"prepare tried as {numbered}; deallocate tried", connection);
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.IndeterminateDatatype or PostgresErrorCodes.AmbiguousParameter)
        {
            // Our parameters carry their types, so this cannot happen to the program.
            return null;
        }
        catch (PostgresException e)
        {
            return e.MessageText;
        }
    }

    [GeneratedRegex(@"^\s*(select|insert|update|delete|with)\s", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Statement();

    [GeneratedRegex(@"pg_|for update|pragma|_fts|sqlite_|tsquery|information_schema", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex OfOneDialect();

    [GeneratedRegex(@"\bin\s+(@\w+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex InList();

    [GeneratedRegex(@"@\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
