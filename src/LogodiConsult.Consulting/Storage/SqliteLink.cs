using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LogodiConsult.Consulting.Storage;

/// <summary>A connection that prepares each statement once. Preparing costs more than most of our statements do.</summary>
sealed class SqliteLink(string connectionString) : SqliteConnection(connectionString)
{
    const int Kept = 400;

    readonly Dictionary<string, SqliteCommand> idle = [];

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

    public void Run(string sql)
    {
        using var command = CreateDbCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
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
        }

        base.Dispose(disposing);
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
