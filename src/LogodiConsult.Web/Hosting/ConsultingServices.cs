using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace LogodiConsult.Web.Hosting;

/// <summary>What the rooms of the programme need from the site: the database, their use cases, the settings they read.</summary>
public static class ConsultingServices
{
    public static void AddConsulting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(DatabaseOf(configuration));
        services.AddSingleton<Database>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<PeopleService>();
        services.AddSingleton<PersonLinks>();
        services.AddSingleton<RoleService>();
        services.AddSingleton<ProgrammeService>();
        services.AddDataProtection().SetApplicationName("LogodiConsult");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new DatabaseKeys(provider.GetRequiredService<Database>())));
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }

    /// <summary>Section <c>Database</c>; the data folder is taken from where the program is started.</summary>
    public static DatabaseOptions DatabaseOf(IConfiguration configuration) =>
        configuration.GetSection("Database").Get<DatabaseOptions>() ?? new DatabaseOptions();
}
