using System.Collections.Concurrent;

namespace LogodiConsult.Consulting.Storage;

/// <summary>An insert of several rows in one statement: the journal of a burst, the bookmarks it opened.</summary>
/// <param name="columns">Names of the columns, in the order of the cells.</param>
sealed class ManyRows(string table, params string[] columns)
{
    const int Most = 40;

    readonly ConcurrentDictionary<int, HotStatement> statements = new();

    /// <summary>Writes the rows, at most forty by one statement.</summary>
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

            await statements.GetOrAdd(count, Statement).ExecuteAsync(work, values);
        }
    }

    HotStatement Statement(int rows)
    {
        var tuples = Enumerable.Range(0, rows).Select(row => "(" + string.Join(", ", columns.Select((_, column) => $"@v{row}_{column}")) + ")");
        return new HotStatement($"insert into {table}({string.Join(", ", columns)}) values {string.Join(", ", tuples)}");
    }
}
