using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Dashboards;
using LogodiConsult.Consulting.Documents;
using LogodiConsult.Consulting.Imports;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.People.PersonalData;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Consulting.Workflows;
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
        services.AddSingleton<PeopleImport>();
        services.AddSingleton<PersonalDataService>();
        services.AddSingleton<PersonLinks>();
        services.AddSingleton<RoleService>();
        services.AddSingleton<ProgrammeService>();
        services.AddSingleton<RoundService>();
        services.AddSingleton<RoundVersions>();
        services.AddSingleton<DefinitionOverview>();
        services.AddSingleton(ReviewsOf(configuration));
        AddProgramme(services);
        AddFiles(services, configuration);
        services.AddLoops(configuration);
        services.AddDataProtection().SetApplicationName("LogodiConsult");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new DatabaseKeys(provider.GetRequiredService<Database>())));
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }

    /// <summary>Definitions, templates, rubrics and calendars are read once, at the first use; a fault in them stops the start.</summary>
    static void AddProgramme(IServiceCollection services)
    {
        services.AddSingleton(provider => ProgrammeData.ReadAsync(provider.GetRequiredService<SiteSettings>().WorkflowsFolder).GetAwaiter().GetResult());
        services.AddSingleton(provider => provider.GetRequiredService<ProgrammeData>().Templates);
        services.AddSingleton(provider => provider.GetRequiredService<ProgrammeData>().Rubrics);
        services.AddSingleton(provider => provider.GetRequiredService<ProgrammeData>().Calendars);
        services.AddSingleton(provider =>
        {
            var host = provider.GetRequiredService<ProgrammeData>().Host();
            host.DefaultMode = provider.GetRequiredService<SiteSettings>().FlowchartMode;
            return host;
        });
        services.AddSingleton<StageNames>();
        services.AddSingleton<DashboardService>();
        services.AddSingleton<PlanService>();
        services.AddSingleton<WritingService>();
        services.AddSingleton<TitleService>();
        services.AddSingleton<PlanReader>();
        services.AddSingleton<HistoryService>();
        services.AddSingleton<EndorsementService>();
        services.AddSingleton<AssignmentService>();
        services.AddSingleton<DeadlineService>();
        services.AddSingleton<PanelReminders>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<CalendarService>();
        services.AddSingleton<ReviewService>();
        services.AddSingleton<AnswerService>();
        services.AddSingleton<StepBackService>();
        services.AddSingleton<NoteService>();
        services.AddSingleton<PhraseService>();
        services.AddSingleton<TranslationService>();
        services.AddSingleton<TranslationQueue>();
        services.AddSingleton<GlossaryService>();
        services.AddSingleton<GlossaryImport>();
        services.AddSingleton<MachineTranslationService>();
        services.AddSingleton<PresentationService>();
        services.AddSingleton<ScoringService>();
        services.AddSingleton<SpreadService>();
        services.AddSingleton<CalibrationService>();
        services.AddSingleton<ReportService>();
        services.AddSingleton(ProgrammeData.Catalog);
        services.AddSingleton<IncidentService>();
        services.AddSingleton<MailDesk>();
        services.AddSingleton<PlanExport>();
        services.AddSingleton<AuthorService>();
        services.AddSingleton<ImportService>();
        services.AddSingleton<ChainService>();
        services.AddSingleton<WritingPathService>();
        services.AddSingleton<LookService>();
    }

    /// <exception cref="InvalidOperationException">A setting of the section <c>Attachments</c> cannot work.</exception>
    static void AddFiles(IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Attachments").Get<AttachmentSettings>() ?? new AttachmentSettings();
        if (settings.Problems().ToList() is { Count: > 0 } problems)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        services.AddSingleton(settings);
        services.AddSingleton(provider => new AttachmentFolder(
            settings.Folder is { Length: > 0 } set ? Path.GetFullPath(set) : Path.Combine(provider.GetRequiredService<SiteSettings>().DataFolder, "files")));
        services.AddSingleton<AttachmentService>();
    }

    /// <summary>Section <c>Reviews</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting of it cannot work.</exception>
    static ReviewSettings ReviewsOf(IConfiguration configuration)
    {
        var reviews = configuration.GetSection("Reviews").Get<ReviewSettings>() ?? new ReviewSettings();
        return reviews.Problems() is { Count: > 0 } problems ? throw new InvalidOperationException(string.Join(Environment.NewLine, problems)) : reviews;
    }

    /// <summary>Section <c>Database</c>; the data folder is taken from where the program is started.</summary>
    public static DatabaseOptions DatabaseOf(IConfiguration configuration) =>
        configuration.GetSection("Database").Get<DatabaseOptions>() ?? new DatabaseOptions();
}
