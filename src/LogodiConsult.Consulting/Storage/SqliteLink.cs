using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LogodiConsult.Consulting.Storage;

/// <summary>A connection that prepares each statement once. Preparing costs more than most of our statements do.</summary>
sealed class SqliteLink(string connectionString) : SqliteConnection(connectionString)
{
    const int Kept = 400;

    /// <summary>Bytes; a longer text takes an array of its own on its way to SQLite.</summary>
    const int ShortText = 2_048;

    readonly Dictionary<string, SqliteCommand> idle = [];
    readonly Dictionary<string, Prepared> hot = [];

    // A lock and a count at each allocation, of which nobody reads the sum. Refused without harm once a connection was opened past this class.
    static SqliteLink()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    /// <summary>False once SQLite itself has rolled the transaction back (disk full, I/O error).</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    [SuppressMessage("Reliability", "CA2000", Justification = "Handed to the caller, closed here when opening fails.")]
    public static SqliteLink Open(string connectionString, bool readOnly)
    {
        var link = new SqliteLink(connectionString);
        try
        {
            link.Open();
            link.Run("pragma busy_timeout = 30000");
            link.Run("pragma journal_mode = wal");
            link.Run("pragma synchronous = full");
            link.Run("pragma foreign_keys = on");
            link.Run("pragma temp_store = memory");
            link.Run("pragma cache_size = -32768");
            if (readOnly)
            {
                link.Run("pragma query_only = on");
            }

            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    public void Run(string sql) => Execute(sql, []);

    /// <summary>A statement whose values come by position. The array is kept: nobody changes it afterwards.</summary>
    public int Execute(string sql, Cell[] values)
    {
        var statement = Bound(sql, values);
        try
        {
            int rc;
            while ((rc = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                // What it returns is not asked for.
            }

            SqliteException.ThrowExceptionForRC(rc, Handle);
            return raw.sqlite3_changes(Handle);
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    public T? First<T>(string sql, Cell[] values, Func<ICells, T> map)
        where T : class
    {
        var statement = Bound(sql, values);
        try
        {
            var rc = raw.sqlite3_step(statement);
            SqliteException.ThrowExceptionForRC(rc, Handle);
            return rc == raw.SQLITE_ROW ? map(new StatementCells(statement)) : null;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement);
        }
    }

    sqlite3_stmt Bound(string sql, Cell[] values)
    {
        if (!hot.TryGetValue(sql, out var prepared))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, sql, out var statement), Handle);
            hot.Add(sql, prepared = new Prepared(statement));
        }

        // What the time before had in common stays bound: most empty columns, the instance and the moment of the rows of one act.
        var before = prepared.Values;
        prepared.Values = [];
        Span<byte> buffer = stackalloc byte[ShortText];
        for (var i = 0; i < values.Length; i++)
        {
            if (i >= before.Length || values[i] != before[i])
            {
                Bind(prepared.Statement, i + 1, values[i], buffer);
            }
        }

        prepared.Values = values;
        return prepared.Statement;
    }

    void Bind(sqlite3_stmt statement, int position, in Cell value, Span<byte> buffer)
    {
        var rc = value.IsNull ? raw.sqlite3_bind_null(statement, position)
            : !value.IsText ? raw.sqlite3_bind_int64(statement, position, value.Number)
            // Of an empty span SQLite would make a null.
            : value.Text is not { Length: > 0 } text || !Encoding.UTF8.TryGetBytes(text, buffer, out var length) ? raw.sqlite3_bind_text(statement, position, value.Text)
            : raw.sqlite3_bind_text(statement, position, buffer[..length]);
        SqliteException.ThrowExceptionForRC(rc, Handle);
    }

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    SqliteCommand Take(string sql) => idle.Remove(sql, out var command) ? command : new SqliteCommand(sql, this);

    void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (idle.Count >= Kept || !idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var command in idle.Values)
            {
                command.Dispose();
            }

            idle.Clear();
            foreach (var prepared in hot.Values)
            {
                prepared.Statement.Dispose();
            }

            hot.Clear();
        }

        base.Dispose(disposing);
    }

    sealed class Prepared(sqlite3_stmt statement)
    {
        public sqlite3_stmt Statement => statement;

        /// <summary>What is bound to it; empty when that is not known.</summary>
        public Cell[] Values { get; set; } = [];
    }

    sealed class StatementCells(sqlite3_stmt statement) : ICells
    {
        public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

        public long Number(int column) => raw.sqlite3_column_int64(statement, column);

        public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();
    }

    /// <summary>What Dapper sees: it borrows the prepared command of its text and gives it back when disposed.</summary>
    sealed class PreparedCommand(SqliteLink link) : DbCommand
    {
        SqliteCommand? inner;

        [AllowNull]
        public override string CommandText
        {
            get => inner?.CommandText ?? "";
            set
            {
                var previous = inner;
                inner = link.Take(value ?? "");
                if (previous is not null)
                {
                    // Dapper widens `in @list` after it has set the parameters.
                    var parameters = previous.Parameters.Cast<SqliteParameter>().ToArray();
                    link.GiveBack(previous);
                    inner.Parameters.AddRange(parameters);
                }
            }
        }

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection
        {
            get => link;
            set => throw new NotSupportedException("A prepared command belongs to its connection.");
        }

        protected override DbParameterCollection DbParameterCollection => Inner.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        SqliteCommand Inner => inner ?? throw new InvalidOperationException("The text of a command comes first.");

        public override void Cancel() => inner?.Cancel();

        public override int ExecuteNonQuery() => Inner.ExecuteNonQuery();

        public override object? ExecuteScalar() => Inner.ExecuteScalar();

        public override void Prepare() => Inner.Prepare();

        protected override DbParameter CreateDbParameter() => new SqliteParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Inner.ExecuteReader(behavior & ~CommandBehavior.CloseConnection);

        protected override void Dispose(bool disposing)
        {
            if (disposing && inner is { } command)
            {
                inner = null;
                link.GiveBack(command);
            }

            base.Dispose(disposing);
        }
    }
}
