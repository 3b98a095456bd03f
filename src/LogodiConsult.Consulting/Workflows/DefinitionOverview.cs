using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>A published version and what became of its instances, as far as the reader leads them.</summary>
/// <param name="Elsewhere">Running or ended instances that belong to no plan; for administrators only.</param>
public sealed record PublishedVersion(int Number, DateTimeOffset PublishedAt, int Running, int Ended, int Elsewhere, IReadOnlyList<RoundOnVersion> Rounds);

/// <summary>A round with plans that run the version.</summary>
public sealed record RoundOnVersion(long RoundId, Trilingual Title, int Running);

/// <summary>A definition with its versions, the newest first.</summary>
public sealed record PublishedDefinition(string DefinitionId, Trilingual Title, IReadOnlyList<PublishedVersion> Versions);

/// <summary>All published definitions for those who lead: what is published since when, and how many instances each version has.</summary>
public sealed class DefinitionOverview(Database database)
{
    /// <returns>Refused as hidden to everybody else.</returns>
    public async Task<Result<IReadOnlyList<PublishedDefinition>>> ListAsync(Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator && !actor.HoldsAnywhere(Role.Lead))
        {
            return Refusal.Hidden();
        }

        return Result.Of(await database.ReadAsync(async session =>
        {
            var versions = await session.QueryAsync<VersionRow>("select definition_id, name, json, version, published_at from workflow_definition order by definition_id, version desc");
            var uses = (await session.QueryAsync<UseRow>(
                """
                select i.definition_id, i.definition_version as version, r.id as round_id, r.programme_id, r.title,
                       sum(case when i.status = 'running' then 1 else 0 end) as running, count(*) as total
                from workflow_instance i left join plan p on p.id = i.plan_id left join round r on r.id = p.round_id
                group by i.definition_id, i.definition_version, r.id, r.programme_id, r.title order by r.programme_id, r.id
                """))
                .Where(u => u.RoundId is { } round ? actor.Leads(u.ProgrammeId!.Value, round) : actor.IsAdministrator)
                .ToLookup(u => (u.DefinitionId, u.Version));
            return (IReadOnlyList<PublishedDefinition>)
            [
                .. versions.GroupBy(v => v.DefinitionId)
                    .Select(g => new PublishedDefinition(g.Key, DefinitionTitle.Of(g.First().Json, g.First().Name), [.. g.Select(v => Of(v, uses[(v.DefinitionId, v.Version)]))])),
            ];
        }, ct));
    }

    static PublishedVersion Of(VersionRow version, IEnumerable<UseRow> uses)
    {
        var all = uses.ToList();
        var plans = all.Where(u => u.RoundId is not null).ToList();
        return new PublishedVersion(
            version.Version, version.PublishedAt, plans.Sum(u => u.Running), plans.Sum(u => u.Total - u.Running), all.Where(u => u.RoundId is null).Sum(u => u.Total),
            [.. plans.Where(u => u.Running > 0).Select(u => new RoundOnVersion(u.RoundId!.Value, u.Title!, u.Running))]);
    }

    sealed class VersionRow
    {
        public string DefinitionId { get; init; } = "";

        public string Name { get; init; } = "";

        public string Json { get; init; } = "";

        public int Version { get; init; }

        public DateTimeOffset PublishedAt { get; init; }
    }

    sealed class UseRow
    {
        public string DefinitionId { get; init; } = "";

        public int Version { get; init; }

        public long? RoundId { get; init; }

        public long? ProgrammeId { get; init; }

        public Trilingual? Title { get; init; }

        public int Running { get; init; }

        public int Total { get; init; }
    }
}
