using LogodiConsult.Consulting.Alumni;
using LogodiConsult.Consulting.Plans;
using LogodiConsult.Consulting.Presentations;
using LogodiConsult.Consulting.Reviews;
using LogodiConsult.Engine.Activities;

namespace LogodiConsult.Consulting.Tasks;

/// <summary>Every <c>Logodi.*</c> activity. A new one is its class and its line here.</summary>
public static class LogodiActivities
{
    public static IReadOnlyList<Activity> All { get; } =
    [
        new WriteDraft(), new Endorse(), new Translate(), new Review(), new Revise(), new Decide(),
        new Schedule(), new Present(), new Plans.Complete(), new FollowUp(), new Tell(),
    ];
}
