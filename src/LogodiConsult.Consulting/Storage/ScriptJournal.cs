using System.Data;
using DbUp.Engine;

namespace LogodiConsult.Consulting.Storage;

/// <summary>DbUp's memory, with the digest of each script beside its name. The table is made and read by <see cref="Migrator"/> before.</summary>
sealed class ScriptJournal(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> digests, TimeProvider time) : IJournal
{
    public string[] GetExecutedScripts() => before.Keys.ToArray();

    public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory)
    {
        // Nothing to ensure: see the summary.
    }

    public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = "insert into schema_script(name, sha256, applied_at) values (@name, @sha256, @at)";
        Add(command, "@name", script.Name);
        Add(command, "@sha256", digests[script.Name]);
        Add(command, "@at", time.GetUtcNow().ToMicroseconds());
        command.ExecuteNonQuery();
    }

    static void Add(IDbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
