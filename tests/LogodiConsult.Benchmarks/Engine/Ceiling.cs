using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LogodiConsult.Benchmarks.Engine;

/// <summary>
/// The bare ceiling: what a careful programmer would write by hand. The very rows of a lifecycle, recorded from the host, in the same tables,
/// by statements prepared once, one transaction for each act, no engine, no mapper, no thread hop.
/// </summary>
sealed class Ceiling : IDisposable
{
    readonly SqliteConnection connection;
    readonly List<Step> steps;
    readonly SqliteCommand begin, commit, find, insert, update, deleteBookmark, insertBookmark, insertJournal;

    Ceiling(SqliteConnection connection, List<Step> steps)
    {
        this.connection = connection;
        this.steps = steps;
        begin = Prepare("begin immediate");
        commit = Prepare("commit");
        find = Prepare("select i.* from bookmark b join workflow_instance i on i.id = b.instance_id where b.id = @a", 1);
        insert = Prepare(
            """
            insert into workflow_instance(definition_id, definition_version, status, sub_status, state, journal_length, created_at, updated_at)
            values ('lifecycle', 1, 'running', 'suspended', @a, @b, @c, @c) returning id
            """,
            3);
        update = Prepare(
            """
            update workflow_instance set status = @a, sub_status = @b, state = @c, journal_length = @d, version = version + 1, updated_at = @e, finished_at = @f
            where id = @g and version = @h
            """,
            8);
        deleteBookmark = Prepare("delete from bookmark where id = @a", 1);
        insertBookmark = Prepare("insert into bookmark(id, instance_id, name, activity_id, opened_at) values (@a, @b, @c, @d, @e)", 5);
        insertJournal = Prepare("insert into journal(instance_id, seq, at, activity_id, kind, facts) values (@a, @b, @c, @d, @e, @f)", 6);
    }

    public static async Task<Ceiling> RecordAsync(Bench bench)
    {
        var id = await bench.StartAsync();
        var recorded = new List<Step> { await bench.Database.ReadAsync(s => Step.ReadAsync(s, id, 0)) };
        for (var i = 0; i < Bench.Outcomes.Length; i++)
        {
            await bench.ResumeAsync($"{id}.{i + 1}", Bench.Outcomes[i]);
            recorded.Add(await bench.Database.ReadAsync(s => Step.ReadAsync(s, id, recorded.Sum(step => step.Journal.Count))));
        }

        return new Ceiling(bench.Open(), recorded);
    }

    public void Lifecycle(Action<long>? resumed = null)
    {
        begin.ExecuteNonQuery();
        Bind(insert, steps[0].State, steps[0].JournalLength, Now());
        var id = (long)insert.ExecuteScalar()!;
        WriteRows(id, steps[0], 1);
        commit.ExecuteNonQuery();
        for (var i = 1; i < steps.Count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Resume(id, i);
            resumed?.Invoke(Stopwatch.GetTimestamp() - started);
        }
    }

    void Resume(long id, int i)
    {
        var step = steps[i];
        begin.ExecuteNonQuery();
        var bookmark = Bookmark(id, i);
        Bind(find, bookmark);
        long version;
        using (var reader = find.ExecuteReader())
        {
            reader.Read();
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            version = reader.GetInt64(reader.GetOrdinal("version"));
        }

        Bind(update, step.Status, step.SubStatus, step.State, step.JournalLength, Now(), step.Status == "finished" ? Now() : null, id, version);
        update.ExecuteNonQuery();
        Bind(deleteBookmark, bookmark);
        deleteBookmark.ExecuteNonQuery();
        WriteRows(id, step, i + 1);
        commit.ExecuteNonQuery();
    }

    void WriteRows(long id, Step step, int bookmarkNumber)
    {
        if (step.Opened is { } opened)
        {
            Bind(insertBookmark, Bookmark(id, bookmarkNumber), id, opened.Name, opened.ActivityId, Now());
            insertBookmark.ExecuteNonQuery();
        }

        foreach (var line in step.Journal)
        {
            Bind(insertJournal, id, line.Seq, Now(), line.ActivityId, line.Kind, line.Facts);
            insertJournal.ExecuteNonQuery();
        }
    }

    static string Bookmark(long id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}.{number}");

    static long Now() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    SqliteCommand Prepare(string sql, int parameters = 0)
    {
        var command = new SqliteCommand(sql, connection);
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.AddWithValue($"@{(char)('a' + i)}", DBNull.Value);
        }

        command.Prepare();
        return command;
    }

    static void Bind(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[begin, commit, find, insert, update, deleteBookmark, insertBookmark, insertJournal])
        {
            command.Dispose();
        }

        connection.Dispose();
    }
}
