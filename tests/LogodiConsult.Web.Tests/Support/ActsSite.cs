using System.Text;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Consulting.Scoring;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Templates.Kinds;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Consulting.Translations;
using Microsoft.Extensions.DependencyInjection;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>
/// <see cref="TestPeople"/> with something to act on everywhere: plan 1 is being written, plan 2 is under review, and both have everybody of the programme on them.
/// Two more people have no part in the plans: a consultant who declared a conflict, and another official.
/// </summary>
public sealed class ActsSite : IAsyncLifetime
{
    public const long InConflict = 8;
    public const long OtherOfficial = 9;

    static readonly Dictionary<string, string?> Settings = new()
    {
        // Nothing is ever sent there.
        ["MachineTranslation:Url"] = "http://127.0.0.1:9",
        // Forms without their token are sent on purpose.
        ["Logging:LogLevel:Microsoft.AspNetCore.Antiforgery"] = "Error",
    };

    /// <summary>What <c>{name}</c> in an address or a field of the table stands for.</summary>
    readonly Dictionary<string, string> places = [];

    public TestSite Site { get; private set; } = null!;

    public string Filled(string text, long plan)
    {
        var filled = new StringBuilder(text).Replace("{plan}", $"{plan}");
        foreach (var name in (string[])["task", "upload", "incident"])
            filled.Replace($"{{{name}}}", places[$"{name}{plan}"]);
        foreach (var (name, value) in places)
            filled.Replace($"{{{name}}}", value);
        return filled.ToString();
    }

    public async ValueTask InitializeAsync() => Site = await TestSite.StartAsync(settings: Settings, settle: async services =>
    {
        await TestPeople.SettleAsync(services);
        var people = services.GetRequiredService<PeopleService>();
        foreach (var role in (Role[])[Role.Consultant, Role.Official])
            Must(await people.InviteAsync(new Invite(1, null, [role]) { Name = $"Sin parte {role}", Email = $"{role}-2@example.org", Language = "es", Zone = Zones.Lima }, Actor.System));
        await services.GetRequiredService<Database>().WriteAsync<Consulting.Done>(async work =>
        {
            await work.ExecuteAsync("update person set is_sample = 1", new { });
            return Consulting.Done.Value;
        });
        await InReviewAsync(services);
        await ThingsAsync(services);
    });

    async Task InReviewAsync(IServiceProvider services)
    {
        var plans = services.GetRequiredService<PlanService>();
        var plan = Must(await plans.OpenAsync(
            new OpenPlan(1, Official, "Ventanilla única digital", null, "es", Supervisor) { Consultants = [Consultant, InConflict], Interpreters = [Interpreter] }, Actor.System));
        Assert.Equal(2, plan);
        var assignments = services.GetRequiredService<AssignmentService>();
        foreach (var each in (long[])[1, plan])
            Must(await assignments.ChangeAsync(new ChangeAssignments(each, Role.Panel, [6], []), Actor.System));
        await SaveAsync(services, plan, Contents.Keys);
        places["files"] = services.GetRequiredService<TemplateLibrary>().Newest("action-plan")!.Sections.First(s => s.Kind is FilesKind).Key;
        foreach (var each in (long[])[1, plan])
            places[$"upload{each}"] = Must(await services.GetRequiredService<AttachmentService>().BeginAsync(each, places["files"], "acta.pdf", 100, await ActorAsync(services, Official))).Token;
        Must(await plans.SubmitAsync(new SubmitDraft(plan, null, []), await ActorAsync(services, Official)));
        Must(await services.GetRequiredService<EndorsementService>().EndorseAsync(new EndorsePlan(plan, true, ""), await ActorAsync(services, Supervisor)));
        Must(await services.GetRequiredService<TranslationService>().SkipAsync(plan, await ActorAsync(services, Interpreter), null));
        Must(await services.GetRequiredService<StepBackService>().StepBackAsync(
            new StepBack(plan, RecusalKind.Conflict, "Trabajamos juntos en Cusco."), await ActorAsync(services, InConflict)));
    }

    async Task ThingsAsync(IServiceProvider services)
    {
        var (consultant, lead) = (await ActorAsync(services, Consultant), await ActorAsync(services, Lead));
        places["comment"] = $"{Must(await services.GetRequiredService<ReviewService>().SaveCommentAsync(new SaveComment(2, null, null, "", null, null, CommentKind.Question, false, "¿Quién paga?", "es"), consultant))}";
        places["phrase"] = $"{Must(await services.GetRequiredService<PhraseService>().SaveAsync(new SavePhrase(null, "es", "Falta el indicador.", 0), consultant))}";
        places["term"] = $"{Must(await services.GetRequiredService<GlossaryService>().KeepAsync(new KeepTerm(1, null, "ventanilla única", "원스톱 창구", "one-stop shop", ""), lead))}";
        places["calibration"] = $"{Must(await services.GetRequiredService<CalibrationService>().OpenAsync(new OpenCalibration(1, 2, "Ejercicio"), lead))}";
        places["day"] = $"{DateTime.UtcNow.AddDays(20):yyyy-MM-dd}";
        await services.GetRequiredService<Database>().WriteAsync<Consulting.Done>(async work =>
        {
            await work.ExecuteAsync(
                "insert into incident (instance_id, number, activity_id, kind, message, at) select id, 1, 'none', 'fault', 'Sample', @Now from workflow_instance", new { work.Now });
            await work.ExecuteAsync("update outbox set failed_at = @Now, error = 'Sample'", new { work.Now });
            foreach (var (name, sql) in ((string Name, string Sql)[])[
                ("programmeVersion", "select version from programme where id = 1"),
                ("roundVersion", "select version from round where id = 1"),
                ("titleVersion", "select title_version from plan where id = 1"),
                ("task1", "select min(id) from task where plan_id = 1 and closed_at is null"),
                ("task2", "select min(id) from task where plan_id = 2 and closed_at is null"),
                ("incident1", "select i.id from incident i join plan p on p.instance_id = i.instance_id where p.id = 1"),
                ("incident2", "select i.id from incident i join plan p on p.instance_id = i.instance_id where p.id = 2"),
                ("recusal", "select min(id) from recusal"),
                ("mail", "select min(id) from outbox"),
                ("role", $"select min(id) from role where person_id = {OtherOfficial}"),
                ("otherRole", $"select min(id) from role where person_id = {InConflict}"),
            ])
                places[name] = $"{await work.SingleAsync<long>(sql, new { })}";
            return Consulting.Done.Value;
        });
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
