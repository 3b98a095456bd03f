using System.Text;
using LogodiConsult.Consulting;
using LogodiConsult.Consulting.Attachments;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
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
/// <see cref="TestPeople"/> with something to act on everywhere: plan 1 is being written, plan 2 is under review, plan 3 is being revised, and plan 4 waits to be
/// presented. All have everybody of the programme on them. Two more people have no part in the plans: a consultant who declared a conflict, and another official.
/// </summary>
public sealed class ActsSite : IAsyncLifetime
{
    public const long InConflict = 8;
    public const long OtherOfficial = 9;
    const long UnderReview = 2;
    const long InRevision = 3;
    const long ToBePresented = 4;

    static readonly Dictionary<string, string?> Settings = new()
    {
        // Nothing is ever sent there.
        ["MachineTranslation:Url"] = "http://127.0.0.1:9",
        // Forms without their token are sent on purpose.
        ["Logging:LogLevel:Microsoft.AspNetCore.Antiforgery"] = "Error",
    };

    public static IReadOnlyList<long> Plans { get; } = [1, UnderReview, InRevision, ToBePresented];

    /// <summary>What <c>{name}</c> in an address or a field of the table stands for.</summary>
    readonly Dictionary<string, string> places = [];

    public TestSite Site { get; private set; } = null!;

    public string Filled(string text, long plan)
    {
        var filled = new StringBuilder(text).Replace("{plan}", $"{plan}");
        foreach (var name in (string[])["task", "upload", "incident", "recusal", "comment", "revision"])
            filled.Replace($"{{{name}}}", places.GetValueOrDefault($"{name}{plan}", "1"));
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
        foreach (var plan in Plans)
            await OnTheWayAsync(services, plan);
        await ThingsAsync(services);
    });

    async Task OnTheWayAsync(IServiceProvider services, long plan)
    {
        var (official, consultant, lead) = (await ActorAsync(services, Official), await ActorAsync(services, Consultant), await ActorAsync(services, Lead));
        var plans = services.GetRequiredService<PlanService>();
        var assignments = services.GetRequiredService<AssignmentService>();
        var reviews = services.GetRequiredService<ReviewService>();
        if (plan > 1)
        {
            var open = new OpenPlan(1, Official, $"Ventanilla única digital {plan}", null, "es", Supervisor) { Consultants = [Consultant, InConflict], Interpreters = [Interpreter] };
            Assert.Equal(plan, Must(await plans.OpenAsync(open, Actor.System)));
        }
        Must(await assignments.ChangeAsync(new ChangeAssignments(plan, Role.Panel, [6], []), Actor.System));
        places["files"] = services.GetRequiredService<TemplateLibrary>().Newest("action-plan")!.Sections.First(s => s.Kind is FilesKind).Key;
        places[$"upload{plan}"] = Must(await services.GetRequiredService<AttachmentService>().BeginAsync(plan, places["files"], "acta.pdf", 100, official)).Token;
        if (plan == 1)
            return;
        await SaveAsync(services, plan, Contents.Keys);
        Must(await plans.SubmitAsync(new SubmitDraft(plan, null, []), official));
        Must(await services.GetRequiredService<EndorsementService>().EndorseAsync(new EndorsePlan(plan, true, ""), await ActorAsync(services, Supervisor)));
        Must(await services.GetRequiredService<TranslationService>().SkipAsync(plan, await ActorAsync(services, Interpreter)));
        Must(await services.GetRequiredService<StepBackService>().StepBackAsync(
            new StepBack(plan, RecusalKind.Conflict, "Trabajamos juntos en Cusco."), await ActorAsync(services, InConflict)));
        places[$"comment{plan}"] = $"{Must(await reviews.SaveCommentAsync(new SaveComment(plan, null, null, "", null, null, CommentKind.MustChange, true, "¿Quién paga?", "es"), consultant))}";
        if (plan == UnderReview)
            return;
        if (plan == InRevision)
            Must(await reviews.ReleaseAsync(new ReleaseReview(plan, Recommendation.Revise, "Falta el costo.", "es"), consultant));
        Must(await assignments.DecideReviewAsync(plan, plan == InRevision ? Recommendation.Revise : Recommendation.Accept, "El plazo terminó.", lead));
        if (plan == InRevision)
            return;
        Must(await services.GetRequiredService<PresentationService>().ScheduleAsync(
            new SchedulePresentation(plan, DateTimeOffset.UtcNow.AddDays(2), Zones.Lima, 30, "Sala 2", ""), lead));
    }

    async Task ThingsAsync(IServiceProvider services)
    {
        var (consultant, lead) = (await ActorAsync(services, Consultant), await ActorAsync(services, Lead));
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
                ("mail", "select min(id) from outbox"),
                ("role", $"select min(id) from role where person_id = {OtherOfficial}"),
                ("otherRole", $"select min(id) from role where person_id = {InConflict}"),
            ])
                places[name] = $"{await work.SingleAsync<long>(sql, new { })}";
            foreach (var plan in Plans)
            {
                places[$"task{plan}"] = $"{await work.SingleAsync<long>("select min(id) from task where plan_id = @plan and closed_at is null", new { plan })}";
                places[$"incident{plan}"] = $"{await work.SingleAsync<long>("select min(i.id) from incident i join plan p on p.instance_id = i.instance_id where p.id = @plan", new { plan })}";
                places[$"revision{plan}"] = $"{await work.ScalarAsync<long?>("select max(id) from revision where plan_id = @plan", new { plan }) ?? 1}";
                places[$"recusal{plan}"] = $"{await work.ScalarAsync<long?>("select min(id) from recusal where plan_id = @plan", new { plan }) ?? 1}";
            }
            return Consulting.Done.Value;
        });
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
