using System.Text.RegularExpressions;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.TestSupport;
using Xunit;

namespace LogodiConsult.Consulting.Tests.Storage;

/// <summary>Tables are written once per dialect; here the two are compared.</summary>
public sealed partial class SchemaTests
{
    [Fact]
    public async Task Schemas_OfBothDialects_AreTheSame()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        await using var sqlite = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var postgres = await TestDatabase.CreateAsync(Dialect.Postgres);
        Assert.Equal(await sqlite.Database.ReadAsync(Tables.NamesAsync), await postgres.Database.ReadAsync(Tables.NamesAsync));
        Same(await sqlite.QueryAsync<string>(SqliteColumns), await postgres.QueryAsync<string>(PostgresColumns));
        Same(await sqlite.QueryAsync<string>(SqliteForeignKeys), await postgres.QueryAsync<string>(PostgresForeignKeys));
        Same(await sqlite.QueryAsync<string>(SqliteIndexes), await postgres.QueryAsync<string>(PostgresIndexes));
        Same(await ChecksAsync(sqlite), await postgres.QueryAsync<string>(PostgresChecks));
        Same(await TriggersAsync(sqlite), await postgres.QueryAsync<string>(PostgresTriggers));
    }

    [Fact]
    public async Task Sqlite_EveryTable_IsStrict()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        Assert.Empty(await db.QueryAsync<string>(
            """
            select name from pragma_table_list
            where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%' and name <> 'schema_script' and name not like '%\_fts%' escape '\'
            """));
    }

    /// <summary>"in (…)" of three or more constants in a check costs SQLite a table of its own for each row that is written.</summary>
    [Theory]
    [InlineData("update workflow_instance set sub_status = 'suspended', state = '{}' where id = 1")]
    [InlineData("update workflow_instance set status = 'finished', sub_status = 'finished', state = '{}', finished_at = 1 where id = 1")]
    [InlineData("insert into bookmark(id, instance_id, name, activity_id, opened_at) values ('1.1', 1, 'Task', 'a', 1)")]
    [InlineData("insert into journal(instance_id, seq, at, activity_id, kind) values (1, 1, 1, 'a', 'Started')")]
    [InlineData("delete from bookmark where id = '1.1'")]
    public async Task Sqlite_RowsOfEveryAct_AreCheckedWithoutATableOfTheirOwn(string sql)
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        var steps = await db.QueryAsync<(long Address, string Code)>("explain " + sql);
        Assert.Contains(steps, s => s.Code == "Halt");
        Assert.DoesNotContain(steps, s => s.Code == "OpenEphemeral");
    }

    [Theory, DatabaseData]
    public async Task Instance_WithAStatusThatCannotBe_IsRefused(Dialect dialect)
    {
        await using var db = await TestDatabase.CreateAsync(dialect);
        await db.PublishAsync(TestActivities.BareHost(), TestFlows.Simple());
        string[] going = ["pending", "executing", "suspended"];
        string[] over = ["finished", "cancelled", "faulted"];
        foreach (var (status, sub, at) in from status in (string[])["running", "finished", "stopped"] from sub in (string[])[.. going, .. over, "sleeping"] from at in (long?[])[null, 1] select (status, sub, at))
        {
            var possible = at is null ? status == "running" && going.Contains(sub) : status == "finished" && over.Contains(sub);
            var refused = await Record.ExceptionAsync(() => db.ExecuteAsync(
                """
                insert into workflow_instance(definition_id, definition_version, status, sub_status, state, created_at, updated_at, finished_at)
                values ('simple', 1, @status, @sub, '', 0, 0, @at)
                """,
                new { status, sub, at }));
            Assert.True(possible == refused is null, $"{status} {sub} {at}: {refused?.Message ?? "stored"}");
        }

        await db.ExecuteAsync("delete from workflow_instance");
    }

    [Fact]
    public async Task Sqlite_NoTrigger_RollsTheGroupBack()
    {
        await using var db = await TestDatabase.CreateAsync(Dialect.Sqlite);
        Assert.Empty(await db.QueryAsync<string>("select name from sqlite_master where lower(sql) like '%raise(rollback%' or lower(sql) like '%deferrable%'"));
    }

    static void Same(IEnumerable<string> sqlite, IEnumerable<string> postgres) =>
        Assert.Equal(sqlite.Order(StringComparer.Ordinal), postgres.Order(StringComparer.Ordinal));

    const string SqliteColumns =
        """
        select m.name || '.' || c.name || ' ' || replace(lower(c.type), 'integer', 'bigint')
          || case when c."notnull" = 1 or c.pk > 0 then ' not null' else '' end || case when c.pk > 0 then ' key' else '' end
          || coalesce(' = ' || c.dflt_value, '')
        from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like '%\_fts%' escape '\'
        """;

    const string PostgresColumns =
        """
        select c.table_name || '.' || c.column_name || ' ' || c.data_type
          || case when c.is_nullable = 'NO' then ' not null' else '' end
          || case when k.column_name is not null then ' key' else '' end
          || coalesce(' = ' || regexp_replace(c.column_default, '::[a-z]+$', ''), '')
        from information_schema.columns c
        join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
        left join (select u.table_name, u.column_name from information_schema.table_constraints x
          join information_schema.key_column_usage u on u.constraint_name = x.constraint_name and u.table_name = x.table_name
          where x.constraint_type = 'PRIMARY KEY') k on k.table_name = c.table_name and k.column_name = c.column_name
        where c.table_schema = 'public' and c.data_type <> 'tsvector'
        """;

    const string SqliteForeignKeys =
        """
        select m.name || '.' || f."from" || ' -> ' || f."table" || '.' || coalesce(f."to", 'id') || ' ' || lower(f.on_delete)
        from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'
        """;

    const string PostgresForeignKeys =
        """
        select t.relname || '.' || a.attname || ' -> ' || r.relname || '.' || b.attname || ' '
          || case c.confdeltype when 'c' then 'cascade' when 'n' then 'set null' when 'r' then 'restrict' else 'no action' end
        from pg_constraint c
        join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
        join lateral unnest(c.conkey, c.confkey) k(x, y) on true
        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.x
        join pg_attribute b on b.attrelid = r.oid and b.attnum = k.y
        where c.contype = 'f'
        """;

    const string SqliteIndexes =
        """
        select m.name || ' on ' || m.tbl_name || case when sql like 'create unique%' then ' unique' else '' end || case when sql like '% where %' then ' partial' else '' end
        from sqlite_master m where m.type = 'index' and m.sql is not null
        """;

    const string PostgresIndexes =
        """
        select i.relname || ' on ' || t.relname || case when x.indisunique then ' unique' else '' end || case when x.indpred is not null then ' partial' else '' end
        from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
        join pg_namespace n on n.oid = t.relnamespace join pg_am am on am.oid = i.relam
        where n.nspname = 'public' and am.amname <> 'gin' and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid)
        """;

    const string PostgresChecks =
        "select t.relname || ' ' || count(*) from pg_constraint c join pg_class t on t.oid = c.conrelid where c.contype = 'c' group by t.relname";

    const string PostgresTriggers =
        """
        select distinct lower(event_object_table || ' ' || event_manipulation) from information_schema.triggers
        where trigger_schema = 'public' and trigger_name not like '%\_search%' escape '\'
        """;

    static async Task<IEnumerable<string>> ChecksAsync(TestDatabase sqlite)
    {
        var tables = await sqlite.QueryAsync<(string Name, string Sql)>("select name, sql from sqlite_master where type = 'table' and sql is not null");
        return tables.Select(t => (t.Name, Count: Check().Count(t.Sql))).Where(t => t.Count > 0).Select(t => $"{t.Name} {t.Count}");
    }

    static async Task<IEnumerable<string>> TriggersAsync(TestDatabase sqlite)
    {
        var triggers = await sqlite.QueryAsync<string>("select sql from sqlite_master where type = 'trigger' and tbl_name not like '%\\_fts%' escape '\\' and name not like '%\\_search%' escape '\\'");
        return triggers.Select(t => Trigger().Match(t)).Select(m => $"{m.Groups[2].Value} {m.Groups[1].Value}".ToLowerInvariant()).Distinct();
    }

    [GeneratedRegex(@"\bcheck\s*\(", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Check();

    [GeneratedRegex(@"\b(update|delete|insert)\b[^;]*?\bon\s+(\w+)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Trigger();
}
