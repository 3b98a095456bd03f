using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.Mail;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Tasks;
using LogodiConsult.Consulting.Translations;
using LogodiConsult.Consulting.Workflows;

namespace LogodiConsult.Web.Hosting;

/// <summary>Under which people reach the site: where links in mails and calendars lead.</summary>
public sealed record SiteAddress(Uri Url);

/// <summary>What runs beside the requests: timers of workflows, reminders, outgoing mail, forgetting. <c>Loops:Enabled=false</c> leaves all to whoever calls them.</summary>
public static class LoopServices
{
    /// <exception cref="InvalidOperationException">A setting of the sections <c>Mail</c> or <c>Retention</c> cannot work.</exception>
    public static void AddLoops(this IServiceCollection services, IConfiguration configuration)
    {
        var mail = configuration.GetSection("Mail").Get<MailSettings>() ?? new MailSettings();
        if (mail.Problems() is { Count: > 0 } problems)
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        services.AddSingleton(mail);
        services.AddSingleton(provider => Way(mail, provider.GetRequiredService<SiteSettings>()));
        services.AddSingleton(provider => new SiteAddress(Address(provider)));
        services.AddSingleton(provider => new MailComposer(provider.GetRequiredService<SiteAddress>().Url));
        services.AddSingleton(provider => new Postman(
            provider.GetRequiredService<MailComposer>(), provider.GetRequiredService<IMailTransport>(), mail, provider.GetRequiredService<SiteAddress>().Url, provider.GetRequiredService<TimeProvider>()));
        var retention = configuration.GetSection("Retention").Get<RetentionSettings>() ?? new RetentionSettings();
        if (retention.Problems() is { Count: > 0 } wrong)
            throw new InvalidOperationException(string.Join(Environment.NewLine, wrong));
        services.AddSingleton(retention);
        var machine = configuration.GetSection("MachineTranslation").Get<MachineTranslationSettings>() ?? new MachineTranslationSettings();
        if (machine.Problems() is { Count: > 0 } faults)
            throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
        services.AddSingleton(machine);
        services.AddSingleton<LibreTranslate>();
        AddLoop<MachineTranslationLoop>(services, configuration);
        AddLoop<DueLoop>(services, configuration);
        AddLoop<PruneLoop>(services, configuration);
        AddLoop<ReminderLoop>(services, configuration);
        AddLoop<ReleaseLoop>(services, configuration);
        AddLoop<OutboxLoop>(services, configuration);
        AddLoop<AttachmentSweep>(services, configuration);
    }

    static void AddLoop<T>(IServiceCollection services, IConfiguration configuration)
        where T : BackgroundService
    {
        services.AddSingleton<T>();
        if (configuration.GetValue("Loops:Enabled", true))
            services.AddHostedService(provider => provider.GetRequiredService<T>());
    }

    static IMailTransport Way(MailSettings mail, SiteSettings site)
    {
        var folder = new FolderTransport(Path.Combine(site.DataFolder, "mail"));
        return mail.IsSmtp ? new InventedPeopleTransport(new SmtpTransport(mail), folder) : folder;
    }

    /// <summary>The public address, else the first one listened on.</summary>
    static Uri Address(IServiceProvider provider)
    {
        if (provider.GetRequiredService<SiteSettings>().PublicUrl is { } set)
            return set;
        var first = provider.GetRequiredService<IConfiguration>()["urls"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        return Uri.TryCreate(SiteSettings.Openable(first ?? ""), UriKind.Absolute, out var url) ? url : new Uri(SiteSettings.DefaultUrl);
    }
}
