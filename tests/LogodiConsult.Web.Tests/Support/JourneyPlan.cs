using LogodiConsult.Consulting;
using LogodiConsult.Consulting.People;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Programmes;
using LogodiConsult.Consulting.Templates;
using LogodiConsult.Consulting.Time;
using LogodiConsult.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace LogodiConsult.Web.Tests.Support;

/// <summary>A whole plan of the sample's content, in the hands of <see cref="TestPeople"/>.</summary>
public static class JourneyPlan
{
    public const long Official = 1;
    public const long Consultant = 2;
    public const long Lead = 3;
    public const long Supervisor = 4;
    public const long Interpreter = 5;

    public static IReadOnlyDictionary<string, string> Contents { get; } = TestSample.Data.Plan("ventanilla-unica-cusco").ContentsAt(1);

    public static T Must<T>(Result<T> result)
    {
        Assert.False(result.IsRefused, result.Refusal?.Code);
        return result.Value;
    }

    public static async Task<Actor> ActorAsync(IServiceProvider services, long person) =>
        await services.GetRequiredService<PeopleService>().ActorAsync(person) ?? throw new InvalidOperationException($"There is no person {person}.");

    /// <summary>Saves sections that nobody has saved before.</summary>
    public static async Task SaveAsync(IServiceProvider services, long plan, IEnumerable<string> keys)
    {
        var sections = keys.Select(key => new SectionText(key, Contents[key], 0)).ToList();
        var saved = Must(await services.GetRequiredService<PlanService>().SaveAsync(new SaveDraft(plan, null, sections), await ActorAsync(services, Official)));
        Assert.Empty(saved.Conflicts);
    }

    /// <summary>Round 2 by the short definition; its plan is whole and waits for the consultant.</summary>
    public static async Task<long> SubmittedInShortRoundAsync(IServiceProvider services)
    {
        var template = services.GetRequiredService<TemplateLibrary>().Newest("action-plan")!;
        var round = Must(await services.GetRequiredService<RoundService>().CreateAsync(
            new CreateRound(1)
            {
                Number = 2,
                Title = new Trilingual("Segunda ronda", "2차", "Second round"),
                StartsOn = new DateOnly(2021, 10, 12),
                EndsOn = new DateOnly(2021, 10, 21),
                Zone = Zones.Lima,
                DefinitionId = "action-plan-short",
                TemplateId = template.Id,
                TemplateVersion = template.Version,
            },
            Actor.System));
        var plans = services.GetRequiredService<PlanService>();
        var plan = Must(await plans.OpenAsync(new OpenPlan(round, Official, "Ventanilla única digital", null, "es", null) { Consultants = [Consultant] }, Actor.System));
        await SaveAsync(services, plan, Contents.Keys);
        Must(await plans.SubmitAsync(new SubmitDraft(plan, null, []), await ActorAsync(services, Official)));
        return plan;
    }
}
