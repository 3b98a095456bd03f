using System.Collections.Concurrent;

namespace LogodiConsult.Consulting.Storage;

/// <summary>
/// An insert of several rows: the journal of a burst, the bookmarks it opened. On PostgreSQL a statement takes forty, which saves the way to the server
/// and back; on SQLite there is no way, and a statement of several rows would be journalled by itself, so that it can be undone alone.
/// </summary>
/// <param name="columns">Names of the columns, in the order of the cells.</param>
sealed class ManyRows(string table, params string[] columns)
{
    readonly ConcurrentDictionary<int, HotStatement> statements = new();

    public async ValueTask InsertAsync<T>(UnitOfWork work, IReadOnlyList<T> rows, Action<T, Span<Cell>> fill)
    {
        var most = work.Dialect == Dialect.Postgres ? 40 : 1;
        for (var from = 0; from < rows.Count; from += most)
        {
            var count = Math.Min(most, rows.Count - from);
            var values = new Cell[count * columns.Length];
            for (var row = 0; row < count; row++)
            {
                fill(rows[from + row], values.AsSpan(row * columns.Length, columns.Length));
            }

            await statements.GetOrAdd(count, Statement).ExecuteAsync(work, values);
        }
    }

    HotStatement Statement(int rows)
    {
        var tuples = Enumerable.Range(0, rows).Select(row => "(" + string.Join(", ", columns.Select((_, column) => $"@v{row}_{column}")) + ")");
        return new HotStatement($"insert into {table}({string.Join(", ", columns)}) values {string.Join(", ", tuples)}");
    }
}
