using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Activities;
using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>The published definitions, compiled once for each version. What is published never changes, so nothing here grows stale but the list of the newest.</summary>
public sealed class DefinitionLibrary(ActivityCatalog catalog)
{
    readonly ConcurrentDictionary<(string Id, int Version), CompiledDefinition> compiled = new();
    volatile Published published = new(0, [], new ConcurrentDictionary<Definition, CompiledDefinition>());

    /// <exception cref="InvalidOperationException">It was never published, or this program cannot run it any more.</exception>
    public async ValueTask<CompiledDefinition> GetAsync(Session session, string definitionId, int version)
    {
        if (compiled.TryGetValue((definitionId, version), out var known))
        {
            return known;
        }

        var json = await session.ScalarAsync<string>(
            "select json from workflow_definition where definition_id = @definitionId and version = @version", new { definitionId, version })
            ?? throw new InvalidOperationException($"The definition {definitionId} has no version {version}.");
        var definition = Read(json);
        var result = DefinitionCompiler.Compile(definition, catalog, DefinitionSources.Of(await AllAsync(session)));
        if (session is UnitOfWork work)
        {
            // It may have been published in this very unit, which may still fail.
            work.AfterCommit(() => compiled.TryAdd((definitionId, version), result));
        }
        else
        {
            compiled.TryAdd((definitionId, version), result);
        }

        return result;
    }

    /// <summary>The newest version; null when there is none.</summary>
    public async ValueTask<CompiledDefinition?> NewestAsync(Session session, string definitionId)
    {
        var version = await session.ScalarAsync<int?>(
            "select max(version) from workflow_definition where definition_id = @definitionId", new { definitionId });
        return version is { } found ? await GetAsync(session, definitionId, found) : null;
    }

    /// <summary>All published definitions.</summary>
    public async Task<IReadOnlyList<Definition>> AllAsync(Session session) => (await PublishedAsync(session)).Definitions;

    /// <summary>A look-up for definitions that call others; null for the many that do not, so that they pay nothing.</summary>
    public async ValueTask<Func<string, string?, CompiledDefinition?>?> ResolverAsync(Session session, CompiledDefinition caller)
    {
        if (!caller.CallsOthers)
        {
            return null;
        }

        var all = await PublishedAsync(session);
        var sources = DefinitionSources.Of(all.Definitions);
        return (id, versionId) => sources.ByDefinitionId(id, versionId) is { } definition
            ? all.Compiled.GetOrAdd(definition, d => DefinitionCompiler.Compile(d, catalog, sources))
            : null;
    }

    /// <summary>Compiles a definition beside the published ones; without a result its problems say why.</summary>
    internal async Task<(CompiledDefinition? Compiled, IReadOnlyList<Problem> Problems)> TryCompileAsync(Session session, Definition definition) =>
        DefinitionCompiler.TryCompile(definition, catalog, DefinitionSources.Of([definition, .. await AllAsync(session)]));

    /// <summary>What was compiled before it was published need not be compiled again.</summary>
    internal void Keep(UnitOfWork work, CompiledDefinition published) =>
        work.AfterCommit(() => compiled.TryAdd((published.Definition.DefinitionId, published.Definition.Version), published));

    internal static string DigestOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    async Task<Published> PublishedAsync(Session session)
    {
        var count = await session.ScalarAsync<long>("select count(*) from workflow_definition");
        var known = published;
        if (known.Count == count)
        {
            return known;
        }

        var texts = await session.QueryAsync<string>("select json from workflow_definition order by definition_id, version");
        var fresh = new Published(texts.Count, texts.Select(Read).ToList(), new ConcurrentDictionary<Definition, CompiledDefinition>());
        if (session is UnitOfWork work)
        {
            work.AfterCommit(() => published = fresh);
        }
        else
        {
            published = fresh;
        }

        return fresh;
    }

    static Definition Read(string json) =>
        DefinitionReader.Read(json).Definition ?? throw new InvalidOperationException("A published definition cannot be read.");

    sealed record Published(long Count, IReadOnlyList<Definition> Definitions, ConcurrentDictionary<Definition, CompiledDefinition> Compiled);
}
