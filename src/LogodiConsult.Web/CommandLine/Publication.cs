using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Web.CommandLine;

/// <summary>New versions of definitions become choices for rounds; what is broken is told and left out.</summary>
static class Publication
{
    public static async Task PublishAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var data = services.GetRequiredService<ProgrammeData>();
        foreach (var (file, refusal) in await data.PublishAsync(services.GetRequiredService<Database>(), services.GetRequiredService<WorkflowHost>(), cancellation))
            Console.Fail($"{file} is not published ({refusal.Code}): {string.Join(' ', refusal.Facts.Values)}");
    }
}
