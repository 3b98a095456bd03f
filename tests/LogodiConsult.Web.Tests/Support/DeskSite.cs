using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Storage;
using LogodiConsult.Consulting.Time;
using Microsoft.Extensions.DependencyInjection;
using static LogodiConsult.Web.Tests.Support.JourneyPlan;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>A site where releases can be recalled, and a whole plan on the desks of two consultants, by the definition of two rounds and more.</summary>
public static class DeskSite
{
    public const long SecondConsultant = 8;

    public static async Task<(TestSite Site, long Plan)> StartAsync(int recallMinutes = 10)
    {
        var plan = 0L;
        var site = await TestSite.StartAsync(
            settings: new Dictionary<string, string?> { ["Reviews:RecallMinutes"] = recallMinutes.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            settle: async services =>
            {
                await TestPeople.SettleAsync(services);
                plan = await InReviewAsync(services);
            });
        return (site, plan);
    }

    static async Task<long> InReviewAsync(IServiceProvider services)
    {
        Must(await services.GetRequiredService<PeopleService>().InviteAsync(
            new Invite(1, null, [Role.Consultant]) { Name = "Lee Ha-eun", Email = "second@example.org", Language = "en", Zone = Zones.Seoul }, Actor.System));
        await services.GetRequiredService<Database>().WriteAsync<Consulting.Done>(async work =>
        {
            await work.ExecuteAsync("update person set is_sample = 1 where id = @SecondConsultant", new { SecondConsultant });
            return Consulting.Done.Value;
        });
        var plans = services.GetRequiredService<PlanService>();
        var plan = Must(await plans.OpenAsync(new OpenPlan(1, Official, "Ventanilla única digital", null, "es", null) { Consultants = [Consultant, SecondConsultant] }, Actor.System));
        await SaveAsync(services, plan, Contents.Keys);
        Must(await plans.SubmitAsync(new SubmitDraft(plan, null, []), await ActorAsync(services, Official)));
        return plan;
    }
}
