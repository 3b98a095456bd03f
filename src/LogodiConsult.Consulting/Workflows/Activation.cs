using LogodiConsult.Consulting.Storage;
using LogodiConsult.Engine.Definitions;

namespace LogodiConsult.Consulting.Workflows;

/// <summary>Elsa's activation strategies, asked inside the unit that starts the instance: on PostgreSQL two nodes that ask the same wait for each other.</summary>
static class Activation
{
    public static async Task<bool> IsFreeAsync(UnitOfWork work, Definition definition, string? correlationId)
    {
        var (id, correlation) = definition.Activation switch
        {
            ActivationStrategy.Singleton => (definition.DefinitionId, null),
            ActivationStrategy.Correlation => (null, correlationId),
            ActivationStrategy.CorrelatedSingleton when correlationId is not null => (definition.DefinitionId, correlationId),
            _ => ((string?)null, (string?)null),
        };
        if (id is null && correlation is null)
        {
            return true;
        }

        if (work.Dialect == Dialect.Postgres)
        {
            await work.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended(@key, 4))", new { key = $"{id}\n{correlation}" });
        }

        return await work.ScalarAsync<long>(
            """
            select count(*) from workflow_instance
            where status = 'running' and (@id is null or definition_id = @id) and (@correlation is null or correlation_id = @correlation)
            """,
            new { id, correlation }) == 0;
    }
}
