using System.Collections.Concurrent;
using System.Data;
using System.Text;

namespace LogodiConsult.Consulting.Storage;

/// <summary>An insert of several rows in one statement: the journal of a burst, the bookmarks it opened.</summary>
public sealed class ManyRows
{
    const int Most = 50;

    readonly string head;
    readonly DbType[] types;
    readonly string[][] names;
    readonly ConcurrentDictionary<int, string> texts = new();

    /// <param name="columns">Names; a leading <c>#</c> marks a whole number, all others are text.</param>
    public ManyRows(string table, params string[] columns)
    {
        head = $"insert into {table}({string.Join(", ", columns.Select(c => c.TrimStart('#')))}) values ";
        types = columns.Select(c => c.StartsWith('#') ? DbType.Int64 : DbType.String).ToArray();
        names = Enumerable.Range(0, Most).Select(row => columns.Select((_, column) => $"@{(char)('a' + column)}{row}").ToArray()).ToArray();
    }

    /// <summary>Writes the rows, at most fifty by one statement.</summary>
    /// <param name="fill">Puts the values of a row into the array it is given: strings, whole numbers, null.</param>
    public async Task InsertAsync<T>(UnitOfWork work, IReadOnlyList<T> rows, Action<T, object?[]> fill)
    {
        for (var from = 0; from < rows.Count; from += Most)
        {
            var count = Math.Min(Most, rows.Count - from);
            await using var command = await work.CommandAsync(texts.GetOrAdd(count, Text));
            var values = new object?[types.Length];
            for (var row = 0; row < count; row++)
            {
                fill(rows[from + row], values);
                for (var column = 0; column < values.Length; column++)
                {
                    var parameter = command.CreateParameter();
                    parameter.ParameterName = names[row][column];
                    parameter.DbType = types[column];
                    parameter.Value = values[column] switch
                    {
                        null => DBNull.Value,
                        string text => Texts.Clean(text),
                        var number => number,
                    };
                    command.Parameters.Add(parameter);
                }
            }

            await command.ExecuteNonQueryAsync();
        }
    }

    string Text(int rows)
    {
        var text = new StringBuilder(head);
        for (var row = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (").AppendJoin(", ", names[row]).Append(')');
        }

        return text.ToString();
    }
}
