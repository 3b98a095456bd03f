using System.Data.Common;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// A statement on the path of every act. Its values go straight to the database by their position, without names and without a mapper, which
/// on SQLite costs as much as the statement itself. Everything else is written with Dapper.
/// </summary>
sealed partial class HotStatement(string sql)
{
    readonly string numbered = Numbered(sql);

    /// <summary>Parameters are named as everywhere; values are given in the order in which the names first appear.</summary>
    public string Sql => sql;

    public async ValueTask<int> ExecuteAsync(UnitOfWork work, Cell[] values)
    {
        var connection = await work.UseAsync(sql);
        if (connection is SqliteLink link)
        {
            return link.Execute(sql, values);
        }

        await using var command = Command(work, connection, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first row, or null.</summary>
    public async ValueTask<T?> FirstAsync<T>(UnitOfWork work, Cell[] values, Func<ICells, T> map)
        where T : class
    {
        var connection = await work.UseAsync(sql);
        if (connection is SqliteLink link)
        {
            return link.First(sql, values, map);
        }

        await using var command = Command(work, connection, values);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? map(new ReaderCells(reader)) : null;
    }

    NpgsqlCommand Command(UnitOfWork work, DbConnection connection, Cell[] values)
    {
        var command = new NpgsqlCommand(numbered, (NpgsqlConnection)connection, (NpgsqlTransaction?)work.Ongoing);
        foreach (var value in values)
        {
            command.Parameters.Add(value.IsNull
                ? new NpgsqlParameter { NpgsqlDbType = value.IsText ? NpgsqlDbType.Text : NpgsqlDbType.Bigint, Value = DBNull.Value }
                : value.IsText ? new NpgsqlParameter<string> { TypedValue = value.Text } : new NpgsqlParameter<long> { TypedValue = value.Number });
        }

        return command;
    }

    static string Numbered(string sql)
    {
        var names = new List<string>();
        return Name().Replace(sql, m =>
        {
            if (!names.Contains(m.Value))
            {
                names.Add(m.Value);
            }

            return $"${names.IndexOf(m.Value) + 1}";
        });
    }

    [GeneratedRegex(@"@\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    sealed class ReaderCells(DbDataReader reader) : ICells
    {
        public bool IsNull(int column) => reader.IsDBNull(column);

        public long Number(int column) => reader.GetInt64(column);

        public string Text(int column) => reader.GetString(column);
    }
}
