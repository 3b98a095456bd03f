using System.Collections.Concurrent;
using LogodiConsult.Consulting.Storage;

namespace LogodiConsult.Consulting.Dashboards;

/// <summary>What stages are called, from the published definitions. Published versions never change, so each is read once.</summary>
public sealed class StageNames
{
    readonly ConcurrentDictionary<(string Id, int Version), IReadOnlyList<StageTotal>> read = new();

    public async Task<StageList> OfAsync(Session session, string definitionId) =>
        (await ReadAsync(session, StageSql.Versions, new { id = definitionId })).GetValueOrDefault(definitionId, StageList.Empty);

    /// <summary>Of every published definition, by its id.</summary>
    public Task<IReadOnlyDictionary<string, StageList>> OfAllAsync(Session session) => ReadAsync(session, StageSql.AllVersions, null);

    async Task<IReadOnlyDictionary<string, StageList>> ReadAsync(Session session, string sql, object? args)
    {
        var published = await session.QueryAsync<Published>(sql, args);
        var missing = published.Where(p => !read.ContainsKey((p.DefinitionId, p.Version))).Select(p => p.DefinitionId).Distinct().ToArray();
        if (missing.Length > 0)
            foreach (var row in await session.QueryAsync<Published>(StageSql.Json, new { ids = missing }))
                read.TryAdd((row.DefinitionId, row.Version), StageList.Read(row.Json));
        return published.GroupBy(p => p.DefinitionId)
            .ToDictionary(g => g.Key, g => StageList.Of(g.OrderByDescending(p => p.Version).Select(p => read[(p.DefinitionId, p.Version)])));
    }

    sealed class Published
    {
        public string DefinitionId { get; set; } = "";

        public int Version { get; set; }

        public string Json { get; set; } = "";
    }
}

static class StageSql
{
    public const string Versions = "select definition_id, version from workflow_definition where definition_id = @id";

    public const string AllVersions = "select definition_id, version from workflow_definition";

    public const string Json = "select definition_id, version, json from workflow_definition where definition_id in @ids";
}
