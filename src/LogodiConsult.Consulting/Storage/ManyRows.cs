using System.Collections.Concurrent;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// An insert of several rows: the journal of a burst, the bookmarks it opened. On PostgreSQL one statement with many tuples saves the way to the
/// server and back; on SQLite there is no way, and a statement of many tuples would be journalled by itself, so that it can be undone alone.
/// </summary>
/// <param name="columns">Names of the columns, in the order of the cells.</param>
sealed class ManyRows(string table, params string[] columns)
{
    const int Most = 40;

    readonly HotStatement single = Statement(table, columns, 1);
    readonly ConcurrentDictionary<int, HotStatement> statements = new();

    /// <summary>Writes the rows, in groups of at most forty.</summary>
    public async ValueTask InsertAsync<T>(UnitOfWork work, IReadOnlyList<T> rows, Action<T, Span<Cell>> fill)
    {
        for (var from = 0; from < rows.Count; from += Most)
        {
            var count = Math.Min(Most, rows.Count - from);
            var values = new Cell[count * columns.Length];
            for (var row = 0; row < count; row++)
            {
                fill(rows[from + row], values.AsSpan(row * columns.Length, columns.Length));
            }

            if (work.Dialect == Dialect.Sqlite)
            {
                await single.ExecuteRowsAsync(work, values, columns.Length);
            }
            else
            {
                await statements.GetOrAdd(count, n => Statement(table, columns, n)).ExecuteAsync(work, values);
            }
        }
    }

    static HotStatement Statement(string table, string[] columns, int rows)
    {
        var tuples = Enumerable.Range(0, rows).Select(row => "(" + string.Join(", ", columns.Select((_, column) => $"@v{row}_{column}")) + ")");
        return new HotStatement($"insert into {table}({string.Join(", ", columns)}) values {string.Join(", ", tuples)}");
    }
}
