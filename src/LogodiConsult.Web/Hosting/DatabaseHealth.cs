using LogodiConsult.Consulting.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LogodiConsult.Web.Hosting;

/// <summary>Healthy when the data can be read.</summary>
public sealed class DatabaseHealth(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from schema_script"), cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
